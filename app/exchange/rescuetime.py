"""RescueTime's archive of activities: buckets of an hour without a header, each with what it was spent on."""

from __future__ import annotations

import csv
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.exchange.records import BadRow, Reading, Record, UnreadableFile, records_of
from app.exchange.text_lines import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.exchange.records import Format
    from app.exchange.source import Source

_ROW = re.compile(r'"?\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} [+-]\d{4}"?,')
_COLUMNS = 6
_NO_DETAILS = "No Details"


class RescueTime:
    """What was spent in an hour is laid end to end from its beginning: the file says no more."""

    name = "rescuetime"
    title = "RescueTime"

    def recognises(self, source: Source) -> int:
        """A first line that begins with a time and its offset, and six columns."""
        first = source.start.lstrip().partition("\n")[0]
        return 90 if _ROW.match(first) and len(_cells(first)) == _COLUMNS else 0

    def read(self, source: Source, *, order: str | None = None) -> Reading:  # noqa: ARG002 - ISO dates
        """Understand the archive."""
        if not self.recognises(source):
            raise UnreadableFile(
                f"“{source.name}” is not RescueTime's archive of activities (a time with its offset, activity, details,"
                " category, class, seconds). Nothing was added."
            )
        note = "The file says in which hour, but not when: the activities of an hour were laid end to end."
        return Reading(rows=lambda: _activities(source), notes=[note])


def _activities(source: Source) -> Iterator[Record | BadRow]:
    spent: dict[datetime, int] = {}

    def read(number: int, line: str) -> Record:
        cells = _cells(line)
        if len(cells) != _COLUMNS:
            raise ValueError(f"This row has {len(cells)} cells instead of {_COLUMNS}")
        stamp, activity, details, category, _, seconds = (cell.strip() for cell in cells)
        hour, length = _stamp(stamp), _seconds(seconds)
        start = hour + timedelta(seconds=spent.get(hour, 0))
        spent[hour] = spent.get(hour, 0) + length
        description = activity if details in ("", _NO_DETAILS) else f"{activity}: {details}"
        end = start + timedelta(seconds=length)
        return Record(number, start, end, description=description, tags=(category,) if category else ())

    lines = ((number, line) for number, line in lines_of(source, RescueTime.title) if line.strip())
    return records_of(lines, read)


def _cells(line: str) -> list[str]:
    try:
        return next(csv.reader([line]), [])
    except csv.Error:
        return []


def _stamp(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S %z")
    except ValueError:
        raise ValueError(f"“{text[:40]}” is no time") from None


def _seconds(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise ValueError(f"“{text[:40]}” is no number of seconds")
    return int(text)


FORMATS: tuple[Format, ...] = (RescueTime(),)
