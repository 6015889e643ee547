"""Wall-clock times of a file become instants of a zone; what the clock change makes unclear is told, never guessed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from app.domain.days import resolve_local, zone

if TYPE_CHECKING:
    from app.exchange.records import Record

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - what wall clocks are counted from
_DAY = timedelta(days=1)
# Outside these years a zone's rules mean nothing; such rows are rejected for other reasons.
_YEARS = range(1970, 2200)

FIRST, SECOND = "first", "second"


class Spans:
    """Start and end of records as Unix seconds, in one zone and with one answer about repeated hours.

    ``unclear`` collects the lines whose time means two instants while ``repeated`` is None, and ``skipped`` those whose
    time the clocks sprang over: such a time is moved on by as much as the clocks were.
    """

    def __init__(self, tz: str, repeated: str | None) -> None:
        self._tz = tz
        self._repeated = repeated
        self._offsets: dict[date, int | None] = {}
        self.unclear: list[int] = []
        self.skipped: list[int] = []

    def of(self, record: Record) -> tuple[int, int | None]:
        """Return the instants of a record; the end is None while it runs."""
        starts = self._instants(record, record.start)
        if record.running:
            return self._choose(record, [(start, start) for start in starts])[0], None
        if record.end is None:
            seconds = record.seconds or 0
            return self._choose(record, [(start, start + seconds) for start in starts])
        ends = self._instants(record, record.end)
        if len(starts) == len(ends) == 1:
            return starts[0], ends[0]
        possible = [(start, end) for start in starts for end in ends if end >= start]
        return self._choose(record, self._fitting(record, possible) or [(starts[0], ends[0])])

    @staticmethod
    def _fitting(record: Record, possible: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Keep the spans that are as long as the file says, when there are any; lengths may be a second off."""
        if record.seconds is None:
            return possible
        stated = record.seconds
        return [span for span in possible if abs(span[1] - span[0] - stated) <= 1] or possible

    def _choose(self, record: Record, possible: list[tuple[int, int]]) -> tuple[int, int]:
        if len(possible) > 1 and self._repeated is None:
            self.unclear.append(record.line)
        return possible[-1 if self._repeated == SECOND else 0]

    def _instants(self, record: Record, moment: datetime) -> tuple[int, ...]:
        if moment.tzinfo is not None:
            return (int(moment.timestamp()),)
        day = moment.date()
        offset = self._offsets.get(day)
        if offset is None and day not in self._offsets:
            offset = self._offsets[day] = self._steady_offset(day)
        if offset is not None:
            since = moment - _EPOCH
            return (since.days * 86_400 + since.seconds - offset,)
        resolved = resolve_local(moment.replace(microsecond=0), self._tz)
        if resolved.gap:
            self.skipped.append(record.line)
        return resolved.instants

    def _steady_offset(self, day: date) -> int | None:
        """Return the zone's offset on a day in seconds, None on a day on which it changes."""
        if day.year not in _YEARS:
            return 0
        here = zone(self._tz)
        begin = datetime(day.year, day.month, day.day, tzinfo=here)
        offsets = {(begin + step).utcoffset() for step in (timedelta(), _DAY)}
        first = offsets.pop()
        return None if offsets or first is None else int(first.total_seconds())
