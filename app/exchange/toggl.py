"""Toggl Track: the detailed report (CSV), also as spreadsheets have changed it, its import template, its API's JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.exchange.table import find_header, require
from app.exchange.timesheet import COLUMNS, Timesheet
from app.exchange.toggl_json import is_toggl_json, read_toggl_json

if TYPE_CHECKING:
    from app.exchange.records import Format, Reading
    from app.exchange.source import Source
    from app.exchange.table import Header

_KNOWN = frozenset(name for names in COLUMNS.values() for name in names)


class Toggl:
    """The detailed report: one row an entry, wall-clock times of the profile's zone. Or JSON, which knows instants."""

    name = "toggl"
    title = "Toggl"

    def recognises(self, source: Source) -> int:
        """Toggl spells “Start date” with a small d and says “Duration” without a unit."""
        if is_toggl_json(source):
            return 70
        header = _header(source)
        if header is None or not header.has("start date", "start time"):
            return 0
        if header.has("duration (h)") or header.has("duration (decimal)"):
            return 20
        return 90 if "Start date" in header.names else 30 if "Start Date" in header.names else 45

    def read(self, source: Source, *, order: str | None = None) -> Reading:
        """Understand a report or an answer."""
        if source.start.lstrip()[:1] in ("{", "["):
            return read_toggl_json(source)
        header = require(_header(source), self.title, "Start date, Start time, End date, End time, Project …")
        return Timesheet(source, header, title=self.title).reading(order)


def _header(source: Source) -> Header | None:
    return find_header(source, _KNOWN, needed=3)


FORMATS: tuple[Format, ...] = (Toggl(),)
