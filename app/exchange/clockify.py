"""Clockify's detailed report (CSV), whatever columns were chosen for it, and its summary of days without clock times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.exchange.day_stack import NOTE, DayStack
from app.exchange.records import BadRow, Reading, Record, UnreadableFile, records_of
from app.exchange.table import find_header, require, rows_under
from app.exchange.times import guess_order, read_date, read_length
from app.exchange.timesheet import COLUMNS, Timesheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.exchange.records import Format
    from app.exchange.source import Source
    from app.exchange.table import Header

_PROJECTS = ("project", "status", "visibility", "billability")
_KNOWN = frozenset(name for names in COLUMNS.values() for name in names) | {*_PROJECTS}
_OWN = (
    "duration (h)", "duration (decimal)", "group", "type", "invoiced", "invoice id", "kiosk", "approval", "approved by",
    "date of creation", "activity",
)  # fmt: skip


class ClockifyCsv:
    """The detailed report: one row an entry, dates and clock times as the user's profile writes them."""

    name = "clockify"
    title = "Clockify"

    def recognises(self, source: Source) -> int:
        """Clockify spells “Start Date” with a capital D, and has columns that nobody else has."""
        header = _header(source)
        if header is None:
            return 0
        if _is_summary(header) or _is_projects(header):
            return 90
        if not header.has("start date", "start time"):
            return 0
        own = sum(header.has(name) for name in _OWN)
        if own or "Start Date" in header.names:
            return 70 + 15 * bool(own) + 10 * ("Start Date" in header.names)
        return 10 if "Start date" in header.names else 40

    def read(self, source: Source, *, order: str | None = None) -> Reading:
        """Understand the report."""
        header = require(_header(source), self.title, "Project, Client, Start Date, Start Time, End Date, End Time …")
        if _is_projects(header):
            raise UnreadableFile(
                "This is Clockify's report of projects, which has no time entries. Export the detailed report instead."
                " Nothing was added."
            )
        if _is_summary(header):
            return _Summary(source, header).reading(order)
        kind = header.place("type")

        def without_break(record: Record, row: list[str]) -> Record:
            return _as_break(record) if row[kind].strip().casefold() == "break" else record

        return Timesheet(source, header, title=self.title, mend=_mend, adjust=without_break).reading(order)


class _Summary:
    """The summary by entry: a date and a length, no clock time. Each day's entries are laid end to end from 9:00."""

    def __init__(self, source: Source, header: Header) -> None:
        self.source, self.header = source, header
        self.date = header.place("date")
        self.length = header.place("time (h)", "time (decimal)")
        self.texts = [header.place(name) for name in ("description", "project", "client", "task")]

    def reading(self, order: str | None) -> Reading:
        rows = (item[1] for item in rows_under(self.source, self.header) if not isinstance(item, BadRow))
        guessed, asked = (
            (order, False) if order else guess_order((row[self.date].strip() for row in rows), twelve_hours=False)
        )
        return Reading(lambda: self._rows(guessed), local=True, order=guessed, order_asked=asked, notes=[NOTE])

    def _rows(self, order: str | None) -> Iterator[Record | BadRow]:
        stack = DayStack()
        rows = rows_under(self.source, self.header)
        yield from records_of(rows, lambda line, row: self._record(line, row, order, stack))

    def _record(self, line: int, row: list[str], order: str | None, stack: DayStack) -> Record:
        day = read_date(row[self.date].strip(), order)
        seconds = read_length(row[self.length])
        start = stack.start(day, seconds)
        description, project, client, task = (_mend(row[place].strip()) for place in self.texts)
        return Record(line, start, seconds=seconds, description=description, project=project, client=client, task=task)


def _header(source: Source) -> Header | None:
    return find_header(source, _KNOWN, needed=3)


def _is_summary(header: Header) -> bool:
    return header.has("date", "project") and header.place("time (h)", "time (decimal)") >= 0


def _is_projects(header: Header) -> bool:
    return header.has(*_PROJECTS)


def _as_break(record: Record) -> Record:
    # A break is time, but nobody's project.
    return record._replace(
        description=record.description or "Break", project="", client="", task="", tags=(), billable=False
    )


def _mend(text: str) -> str:
    # Clockify writes a quotation mark inside a text as two apostrophes.
    return text.replace("''", '"')


FORMATS: tuple[Format, ...] = (ClockifyCsv(),)
