"""Planned time: what is set aside, by project and day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from app.domain.days import next_day, resolve_local, split_by_day, wall_clock
from app.domain.recurrence import is_rule, occurrences

if TYPE_CHECKING:
    from datetime import time

    from app.domain.entities.planning import PlannedEvent

_DAY_S = 86_400


def planned_minutes(
    events: Iterable[PlannedEvent],
    *,
    since: str,
    until: str,
    capacity: Mapping[str, int],
    day_starts_at: int = 0,
) -> dict[str | None, dict[str, int]]:
    """Return the planned minutes of the days ``since`` to ``until`` by project and day; None is for no project.

    Seconds are cut once, at a project's day. See ``planned_seconds``.
    """
    seconds = planned_seconds(events, since=since, until=until, capacity=capacity, day_starts_at=day_starts_at)
    return {project: {day: total // 60 for day, total in days.items()} for project, days in seconds.items()}


def planned_seconds(
    events: Iterable[PlannedEvent],
    *,
    since: str,
    until: str,
    capacity: Mapping[str, int],
    day_starts_at: int = 0,
    begun: Mapping[tuple[str, int], int] | None = None,
) -> dict[str | None, dict[str, int]]:
    """Return the planned seconds of the days ``since`` to ``until`` by project and day; None is for no project.

    Events that are done or cancelled no longer count. One over midnight counts on each day for the seconds that fall on
    it. An all-day event takes the day's ``capacity``, in minutes. A recurring one happens at the same time by the clock,
    also after the clocks change. A whole day of an imported calendar is a remark about the day, as a birthday is, and
    takes no time; to be off is a matter of time off. ``begun`` says, by event and start, from when on an occurrence
    still counts that was worked on.
    """
    seconds: dict[str | None, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for event in events:
        if event.status != "planned" or (event.all_day and event.calendar):
            continue
        by_day = seconds[event.project]
        for began_at, ends_at, shares in _shares(event, since, until, day_starts_at):
            starts_at = begun.get((event.id, began_at), began_at) if begun else began_at
            if began_at < ends_at <= starts_at:
                continue
            if starts_at > began_at:
                shares = split_by_day(starts_at, ends_at, event.tz, 0 if event.all_day else day_starts_at)
            for day, part in shares:
                if since <= day <= until:
                    by_day[day] += capacity.get(day, 0) * 60 if event.all_day else part
    return seconds


_Share = tuple[int, int, list[tuple[str, int]]]


def _shares(event: PlannedEvent, since: str, until: str, day_starts_at: int) -> Sequence[_Share]:
    """Return each time an event happens: when it begins and ends, and its seconds by day."""
    if event.recurrence:
        return _repeated_shares(event, since, until, day_starts_at)
    return _split(event, [(event.starts_at, event.ends_at)], day_starts_at)


@lru_cache(maxsize=256)
def _repeated_shares(event: PlannedEvent, since: str, until: str, day_starts_at: int) -> Sequence[_Share]:
    # Years of days take far longer to tell than anything that is made of them, and hardly ever change.
    return _split(event, happenings(event, until, since), day_starts_at)


def _split(event: PlannedEvent, spans: Iterable[tuple[int, int]], day_starts_at: int) -> list[_Share]:
    # A whole day is one of the calendar, whenever days start.
    shift = 0 if event.all_day else day_starts_at
    return [(start, end, split_by_day(start, end, event.tz, shift)) for start, end in spans]


def tracked_key(event: PlannedEvent, starts_at: int) -> str:
    """Return what the entry of an imported event's occurrence is known by: its ``external_id``."""
    return f"{event.id}:{starts_at}"


def happenings(event: PlannedEvent, until: str, since: str = "") -> Iterable[tuple[int, int]]:
    """Return when an event begins and ends, each time it happens up to a day; with ``since`` none that ended before it.

    Each time it begins and ends at the same time by the clock, also on days on which the clocks change.
    """
    if not event.recurrence or not is_rule(event.recurrence):
        return [(event.starts_at, event.ends_at)]
    wall = wall_clock(event.starts_at, event.tz)
    first = wall.date().isoformat()
    if since:
        # What began days ago may still go on; with days that start late, so may what ended by the calendar.
        since = max(first, next_day(since, -2 - (event.ends_at - event.starts_at) // _DAY_S))
    # With days that start late, an event of the morning after still belongs to the last day.
    days = occurrences(event.recurrence, first, next_day(until), since=since)
    return [span_on(event, day) for day in days]


def span_on(event: PlannedEvent, day: str) -> tuple[int, int]:
    """Return when an event begins and ends that happens on a day at its usual times by the clock.

    Where the clocks change so that it would end before it begins, it lasts as long as usual.
    """
    start, end = wall_clock(event.starts_at, event.tz), wall_clock(event.ends_at, event.tz)
    if start.date().isoformat() == day:
        return event.starts_at, event.ends_at
    begins = instant_at(day, start.time(), event.tz)
    ends = instant_at(next_day(day, (end.date() - start.date()).days), end.time(), event.tz)
    return begins, ends if ends >= begins else begins + event.ends_at - event.starts_at


def instant_at(day: str, clock: time, tz: str) -> int:
    """Return the instant at which clocks show a time on a day: the first of two, and just after a time they skip."""
    return resolve_local(datetime.combine(date.fromisoformat(day), clock), tz).instants[0]
