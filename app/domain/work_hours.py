"""Working hours against work: availability, overcommitment, the balance of overtime, work outside the slots."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from app.domain.capacity import slots_on, united
from app.domain.days import day_bounds, days_between, next_day, resolve_local, wall_clock

if TYPE_CHECKING:
    from app.domain.capacity import Calendar
    from app.domain.entities.planning import WorkSlot


_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Load:
    """The figures of a day, week or month, in minutes; ``tracked_seconds`` in seconds.

    ``day`` is the first day. An availability below zero is overcommitted: a warning, never a block.
    """

    day: str
    capacity: int = 0
    planned: int = 0
    auto: int = 0
    tracked_seconds: int = 0

    @property
    def availability(self) -> int:
        """Minutes that are still free."""
        return self.capacity - self.planned - self.auto

    @property
    def overcommitted(self) -> bool:
        """Whether more is planned or estimated than there is capacity."""
        return self.availability < 0

    @property
    def balance_seconds(self) -> int:
        """Seconds tracked beyond the capacity; negative when something is missing."""
        return self.tracked_seconds - self.capacity * 60


def loads(
    since: str,
    until: str,
    *,
    capacity: Mapping[str, int],
    planned: Mapping[str, int] | None = None,
    auto: Mapping[str, int] | None = None,
    tracked: Mapping[str, int] | None = None,
) -> list[Load]:
    """Return the figures of every day, both ends included. Minutes by day, ``tracked`` seconds by day."""
    plans, estimates, work = planned or {}, auto or {}, tracked or {}
    return [
        Load(day, capacity.get(day, 0), plans.get(day, 0), estimates.get(day, 0), work.get(day, 0))
        for day in days_between(since, until)
    ]


def summed(days: Iterable[Load], period: Callable[[str], str]) -> list[Load]:
    """Return sums by period, in order; ``period`` maps a day to the first day of its week or month."""
    sums: dict[str, Load] = {}
    for load in days:
        key = period(load.day)
        before = sums.get(key, Load(key))
        sums[key] = Load(
            key,
            before.capacity + load.capacity,
            before.planned + load.planned,
            before.auto + load.auto,
            before.tracked_seconds + load.tracked_seconds,
        )
    return [sums[key] for key in sorted(sums)]


def overtime_balance(days: Iterable[Load], *, opening_seconds: int = 0) -> int:
    """Return the seconds tracked beyond the capacity since a start date, on top of an opening balance."""
    return opening_seconds + sum(load.balance_seconds for load in days)


def inside_slots(started_at: int, ended_at: int, tz: str, slots: Sequence[WorkSlot]) -> tuple[int, int]:
    """Return the seconds of a span that lie inside and outside the working slots, by the clock of ``tz``."""
    first, last = wall_clock(started_at, tz).date(), wall_clock(ended_at, tz).date()
    inside = 0
    for day in days_between(first.isoformat(), last.isoformat()):
        spans = [
            (_instant(day, slot.start_minute, tz), _instant(day, slot.end_minute, tz)) for slot in slots_on(slots, day)
        ]
        inside += sum(max(0, min(ended_at, end) - max(started_at, start)) for start, end in united(spans))
    return inside, max(0, ended_at - started_at) - inside


def slot_instants(
    calendar: Calendar, since: str, until: str, tz: str, *, day_starts_at: int = 0
) -> list[tuple[int, int]]:
    """Return when somebody in a zone is to work from the first to the last day, as instants in order, clear of another.

    Hours are by the clock: 23 or 25 of them make a day on which the clocks change. Where days begin after midnight, the
    hours before belong to the day before.
    """
    begins, ends = day_bounds(since, tz, day_starts_at)[0], day_bounds(until, tz, day_starts_at)[1]
    found = []
    for day in days_between(since, next_day(until) if day_starts_at else until):
        for start, end in calendar.spans(day):
            first, last = max(begins, _instant(day, start, tz)), min(ends, _instant(day, end, tz))
            if first < last:
                found.append((first, last))
    return united(found)


def seconds_within(started_at: int, ended_at: int, spans: Sequence[tuple[int, int]]) -> int:
    """Return the seconds of ``[started_at, ended_at)`` that lie in spans, which are in order and clear of another."""
    seconds = 0
    for at in range(max(0, bisect_right(spans, (started_at,)) - 1), len(spans)):
        start, end = spans[at]
        if start >= ended_at:
            break
        seconds += max(0, min(ended_at, end) - max(started_at, start))
    return seconds


def _instant(day: str, minute: int, tz: str) -> int:
    begins, ends = day_bounds(day, tz)
    if ends - begins == _DAY_S:
        # The clocks do not change on that day.
        return begins + minute * 60
    # In a repeated hour the first is meant; a time that the clocks jump over is the moment after the jump.
    midnight = datetime.combine(date.fromisoformat(day), datetime.min.time())
    return resolve_local(midnight + timedelta(minutes=minute), tz).instants[0]
