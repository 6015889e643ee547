"""Tasks: the pieces of a project's work."""

import pytest

from app.domain.errors import NotFound, RuleBroken
from app.domain.ids import ProjectId
from app.orchestrators.settings.settings import update_settings
from app.orchestrators.tasks.tasks import (
    complete_task,
    create_task,
    delete_task,
    list_tasks,
    reorder_tasks,
    update_task,
)
from app.orchestrators.time_tracking.favorites import create_favorite, list_favorites
from app.storage.context import Context
from tests.orchestrators.making import DAY, a_project, a_task, an_entry, stored
from tests.support.store import MORNING


def test_tasks_are_kept_in_order(ctx: Context) -> None:
    project, other = a_project(ctx), a_project(ctx, "Shop")
    first = create_task(ctx, project=project.id, name=" Backend ", estimate_minutes=60).value
    second = create_task(ctx, project=project.id, name="Frontend").value
    third = create_task(ctx, project=other.id, name="backend").value
    assert (first.name, first.position, second.position, third.position) == ("Backend", 0, 1, 0)

    reorder_tasks(ctx, [second.id, first.id])

    assert [task.name for task in list_tasks(ctx, project.id)] == ["Frontend", "Backend"]
    assert len(list_tasks(ctx)) == 3
    with pytest.raises(NotFound):
        reorder_tasks(ctx, [ctx.new_id()])


def test_a_task_is_done_and_opened_again(ctx: Context) -> None:
    task = a_task(ctx, a_project(ctx))

    assert complete_task(ctx, task.id).value.done
    assert complete_task(ctx, task.id, done=False).value == task
    assert update_task(ctx, task.id, done=True).value.done


def test_what_a_task_cannot_be(ctx: Context) -> None:
    project = a_project(ctx)
    task, other = a_task(ctx, project), a_task(ctx, project, "Frontend")

    for name in ("", "BACKEND"):
        with pytest.raises(RuleBroken):
            create_task(ctx, project=project.id, name=name)
    with pytest.raises(RuleBroken, match="negative"):
        create_task(ctx, project=project.id, name="Design", estimate_minutes=-1)
    with pytest.raises(RuleBroken, match="negative"):
        update_task(ctx, task.id, estimate_minutes=-1)
    with pytest.raises(RuleBroken, match="already a task"):
        update_task(ctx, other.id, name="backend")
    with pytest.raises(RuleBroken, match="project"):
        update_task(ctx, task.id, project=ProjectId(project.id))
    with pytest.raises(NotFound):
        create_task(ctx, project=ctx.new_id(), name="Design")


def test_a_deleted_task_leaves_its_entries_to_the_project(ctx: Context) -> None:
    project = a_project(ctx)
    task = a_task(ctx, project)
    entry = an_entry(ctx, project=project, task=task.id)
    locked = an_entry(ctx, MORNING - 2 * DAY, project=project, task=task.id)
    create_favorite(ctx, description="fix", project=project.id, task=task.id)
    update_settings(ctx, locked_before="2026-03-01")

    assert delete_task(ctx, task.id).value == 2

    assert (stored(ctx, entry).task, stored(ctx, entry).project) == (None, project.id)
    assert stored(ctx, locked) == locked
    assert list_favorites(ctx)[0].task is None
    with pytest.raises(NotFound):
        delete_task(ctx, task.id)
