"""Entries: many at once, splitting, merging, duplicating, cutting and deleting."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.entities.projects import ProjectStatus
from app.domain.errors import NotFound, RuleBroken
from app.domain.ids import ProjectId, TagId
from app.orchestrators.entry_checks import ProjectClosed
from app.orchestrators.settings.settings import update_settings
from app.orchestrators.time_tracking.entries import (
    bulk_edit,
    cut_overlaps,
    delete_entries,
    duplicate_entry,
    merge_entries,
    split_entry,
)
from app.orchestrators.time_tracking.timer import start_timer
from app.storage.context import Context
from app.storage.unit_of_work import reading
from tests.orchestrators.making import (
    DAY,
    HOUR,
    a_project,
    a_tag,
    a_task,
    an_entry,
    an_invoice,
    counted_statements,
    running,
    stored,
)
from tests.support.store import MORNING, clock_of


def all_entries(ctx: Context) -> list[Any]:
    with reading(ctx) as read:
        return read.time_entries.all()


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
