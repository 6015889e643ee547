"""Can I take this on? A project of some hours until a date, laid among all others; nothing is saved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING

from app.domain.course import Course
from app.domain.days import next_day, week_of
from app.domain.entities.projects import Project
from app.domain.errors import raise_if_blocked
from app.domain.rules.projects import check_project
from app.domain.work_hours import Load, loads, summed
from app.orchestrators.known import workdays_of
from app.orchestrators.outlook import Outlooks
from app.orchestrators.workflow import workflow
from app.storage.unit_of_work import reading

if TYPE_CHECKING:
    from app.domain.forecast import Forecast
    from app.domain.workdays import Workdays
    from app.storage.context import Context

# Weeks farther away than two years say nothing yet.
_FARTHEST_DAYS = 731


@dataclass(frozen=True, slots=True)
class WeekChange:
    """A week without and with the project."""

    before: Load
    after: Load

    @property
    def newly_overcommitted(self) -> bool:
        """Whether the project makes it more than full."""
        return self.after.overcommitted and not self.before.overcommitted


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What taking a project on would mean, as of ``today``.

    ``short_minutes`` are missing of the time that is still free on its days until it is due. ``weeks`` are those from
    its start until it is due, of two years at most. ``finish_day`` is the day on which it is done when all free time
    goes into it; None when that is beyond what is looked ahead.
    """

    project: Project
    today: str
    forecast: Forecast
    free_minutes: int
    short_minutes: int
    weeks: tuple[WeekChange, ...]
    finish_day: str | None

    @property
    def fits(self) -> bool:
        """Whether the time that is still free suffices."""
        return not self.short_minutes

    @property
    def overcommitted(self) -> tuple[str, ...]:
        """The weeks that it makes more than full, by their first day."""
        return tuple(week.after.day for week in self.weeks if week.newly_overcommitted)


@workflow
def what_if(
    ctx: Context,
    *,
    estimate_minutes: int,
    due_date: str,
    start_date: str | None = None,
    weekdays: tuple[int, ...] | None = None,
    name: str = "",
) -> WhatIf:
    """Return what a project of so many minutes until a day would mean beside all others.

    Raises:
        RuleBroken: a date is none, the due date lies before the start, or the estimate is negative.
    """
    wanted = Project(
        id="", created_at=ctx.now(), name=name, start_date=start_date, due_date=due_date,
        estimate_minutes=estimate_minutes, weekdays=weekdays,
    )  # fmt: skip
    raise_if_blocked(check_project(wanted))
    with reading(ctx) as read:
        outlooks = Outlooks(ctx, read)
        week_start = int(read.settings.value("week_start", 0))
    known = outlooks.known
    workdays = workdays_of(known.calendar, [due_date], known.today, known=known.workdays)
    found = Course(wanted, known.today, workdays, 0, {}, {}).forecast
    since = max(known.today, start_date or "")
    days = loads(
        known.today, workdays.last_known, capacity=workdays.capacity, planned=known.planned.own,
        auto=outlooks.auto_by_day(),
    )  # fmt: skip
    free = {load.day: load.availability for load in days if load.day >= since and load.availability > 0}
    worked = workdays.on(weekdays)
    until_due = sum(free.get(day, 0) for day in worked.between(since, due_date)) + worked.beyond(since, due_date)
    return WhatIf(
        wanted,
        known.today,
        found,
        until_due,
        max(0, estimate_minutes - until_due),
        _weeks(days, found, (since, due_date), week_start),
        _finish_day(estimate_minutes, free, worked, since),
    )


def _weeks(days: list[Load], found: Forecast, span: tuple[str, str], week_start: int) -> tuple[WeekChange, ...]:
    since, due = span
    first = week_of(since, week_start)
    last = next_day(week_of(max(since, min(due, next_day(since, _FARTHEST_DAYS))), week_start), 6)
    before = [load for load in days if first <= load.day <= last]
    after = [replace(load, auto=load.auto + found.auto.get(load.day, 0)) for load in before]

    def by_week(loads_of_days: list[Load]) -> list[Load]:
        return summed(loads_of_days, lambda day: week_of(day, week_start))

    return tuple(map(WeekChange, by_week(before), by_week(after)))


def _finish_day(minutes: int, free: dict[str, int], worked: Workdays, since: str) -> str | None:
    days = worked.between(since, worked.last_known)
    done = accumulate(free.get(day, 0) for day in days)
    return next((day for day, sum_ in zip(days, done, strict=True) if sum_ >= minutes), None)
