"""undo(do(x)) = x and redo(undo(do(x))) = do(x), for every workflow that writes, also after the file was reopened."""

import contextlib
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.entities.projects import ProjectStatus
from app.domain.errors import AppError
from app.domain.ids import ProjectId, TagId
from app.domain.quick_entry.parser import parse
from app.orchestrators.clients import clients
from app.orchestrators.groups import groups
from app.orchestrators.history.history import redo, undo
from app.orchestrators.milestones import milestones
from app.orchestrators.projects import projects
from app.orchestrators.rates import rates
from app.orchestrators.review import batches, review
from app.orchestrators.settings import settings
from app.orchestrators.tags import tags
from app.orchestrators.tasks import tasks
from app.orchestrators.time_tracking import amending, entries, favorites, quick, timer, timesheet
from app.storage.context import Context
from app.storage.unit_of_work import reading
from tests.orchestrators.making import (
    DAY,
    HOUR,
    a_client,
    a_group,
    a_milestone,
    a_project,
    a_tag,
    a_task,
    an_entry,
    everything,
)
from tests.support.store import MORNING, clock_of, make_context

# Each takes the context and the things of the prepared store, by name.
DO: dict[Callable[..., Any], Callable[[Context, Any], Any]] = {
    groups.create_group: lambda ctx, x: groups.create_group(ctx, name="New"),
    groups.update_group: lambda ctx, x: groups.update_group(ctx, x["group"], name="Renamed", color="red"),
    groups.delete_group: lambda ctx, x: groups.delete_group(ctx, x["group"], projects_to=groups.NO_GROUP),
    groups.reorder_groups: lambda ctx, x: groups.reorder_groups(ctx, [x["group2"], x["group"]]),
    clients.create_client: lambda ctx, x: clients.create_client(ctx, name="New", email="n@example.com"),
    clients.update_client: lambda ctx, x: clients.update_client(ctx, x["client"], notes="x"),
    clients.delete_client: lambda ctx, x: clients.delete_client(ctx, x["client"], projects_to=clients.NO_CLIENT),
    projects.create_project: lambda ctx, x: projects.create_project(ctx, name="New", weekdays=(0, 2)),
    projects.update_project: lambda ctx, x: projects.update_project(ctx, x["project"], name="Other", client=None),
    projects.set_status: lambda ctx, x: projects.set_status(
        ctx, x["project"], ProjectStatus.COMPLETED, accept_warnings=True
    ),
    projects.delete_project: lambda ctx, x: projects.delete_project(ctx, x["project"], delete_entries=True),
    projects.merge_projects: lambda ctx, x: projects.merge_projects(ctx, x["project"], x["shop"]),
    milestones.create_milestone: lambda ctx, x: milestones.create_milestone(
        ctx, project=x["project"], name="Gold", due_date="2026-04-30"
    ),
    milestones.update_milestone: lambda ctx, x: milestones.update_milestone(ctx, x["milestone"], budget_minutes=60),
    milestones.complete_milestone: lambda ctx, x: milestones.complete_milestone(ctx, x["milestone"]),
    milestones.reorder_milestones: lambda ctx, x: milestones.reorder_milestones(ctx, [x["alpha"], x["milestone"]]),
    milestones.delete_milestone: lambda ctx, x: milestones.delete_milestone(ctx, x["milestone"]),
    tasks.create_task: lambda ctx, x: tasks.create_task(ctx, project=x["project"], name="New"),
    tasks.update_task: lambda ctx, x: tasks.update_task(ctx, x["task"], estimate_minutes=30),
    tasks.complete_task: lambda ctx, x: tasks.complete_task(ctx, x["task"]),
    tasks.reorder_tasks: lambda ctx, x: tasks.reorder_tasks(ctx, [x["task2"], x["task"]]),
    tasks.delete_task: lambda ctx, x: tasks.delete_task(ctx, x["task"]),
    tags.create_tag: lambda ctx, x: tags.create_tag(ctx, name="new"),
    tags.update_tag: lambda ctx, x: tags.update_tag(ctx, x["tag"], color="red"),
    tags.delete_tag: lambda ctx, x: tags.delete_tag(ctx, x["tag"]),
    tags.merge_tags: lambda ctx, x: tags.merge_tags(ctx, x["tag"], x["tag2"]),
    rates.set_rate: lambda ctx, x: rates.set_rate(ctx, amount=9900, currency="EUR"),
    rates.delete_rate: lambda ctx, x: rates.delete_rate(ctx, x["rate"]),
    settings.update_settings: lambda ctx, x: settings.update_settings(ctx, day_starts_at=240, week_start=6),
    timer.start_timer: lambda ctx, x: timer.start_timer(ctx, description="new", tags=[TagId(x["tag"])]),
    timer.stop_timer: lambda ctx, x: timer.stop_timer(ctx),
    timer.discard_running: lambda ctx, x: timer.discard_running(ctx),
    timer.continue_last: lambda ctx, x: timer.continue_last(ctx),
    timer.continue_entry: lambda ctx, x: timer.continue_entry(ctx, x["entry"]),
    timer.resume_as_if_never_stopped: lambda ctx, x: (
        timer.discard_running(ctx), timer.resume_as_if_never_stopped(ctx, x["latest"]),
    ),
    timer.move_start: lambda ctx, x: timer.move_start(ctx, MORNING - 1200),
    entries.add_entry: lambda ctx, x: entries.add_entry(ctx, started_at=MORNING - 60, ended_at=MORNING),
    entries.edit_entry: lambda ctx, x: entries.edit_entry(ctx, x["entry"], project=x["shop"], tags=[]),
    entries.bulk_edit: lambda ctx, x: entries.bulk_edit(
        ctx, [x["entry"], x["latest"]], billable=True, add_tags=[x["tag2"]], remove_tags=[x["tag"]]
    ),
    entries.split_entry: lambda ctx, x: entries.split_entry(ctx, x["entry"], MORNING - DAY + 600),
    entries.merge_entries: lambda ctx, x: entries.merge_entries(ctx, [x["entry"], x["overlapping"]]),
    entries.duplicate_entry: lambda ctx, x: entries.duplicate_entry(ctx, x["entry"]),
    entries.cut_overlaps: lambda ctx, x: entries.cut_overlaps(ctx, x["entry"]),
    entries.delete_entries: lambda ctx, x: entries.delete_entries(ctx, [x["entry"], x["running"]]),
    amending.amend_entry: lambda ctx, x: amending.amend_entry(
        ctx, x["entry"], amending.Amendment(parse("fix it #fresh", now=ctx.now(), tz=ctx.zone))
    ),
    quick.start_from_text: lambda ctx, x: quick.start_from_text(ctx, "fix @New/Task #fresh", create_missing=True),
    favorites.create_favorite: lambda ctx, x: favorites.create_favorite(ctx, description="mail"),
    favorites.favorite_from_text: lambda ctx, x: favorites.favorite_from_text(ctx, "mail #fresh"),
    favorites.update_favorite: lambda ctx, x: favorites.update_favorite(ctx, x["favorite"], tags=[], billable=True),
    favorites.delete_favorite: lambda ctx, x: favorites.delete_favorite(ctx, x["favorite"]),
    favorites.reorder_favorites: lambda ctx, x: favorites.reorder_favorites(ctx, [x["favorite2"], x["favorite"]]),
    favorites.start_favorite: lambda ctx, x: favorites.start_favorite(ctx, x["favorite"]),
    timesheet.set_cell: lambda ctx, x: timesheet.set_cell(ctx, day="2026-02-27", project=x["shop"], seconds=HOUR),
    timesheet.add_row: lambda ctx, x: timesheet.add_row(ctx, week="2026-03-02", project=x["project"]),
    timesheet.remove_row: lambda ctx, x: timesheet.remove_row(ctx, week="2026-03-02", project=x["shop"]),
    timesheet.copy_last_week: lambda ctx, x: timesheet.copy_last_week(ctx, week="2026-03-09", times=True),
    review.apply_fix: lambda ctx, x: review.apply_fix(ctx, item(ctx, "overlap"), "cut_second"),
    review.dismiss: lambda ctx, x: review.dismiss(ctx, item(ctx, "overlap")),
    batches.dismiss_all: lambda ctx, x: batches.dismiss_all(ctx, [item(ctx, "overlap"), item(ctx, "no_project")]),
}  # fmt: skip

