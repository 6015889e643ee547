"""What is left: of the milestone that is on, else of the project, and what that means a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.capacity import Calendar
from app.domain.days import days_between, local_day, weekday
from app.domain.rules.milestones import periods
from app.storage.filters import EntryFilter

if TYPE_CHECKING:
    from app.domain.entities.projects import Milestone, Project
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories


@dataclass(frozen=True, slots=True)
class WhatIsLeft:
    """Of what, how many seconds are left (negative: over), until when, over how many free days, and a day's share."""

    name: str
    seconds: int
    due: str | None = None
    free_days: int = 0
    per_day_seconds: int | None = None


def calendar_of(read: Repositories, user: str) -> Calendar:
    """Return a person's working time."""
    return Calendar(
        [slot for slot in read.work_slots.all() if slot.user == user],
        [override for override in read.day_overrides.all() if override.user == user],
        [off for off in read.time_off.all() if off.user == user],
    )


def milestone_seconds(read: Repositories, project: Project, milestone: Milestone, period: tuple[str, str]) -> int:
    """Return the closed seconds of a milestone.

    An entry belongs to the milestone it names, else to the one of its project whose period holds its day.
    """
    in_period = EntryFilter(projects=(project.id,), since_day=period[0], until_day=period[1])
    others = tuple(m.id for m in read.milestones.of_project(project.id))
    named = EntryFilter(milestones=others, since_day=period[0], until_day=period[1])
    return (
        read.totals.seconds(in_period)
        - read.totals.seconds(named)
        + read.totals.seconds(EntryFilter(milestones=(milestone.id,)))
    )


def what_is_left(ctx: Context, read: Repositories, project: Project, running_seconds: int = 0) -> WhatIsLeft | None:
    """Return what is left of the project's current milestone, else of its estimate; None when it has neither."""
    today = local_day(ctx.now(), ctx.zone)
    milestones = read.milestones.of_project(project.id)
    spans = periods(project, milestones)
    for milestone in milestones:
        first, last = spans[milestone.id]
        if first <= today <= last and milestone.budget_minutes and milestone.completed_at is None:
            used = milestone_seconds(read, project, milestone, (first, last)) + running_seconds
            return _per_day(ctx, read, project, milestone.name, milestone.budget_minutes * 60 - used, last)
    if not project.estimate_minutes:
        return None
    used = read.totals.seconds(EntryFilter(projects=(project.id,))) + running_seconds
    return _per_day(ctx, read, project, project.name, project.estimate_minutes * 60 - used, project.due_date)


def _per_day(
    ctx: Context, read: Repositories, project: Project, name: str, seconds: int, due: str | None
) -> WhatIsLeft:
    today = local_day(ctx.now(), ctx.zone)
    if due is None or due < today:
        return WhatIsLeft(name, seconds, due)
    calendar = calendar_of(read, ctx.user)
    worked_on = project.weekdays
    free = [
        day
        for day in days_between(today, due)
        if calendar.capacity(day) > 0 and (worked_on is None or weekday(day) in worked_on)
    ]
    return WhatIsLeft(name, seconds, due, len(free), max(0, seconds) // len(free) if free else None)
