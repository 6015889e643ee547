"""One project's page: its figures, milestones, tasks, shares and latest entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from app.domain.days import local_day, month_of, next_day, week_of
from app.domain.money import amount_minor, rate_for
from app.domain.risk import Risk, risk_of
from app.orchestrators.workflow import workflow
from app.storage.filters import EntryFilter
from app.storage.unit_of_work import reading

if TYPE_CHECKING:
    from app.domain.entities.projects import Client, Group, Milestone, Project, Task
    from app.domain.entities.time_entries import TimeEntry
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories

WEEKS = 12
_RECENT = 12
_TOP = 6


class Share(NamedTuple):
    """A name and its closed seconds."""

    name: str
    seconds: int


class MilestoneFigure(NamedTuple):
    """A milestone, its period and closed seconds."""

    milestone: Milestone
    first_day: str
    last_day: str
    seconds: int
    overdue: bool


@dataclass(frozen=True, slots=True)
class ProjectOverview:
    """Everything the page of a project shows. Seconds are of closed entries; ``running_seconds`` come on top.

    ``amount`` is in minor units of ``currency``, None when no rate is known. ``weeks`` are the last 12, oldest first.
    """

    project: Project
    group: Group | None
    client: Client | None
    risk: Risk
    running_seconds: int
    today_seconds: int
    week_seconds: int
    month_seconds: int
    total_seconds: int
    billable_seconds: int
    amount: int | None
    currency: str | None
    used: float | None
    weeks: tuple[Share, ...]
    milestones: tuple[MilestoneFigure, ...]
    tasks: tuple[tuple[Task, int], ...]
    tags: tuple[Share, ...]
    people: tuple[Share, ...]
    longest_gap_days: int
    entries: int
    recent: tuple[TimeEntry, ...]


@workflow
def project_overview(ctx: Context, id: str) -> ProjectOverview:  # noqa: A002 - the field's own name
    """Return everything the page of a project shows.

    Raises:
        NotFound: the project is gone.
    """
    with reading(ctx) as read:
        project = read.projects.require(id)
        today = local_day(ctx.now(), ctx.zone, read.session.day_starts_at)
        by_day = {row.key[0]: row.seconds for row in read.totals.by("day", chosen=EntryFilter(projects=(id,)))}
        total = sum(by_day.values())
        billable = read.totals.seconds(EntryFilter(projects=(id,), billable=True))
        amount, currency = _amount(ctx, read, project)
        running = sum(entry.seconds(ctx.now()) for entry in read.time_entries.all_running() if entry.project == id)
        week, month = week_of(today, read.settings.value("week_start", 0)), month_of(today)
        estimate = project.estimate_minutes * 60
        return ProjectOverview(
            project=project,
            group=read.groups.get(project.group) if project.group else None,
            client=read.clients.get(project.client) if project.client else None,
            risk=risk_of(project, seconds=total + running, today=today),
            running_seconds=running,
            today_seconds=by_day.get(today, 0),
            week_seconds=sum(seconds for day, seconds in by_day.items() if day >= week),
            month_seconds=sum(seconds for day, seconds in by_day.items() if day[:7] == month),
            total_seconds=total,
            billable_seconds=billable,
            amount=amount,
            currency=currency,
            used=(total + running) / estimate if estimate else None,
            weeks=_weeks(by_day, week),
            milestones=_milestones(read, project, today),
            tasks=_tasks(read, project),
            tags=_tags(read, project),
            people=_people(read, project),
            longest_gap_days=_longest_gap(by_day),
            entries=read.time_entries.count_for_project(id)[0],
            recent=tuple(read.time_entries.select(EntryFilter(projects=(id,)), limit=_RECENT)),
        )


def _weeks(by_day: dict[str, int], this_week: str) -> tuple[Share, ...]:
    starts = [next_day(this_week, -7 * back) for back in range(WEEKS - 1, -1, -1)]
    return tuple(Share(start, sum(by_day.get(next_day(start, d), 0) for d in range(7))) for start in starts)


def _longest_gap(by_day: dict[str, int]) -> int:
    days = sorted(date.fromisoformat(day).toordinal() for day, seconds in by_day.items() if seconds)
    return max((after - before - 1 for before, after in pairwise(days)), default=0)


def _milestones(read: Repositories, project: Project, today: str) -> tuple[MilestoneFigure, ...]:
    from app.domain.rules.milestones import periods
    from app.orchestrators.time_tracking.left import milestone_seconds

    milestones = read.milestones.of_project(project.id)
    spans = periods(project, milestones)
    return tuple(
        MilestoneFigure(
            milestone,
            *spans[milestone.id],
            milestone_seconds(read, project, milestone, spans[milestone.id]),
            milestone.completed_at is None and spans[milestone.id][1] < today,
        )
        for milestone in milestones
    )


def _tasks(read: Repositories, project: Project) -> tuple[tuple[Task, int], ...]:
    seconds = {row.key[0]: row.seconds for row in read.totals.by("task", chosen=EntryFilter(projects=(project.id,)))}
    return tuple((task, seconds.get(task.id, 0)) for task in read.tasks.of_project(project.id))


def _tags(read: Repositories, project: Project) -> tuple[Share, ...]:
    rows = sorted(read.totals.by("tag", chosen=EntryFilter(projects=(project.id,))), key=lambda row: -row.seconds)[
        :_TOP
    ]
    tags = read.tags.by_ids(row.key[0] for row in rows)
    return tuple(Share(tags[row.key[0]].name, row.seconds) for row in rows if row.key[0] in tags)


def _people(read: Repositories, project: Project) -> tuple[Share, ...]:
    rows = sorted(read.totals.by("user", chosen=EntryFilter(projects=(project.id,))), key=lambda row: -row.seconds)[
        :_TOP
    ]
    names = {member.user: member.name for member in read.members.all()}
    return tuple(Share(names.get(row.key[0], ""), row.seconds) for row in rows)


def _amount(ctx: Context, read: Repositories, project: Project) -> tuple[int | None, str | None]:
    """Add the rounded amounts of the project's billable entries, in the currency of its newest rate."""
    rates = read.rates.all()
    if not rates:
        return None, None
    total, currency = 0, None
    for entry in read.time_entries.iterate(EntryFilter(projects=(project.id,), billable=True)):
        day = local_day(entry.started_at, entry.tz, read.session.day_starts_at)
        rate = rate_for(rates, day=day, user=entry.user, project=project.id, client=project.client)
        if rate is not None and currency in (None, rate.currency):
            currency = rate.currency
            total += amount_minor(rate.amount, entry.seconds(ctx.now()))
    return (total, currency) if currency else (None, None)
