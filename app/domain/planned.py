"""Planned time: what is set aside, by project and day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from app.domain.days import local_day, next_day, resolve_local, split_by_day, wall_clock
from app.domain.recurrence import is_rule, occurrences

if TYPE_CHECKING:
    from app.domain.entities.planning import PlannedEvent


def planned_minutes(
    events: Iterable[PlannedEvent],
    *,
    since: str,
    until: str,
    capacity: Mapping[str, int],
    day_starts_at: int = 0,
) -> dict[str | None, dict[str, int]]:
    """Return the planned minutes of the days ``since`` to ``until`` by project and day; None is for no project.

    Events that are done or cancelled no longer count. One over midnight counts on each day for the minutes that fall on
    it. An all-day event takes the day's ``capacity``. A recurring one happens at the same time by the clock, also after
    the clocks change. Seconds are cut once, at a project's day.
    """
    seconds: dict[str | None, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for event in events:
        if event.status != "planned":
            continue
        for starts_at, ends_at in happenings(event, until):
            for day, part in split_by_day(starts_at, ends_at, event.tz, day_starts_at):
                if since <= day <= until:
                    seconds[event.project][day] += capacity.get(day, 0) * 60 if event.all_day else part
    return {project: {day: total // 60 for day, total in days.items()} for project, days in seconds.items()}


def tracked_key(event: PlannedEvent, starts_at: int) -> str:
    """Return what the entry of an imported event's occurrence is known by: its ``external_id``."""
    return f"{event.id}:{starts_at}"


def happenings(event: PlannedEvent, until: str) -> Iterable[tuple[int, int]]:
    """Return when an event begins and ends, each time it happens up to a day."""
    if not event.recurrence or not is_rule(event.recurrence):
        return [(event.starts_at, event.ends_at)]
    wall = wall_clock(event.starts_at, event.tz)
    first = local_day(event.starts_at, event.tz)
    # With days that start late, an event of the morning after still belongs to the last day.
    days = occurrences(event.recurrence, first, next_day(until))
    starts = [resolve_local(wall.fromisoformat(f"{day}T{wall:%H:%M:%S}"), event.tz).instants[0] for day in days]
    return [(start, start + event.ends_at - event.starts_at) for start in starts]
