"""Work logged on Jira's issues: Tempo's export, and the tables of the apps that list worklogs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.exchange.records import BadRow, Reading, Record, UnreadableFile, records_of
from app.exchange.table import find_header, rows_under
from app.exchange.times import guess_order, read_clock, read_date, read_hours

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from app.exchange.records import Format
    from app.exchange.source import Source
    from app.exchange.table import Header

_TEMPO: dict[str, tuple[str, ...]] = {
    "started": ("work date",),
    "length": ("hours",),
    "issue": ("issue key",),
    "summary": ("issue summary",),
    "project": ("project name", "project key"),
    "description": ("work description",),
    "user": ("username", "full name"),
}
_WORKLOGS: dict[str, tuple[str, ...]] = {
    "started": ("started", "start date", "date started", "work date"),
    "length": ("time spent seconds", "timespent", "time spent", "time spent (h)"),
    "issue": ("issue", "issue key", "ticket no", "key"),
    "summary": ("summary", "issue summary"),
    "project": ("project", "project name"),
    "description": ("work description", "comment", "description"),
    "user": ("author", "user"),
}
_NEEDED = ("started", "length", "issue")


class Jira:
    """The issue is the task in its project; where a table names no project, the issue is the project."""

    name = "jira"
    title = "Jira and Tempo"

    def recognises(self, source: Source) -> int:
        """An issue, when work on it started, and how long it took."""
        return 80 if any(_header(source, columns) for columns in (_TEMPO, _WORKLOGS)) else 0

    def read(self, source: Source, *, order: str | None = None) -> Reading:
        """Understand a table; lines of sums have no date."""
        for columns in (_TEMPO, _WORKLOGS):
            header = _header(source, columns)
            if header is not None:
                return _Table(source, header, columns).reading(order)
        raise UnreadableFile(
            "This does not look like a table of work logged on Jira's issues: it has to name the issue, when work on it"
            " started, and how long it took. Nothing was added."
        )


class _Table:
    def __init__(self, source: Source, header: Header, columns: Mapping[str, tuple[str, ...]]) -> None:
        self._source, self._header = source, header
        self._at = {name: header.place(*names) for name, names in columns.items()}
        self._in_seconds = header.name_at(self._at["length"]).casefold().endswith("seconds")

    def reading(self, order: str | None) -> Reading:
        rows = [row for item in self._rows() for row in ([] if isinstance(item, BadRow) else [item[1]])]
        starts = [row[self._at["started"]].strip() for row in rows]
        asked = False
        if order is None:
            order, asked = guess_order((start.partition(" ")[0] for start in starts), twelve_hours=False)
        local = not starts or _aware(starts[0]) is None
        return Reading(
            lambda: records_of(self._rows(), lambda line, row: self._record(line, row, order)), local=local, order=order,
            order_asked=asked,
        )  # fmt: skip

    def _rows(self) -> Iterator[tuple[int, list[str]] | BadRow]:
        at = self._at["started"]
        rows = rows_under(self._source, self._header)
        return (item for item in rows if isinstance(item, BadRow) or item[1][at].strip())

    def _record(self, line: int, row: list[str], order: str | None) -> Record:
        cells = {name: row[place].strip() for name, place in self._at.items()}
        length = cells["length"]
        seconds = int(length) if self._in_seconds and length.isdigit() else read_hours(length)
        start = _aware(cells["started"]) or _local(cells["started"], order)
        issue = " ".join(filter(None, (cells["issue"], cells["summary"])))
        project = cells["project"]
        return Record(
            line, start, start + timedelta(seconds=seconds), seconds=seconds, description=cells["description"],
            project=project or issue, task=issue if project else "", user=cells["user"].casefold(),
        )  # fmt: skip


def _header(source: Source, columns: Mapping[str, tuple[str, ...]]) -> Header | None:
    known = [name for names in columns.values() for name in names]
    header = find_header(source, known, needed=len(_NEEDED))
    return header if header and all(header.place(*columns[name]) >= 0 for name in _NEEDED) else None


def _aware(text: str) -> datetime | None:
    """Return the moment of an ISO text that says its offset, None of any other text."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if moment.tzinfo is None else moment.replace(microsecond=0)


def _local(text: str, order: str | None) -> datetime:
    date, clock = _parted(text)
    return read_date(date, order) + (read_clock(clock) if clock else timedelta(hours=9))


def _parted(text: str) -> tuple[str, str]:
    """Return date and clock of “2026-09-14 08:30”, “01-Aug-2023 09:00:00” or “Jan 20, 2023, 6:25 PM”."""
    words = text.replace("T", " ", 1).split() if text[4:5] == "-" else text.split()
    at = next((place for place, word in enumerate(words) if ":" in word), len(words))
    return " ".join(words[:at]).rstrip(","), " ".join(words[at:])


FORMATS: tuple[Format, ...] = (Jira(),)
