"""Create, change, complete, order and delete milestones, with how far each has come."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.domain.entities.projects import Milestone, Project
from app.domain.errors import RuleBroken
from app.domain.ids import ProjectId
from app.domain.rules.milestones import check_milestone
from app.domain.rules.names import clean_name
from app.orchestrators.catalogue import cleaned, require_accepted, require_name
from app.orchestrators.locks import Locks
from app.orchestrators.merged import Merged
from app.orchestrators.progress import MilestoneRow, milestone_rows
from app.orchestrators.workflow import workflow
from app.storage.filters import EntryFilter
from app.storage.unit_of_work import reading, unit_of_work

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.outcome import Outcome
    from app.domain.problems import Problem
    from app.storage.context import Context
    from app.storage.unit_of_work import UnitOfWork


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
            fields | {"due_date": due_date},
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
        milestone = work.milestones.require(id)
        if done != (milestone.completed_at is not None):
            milestone = replace(milestone, completed_at=ctx.now() if done else None)
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
        milestones = [work.milestones.require(id_) for id_ in ids]
        work.milestones.save_all(replace(one, position=place) for place, one in enumerate(milestones))
        work.describe(str(len(ids)))
    return work.outcome(len(ids))


@workflow
def delete_milestone(ctx: Context, id: str) -> Outcome[Milestone]:  # noqa: A002
    """Delete a milestone; entries that name it stay with the project, locked ones as they are.

    Raises:
        NotFound: it is gone.
    """
    with unit_of_work(ctx, "delete_milestone") as work:
        milestone = work.milestones.require(id)
        entries = work.time_entries.select(EntryFilter(milestones=(id,)))
        work.time_entries.save_all(replace(entry, milestone=None) for entry in Locks(work).open_ones(entries))
        work.milestones.delete(id)
        work.describe(milestone.name)
    return work.outcome(milestone)


@workflow
def list_milestones(ctx: Context, project: str | None = None) -> list[MilestoneRow]:
    """Return the milestones of a project, or of all, by due date.

    Raises:
        NotFound: the project is gone.
    """
    with reading(ctx) as read:
        if project is None:
            return milestone_rows(ctx, read)
        shown = Merged(read.projects.all()).shown_as(project)
        return milestone_rows(ctx, read, read.projects.require(shown))


def _save(
    work: UnitOfWork, milestone: Milestone, owner: Project, siblings: Sequence[Milestone], *, accept_warnings: bool
) -> list[Problem]:
    if not milestone.due_date:
        raise RuleBroken("A milestone needs a due date.", field="due_date")
    require_name(milestone.name, (other.name for other in siblings if other.id != milestone.id), "milestone")
    problems = check_milestone(milestone, owner, siblings)
    require_accepted(problems, accept_warnings=accept_warnings)
    work.milestones.save(milestone)
    return problems
