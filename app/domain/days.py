"""Instants, zones and calendar days. Instants are Unix seconds, days ISO text, zones IANA names.

The day of an instant is its local date in a zone, shifted by ``day_starts_at`` minutes: with 240, 03:30 belongs to the
day before.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_MINUTE = 60


@lru_cache(maxsize=256)
def zone(name: str) -> ZoneInfo:
    """Return the zone of an IANA name.

    Raises:
        zoneinfo.ZoneInfoNotFoundError: there is no such zone (a KeyError); ValueError: not even a zone's name.
    """
    return ZoneInfo(name)


def is_zone(name: str) -> bool:
    """Return whether ``name`` is an IANA zone known here."""
    try:
        zone(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def local_day(instant: int, tz: str, day_starts_at: int = 0) -> str:
    """Return the ISO day an instant belongs to: the one whose bounds hold it."""
    moment = datetime.fromtimestamp(instant, zone(tz))
    if day_starts_at:
        # Shift the wall clock, not the instant: on a DST day 04:00 is not four hours after midnight.
        moment = moment.replace(tzinfo=None) - timedelta(minutes=day_starts_at)
    day = moment.date().isoformat()
    begins, ends = day_bounds(day, tz, day_starts_at)
    if begins <= instant < ends:
        return day
    # Where clocks go back over the start of a day, they show the day before once more; the day has begun all the same.
    return next_day(day, 1 if instant >= ends else -1)


@lru_cache(maxsize=8192)
def day_bounds(day: str, tz: str, day_starts_at: int = 0) -> tuple[int, int]:
    """Return the instants at which a day begins and the next one begins: 23, 24 or 25 hours apart."""
    first = date.fromisoformat(day)
    return _begin(first, tz, day_starts_at), _begin(first + timedelta(days=1), tz, day_starts_at)


def _begin(day: date, tz: str, day_starts_at: int) -> int:
    wall = datetime(day.year, day.month, day.day, tzinfo=zone(tz)) + timedelta(minutes=day_starts_at)
    return int(wall.timestamp())


def split_by_day(start: int, end: int, tz: str, day_starts_at: int = 0) -> list[tuple[str, int]]:
    """Return the seconds of ``[start, end)`` that fall on each day, in order; they sum to ``end - start`` exactly.

    Days of no seconds are left out; an empty or negative span gives its first day with 0 seconds.
    """
    day = local_day(start, tz, day_starts_at)
    if end <= start:
        return [(day, 0)]
    pieces: list[tuple[str, int]] = []
    while True:
        border = min(end, day_bounds(day, tz, day_starts_at)[1])
        if border > start:
            pieces.append((day, border - start))
            start = border
        if start >= end:
            return pieces
        day = next_day(day)


def next_day(day: str, step: int = 1) -> str:
    """Return the ISO day ``step`` days later (or earlier); at an end of the calendar, that end."""
    try:
        return (date.fromisoformat(day) + timedelta(days=step)).isoformat()
    except OverflowError:
        return (date.max if step > 0 else date.min).isoformat()


def days_between(since: str, until: str) -> Iterator[str]:
    """Yield every day from ``since`` to ``until``, both included."""
    first, last = date.fromisoformat(since).toordinal(), date.fromisoformat(until).toordinal()
    for number in range(first, last + 1):
        yield date.fromordinal(number).isoformat()


def is_day(text: str) -> bool:
    """Return whether a text is a calendar day, ``2026-03-29``."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def weekday(day: str) -> int:
    """Return 0 for Monday … 6 for Sunday."""
    return date.fromisoformat(day).weekday()


def week_of(day: str, week_start: int = 0) -> str:
    """Return the first day of the week a day is in; ``week_start`` 0 is Monday, 6 Sunday."""
    found = date.fromisoformat(day)
    return (found - timedelta(days=(found.weekday() - week_start) % 7)).isoformat()


def month_of(day: str) -> str:
    """Return the month of a day, ``2026-03``."""
    return day[:7]


def month_range(month: str) -> tuple[str, str]:
    """Return the first and the last day of a month ``2026-03``."""
    first = date.fromisoformat(f"{month}-01")
    following = (first + timedelta(days=31)).replace(day=1)
    return first.isoformat(), (following - timedelta(days=1)).isoformat()


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a wall-clock time means in a zone: one instant, or two in a repeated hour.

    In a gap (clocks sprang over it) ``gap`` is true and the instant is the moment just after the jump's shift: the
    same distance behind the gap's start as the wall time was.
    """

    instants: tuple[int, ...]
    gap: bool = False

    @property
    def ambiguous(self) -> bool:
        """Whether somebody has to say which of two instants is meant."""
        return len(self.instants) > 1


def resolve_local(wall: datetime, tz: str) -> Resolved:
    """Return the instants at which clocks in ``tz`` show the naive ``wall`` time."""
    here = zone(tz)
    early = int(wall.replace(tzinfo=here, fold=0).timestamp())
    late = int(wall.replace(tzinfo=here, fold=1).timestamp())
    if early == late:
        return Resolved((early,))
    if datetime.fromtimestamp(early, here).replace(tzinfo=None) != wall:
        return Resolved((max(early, late),), gap=True)
    return Resolved((min(early, late), max(early, late)))


def wall_clock(instant: int, tz: str) -> datetime:
    """Return the naive wall-clock time of an instant in a zone."""
    return datetime.fromtimestamp(instant, zone(tz)).replace(tzinfo=None)


def utc_text(instant: int) -> str:
    """Return an instant as ISO 8601 text in UTC, ``2026-03-29T01:00:00Z``."""
    return datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
