"""Create, change, order and delete a project's tasks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.domain.entities.projects import Task
from app.domain.errors import RuleBroken
from app.domain.ids import ProjectId
from app.domain.rules.names import clean_name
from app.orchestrators.catalogue import cleaned, require_name
from app.orchestrators.locks import Locks
from app.orchestrators.workflow import workflow
from app.storage.filters import EntryFilter
from app.storage.unit_of_work import reading, unit_of_work

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.outcome import Outcome
    from app.storage.context import Context


@workflow
def create_task(ctx: Context, *, project: str, name: str, estimate_minutes: int = 0) -> Outcome[Task]:
    """Add a task to a project.

    Raises:
        NotFound: the project is gone. RuleBroken: the name is empty, too long or taken in the project, or the estimate is
            negative.
    """
    with unit_of_work(ctx, "create_task", name) as work:
        work.projects.require(project)
        siblings = work.tasks.of_project(project)
        require_name(name, (task.name for task in siblings), "task")
        _require_estimate(estimate_minutes)
        position = max((task.position for task in siblings), default=-1) + 1
        task = Task(
            id=ctx.new_id(), created_at=ctx.now(), project=ProjectId(project), name=clean_name(name),
            estimate_minutes=estimate_minutes, position=position,
        )  # fmt: skip
        work.tasks.save(task)
    return work.outcome(task)


@workflow
def update_task(ctx: Context, id: str, **fields: Any) -> Outcome[Task]:  # noqa: A002 - the field's own name
    """Change a task.

    Raises:
        NotFound: it is gone. RuleBroken: a field or the name cannot be used.
    """
    with unit_of_work(ctx, "update_task") as work:
        task = cleaned(work.tasks.require(id), fields, fixed=("project",))
        siblings = (other.name for other in work.tasks.of_project(task.project) if other.id != id)
        require_name(task.name, siblings, "task")
        _require_estimate(task.estimate_minutes)
        work.tasks.save(task)
        work.describe(task.name)
    return work.outcome(task)


@workflow
def complete_task(ctx: Context, id: str, *, done: bool = True) -> Outcome[Task]:  # noqa: A002
    """Mark a task as done, or open it again.

    Raises:
        NotFound: it is gone.
    """
    with unit_of_work(ctx, "complete_task" if done else "reopen_task") as work:
        task = replace(work.tasks.require(id), done=done)
        work.tasks.save(task)
        work.describe(task.name)
    return work.outcome(task)


@workflow
def reorder_tasks(ctx: Context, ids: Sequence[str]) -> Outcome[int]:
    """Put tasks in this order.

    Raises:
        NotFound: one of them is gone.
    """
    with unit_of_work(ctx, "reorder_tasks", str(len(ids))) as work:
        tasks = [work.tasks.require(id_) for id_ in ids]
        work.tasks.save_all(replace(task, position=place) for place, task in enumerate(tasks))
    return work.outcome(len(ids))


@workflow
def delete_task(ctx: Context, id: str) -> Outcome[int]:  # noqa: A002
    """Delete a task; its entries stay with the project. Returns how many it had.

    Locked entries stay as they are; they just no longer show it.

    Raises:
        NotFound: it is gone.
    """
    with unit_of_work(ctx, "delete_task") as work:
        task = work.tasks.require(id)
        entries = work.time_entries.select(EntryFilter(tasks=(id,)))
        work.time_entries.save_all(replace(entry, task=None) for entry in Locks(work).open_ones(entries))
        work.favorites.save_all(replace(f, task=None) for f in work.favorites.all() if f.task == id)
        work.tasks.delete(id)
        work.describe(task.name)
    return work.outcome(len(entries))


@workflow
def list_tasks(ctx: Context, project: str | None = None) -> list[Task]:
    """Return the tasks of a project, or all."""
    with reading(ctx) as read:
        return read.tasks.of_project(project) if project else read.tasks.all()


def _require_estimate(minutes: int) -> None:
    if minutes < 0:
        raise RuleBroken("An estimate cannot be negative.", field="estimate_minutes")
