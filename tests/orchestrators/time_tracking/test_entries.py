"""Entries: adding and editing one."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.entities.projects import ProjectStatus
from app.domain.errors import NotFound, RuleBroken
from app.domain.ids import MilestoneId, ProjectId, TagId, TaskId
from app.orchestrators.entry_checks import AnotherRuns, ProjectClosed
from app.orchestrators.settings.settings import update_settings
from app.orchestrators.time_tracking.entries import (
    add_entry,
    edit_entry,
)
from app.orchestrators.time_tracking.timer import start_timer
from app.storage.context import Context
from app.storage.unit_of_work import reading
from tests.orchestrators.making import (
    HOUR,
    a_milestone,
    a_project,
    a_tag,
    a_task,
    an_entry,
    running,
    stored,
)
from tests.support.store import MORNING, USER


def all_entries(ctx: Context) -> list[Any]:
    with reading(ctx) as read:
        return read.time_entries.all()


def test_adds_an_entry_that_is_billable_as_its_project(ctx: Context) -> None:
    project = a_project(ctx, billable=True)

    entry = add_entry(ctx, started_at=MORNING - HOUR, ended_at=MORNING, project=project.id, description=" call ").value

    assert stored(ctx, entry) == entry
    assert (entry.billable, entry.description, entry.source, entry.user) == (True, "call", "manual", USER)
    assert not add_entry(
        ctx, started_at=MORNING - HOUR, ended_at=MORNING, project=project.id, billable=False
    ).value.billable


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [(MORNING, MORNING - 1, "ends_before_start"), (MORNING, MORNING + HOUR, "ends_in_future")],
)
def test_an_impossible_span_is_refused(ctx: Context, start: int, end: int, code: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        add_entry(ctx, started_at=start, ended_at=end)

    assert [problem.code for problem in caught.value.problems] == [code]
    assert all_entries(ctx) == []


def test_a_very_long_entry_and_overlaps_are_warnings_to_accept(ctx: Context) -> None:
    an_entry(ctx, MORNING - HOUR, HOUR)
    span: dict[str, Any] = {"started_at": MORNING - 25 * HOUR, "ended_at": MORNING}

    with pytest.raises(RuleBroken) as caught:
        add_entry(ctx, **span, accept_warnings=False)
    assert [problem.code for problem in caught.value.problems] == ["very_long", "overlaps"]
    assert len(all_entries(ctx)) == 1

    outcome = add_entry(ctx, **span)
    assert [problem.code for problem in outcome.problems] == ["very_long", "overlaps"]


def test_unknown_fields_and_zones_are_refused(ctx: Context) -> None:
    with pytest.raises(RuleBroken, match="colour"):
        add_entry(ctx, started_at=MORNING - HOUR, ended_at=MORNING, colour="red")
    with pytest.raises(RuleBroken, match="Mars"):
        add_entry(ctx, started_at=MORNING - HOUR, ended_at=MORNING, tz="Mars/Base")


def test_adding_to_a_closed_or_unknown_project_is_refused(ctx: Context) -> None:
    closed = a_project(ctx, status=ProjectStatus.ARCHIVED)

    with pytest.raises(ProjectClosed):
        add_entry(ctx, started_at=MORNING - HOUR, ended_at=MORNING, project=closed.id)
    with pytest.raises(NotFound):
        add_entry(ctx, started_at=MORNING - HOUR, ended_at=MORNING, project=ctx.new_id())


def test_edits_fields_and_trims_the_description(ctx: Context) -> None:
    entry, tag = an_entry(ctx), a_tag(ctx)

    edited = edit_entry(ctx, entry.id, description="  deploy ", billable=True, tags=[tag.id]).value

    assert (
        stored(ctx, entry)
        == edited
        == replace(entry, description="deploy", billable=True, tags=frozenset((TagId(tag.id),)))
    )


def test_in_another_project_an_entry_loses_task_and_milestone(ctx: Context) -> None:
    project, other = a_project(ctx), a_project(ctx, "Shop")
    task, milestone = a_task(ctx, project), a_milestone(ctx, project)
    entry = an_entry(ctx, project=project, task=task.id, milestone=milestone.id)

    edited = edit_entry(ctx, entry.id, project=ProjectId(other.id)).value

    assert (edited.project, edited.task, edited.milestone) == (other.id, None, None)


def test_a_task_named_together_with_its_project_comes_along(ctx: Context) -> None:
    project, other = a_project(ctx), a_project(ctx, "Shop")
    task, milestone = a_task(ctx, other), a_milestone(ctx, other)
    entry = an_entry(ctx, project=project, task=a_task(ctx, project).id)

    edited = edit_entry(
        ctx, entry.id, project=ProjectId(other.id), task=TaskId(task.id), milestone=MilestoneId(milestone.id)
    ).value

    assert (edited.task, edited.milestone) == (task.id, milestone.id)


@pytest.mark.parametrize("field", ["task", "milestone"])
def test_a_part_of_another_project_is_refused(ctx: Context, field: str) -> None:
    project, other = a_project(ctx), a_project(ctx, "Shop")
    part = a_task(ctx, other) if field == "task" else a_milestone(ctx, other)
    entry = an_entry(ctx, project=project)

    with pytest.raises(RuleBroken, match=part.name) as caught:
        edit_entry(ctx, entry.id, **{field: part.id})  # type: ignore[arg-type]

    assert caught.value.values["field"] == field


def test_without_a_project_there_is_no_task(ctx: Context) -> None:
    project = a_project(ctx)
    entry = an_entry(ctx, project=project, task=a_task(ctx, project).id)

    assert edit_entry(ctx, entry.id, project=None).value.task is None


def test_a_missing_task_stays_while_the_project_does(ctx: Context) -> None:
    project = a_project(ctx)
    lost = TaskId(ctx.new_id())
    entry = an_entry(ctx, project=project, task=lost)

    assert edit_entry(ctx, entry.id, milestone=a_milestone(ctx, project).id).value.task == lost
    other = a_project(ctx, "Shop")
    assert edit_entry(ctx, entry.id, project=ProjectId(other.id)).value.task is None


def test_an_entry_of_an_archived_project_can_still_be_put_right(ctx: Context) -> None:
    project = a_project(ctx, status=ProjectStatus.ARCHIVED)
    entry = an_entry(ctx, project=project)

    assert edit_entry(ctx, entry.id, description="right").value.description == "right"
    with pytest.raises(ProjectClosed):
        edit_entry(ctx, an_entry(ctx).id, project=ProjectId(project.id))


def test_an_odd_span_from_elsewhere_does_not_keep_the_description_from_changing(ctx: Context) -> None:
    entry = an_entry(ctx, MORNING - HOUR, 3 * HOUR)

    assert edit_entry(ctx, entry.id, description="from another clock").value.description == "from another clock"
    with pytest.raises(RuleBroken):
        edit_entry(ctx, entry.id, started_at=MORNING)


def test_taking_the_end_off_needs_that_nothing_else_runs(ctx: Context) -> None:
    entry = an_entry(ctx, MORNING - 2 * HOUR, HOUR)
    start_timer(ctx)

    with pytest.raises(AnotherRuns):
        edit_entry(ctx, entry.id, ended_at=None)
    update_settings(ctx, several_timers=True)
    edit_entry(ctx, entry.id, ended_at=None)
    assert len(running(ctx)) == 2


def test_editing_what_is_gone_or_cannot_be_edited_says_so(ctx: Context) -> None:
    entry = an_entry(ctx)

    with pytest.raises(NotFound):
        edit_entry(ctx, ctx.new_id(), description="x")
    with pytest.raises(RuleBroken, match="source"):
        edit_entry(ctx, entry.id, source="timer")


def test_warnings_of_an_edit_can_be_declined(ctx: Context) -> None:
    an_entry(ctx, MORNING - HOUR, HOUR)
    entry = an_entry(ctx, MORNING - 3 * HOUR, HOUR)

    with pytest.raises(RuleBroken, match="overlaps"):
        edit_entry(ctx, entry.id, ended_at=MORNING - 600, accept_warnings=False)
    assert stored(ctx, entry) == entry
    assert edit_entry(ctx, entry.id, description="no new overlap", accept_warnings=False).problems == ()
