"""Tables with a start, an end and a duration for each entry, whatever their columns are called."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TypeVar

from app.exchange.records import BadRow, Reading, Record, UnreadableFile, records_of
from app.exchange.source import Source
from app.exchange.table import Header, rows_under
from app.exchange.times import guess_order, read_clock, read_date, read_length

T = TypeVar("T")

_DAY = timedelta(days=1)
_YES = frozenset(("yes", "true", "1", "y", "on", "billable"))

# The fields of a timesheet, and the column names (in lower case) each may have.
COLUMNS: dict[str, tuple[str, ...]] = {
    "start_date": ("start date", "date", "start"),
    "start_time": ("start time", "from"),
    "end_date": ("end date", "stop date", "end"),
    "end_time": ("end time", "stop time", "to"),
    "duration": ("duration (h)", "duration", "time (h)", "duration (decimal)", "time (decimal)"),
    "description": ("description",),
    "project": ("project",),
    "client": ("client",),
    "task": ("task", "activity"),
    "tags": ("tags", "tag"),
    "billable": ("billable",),
    "user": ("email", "user"),
    "user_name": ("user",),
}


class Timesheet:
    """One such table.

    ``columns`` are the names its columns may have. ``mend`` repairs texts that the program is known to write wrongly;
    ``adjust`` has the last word on a record.
    """

    def __init__(self, source: Source, header: Header, *, title: str, mend: Callable[[str], str] | None = None,
                 adjust: Callable[[Record, list[str]], Record] | None = None,
                 columns: Mapping[str, tuple[str, ...]] = COLUMNS) -> None:  # fmt: skip
        self.source = source
        self.header = header
        self.title = title
        self.mend = mend
        self.adjust = adjust
        self.at: Mapping[str, int] = {name: header.place(*names) for name, names in columns.items()}

    def rows(self) -> Iterator[tuple[int, list[str]] | BadRow]:
        """Yield the rows that are entries; a table with others among them overrides it."""
        return rows_under(self.source, self.header)

    def reading(self, order: str | None) -> Reading:
        """Understand the table.

        Raises:
            UnreadableFile: a column without which there are no entries is missing.
        """
        self._require_columns()
        guessed, asked = (order, False) if order else self._order()
        return Reading(rows=lambda: self._rows(guessed), local=True, order=guessed, order_asked=asked)

    def _require_columns(self) -> None:
        at = self.at
        if at["start_date"] < 0:
            raise self._lacking("Start date")
        if at["start_time"] < 0 and self._first_has_no_clock():
            raise self._lacking("Start time")
        if at["end_time"] < 0 and at["end_date"] < 0 and at["duration"] < 0:
            raise self._lacking("End time or Duration")

    def _lacking(self, column: str) -> UnreadableFile:
        names = ", ".join(name for name in self.header.names if name)
        return UnreadableFile(
            f"This {self.title} file has no column “{column}”. Its columns are: {names}. Export the detailed report"
            " instead. Nothing was added.",
            column=column,
        )

    def _first_has_no_clock(self) -> bool:
        first = next((row for item in self.rows() for row in _row(item)), None)
        return first is not None and " " not in first[self.at["start_date"]].strip()

    def _order(self) -> tuple[str | None, bool]:
        at = self.at
        places = [at[name] for name in ("start_date", "end_date") if at[name] >= 0]
        rows = (row for item in self.rows() for row in _row(item))
        first = next(rows, None)
        # ISO dates have one order; a program that writes them writes them in every row.
        if first is None or first[places[0]].strip()[4:5] in ("-", "/", "."):
            return None, False
        dates: set[str] = set()
        twelve_hours = False
        for row in itertools.chain([first], rows):
            for place in places:
                date, _, clock = row[place].strip().partition(" ")
                dates.add(date)
                twelve_hours = twelve_hours or clock[-2:].upper() in ("AM", "PM")
            twelve_hours = twelve_hours or row[at["start_time"]].rstrip()[-2:].upper() in ("AM", "PM")
        return guess_order(dates, twelve_hours=twelve_hours)

    def _rows(self, order: str | None) -> Iterator[Record | BadRow]:
        def read(line: int, row: list[str]) -> Record:
            record = self._record(line, row, order)
            return self.adjust(record, row) if self.adjust else record

        return records_of(self.rows(), read)

    def _record(self, line: int, row: list[str], order: str | None) -> Record:
        at, mend = self.at, self.mend
        start, end, seconds = self._times(row, order)
        texts = [row[at[name]].strip() for name in ("description", "project", "client", "task")]
        description, project, client, task = map(mend, texts) if mend else texts
        billable = row[at["billable"]].strip().casefold()
        return Record(
            line=line,
            start=start,
            end=end,
            seconds=seconds,
            description=description,
            project=project,
            client=client if at["client"] >= 0 else None,
            task=task,
            tags=tags_of(row[at["tags"]]),
            billable=billable in _YES if billable else None,
            user=(row[at["user"]].strip() or row[at["user_name"]].strip()).casefold(),
        )

    def _times(self, row: list[str], order: str | None) -> tuple[datetime, datetime | None, int | None]:
        at = self.at
        try:
            # The usual row: two dates and two times of day, each in its cell.
            start = read_date(row[at["start_date"]], order) + read_clock(row[at["start_time"]])
            end = read_date(row[at["end_date"]], order) + read_clock(row[at["end_time"]])
        except ValueError:
            return self._unusual_times(row, order)
        return start, end, _length_hint(row[at["duration"]])

    def _unusual_times(self, row: list[str], order: str | None) -> tuple[datetime, datetime | None, int | None]:
        """Read a row with blanks around, without an end, with date and time in one cell, or with a mistake to name."""
        date, clock = self._moment(row, "start", order)
        if date is None or clock is None:
            raise ValueError(f"There is no start {'date' if date is None else 'time'} in this row")
        start = date + clock
        end_date, end_clock = self._moment(row, "end", order)
        length = row[self.at["duration"]].strip()
        if end_clock is None:
            if not length:
                raise ValueError("There is neither an end nor a duration in this row")
            return start, None, self._named("duration", read_length, length)
        end = (end_date or date) + end_clock
        if end_date is None and end < start:
            end += _DAY
        return start, end, _length_hint(length)

    def _moment(self, row: list[str], which: str, order: str | None) -> tuple[datetime | None, timedelta | None]:
        """Return the date and the time of day of a start or end, from two cells or from one that holds both."""
        at = self.at
        date, clock = row[at[f"{which}_date"]].strip(), row[at[f"{which}_time"]].strip()
        if not clock and " " in date:
            date, clock = date.split(" ", 1)
        return (
            self._named(f"{which}_date", read_date, date, order) if date else None,
            self._named(f"{which}_time", read_clock, clock) if clock else None,
        )

    def _named(self, field: str, read: Callable[..., T], *values: str | None) -> T:
        try:
            return read(*values)
        except ValueError as error:
            raise ValueError(f"{error} (column “{self.header.name_at(self.at[field])}”)") from None


@lru_cache(maxsize=4096)
def tags_of(text: str) -> tuple[str, ...]:
    """Return the tags of a cell, which are joined by commas."""
    return tuple(dict.fromkeys(tag for part in text.split(",") if (tag := part.strip())))


@lru_cache(maxsize=100_000)
def _length_hint(text: str) -> int | None:
    try:
        return read_length(text) if text else None
    except ValueError:
        return None


def _row(item: tuple[int, list[str]] | BadRow) -> Iterator[list[str]]:
    if not isinstance(item, BadRow):
        yield item[1]
