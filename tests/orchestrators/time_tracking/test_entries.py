"""Changing entries: what they are held to, one at a time and many at once."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.entities.billing import InvoiceStatus
from app.domain.entities.projects import ProjectStatus
from app.domain.errors import NotFound, RuleBroken
from app.domain.ids import MilestoneId, ProjectId, TagId, TaskId
from app.orchestrators.settings.settings import update_settings
from app.orchestrators.time_tracking.checks import AnotherRuns, ProjectClosed
from app.orchestrators.time_tracking.entries import (
    add_entry,
    bulk_edit,
    cut_overlaps,
    delete_entries,
    duplicate_entry,
    edit_entry,
    merge_entries,
    split_entry,
)
from app.orchestrators.time_tracking.timer import start_timer
from app.storage.context import Context
from app.storage.unit_of_work import reading
from tests.orchestrators.making import (
    DAY,
    HOUR,
    a_milestone,
    a_project,
    a_tag,
    a_task,
    an_entry,
    an_invoice,
    counted_statements,
    running,
    stored,
)
from tests.support.store import MORNING, USER, clock_of


def all_entries(ctx: Context) -> list[Any]:
    with reading(ctx) as read:
        return read.time_entries.all()


# --- adding ---


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


# --- editing ---


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


# --- many at once ---


def test_edits_many_in_one_action(ctx: Context) -> None:
    project, other, tag, old = a_project(ctx), a_project(ctx, "Shop"), a_tag(ctx), a_tag(ctx, "old")
    task = a_task(ctx, project)
    entries = [
        an_entry(ctx, MORNING - n * HOUR, HOUR, project=project, task=task.id, tags=frozenset((TagId(old.id),)))
        for n in range(1, 4)
    ]

    outcome = bulk_edit(
        ctx, [entry.id for entry in entries], project=ProjectId(other.id), add_tags=[TagId(tag.id)],
        remove_tags=[TagId(old.id)],
    )  # fmt: skip

    assert outcome.value == 3
    for entry in entries:
        assert stored(ctx, entry) == replace(
            entry, project=ProjectId(other.id), task=None, tags=frozenset((TagId(tag.id),))
        )


def test_many_are_edited_all_or_none(ctx: Context) -> None:
    early, late = an_entry(ctx, MORNING - 4 * HOUR, HOUR), an_entry(ctx, MORNING - DAY, HOUR)
    update_settings(ctx, locked_before="2026-03-02")

    with pytest.raises(RuleBroken, match="locked"):
        bulk_edit(ctx, [early.id, late.id], description="x")

    assert stored(ctx, early) == early
    with pytest.raises(NotFound):
        bulk_edit(ctx, [ctx.new_id()], description="x")


def test_entries_of_an_archived_project_can_be_edited_together(ctx: Context) -> None:
    project = a_project(ctx, status=ProjectStatus.ARCHIVED)
    entry = an_entry(ctx, project=project)

    assert bulk_edit(ctx, [entry.id], billable=True).value == 1


def test_locks_are_asked_for_once_however_many_entries(ctx: Context) -> None:
    entries = [an_entry(ctx, MORNING - (n + 2) * HOUR, HOUR) for n in range(30)]
    an_invoice(ctx, an_entry(ctx, MORNING - 50 * HOUR))

    with counted_statements(ctx) as statements:
        bulk_edit(ctx, [entry.id for entry in entries], description="x")

    assert sum('FROM "invoice' in statement for statement in statements) <= 2
    assert sum('FROM "setting"' in statement for statement in statements) <= 1


# --- splitting, merging, duplicating, cutting, deleting ---


def test_a_split_entry_lasts_as_long_as_before(ctx: Context) -> None:
    entry = an_entry(ctx, MORNING - 2 * HOUR, HOUR, description="long")

    first, second = split_entry(ctx, entry.id, MORNING - 90 * 60).value

    assert [(e.started_at, e.ended_at) for e in all_entries(ctx)] == [
        (MORNING - 2 * HOUR, MORNING - 90 * 60), (MORNING - 90 * 60, MORNING - HOUR),
    ]  # fmt: skip
    assert (first.id, second.description) == (entry.id, "long")
    with pytest.raises(RuleBroken):
        split_entry(ctx, entry.id, MORNING)


def test_a_running_entry_is_split_and_runs_on(ctx: Context) -> None:
    start_timer(ctx)
    clock_of(ctx).forward(HOUR)

    _, second = split_entry(ctx, running(ctx)[0].id, MORNING + 600).value

    assert running(ctx) == [second]


def test_merges_entries_and_says_what_lay_between(ctx: Context) -> None:
    first, third = an_entry(ctx, MORNING - 3 * HOUR, HOUR), an_entry(ctx, MORNING - HOUR, 600)
    an_entry(ctx, MORNING - 2 * HOUR, 600, description="between")

    outcome = merge_entries(ctx, [third.id, first.id])

    assert (outcome.value.started_at, outcome.value.ended_at) == (first.started_at, third.ended_at)
    assert [problem.code for problem in outcome.problems] == ["overlaps"]
    assert len(all_entries(ctx)) == 2


def test_merging_with_the_running_entry_runs_on(ctx: Context) -> None:
    first = an_entry(ctx, MORNING - HOUR, 600)
    timer = start_timer(ctx).value

    merged = merge_entries(ctx, [first.id, timer.id]).value

    assert running(ctx) == [merged]
    assert merged.id == first.id


def test_only_entries_that_are_alike_merge(ctx: Context) -> None:
    first, other = an_entry(ctx), an_entry(ctx, project=a_project(ctx))

    for ids in ([first.id, other.id], [first.id]):
        with pytest.raises(RuleBroken):
            merge_entries(ctx, ids)
    with pytest.raises(NotFound):
        merge_entries(ctx, [])


def test_a_duplicate_stands_beside_the_original(ctx: Context) -> None:
    entry = an_entry(ctx, description="twice", external_id="x", source="import:toggl")

    outcome = duplicate_entry(ctx, entry.id)

    assert outcome.value == replace(entry, id=outcome.value.id, created_at=ctx.now(), source="manual", external_id=None)
    assert [problem.code for problem in outcome.problems] == ["overlaps"]


def test_no_duplicate_of_a_running_entry_or_in_a_closed_project(ctx: Context) -> None:
    closed = a_project(ctx, status=ProjectStatus.COMPLETED)
    done = an_entry(ctx, project=closed)

    with pytest.raises(RuleBroken, match="running"):
        duplicate_entry(ctx, start_timer(ctx).value.id)
    with pytest.raises(ProjectClosed):
        duplicate_entry(ctx, done.id)


def test_overlaps_with_all_others_are_cut(ctx: Context) -> None:
    entry = an_entry(ctx, MORNING - 3 * HOUR, 2 * HOUR)
    an_entry(ctx, MORNING - 4 * HOUR, HOUR + 600)
    an_entry(ctx, MORNING - HOUR - 600, HOUR)

    shortened = cut_overlaps(ctx, entry.id).value

    assert shortened is not None
    assert (shortened.started_at, shortened.ended_at) == (MORNING - 3 * HOUR + 600, MORNING - HOUR - 600)


def test_an_entry_with_nothing_left_goes_to_the_trash(ctx: Context) -> None:
    entry = an_entry(ctx, MORNING - 2 * HOUR, 600)
    an_entry(ctx, MORNING - 3 * HOUR, 2 * HOUR)

    assert cut_overlaps(ctx, entry.id).value is None
    assert len(all_entries(ctx)) == 1


def test_the_entries_of_another_person_do_not_cut(ctx: Context) -> None:
    entry = an_entry(ctx)
    an_entry(ctx, user=ctx.new_id())

    assert cut_overlaps(ctx, entry.id).value == entry


def test_deletes_many_at_once_with_the_running_one(ctx: Context) -> None:
    entry, timer = an_entry(ctx), start_timer(ctx).value

    assert delete_entries(ctx, [entry.id, timer.id]).value == 2
    assert all_entries(ctx) == []
    with pytest.raises(NotFound):
        delete_entries(ctx, [entry.id])


# --- locks ---

CHANGES: dict[str, Any] = {
    "edit": lambda ctx, entry: edit_entry(ctx, entry.id, description="x"),
    "bulk": lambda ctx, entry: bulk_edit(ctx, [entry.id], billable=True),
    "move away": lambda ctx, entry: edit_entry(ctx, entry.id, started_at=MORNING - 60, ended_at=MORNING),
    "split": lambda ctx, entry: split_entry(ctx, entry.id, entry.started_at + 60),
    "merge": lambda ctx, entry: merge_entries(ctx, [entry.id, an_entry(ctx).id]),
    "duplicate": lambda ctx, entry: duplicate_entry(ctx, entry.id),
    "cut": lambda ctx, entry: cut_overlaps(ctx, entry.id),
    "delete": lambda ctx, entry: delete_entries(ctx, [entry.id]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_locked_day_cannot_be_changed(ctx: Context, change: str) -> None:
    entry = an_entry(ctx, MORNING - DAY, HOUR)
    an_entry(ctx, MORNING - DAY, 600)
    update_settings(ctx, locked_before="2026-03-02")

    with pytest.raises(RuleBroken, match="Days before 2026-03-02 are locked"):
        CHANGES[change](ctx, entry)

    assert stored(ctx, entry) == entry


@pytest.mark.parametrize("change", [name for name in CHANGES if name != "duplicate"])
def test_a_billed_entry_cannot_be_changed(ctx: Context, change: str) -> None:
    entry = an_entry(ctx, MORNING - DAY, HOUR)
    an_invoice(ctx, entry, number="R-17", status=InvoiceStatus.PAID)

    with pytest.raises(RuleBroken, match="R-17"):
        CHANGES[change](ctx, entry)

    assert stored(ctx, entry) == entry


@pytest.mark.parametrize("status", [InvoiceStatus.DRAFT, InvoiceStatus.CANCELLED])
def test_an_invoice_that_is_not_out_locks_nothing(ctx: Context, status: InvoiceStatus) -> None:
    entry = an_entry(ctx)
    an_invoice(ctx, entry, status=status)

    assert edit_entry(ctx, entry.id, description="x").value.description == "x"


@pytest.mark.parametrize(
    "change",
    [
        lambda ctx, entry: edit_entry(ctx, entry.id, started_at=MORNING - 2 * DAY, ended_at=MORNING - DAY),
        lambda ctx, entry: bulk_edit(ctx, [entry.id], started_at=MORNING - 2 * DAY),
        lambda ctx, entry: add_entry(ctx, started_at=MORNING - DAY, ended_at=MORNING - DAY + 60),
    ],
    ids=["edit", "bulk", "add"],
)
def test_nothing_moves_into_a_locked_day(ctx: Context, change: Any) -> None:
    entry = an_entry(ctx)
    update_settings(ctx, locked_before="2026-03-02")

    with pytest.raises(RuleBroken, match="locked"):
        change(ctx, entry)

    assert stored(ctx, entry) == entry


def test_a_running_entry_of_a_locked_day_can_be_finished_but_not_moved_further_back(ctx: Context) -> None:
    start_timer(ctx)
    clock_of(ctx).forward(DAY)
    update_settings(ctx, locked_before="2026-03-03")
    entry = running(ctx)[0]

    with pytest.raises(RuleBroken, match="locked"):
        edit_entry(ctx, entry.id, started_at=MORNING - 60)
    assert (
        edit_entry(ctx, entry.id, description="night shift", ended_at=MORNING + HOUR).value.description == "night shift"
    )
