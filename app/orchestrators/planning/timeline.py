"""The timeline: every project's tracked, planned and estimated time by day, and what a change of dates would do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.domain.errors import NotFound
from app.domain.rules.milestones import check_milestone
from app.domain.rules.projects import check_milestones_inside, check_project
from app.domain.sums import exchanged
from app.orchestrators.catalogue import require_day
from app.orchestrators.known import due_days, known, workdays_of
from app.orchestrators.outlook import outlook_of
from app.orchestrators.planning.laying import Laying, row_of
from app.orchestrators.planning.renewing import renewed
from app.orchestrators.planning.rows import Preview, Timeline, TimelineGroup, TimelineMilestone, TimelineRow
from app.orchestrators.progress import rows_by_project
from app.orchestrators.workflow import workflow
from app.storage.unit_of_work import reading

if TYPE_CHECKING:
    from app.domain.entities.projects import Milestone, Project
    from app.domain.outcome import Changes
    from app.domain.problems import Problem
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories

__all__ = [
    "Preview", "Timeline", "TimelineGroup", "TimelineMilestone", "TimelineRow", "preview_dates", "timeline",
    "timeline_again",
]  # fmt: skip


@workflow
def timeline(ctx: Context, *, since: str, until: str) -> Timeline:
    """Return the rows of all projects that are open, and of those that were completed and have time in the span.

    Raises:
        RuleBroken: a day is none.
    """
    require_day(since, "since")
    require_day(until, "until")
    with reading(ctx) as read:
        return Laying(ctx, read, known(ctx, read, since=since), since, until).timeline()


@workflow
def timeline_again(
    ctx: Context, before: Timeline, changes: Changes, *, since: str | None = None, until: str | None = None
) -> Timeline:
    """Return a timeline after some changes; rows that they do not touch are the very same objects.

    Raises:
        RuleBroken: a day is none.
    """
    since, until = since or before.since, until or before.until
    require_day(since, "since")
    require_day(until, "until")
    with reading(ctx) as read:
        facts, touched = renewed(ctx, read, before.basis.known, changes, since=since)
        if touched is None:
            return Laying(ctx, read, facts, since, until).timeline()
        return Laying(ctx, read, facts, since, until, before=before, touched=touched).timeline()


@workflow
def preview_dates(
    ctx: Context, before: Timeline, *, project: str, milestone: str | None = None, **dates: str | None
) -> Preview:
    """Return what other dates (``start_date``, ``due_date``) of a project, or of one of its milestones, would do.

    Nothing is saved, and nothing but the project is calculated.

    Raises:
        NotFound: the project has no row, or the milestone is gone. RuleBroken: a date is none.
    """
    row = before.row(project)
    if row is None:
        raise NotFound("This project is not here any more. It may be in the trash.", id=project)
    for name, day in dates.items():
        require_day(day, name)
    fields: dict[str, Any] = dict(dates)
    with reading(ctx) as read:
        moved = replace(row.project, **fields) if milestone is None else row.project
        milestones = [
            replace(one, **fields) if one.id == milestone else one for one in _milestones_of(read, before, project)
        ]
        if milestone is not None:
            _require(milestones, milestone)
        facts = before.basis.known
        workdays = workdays_of(facts.calendar, due_days([moved], milestones), facts.today, known=facts.workdays)
        rows = rows_by_project(ctx, read, facts.merged, [moved], today=facts.today, milestones=milestones)
    outlook = outlook_of(replace(facts, workdays=workdays), moved, rows.get(project, ()))
    made = row_of(outlook, row.shown_name, row.done, row.planned)
    auto = exchanged(before.basis.auto, row.auto, made.auto)
    days = tuple(
        load if load.auto == auto.get(load.day, 0) else replace(load, auto=auto.get(load.day, 0))
        for load in before.days
    )
    return Preview(made, days, tuple(_problems(moved, milestones, milestone)))


def _milestones_of(read: Repositories, before: Timeline, project: str) -> list[Milestone]:
    merged = before.basis.known.merged
    return [one for one in read.milestones.all() if merged.shown_as(one.project) == project]


def _require(milestones: list[Milestone], id_: str) -> None:
    if not any(one.id == id_ for one in milestones):
        raise NotFound("This milestone is not here any more. It may be in the trash.", id=id_)


def _problems(project: Project, milestones: list[Milestone], milestone: str | None) -> list[Problem]:
    if milestone is None:
        return check_project(project, milestones) + check_milestones_inside(project, milestones)
    moved = next(one for one in milestones if one.id == milestone)
    return check_milestone(moved, project, milestones)
