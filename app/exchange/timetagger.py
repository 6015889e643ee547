"""TimeTagger: its records (JSON or a table), its report, and the tables of Yast and others that it can read."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from app.exchange.json_text import instant, load, text
from app.exchange.records import BadRow, Reading, Record, UnreadableFile, records_of
from app.exchange.table import find_header, require, rows_under
from app.exchange.text_lines import without_tags
from app.exchange.timesheet import COLUMNS, Timesheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.exchange.records import Format
    from app.exchange.source import Source
    from app.exchange.table import Header

_JSON = re.compile(r'\s*(?:\{\s*"records"\s*:\s*)?\[\s*\{[^{}]*"t1"\s*:')
_RECORDS = ("key", "start", "stop", "tags", "description")
_REPORT = ("subtotals", "tag_groups", "duration", "date", "start", "stop", "description")
_YAST = ("project", "type", "date", "start", "end", "duration h:m")
_TABLE_COLUMNS = COLUMNS | {
    "start_date": ("date",),
    "start_time": ("start", "begin", "start time"),
    "end_date": ("end date",),
    "end_time": ("stop", "end", "end time"),
    "duration": ("duration", "duration h:m", "duration h:m:s"),
    "description": ("description", "comment", "title", "summary"),
}
_HIDDEN = "HIDDEN"
_OLDEST_STAMP = 60_000_000


class TimeTagger:
    """Tags are the ``#words`` of the description; nothing is a project but Yast's."""

    name = "timetagger"
    title = "TimeTagger"

    def recognises(self, source: Source) -> int:
        """Records with t1 and t2, or the columns of one of its tables."""
        if _JSON.match(source.start):
            return 95
        return 85 if any(_header(source, columns) for columns in (_RECORDS, _REPORT, _YAST)) else 0

    def read(self, source: Source, *, order: str | None = None) -> Reading:
        """Understand records, a report or a table."""
        if source.start.lstrip()[:1] in ("[", "{"):
            return Reading(rows=lambda: records_of(enumerate(_records(source), 1), _record))
        if (header := _header(source, _RECORDS)) is not None:
            return _table(source, header)
        columns = ", ".join(_RECORDS)
        header = require(_header(source, _REPORT) or _header(source, _YAST), self.title, columns)
        return _Report(source, header, title=self.title, columns=_TABLE_COLUMNS, adjust=_tagged).reading(order)


class _Report(Timesheet):
    """A report has lines of sums between its entries: those have no start."""

    def rows(self) -> Iterator[tuple[int, list[str]] | BadRow]:
        start = self.at["start_time"]
        for item in super().rows():
            if isinstance(item, BadRow) or item[1][start].strip():
                yield item


def _header(source: Source, columns: tuple[str, ...]) -> Header | None:
    return find_header(source, columns, needed=len(columns))


def _records(source: Source) -> list[Any]:
    content = load(source, TimeTagger.title)
    found = content.get("records") if isinstance(content, dict) else content
    if not isinstance(found, list):
        raise UnreadableFile(f"“{source.name}” is no list of TimeTagger's records. Nothing was added.")
    return [one for one in found if not (isinstance(one, dict) and text(one.get("ds")).startswith(_HIDDEN))]


def _record(number: int, record: Any) -> Record:
    if not isinstance(record, dict):
        raise ValueError("This is no record of TimeTagger's")  # noqa: TRY004 - a row that is wrong, not a caller
    start, end = instant(record.get("t1"), "start"), instant(record.get("t2"), "stop")
    description, tags = without_tags(text(record.get("ds")))
    running = start == end
    return Record(
        number, start, None if running else end, running=running, description=description, tags=tags,
        external_id=text(record.get("key")) or None,
    )  # fmt: skip


def _table(source: Source, header: Header) -> Reading:
    at = {name: header.place(name) for name in _RECORDS}

    def read(line: int, row: list[str]) -> Record:
        description, tags = without_tags(row[at["description"]])
        if description.startswith(_HIDDEN):
            raise ValueError("This record was deleted in TimeTagger")
        more = without_tags(row[at["tags"]])[1]
        start, end = _moment(row[at["start"]]), _moment(row[at["stop"]])
        return Record(
            line, start, end, description=description, tags=tuple(dict.fromkeys((*tags, *more))),
            external_id=row[at["key"]].strip() or None,
        )  # fmt: skip

    rows = list(rows_under(source, header))
    starts = [row[1][at["start"]] for row in rows if not isinstance(row, BadRow)]
    return Reading(rows=lambda: records_of(rows, read), local=any(map(_is_local, starts)))


def _is_local(value: str) -> bool:
    try:
        return _moment(value).tzinfo is None
    except ValueError:
        return False


def _moment(value: str) -> datetime:
    """Return the moment of Unix seconds or of an ISO text, which may be a wall clock."""
    value = value.strip()
    try:
        if float(value) >= _OLDEST_STAMP:
            return instant(float(value), "time").astimezone(UTC)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(value).replace(microsecond=0)
    except ValueError:
        raise ValueError(f"“{value[:40]}” is no time") from None


def _tagged(record: Record, row: list[str]) -> Record:  # noqa: ARG001 - what every table's last word is given
    description, tags = without_tags(record.description)
    own = (tag.removeprefix("#") for part in record.tags for tag in part.split())
    return record._replace(description=description, tags=tuple(dict.fromkeys((*tags, *own))))


FORMATS: tuple[Format, ...] = (TimeTagger(),)
