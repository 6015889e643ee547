"""Any table with a date and times or lengths: its columns are found by their names, or named by a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.exchange.daily import Daily
from app.exchange.records import BadRow, Reading, UnreadableFile
from app.exchange.table import Header, find_header, folded, rows_under, widest_line
from app.exchange.timesheet import Timesheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from app.exchange.records import Format
    from app.exchange.source import Source

# The fields of an entry, and what columns that hold them are called in English and German.
FIELDS: dict[str, tuple[str, ...]] = {
    "date": ("date", "day", "start date", "datum", "tag", "startdatum", "work date"),
    "start": ("start", "start time", "from", "begin", "started", "time in", "von", "beginn", "anfang", "startzeit", "uhrzeit von"),
    "end_date": ("end date", "enddatum"),
    "end": ("end", "end time", "to", "stop", "finish", "ended", "time out", "bis", "ende", "endzeit", "uhrzeit bis"),
    "duration": (
        "duration", "hours", "time", "length", "time spent", "dauer", "stunden", "zeit", "duration (h)", "minutes",
    ),
    "description": (
        "description", "notes", "note", "comment", "comments", "title", "summary", "beschreibung", "bemerkung", "kommentar",
        "tätigkeitsbeschreibung", "notiz", "what",
    ),
    "project": ("project", "projekt", "job", "account"),
    "client": ("client", "customer", "kunde", "company", "firma"),
    "task": ("task", "activity", "aufgabe", "tätigkeit"),
    "tags": ("tags", "tag", "labels", "schlagworte"),
    "billable": ("billable", "abrechenbar"),
    "user": ("user", "email", "e-mail", "employee", "person", "name", "benutzer", "mitarbeiter"),
}  # fmt: skip
_KNOWN = frozenset(name for names in FIELDS.values() for name in names)
# As app.exchange.registry.LAST_RESORT.
_CERTAINTY = 5
_SUMS = frozenset(("sum", "total", "totals", "summe", "gesamt", "grand total"))


class GenericTable:
    """Needs a date with a start and an end, a start and a length, or a length alone."""

    name = "csv"
    title = "Another table (CSV)"

    def recognises(self, source: Source) -> int:
        """Columns with the usual names; never as sure as a format that is known."""
        header = find_header(source, _KNOWN, needed=2)
        return _CERTAINTY if header is not None and _suffices(_places(header, {})) else 0

    def read(self, source: Source, *, order: str | None = None, columns: Mapping[str, str] | None = None) -> Reading:
        """Understand a table; ``columns`` says by field (see FIELDS) which column of the file holds it.

        Raises:
            UnreadableFile: no line names columns, or those named are not enough to make entries.
        """
        header = header_of(source, columns or {})
        at = _places(header, columns or {})
        if not _suffices(at):
            raise UnreadableFile(
                "To make entries of this table, it has to have a date (or a start with its date), and a start and an end or"
                f" a length. Its columns are: {', '.join(name for name in header.names if name)}. Nothing was added.",
                columns=tuple(header.names),
            )
        named = {field: (folded(header.names[place]),) for field, place in at.items() if place >= 0}
        if at["start"] < 0 and not _holds_clock(source, header, at["date"]):
            return Daily(source, header, named | {"hours": named["duration"]}).reading(order)
        return _Table(source, header, title=self.title, columns=_as_timesheet(named)).reading(order)


class _Table(Timesheet):
    """Lines of sums have no date, or say what they are."""

    def rows(self) -> Iterator[tuple[int, list[str]] | BadRow]:
        date = self.at["start_date"]
        for item in super().rows():
            if isinstance(item, BadRow) or (item[1][date].strip() and not _is_sum(item[1])):
                yield item


def header_of(source: Source, columns: Mapping[str, str]) -> Header:
    """Return the line that names the columns: those a person named, those with usual names, or the first line.

    Raises:
        UnreadableFile: the file is no text.
    """
    if source.is_binary:
        raise UnreadableFile(f"“{source.name}” is no text, so it is no table. Nothing was added.")
    wanted = {folded(name) for name in columns.values() if name}
    found = find_header(source, wanted, needed=len(wanted)) if wanted else find_header(source, _KNOWN, needed=2)
    if found is not None:
        return found
    return widest_line(source)


def guessed(header: Header) -> dict[str, str]:
    """Return by field the column that has one of its usual names."""
    return {field: header.names[place] for field, place in _places(header, {}).items() if place >= 0}


def _places(header: Header, columns: Mapping[str, str]) -> dict[str, int]:
    if columns:
        return {field: header.place(folded(columns[field])) if columns.get(field) else -1 for field in FIELDS}
    return {field: header.place(*names) for field, names in FIELDS.items()}


def _suffices(at: Mapping[str, int]) -> bool:
    if at["date"] < 0 and at["start"] < 0:
        return False
    return at["duration"] >= 0 or (at["end"] >= 0 and at["start"] >= 0)


def _holds_clock(source: Source, header: Header, date: int) -> bool:
    first = next((item[1] for item in rows_under(source, header) if not isinstance(item, BadRow)), None)
    return first is not None and ":" in first[date]


def _as_timesheet(named: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    start = named.get("start", ())
    has_date = "date" in named
    return {
        "start_date": named.get("date", start),
        "start_time": start if has_date else (),
        "end_date": named.get("end_date", () if has_date else named.get("end", ())),
        "end_time": named.get("end", ()) if has_date else (),
        **{field: named.get(field, ()) for field in ("duration", "description", "project", "client", "task", "tags", "billable")},
        "user": named.get("user", ()),
        "user_name": (),
    }  # fmt: skip


def _is_sum(row: list[str]) -> bool:
    return next((cell.strip().casefold().rstrip(":") for cell in row if cell.strip()), "") in _SUMS


FORMATS: tuple[Format, ...] = (GenericTable(),)
