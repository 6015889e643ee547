"""What the outlooks of projects are told from: read in a few statements, however many projects there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.days import next_day, split_by_day
from app.domain.pace import HISTORY_DAYS
from app.domain.sums import ByDay, add_to
from app.domain.workdays import FARTHEST_DAYS, HORIZON_DAYS, Workdays
from app.orchestrators.effective import timers
from app.orchestrators.figures import seconds_by_project
from app.orchestrators.merged import Merged
from app.orchestrators.planned_time import Planned, planned_time
from app.orchestrators.progress import MilestoneRow, calendar_of, rows_by_project, today_of
from app.storage.filters import EntryFilter

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from app.domain.capacity import Calendar
    from app.domain.entities.projects import Milestone, Project
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories

_LAST_DAY = "9999-12-31"


@dataclass(frozen=True, slots=True)
class Known:
    """Everything by the id of the project that views show; ``""`` stands for none.

    ``seconds`` is all that was tracked, what runs up to now, and ``worked`` the same by day, from ``worked_since`` to
    ``worked_until``, the last day that has any: of the last twelve weeks at least.
    """

    today: str
    merged: Merged
    calendar: Calendar
    workdays: Workdays
    planned: Planned
    seconds: Mapping[str, int]
    worked: Mapping[str, ByDay]
    worked_since: str
    worked_until: str
    rows: Mapping[str, tuple[MilestoneRow, ...]]


def known(
    ctx: Context, read: Repositories, *, only: Project | None = None, today: str | None = None, since: str | None = None
) -> Known:
    """Return what is known of all projects, or of one, as of ``today``; with what was worked from ``since`` on."""
    today, merged = today or today_of(ctx, read), Merged(read.projects.all())
    owners = [only] if only else merged.shown()
    calendar = calendar_of(read, ctx.user)
    workdays = workdays_of(calendar, due_days(owners, read.milestones.all()), today)
    worked_since = min(since or today, next_day(today, -HISTORY_DAYS))
    members = merged.members(only.id) if only else None
    worked, worked_until = worked_by_project(ctx, read, merged, worked_since, members)
    return Known(
        today,
        merged,
        calendar,
        workdays,
        planned_time(ctx, read, merged, workdays, today),
        {id_ or "": seconds for id_, seconds in seconds_by_project(ctx, read, merged).items()},
        worked,
        worked_since,
        worked_until,
        rows_by_project(ctx, read, merged, owners, every=only is None, today=today),
    )


def workdays_of(
    calendar: Calendar, due: Iterable[str | None], today: str, *, known: Workdays | None = None
) -> Workdays:
    """Return the working time from twelve weeks ago until the last of some days, some years ahead in any case.

    Days that are ``known`` already, and reach far enough, are taken as they are.
    """
    last = max((day for day in due if day), default="")
    until = max(next_day(today, HORIZON_DAYS), min(last, next_day(today, FARTHEST_DAYS)))
    if known is not None and known.last_known >= until:
        return known
    return Workdays(calendar.by_day(next_day(today, -HISTORY_DAYS), until))


def due_days(projects: Iterable[Project], milestones: Iterable[Milestone]) -> list[str | None]:
    """Return the days until which forecasts look ahead."""
    return [*(project.due_date for project in projects), *(milestone.due_date for milestone in milestones)]


def worked_by_project(
    ctx: Context, read: Repositories, merged: Merged, since: str, members: Collection[str] | None
) -> tuple[dict[str, ByDay], str]:
    """Return the seconds by project and day, what runs counted up to now, and the last day that can have any.

    With ``members`` those of some projects only.
    """
    tomorrow = next_day(today_of(ctx, read))
    asked = None if members is None else list(members)
    # Hardly ever was anything tracked in the future, and so its days are read through, not looked up one by one.
    future = read.totals.by_day_of(None, max(since, next_day(tomorrow)), _LAST_DAY)
    sums: dict[str, ByDay] = {}
    for part in (read.totals.by_day_of(asked, since, tomorrow), future):
        for project, days in part.items():
            shown = merged.shown_as(project)
            if members is not None and project not in members:
                continue
            if shown in sums:
                add_to(sums[shown], days)
            else:
                sums[shown] = days
    last = max((day for days in future.values() for day in days), default=tomorrow)
    for project, day, seconds in running_by_day(ctx, read):
        if since <= day and (members is None or project in members):
            add_to(sums.setdefault(merged.shown_as(project), {}), {day: seconds})
    return sums, last


def running_by_day(ctx: Context, read: Repositories) -> list[tuple[str, str, int]]:
    """Return (project, day, seconds) of what runs, counted up to now; no project is ``""``."""
    shift = read.session.day_starts_at
    return [
        (entry.project or "", day, seconds)
        for entry in timers(read)
        for day, seconds in split_by_day(entry.started_at, entry.until(ctx.now()), entry.tz, shift)
    ]


def own_by_day(ctx: Context, read: Repositories, since: str, until: str) -> ByDay:
    """Return the person's own seconds by day, what runs counted up to now."""
    chosen = EntryFilter(since_day=since, until_day=until, users=(ctx.user,))
    found = {row.key[0]: row.seconds for row in read.totals.by("day", chosen=chosen)}
    for entry in timers(read, ctx.user):
        for day, seconds in split_by_day(
            entry.started_at, entry.until(ctx.now()), entry.tz, read.session.day_starts_at
        ):
            if since <= day <= until:
                found[day] = found.get(day, 0) + seconds
    return found
