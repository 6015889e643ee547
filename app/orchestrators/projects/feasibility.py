"""Can it be done in time: a project's estimate against the working time until it is due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.days import next_day
from app.domain.durations import format_duration
from app.domain.entities.projects import Project
from app.domain.problems import Problem, Severity
from app.orchestrators.catalogue import require_day
from app.orchestrators.known import workdays_of
from app.orchestrators.outlook import Outlooks
from app.orchestrators.progress import calendar_of, today_of
from app.orchestrators.workflow import workflow
from app.storage.unit_of_work import reading

if TYPE_CHECKING:
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories

# Weeks farther away than a year say nothing yet.
_FARTHEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Feasibility:
    """The days a project can be worked on until it is due, their capacity, and what is wanted of them."""

    since: str
    due_date: str
    days: int
    capacity_minutes: int
    estimate_minutes: int

    @property
    def short_minutes(self) -> int:
        """By how much the estimate exceeds the capacity, 0 when it fits."""
        return max(0, self.estimate_minutes - self.capacity_minutes)


@workflow
def check_feasibility(
    ctx: Context,
    *,
    estimate_minutes: int,
    due_date: str,
    start_date: str | None = None,
    weekdays: tuple[int, ...] | None = None,
) -> Feasibility:
    """Say whether a project could be done in time; nothing is saved.

    Raises:
        RuleBroken: a date is none.
    """
    require_day(due_date, "due_date")
    require_day(start_date, "start_date")
    wanted = Project(
        id="", created_at=0, name="", start_date=start_date, due_date=due_date, estimate_minutes=estimate_minutes,
        weekdays=weekdays,
    )  # fmt: skip
    with reading(ctx) as read:
        return _weigh(ctx, read, wanted, due_date)


def feasibility_problems(ctx: Context, read: Repositories, project: Project) -> list[Problem]:
    """Warn when a saved project's estimate exceeds the working time from now, or from its start, until it is due.

    When it fits by itself, warn of weeks for which it is too much together with the other projects.
    """
    if not project.due_date or project.estimate_minutes <= 0:
        return []
    found = _weigh(ctx, read, project, project.due_date)
    if not found.short_minutes:
        return _overcommitted(ctx, read, min(project.due_date, next_day(found.since, _FARTHEST_DAYS)))
    days = "1 day" if found.days == 1 else f"{found.days} days"
    sentence = (
        f"Until {found.due_date} there are {format_duration(found.capacity_minutes * 60)} h of working time on {days};"
        f" the estimate is {format_duration(found.short_minutes * 60)} h more."
    )
    values = {"capacity_minutes": found.capacity_minutes, "days": found.days, "short_minutes": found.short_minutes}
    return [Problem("not_enough_time", sentence, "due_date", Severity.WARNING, values)]


def _overcommitted(ctx: Context, read: Repositories, until: str) -> list[Problem]:
    weeks = [week for week in Outlooks(ctx, read).weeks(until) if week.overcommitted]
    if not weeks:
        return []
    more = f" and {len(weeks) - 1} more" if len(weeks) > 1 else ""
    verb = "are" if more else "is"
    over = format_duration(-sum(week.availability for week in weeks) * 60)
    sentence = f"With it the week of {weeks[0].day}{more} {verb} overcommitted, by {over} h in all."
    values = {"weeks": tuple(week.day for week in weeks), "minutes": -sum(week.availability for week in weeks)}
    return [Problem("weeks_overcommitted", sentence, "due_date", Severity.WARNING, values)]


def _weigh(ctx: Context, read: Repositories, project: Project, due: str) -> Feasibility:
    today = today_of(ctx, read)
    since = max(today, project.start_date or "")
    worked = workdays_of(calendar_of(read, ctx.user), [due], today).on(project.weekdays)
    minutes = worked.total(since, due) + worked.beyond(since, due)
    return Feasibility(since, due, worked.count(since, due), minutes, project.estimate_minutes)