MODULES = (
    groups, clients, projects, milestones, tasks, tags, rates, settings, timer, entries, amending, quick, favorites,
    timesheet, review, batches,
)  # fmt: skip


def item(ctx: Context, kind: str) -> str:
    return next(one.key for one in review.review_items(ctx) if one.kind == kind)


def prepare(ctx: Context) -> dict[str, Any]:
    """A store with a little of everything: overlaps, a running timer, a merged project."""
    group, client = a_group(ctx, "Work", position=0), a_client(ctx)
    project = a_project(ctx, group=group.id, client=client.id, start_date="2026-02-01", estimate_minutes=600)
    shop = a_project(ctx, "Shop")
    a_project(ctx, "website", merged_into=ProjectId(project.id))
    task, tag, milestone = a_task(ctx, project), a_tag(ctx), a_milestone(ctx, project)
    of_project: dict[str, Any] = {
        "project": project, "task": task.id, "tags": frozenset((TagId(tag.id),)), "milestone": milestone.id
    }  # fmt: skip
    entry = an_entry(ctx, MORNING - DAY, HOUR, description="fix", **of_project)
    overlapping = an_entry(ctx, MORNING - DAY + 1800, HOUR, description="test", **of_project)
    latest = an_entry(ctx, MORNING - 2 * HOUR, HOUR)
    running = an_entry(ctx, MORNING - HOUR, None, **of_project)
    favorite = favorites.create_favorite(ctx, description="mail", tags=[TagId(tag.id)]).value
    found = {
        "group": group, "group2": a_group(ctx, "Home", position=1), "client": client, "project": project, "shop": shop,
        "task": task, "task2": a_task(ctx, project, "Frontend", position=1), "tag": tag, "tag2": a_tag(ctx, "urgent"),
        "milestone": milestone, "alpha": a_milestone(ctx, project, "Alpha", "2026-02-27", position=1), "entry": entry,
        "overlapping": overlapping, "latest": latest, "running": running, "favorite": favorite,
        "favorite2": favorites.create_favorite(ctx, description="call").value,
        "rate": rates.set_rate(ctx, amount=9500, currency="EUR").value,
    }  # fmt: skip
    timesheet.add_row(ctx, week="2026-03-02", project=shop.id)
    clock_of(ctx).forward(600)
    return {name: thing.id for name, thing in found.items()}


