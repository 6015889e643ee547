"""Kimai: its export (CSV or JSON), whose headings are in the language of whoever exported, and its API's timesheets."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from app.exchange.json_text import load, stamp, text, texts
from app.exchange.records import Reading, Record, UnreadableFile, records_of
from app.exchange.table import find_header, require
from app.exchange.times import read_clock, read_date, read_length
from app.exchange.timesheet import Timesheet, tags_of

if TYPE_CHECKING:
    from datetime import datetime

    from app.exchange.records import Format
    from app.exchange.source import Source
    from app.exchange.table import Header

_COLUMNS: dict[str, tuple[str, ...]] = {
    "start_date": ("date", "datum"),
    "start_time": ("from", "von", "begin"),
    "end_date": (),
    "end_time": ("to", "bis", "end"),
    "duration": ("duration", "dauer"),
    "description": ("description", "beschreibung"),
    "project": ("project", "projekt"),
    "client": ("customer", "kunde"),
    "task": ("activity", "tätigkeit"),
    "tags": ("tags", "schlagworte"),
    "billable": ("billable", "abrechenbar"),
    "user": ("e-mail", "email", "user", "benutzer"),
    "user_name": ("user", "benutzer", "name"),
}
_KNOWN = frozenset(name for names in _COLUMNS.values() for name in names)
_LISTS = (
    (("id", "name", "company name", "vat-id"), "customers"),
    (("id", "name", "customer", "order number"), "projects"),
    (("firma", "abteilung", "kundennummer", "umsatzsteuer-id"), "customers"),
)
_EXPORT = re.compile(r'\s*\[\s*\{[^{}]*"(?:Customer|Kunde)"\s*:[^{}]*"(?:Activity|Tätigkeit)"', re.DOTALL)
_API = re.compile(r'\s*\[\s*\{(?=.*"begin"\s*:)(?=.*"activity"\s*:)', re.DOTALL)


class Kimai:
    """The activity is the task. A day has no end of its own: what ends before it begins ends on the next day."""

    name = "kimai"
    title = "Kimai"

    def recognises(self, source: Source) -> int:
        """A customer, an activity, and a time it began and ended; or one of its lists."""
        if _EXPORT.match(source.start) or _API.match(source.start):
            return 85
        header = _header(source)
        if header is not None and all(header.place(*_COLUMNS[name]) >= 0 for name in ("client", "task", "start_time")):
            return 85
        return 75 if _list_of(source) else 0

    def read(self, source: Source, *, order: str | None = None) -> Reading:
        """Understand an export or an answer."""
        if source.start.lstrip()[:1] == "[":
            rows = load(source, self.title)
            return Reading(rows=lambda: records_of(enumerate(rows, 1), _object), local=not _API.match(source.start))
        if (what := _list_of(source)) is not None:
            raise UnreadableFile(
                f"This is Kimai's list of {what}, which has no time entries. Export the timesheet instead."
                " Nothing was added."
            )
        header = require(_header(source), self.title, "Date, From, To, Customer, Project, Activity …")
        return Timesheet(source, header, title=self.title, columns=_COLUMNS).reading(order)


def _header(source: Source) -> Header | None:
    return find_header(source, _KNOWN, needed=4)


def _list_of(source: Source) -> str | None:
    return next((what for columns, what in _LISTS if find_header(source, columns, needed=len(columns))), None)


def _object(number: int, row: Any) -> Record:
    if not isinstance(row, dict):
        raise ValueError("This is no entry of Kimai's")  # noqa: TRY004 - a row that is wrong, not a caller
    return _answer(number, row) if "begin" in row else _exported(number, {key.casefold(): row[key] for key in row})


def _answer(number: int, row: dict[str, Any]) -> Record:
    start, end = stamp(row["begin"], "begin"), row.get("end")
    project = row.get("project")
    customer = project.get("customer") if isinstance(project, dict) else None
    return Record(
        number,
        start,
        None if end is None else stamp(end, "end"),
        running=end is None,
        description=text(row.get("description")),
        project=_name(project, "Project"),
        client=_name(customer, "Customer") if customer is not None else None,
        task=_name(row.get("activity"), "Activity"),
        tags=texts(row.get("tags")),
        billable=row["billable"] if isinstance(row.get("billable"), bool) else None,
        external_id=text(row.get("id")) or None,
        user=_name(row.get("user"), "").casefold(),
    )


def _name(value: Any, kind: str) -> str:
    """Return the name of what an answer holds whole, or its number with a word before it."""
    if isinstance(value, dict):
        return text(value.get("name") or value.get("title") or value.get("username"))
    return f"{kind} {value}".strip() if isinstance(value, int) else text(value)


def _exported(number: int, row: dict[str, Any]) -> Record:
    def cell(name: str) -> str:
        return next((text(row[key]) for key in _COLUMNS[name] if key in row), "")

    day = read_date(cell("start_date"), None)
    start = day + read_clock(_clock(cell("start_time")))
    end = _end(day, start, cell("end_time"))
    length, tags = cell("duration"), row.get("tags")
    return Record(
        number, start, end, seconds=read_length(length) if end is None and length else None, description=cell("description"),
        project=cell("project"), client=cell("client"), task=cell("task"),
        tags=texts(tags) if isinstance(tags, list) else tags_of(cell("tags")),
        billable=cell("billable").casefold() in ("1", "true", "yes", "on") if cell("billable") else None,
        user=cell("user").casefold(),
    )  # fmt: skip


def _end(day: datetime, start: datetime, clock: str) -> datetime | None:
    if not clock:
        return None
    end = day + read_clock(_clock(clock))
    return end if end >= start else end + timedelta(days=1)


def _clock(value: str) -> str:
    return f"{value}:00" if value.isdigit() else value


FORMATS: tuple[Format, ...] = (Kimai(),)
