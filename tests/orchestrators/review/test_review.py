"""Review: what wants a decision is found, settled by one action, or put away."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.entities.base import Kind
from app.domain.entities.planning import PlannedEvent
from app.domain.entities.projects import ProjectStatus
from app.domain.errors import NotFound, RuleBroken
from app.domain.ids import MilestoneId, ProjectId, TagId, TaskId
from app.orchestrators.history.history import undo
from app.orchestrators.review.batches import dismiss_all, rejected_rows
from app.orchestrators.review.fixes import changes_something
from app.orchestrators.review.review import FIX_LABELS, ReviewItem, apply_fix, dismiss, review_items
from app.orchestrators.settings.settings import update_settings
from app.orchestrators.time_tracking.entries import edit_entry
from app.storage.context import Context
from app.storage.meta import write_meta
from app.storage.unit_of_work import reading, unit_of_work
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
    put,
    running,
    stored,
)
from tests.support.store import MORNING, USER, clock_of


def only(ctx: Context, kind: str) -> ReviewItem:
    (item,) = [item for item in review_items(ctx) if item.kind == kind]
    return item


def kinds(ctx: Context) -> list[str]:
    return [item.kind for item in review_items(ctx)]


def settle(ctx: Context, kind: str, fix: str, **chosen: Any) -> None:
    """Apply a fix; the item is gone, one undo brings everything back as it was."""
    before, item = everything(ctx), only(ctx, kind)

    outcome = apply_fix(ctx, item.key, fix, **chosen)

    assert outcome.changes
    assert kind not in kinds(ctx)
    after = everything(ctx)
    undo(ctx)
    assert everything(ctx) == before
    apply_fix(ctx, item.key, fix, **chosen)
    after_again = everything(ctx)
    for found in (after, after_again):
        found.pop(Kind.DISMISSAL)
    assert after_again == after


def tidy(ctx: Context) -> ProjectId:
    return ProjectId(a_project(ctx).id)


def test_nothing_wants_a_decision_at_first(ctx: Context) -> None:
    an_entry(ctx, project=tidy(ctx))

    assert review_items(ctx) == []


def test_a_long_timer_can_be_stopped_or_discarded(ctx: Context) -> None:
    entry = an_entry(ctx, MORNING - 11 * HOUR, None, project=tidy(ctx))

    item = only(ctx, "running_long")
    assert (item.subjects, [fix.code for fix in item.fixes]) == ((entry.id,), ["stop", "discard", "open"])
    assert [fix.shows for fix in item.fixes] == [False, False, True]
    settle(ctx, "running_long", "discard")
    undo(ctx)
    update_settings(ctx, long_entry_hours=12)
    assert kinds(ctx) == []
    update_settings(ctx, long_entry_hours=10)
    apply_fix(ctx, item.key, "stop")
    assert running(ctx) == []
    # Its length still is what it is.
    assert kinds(ctx) == ["long_entry"]


def test_a_timer_older_than_the_look_back_is_still_found(ctx: Context) -> None:
    an_entry(ctx, MORNING - 200 * DAY, None, project=tidy(ctx))
    an_entry(ctx, MORNING - 200 * DAY, 20 * HOUR)

    assert kinds(ctx) == ["running_long"]


@pytest.mark.parametrize("fix", ["cut_first", "cut_second"])
def test_overlaps_are_cut(ctx: Context, fix: str) -> None:
    project = tidy(ctx)
    an_entry(ctx, MORNING - 3 * HOUR, 2 * HOUR, project=project)
    an_entry(ctx, MORNING - 2 * HOUR, 90 * 60, project=project)

    settle(ctx, "overlap", fix)


def test_an_entry_inside_another_goes_to_the_trash_when_it_is_cut(ctx: Context) -> None:
    project = tidy(ctx)
    an_entry(ctx, MORNING - 3 * HOUR, 2 * HOUR, project=project)
    inner = an_entry(ctx, MORNING - 2 * HOUR, 600, project=project)

    settle(ctx, "overlap", "cut_second")

    with pytest.raises(NotFound):
        stored(ctx, inner)


def test_entries_without_a_project_get_one(ctx: Context) -> None:
    project = tidy(ctx)
    for n in range(2, 5):
        an_entry(ctx, MORNING - n * HOUR, HOUR, description="mail")

    item = only(ctx, "no_project")
    assert item.fixes[0].asks_project
    assert item.values["count"] == 3
    settle(ctx, "no_project", "choose_project", project=project)


def test_a_project_that_takes_no_work_cannot_be_chosen(ctx: Context) -> None:
    closed = a_project(ctx, status=ProjectStatus.ARCHIVED)
    an_entry(ctx)
    key = only(ctx, "no_project").key

    with pytest.raises(RuleBroken, match="takes no new work"):
        apply_fix(ctx, key, "choose_project", project=ProjectId(closed.id))
    with pytest.raises(NotFound):
        apply_fix(ctx, key, "choose_project")


def test_locked_entries_are_not_fixed(ctx: Context) -> None:
    project = tidy(ctx)
    an_entry(ctx, MORNING - 3 * DAY, 2 * HOUR)
    an_entry(ctx, MORNING - 3 * DAY, HOUR)
    update_settings(ctx, locked_before="2026-03-01")

    for kind, fix in (("no_project", "choose_project"), ("overlap", "cut_first")):
        with pytest.raises(RuleBroken, match="locked"):
            apply_fix(ctx, only(ctx, kind).key, fix, project=project)


def test_a_missing_project_is_restored_or_another_chosen(ctx: Context) -> None:
    project = a_project(ctx)
    task, other = a_task(ctx, project), tidy_other(ctx)
    entry = an_entry(ctx, project=project, task=TaskId(task.id))
    with unit_of_work(ctx) as work:
        work.projects.delete(project.id)

    item = only(ctx, "restored_parent")
    assert item.subjects == (entry.id,)
    assert item.message == "“Website” was deleted, but is restored because of 1 entry."
    settle(ctx, "restored_parent", "choose_project", project=other)
    assert (stored(ctx, entry).project, stored(ctx, entry).task) == (other, None)
    undo(ctx)
    settle(ctx, "restored_parent", "restore_project")
    assert stored(ctx, entry) == entry


def tidy_other(ctx: Context) -> ProjectId:
    return ProjectId(a_project(ctx, "Shop").id)


def test_a_project_that_was_never_here_cannot_be_restored(ctx: Context) -> None:
    an_entry(ctx, project=ProjectId(ctx.new_id()))

    with pytest.raises(NotFound, match="never here"):
        apply_fix(ctx, only(ctx, "missing_project").key, "restore_project")


def test_missing_tasks_and_milestones_are_named(ctx: Context) -> None:
    an_entry(ctx, project=tidy(ctx), task=TaskId(ctx.new_id()), milestone=MilestoneId(ctx.new_id()))

    assert sorted(kinds(ctx)) == ["missing_milestone", "missing_task"]


def test_twin_projects_merge(ctx: Context) -> None:
    first = a_project(ctx, "Website")
    clock_of(ctx).forward(60)
    twin = a_project(ctx, "website")

    settle(ctx, "twins", "merge")

    with reading(ctx) as read:
        assert read.projects.require(twin.id).merged_into == first.id


@pytest.mark.parametrize("noun", ["group", "client", "tag"])
def test_twins_of_other_kinds_merge_into_the_older(ctx: Context, noun: str) -> None:
    make: Any = {"group": a_group, "client": a_client, "tag": a_tag}[noun]
    older = make(ctx, "Twin")
    clock_of(ctx).forward(60)
    twin = make(ctx, "twin")
    project = a_project(ctx, **({noun: twin.id} if noun != "tag" else {}))
    entry = an_entry(ctx, project=project, tags=frozenset((TagId(twin.id),)) if noun == "tag" else frozenset())

    item = only(ctx, "twins")
    assert (item.message, item.subjects) == (f"There are two {noun}s named “Twin”.", (twin.id, older.id))
    settle(ctx, "twins", "merge")

    with reading(ctx) as read:
        if noun == "tag":
            assert stored(ctx, entry).tags == {older.id}
        else:
            assert getattr(read.projects.require(project.id), noun) == older.id


def test_twin_tasks_and_milestones_of_a_project_are_shown(ctx: Context) -> None:
    project, other = a_project(ctx), a_project(ctx, "Shop")
    a_task(ctx, project, "Design")
    a_task(ctx, other, "Design")
    assert kinds(ctx) == []

    a_task(ctx, project, "design")
    a_milestone(ctx, project, "Beta")
    a_milestone(ctx, project, "BETA")

    assert kinds(ctx) == ["twins", "twins"]
    with pytest.raises(RuleBroken, match="cannot be done"):
        apply_fix(ctx, review_items(ctx)[0].key, "open")


def test_a_milestone_overdue_or_over_budget_is_completed(ctx: Context) -> None:
    project = a_project(ctx, start_date="2026-02-01")
    a_milestone(ctx, project, "Alpha", "2026-02-28")
    settle(ctx, "milestone_overdue", "complete")

    a_milestone(ctx, project, "Beta", "2026-03-31", budget_minutes=30)
    an_entry(ctx, project=project)
    assert "0:30 h over" in only(ctx, "milestone_over").message
    settle(ctx, "milestone_over", "complete")


def test_an_overcommitted_week_is_shown_and_stays_put_away(ctx: Context) -> None:
    project = a_project(ctx, start_date="2026-03-01", due_date="2026-03-06", estimate_minutes=41 * 60)

    item = only(ctx, "overcommitted")
    assert "week of 2026-03-02 is overcommitted by 1:00 h" in item.message
    dismiss(ctx, item.key)
    an_entry(ctx, MORNING - 60, 60, project=project)
    assert kinds(ctx) == []


def test_planned_time_fills_a_week_too(ctx: Context) -> None:
    a_project(ctx, start_date="2026-03-01", due_date="2026-03-06", estimate_minutes=39 * 60)
    event = PlannedEvent(
        id=ctx.new_id(), created_at=0, user=USER, title="Fair", starts_at=MORNING + DAY, ends_at=MORNING + DAY + 2 * HOUR,
        tz="Europe/Berlin",
    )  # fmt: skip
    assert kinds(ctx) == []

    put(ctx, event)

    assert only(ctx, "overcommitted").values["minutes"] == 60


def test_a_timer_beside_a_later_one_is_stopped_at_the_start_of_that(ctx: Context) -> None:
    project = tidy(ctx)
    first = an_entry(ctx, MORNING - 2 * HOUR, None, project=project)
    an_entry(ctx, MORNING - HOUR, None, project=project)
    update_settings(ctx, several_timers=True)
    assert "two_running" not in kinds(ctx)
    update_settings(ctx, several_timers=False)

    settle(ctx, "two_running", "stop")

    assert stored(ctx, first).ended_at == MORNING - HOUR


def unwatched_timer(ctx: Context) -> Any:
    entry = an_entry(ctx, MORNING, None, project=tidy(ctx))
    clock_of(ctx).forward(600)
    with unit_of_work(ctx) as work:
        work.heartbeats.beat([entry.id])
    assert kinds(ctx) == []
    clock_of(ctx).forward(HOUR)
    return entry


@pytest.mark.parametrize(("fix", "end"), [("keep", None), ("stop_then", MORNING + 600), ("stop", MORNING + 600 + HOUR)])
def test_a_timer_left_running_by_a_crash_is_decided(ctx: Context, fix: str, end: int | None) -> None:
    entry = unwatched_timer(ctx)

    item = only(ctx, "found_running")
    assert [one.code for one in item.fixes] == ["keep", "stop_then", "stop", "discard"]
    apply_fix(ctx, item.key, fix)

    assert stored(ctx, entry).ended_at == end
    assert "found_running" not in kinds(ctx)


def test_a_timer_left_running_by_a_crash_is_discarded(ctx: Context) -> None:
    unwatched_timer(ctx)

    apply_fix(ctx, only(ctx, "found_running").key, "discard")

    assert (kinds(ctx), running(ctx)) == ([], [])


def test_rows_an_import_left_out_are_shown_and_put_away(ctx: Context) -> None:
    with unit_of_work(ctx) as work:
        work.rejected_rows.add("batch-1", "toggl.csv", [(7, "no end"), (3, "no start")])

    item = only(ctx, "import_rejected")

    assert "2 rows of “toggl.csv”" in item.message
    assert rejected_rows(ctx, item.subjects[0]) == [(3, "no start"), (7, "no end")]
    dismiss(ctx, item.key)
    assert kinds(ctx) == []


def test_what_was_put_away_comes_back_by_undo_or_when_it_changes(ctx: Context) -> None:
    project = tidy(ctx)
    entry = an_entry(ctx, MORNING - 13 * HOUR, 11 * HOUR, project=project)
    item = only(ctx, "long_entry")

    dismiss(ctx, item.key)
    assert kinds(ctx) == []
    undo(ctx)
    assert kinds(ctx) == ["long_entry"]
    dismiss_all(ctx, [item.key])
    edit_entry(ctx, entry.id, ended_at=MORNING - HOUR)
    assert kinds(ctx) == ["long_entry"]


def test_several_items_are_put_away_in_one_action(ctx: Context) -> None:
    for n in range(3):
        an_entry(ctx, MORNING - (n + 2) * HOUR, HOUR, description=str(n))
    keys = [item.key for item in review_items(ctx)]

    assert dismiss_all(ctx, keys).value == 3
    assert kinds(ctx) == []
    undo(ctx)
    assert len(kinds(ctx)) == 3


def test_an_item_that_settled_itself_says_so(ctx: Context) -> None:
    entry = an_entry(ctx)
    key = only(ctx, "no_project").key
    put(ctx, replace(entry, project=tidy(ctx)))

    with pytest.raises(NotFound, match="settled itself"):
        apply_fix(ctx, key, "choose_project")


def test_every_fix_has_a_label() -> None:
    assert all(changes_something(code) or code.startswith("open") for code in FIX_LABELS)


def test_of_two_timers_the_earlier_can_be_stopped_there_or_both_run_on(ctx: Context) -> None:
    project = tidy(ctx)
    early = an_entry(ctx, MORNING - 3 * HOUR, None, project=project)
    an_entry(ctx, MORNING - HOUR, None, project=project)

    settle(ctx, "two_running", "stop")
    assert stored(ctx, early).ended_at == MORNING - HOUR
    undo(ctx)
    settle(ctx, "two_running", "keep_both_running")

    assert len(running(ctx)) == 2


def test_of_rows_imported_on_two_devices_one_each_can_be_kept(ctx: Context) -> None:
    project = tidy(ctx)
    of_file: dict[str, Any] = {"project": project, "source": "import:toggl", "external_id": "row 1"}
    first = an_entry(ctx, MORNING - 9 * HOUR, HOUR, **of_file)
    clock_of(ctx).forward(1)
    second = an_entry(ctx, MORNING - 6 * HOUR, HOUR, **of_file)
    assert kinds(ctx) == [], "without a server nothing can have come twice"
    with ctx.database.transaction() as connection:
        write_meta(connection, "sync_link", "{}")

    settle(ctx, "imported_twice", "keep_one")

    with reading(ctx) as read:
        assert [first.id in read.time_entries.by_ids([first.id]), read.time_entries.get(second.id)] == [True, None]