def actions_after(ctx: Context, number: int) -> int:
    with reading(ctx) as read:
        return sum(action.number > number for action in read.history.actions(10_000))


def newest_action(ctx: Context) -> int:
    with reading(ctx) as read:
        return read.history.actions(1)[0].number


@pytest.mark.parametrize("workflow", DO, ids=lambda workflow: workflow.__name__)
def test_undo_takes_back_and_redo_does_again(tmp_path: Path, workflow: Callable[..., Any]) -> None:
    ctx = make_context(tmp_path / "a.db")
    things = prepare(ctx)
    before, number = everything(ctx), newest_action(ctx)

    DO[workflow](ctx, things)

    after, steps = everything(ctx), actions_after(ctx, number)
    assert after != before
    now = ctx.now()
    for round_ in range(2):
        for _ in range(steps):
            undo(ctx)
        assert everything(ctx) == before
        for _ in range(steps):
            redo(ctx)
        assert everything(ctx) == after
        # The second round is another process, the next day.
        ctx.database.close()
        ctx = make_context(tmp_path / "a.db", seed=round_ + 2, now=now + DAY)
    assert everything(ctx) == after
    ctx.database.close()


def test_every_workflow_that_writes_is_held_to_the_law() -> None:
    writing = {
        function
        for module in MODULES
        for _, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and hasattr(function, "__wrapped__")
        and "unit_of_work" in function.__wrapped__.__code__.co_names
    }

    assert {function.__qualname__ for function in writing - set(DO)} == set()


ONE_ACTION = sorted(set(DO) - {timer.resume_as_if_never_stopped}, key=lambda workflow: workflow.__name__)


@hypothesis.settings(max_examples=15)
@given(st.lists(st.sampled_from(ONE_ACTION), min_size=2, max_size=5))
def test_any_history_is_taken_back_step_by_step(steps: list[Callable[..., Any]]) -> None:
    ctx = make_context()
    things = prepare(ctx)
    states, number = [everything(ctx)], newest_action(ctx)
    for step in steps:
        # What an earlier step took away may be missing now; then nothing is done.
        with contextlib.suppress(AppError, StopIteration):
            DO[step](ctx, things)
        clock_of(ctx).forward(30)
        if newest_action(ctx) != number:
            states.append(everything(ctx))
            number = newest_action(ctx)

    while len(states) > 1:
        assert everything(ctx) == states.pop()
        undo(ctx)
    assert everything(ctx) == states[0]
    ctx.database.close()
