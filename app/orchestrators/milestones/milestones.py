"""Create, change, complete, order and delete milestones, with how far each has come."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.domain.days import local_day, next_day
from app.domain.entities.projects import Milestone, Project
from app.domain.ids import ProjectId
from app.domain.rules.milestones import check_milestone, periods
from app.domain.rules.names import clean_name
from app.orchestrators.catalogue import cleaned, require_accepted, require_name
from app.orchestrators.time_tracking.left import milestone_seconds
from app.orchestrators.workflow import workflow
from app.storage.unit_of_work import reading, unit_of_work

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.outcome import Outcome
    from app.domain.problems import Problem
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories, UnitOfWork


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A milestone with its period, closed seconds and state."""

    milestone: Milestone
    project_name: str
    project_color: str
    first_day: str
    last_day: str
    seconds: int
    overdue: bool

    @property
    def used(self) -> float | None:
        """Tracked ÷ budget, None without a budget."""
        budget = self.milestone.budget_minutes * 60
        return self.seconds / budget if budget else None


@dataclass(frozen=True, slots=True)
class MilestoneAnalytics:
    """Counts over some milestones, and their seconds against their budgets."""

    total: int
    open: int
    completed: int
    overdue: int
    upcoming: int
    completion_rate: float
    seconds: int
    budget_minutes: int


@workflow
def create_milestone(
    ctx: Context, *, project: str, name: str, due_date: str, accept_warnings: bool = False, **fields: Any
) -> Outcome[Milestone]:
    """Add a milestone to a project; fields as of Milestone.

    Raises:
        NotFound: the project is gone. RuleBroken: name, dates or period cannot be. NotAccepted: there are warnings.
    """
    with unit_of_work(ctx, "create_milestone", name) as work:
        owner = work.projects.require(project)
        siblings = work.milestones.of_project(project)
        position = max((milestone.position for milestone in siblings), default=-1) + 1
        milestone = cleaned(
            Milestone(
                id=ctx.new_id(), created_at=ctx.now(), project=ProjectId(project), name=clean_name(name), due_date=due_date,
                position=position,
            ),
            fields,
        )  # fmt: skip
        problems = _save(work, milestone, owner, siblings, accept_warnings=accept_warnings)
    return work.outcome(milestone, problems)


@workflow
def update_milestone(ctx: Context, id: str, *, accept_warnings: bool = False, **fields: Any) -> Outcome[Milestone]:  # noqa: A002
    """Change a milestone.

    Raises:
        NotFound: it is gone. RuleBroken: name, dates or period cannot be. NotAccepted: there are warnings.
    """
    with unit_of_work(ctx, "update_milestone") as work:
        milestone = cleaned(work.milestones.require(id), fields, fixed=("project",))
        owner = work.projects.require(milestone.project)
        problems = _save(
            work, milestone, owner, work.milestones.of_project(milestone.project), accept_warnings=accept_warnings
        )
        work.describe(milestone.name)
    return work.outcome(milestone, problems)


@workflow
def complete_milestone(ctx: Context, id: str, *, done: bool = True) -> Outcome[Milestone]:  # noqa: A002
    """Complete a milestone now, or open it again.

    Raises:
        NotFound: it is gone.
    """
    with unit_of_work(ctx, "complete_milestone" if done else "reopen_milestone") as work:
        milestone = replace(work.milestones.require(id), completed_at=ctx.now() if done else None)
        work.milestones.save(milestone)
        work.describe(milestone.name)
    return work.outcome(milestone)


@workflow
def reorder_milestones(ctx: Context, ids: Sequence[str]) -> Outcome[int]:
    """Put milestones in this order.

    Raises:
        NotFound: one of them is gone.
    """
    with unit_of_work(ctx, "reorder_milestones") as work:
        for position, id_ in enumerate(ids):
            work.milestones.save(replace(work.milestones.require(id_), position=position))
    return work.outcome(len(ids))


@workflow
def delete_milestone(ctx: Context, id: str) -> Outcome[Milestone]:  # noqa: A002
    """Delete a milestone; entries that name it stay with the project.

    Raises:
        NotFound: it is gone.
    """
    with unit_of_work(ctx, "delete_milestone") as work:
        milestone = work.milestones.require(id)
        work.milestones.delete(id)
        work.describe(milestone.name)
    return work.outcome(milestone)


@workflow
def list_milestones(ctx: Context, project: str | None = None) -> list[MilestoneRow]:
    """Return the milestones of a project, or of all, by due date."""
    with reading(ctx) as read:
        return milestone_rows(ctx, read, project)


@workflow
def milestone_analytics(ctx: Context, *, project: str | None = None, upcoming_days: int = 14) -> MilestoneAnalytics:
    """Return counts and sums over the milestones of a project, or of all."""
    with reading(ctx) as read:
        return analytics_of(ctx, milestone_rows(ctx, read, project), upcoming_days)


def analytics_of(ctx: Context, rows: Sequence[MilestoneRow], upcoming_days: int = 14) -> MilestoneAnalytics:
    """Return counts and sums over some milestones."""
    today = local_day(ctx.now(), ctx.zone)
    horizon = next_day(today, upcoming_days)
    completed = sum(row.milestone.completed_at is not None for row in rows)
    return MilestoneAnalytics(
        total=len(rows),
        open=len(rows) - completed,
        completed=completed,
        overdue=sum(row.overdue for row in rows),
        upcoming=sum(row.milestone.completed_at is None and today <= row.last_day <= horizon for row in rows),
        completion_rate=completed / len(rows) if rows else 0.0,
        seconds=sum(row.seconds for row in rows),
        budget_minutes=sum(row.milestone.budget_minutes for row in rows),
    )


def milestone_rows(ctx: Context, read: Repositories, project: str | None) -> list[MilestoneRow]:
    """Return milestones with their figures."""
    today = local_day(ctx.now(), ctx.zone)
    projects = [read.projects.require(project)] if project else read.projects.all()
    rows = []
    for owner in projects:
        milestones = read.milestones.of_project(owner.id)
        spans = periods(owner, milestones)
        for milestone in milestones:
            first, last = spans[milestone.id]
            seconds = milestone_seconds(read, owner, milestone, (first, last))
            overdue = milestone.completed_at is None and last < today
            rows.append(MilestoneRow(milestone, owner.name, owner.color, first, last, seconds, overdue))
    return sorted(rows, key=lambda row: (row.last_day, row.milestone.position))


def _save(
    work: UnitOfWork, milestone: Milestone, owner: Project, siblings: Sequence[Milestone], *, accept_warnings: bool
) -> list[Problem]:
    require_name(milestone.name, (other.name for other in siblings if other.id != milestone.id), "milestone")
    problems = check_milestone(milestone, owner, siblings)
    require_accepted(problems, accept_warnings=accept_warnings)
    work.milestones.save(milestone)
    return problems
