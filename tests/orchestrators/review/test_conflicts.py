"""Conflicts in Review: both versions are shown, either can be had, as one action that undo takes back whole."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.entities.base import Kind
from app.domain.entities.conflicts import BOTH, KEPT, OPEN, TAKEN
from app.domain.entities.planning import DayOverride
from app.domain.errors import RuleBroken
from app.domain.ids import ProjectId, TagId
from app.orchestrators.device_names import remember_device_names
from app.orchestrators.history.history import undo
from app.orchestrators.review.review import ReviewItem, apply_fix, review_items
from app.orchestrators.review.versions import Compared
from app.orchestrators.settings.settings import update_settings
from app.orchestrators.time_tracking.timesheet import add_row
from app.orchestrators.time_tracking.timesheet_week import rows_setting
from app.storage.context import Context
from app.storage.unit_of_work import reading
from tests.orchestrators.making import DAY, HOUR, a_group, a_project, a_tag, an_entry, everything, put, stored
from tests.support.disagreeing import PHONE, delete_there, disagree
from tests.support.store import MORNING, USER


def only(ctx: Context) -> ReviewItem:
    (item,) = [item for item in review_items(ctx) if item.kind in ("conflict", "stopped_twice")]
    return item


def states(ctx: Context) -> list[str]:
    with reading(ctx) as read:
        return sorted(conflict.state for conflict in read.conflicts.all())


def decide(ctx: Context, fix: str) -> None:
    """Decide, and see that one undo and one redo carry everything there and back."""
    before, item = everything(ctx), only(ctx)
    apply_fix(ctx, item.key, fix)
    assert [item for item in review_items(ctx) if item.versions] == []
    undo(ctx)
    assert everything(ctx) == before
    assert only(ctx) == item
    apply_fix(ctx, item.key, fix)


def fields(item: ReviewItem) -> dict[str, Compared]:
    assert item.versions is not None
    return {compared.field: compared for compared in item.versions.fields}


@pytest.fixture
def web(ctx: Context) -> ProjectId:
    return ProjectId(a_project(ctx, "Website").id)


def test_both_versions_stand_side_by_side_with_names_for_ids(ctx: Context, web: ProjectId) -> None:
    bug, app = a_tag(ctx, "bug"), a_project(ctx, "Mobile app")
    entry = an_entry(ctx, MORNING - 2 * HOUR, HOUR, project=web, description="fix")
    remember_device_names(ctx, {PHONE: "Phone"})
    disagree(
        ctx, Kind.TIME_ENTRY, entry, {"description": "fix login", "tags": frozenset({TagId(bug.id)})},
        {"description": "repair", "project": ProjectId(app.id)},
    )  # fmt: skip

    item = only(ctx)

    assert item.message == "“repair” was changed on two devices."
    assert [fix.code for fix in item.fixes] == ["keep_this", "keep_that", "keep_both", "open"]
    found = fields(item)
    assert found["description"] == Compared("description", "repair", "fix login")
    assert found["project"] == Compared("project", "Mobile app", "Website")
    assert not found["span"].differs
    assert "billable" in found
    assert item.versions is not None
    first, second = item.versions.first, item.versions.second
    assert (first.device, first.is_here, second.is_here) == ("Phone", False, True)
    assert second.at == first.at - 60


def test_what_counts_is_shown_as_it_stands_when_its_author_went_on_from_it(ctx: Context, web: ProjectId) -> None:
    entry = an_entry(ctx, MORNING - 2 * HOUR, HOUR, project=web, description="fix")
    (conflict,) = disagree(ctx, Kind.TIME_ENTRY, entry, {"description": "laptop 2"}, {"description": "desk 2"})
    # Won with an earlier value: the later one builds on it, so that it made no conflict of its own.
    put(ctx, replace(conflict, winning='"desk 1"'))

    assert fields(only(ctx))["description"] == Compared("description", "desk 2", "laptop 2")


def test_a_tag_of_one_side_shows_as_tags_of_both(ctx: Context, web: ProjectId) -> None:
    bug = a_tag(ctx, "bug")
    entry = an_entry(ctx, MORNING - 2 * HOUR, HOUR, project=web)
    disagree(ctx, Kind.TIME_ENTRY, entry, {"tags": frozenset({TagId(bug.id)})}, {"tags": frozenset()})

    assert fields(only(ctx))["tags"] == Compared("tags", [], ["bug"])


def test_keeping_this_only_closes_the_conflict(ctx: Context, web: ProjectId) -> None:
    entry = an_entry(ctx, MORNING - 2 * HOUR, HOUR, project=web)
    disagree(ctx, Kind.TIME_ENTRY, entry, {"description": "here"}, {"description": "there"})

    decide(ctx, "keep_this")

    assert (stored(ctx, entry).description, states(ctx)) == ("there", [KEPT])


def test_keeping_that_brings_all_its_fields(ctx: Context, web: ProjectId) -> None:
    entry = an_entry(ctx, MORNING - 2 * HOUR, HOUR, project=web)
    disagree(
        ctx,
        Kind.TIME_ENTRY,
        entry,
        {"description": "here", "billable": True},
        {"description": "there", "billable": False},
    )

    decide(ctx, "keep_that")

    after = stored(ctx, entry)
    assert (after.description, after.billable, states(ctx)) == ("here", True, [TAKEN, TAKEN])


def test_keeping_both_makes_a_second_entry_of_the_other(ctx: Context, web: ProjectId) -> None:
    entry = an_entry(ctx, MORNING - 3 * HOUR, HOUR, project=web, external_id="x")
    moved = {"started_at": MORNING - 5 * HOUR, "ended_at": MORNING - 4 * HOUR}
    disagree(ctx, Kind.TIME_ENTRY, entry, moved, {"started_at": MORNING - HOUR, "ended_at": MORNING})

    decide(ctx, "keep_both")

    entries = everything(ctx)[Kind.TIME_ENTRY]
    assert sorted((e["started_at"], e["external_id"]) for e in entries) == [
        (MORNING - 5 * HOUR, None), (MORNING - HOUR, "x"),
    ]  # fmt: skip
    assert states(ctx) == [BOTH]


def test_deleted_there_and_edited_here_can_go_either_way(ctx: Context, web: ProjectId) -> None:
    entry = an_entry(ctx, MORNING - 2 * HOUR, HOUR, project=web)
    delete_there(ctx, Kind.TIME_ENTRY, entry, description="edited")
    item = only(ctx)
    assert item.versions is not None
    assert (item.versions.first.has_deleted, item.versions.second.has_deleted) == (False, True)

    decide(ctx, "keep_edit")
    assert stored(ctx, entry).description == "edited"
    undo(ctx)
    decide(ctx, "delete_after_all")

    assert everything(ctx)[Kind.TIME_ENTRY] == []
    assert states(ctx) == [TAKEN]


def test_a_locked_entry_keeps_what_it_is(ctx: Context, web: ProjectId) -> None:
    entry = an_entry(ctx, MORNING - 5 * DAY, HOUR, project=web)
    disagree(ctx, Kind.TIME_ENTRY, entry, {"description": "here"}, {"description": "there"})
    update_settings(ctx, locked_before="2026-03-01")

    with pytest.raises(RuleBroken, match="2026-03-01"):
        apply_fix(ctx, only(ctx).key, "keep_that")

    assert (stored(ctx, entry).description, states(ctx)) == ("there", [OPEN])


def test_things_other_than_entries_are_decided_alike(ctx: Context) -> None:
    project = a_project(ctx, "Website")
    disagree(ctx, Kind.PROJECT, project, {"name": "Web site"}, {"name": "Homepage"})
    item = only(ctx)
    assert list(fields(item)) == ["name"]
    assert [fix.code for fix in item.fixes] == ["keep_this", "keep_that", "open"]

    decide(ctx, "keep_that")

    assert [p["name"] for p in everything(ctx)[Kind.PROJECT]] == ["Web site"]


def test_a_thing_without_a_name_is_asked_about_too(ctx: Context) -> None:
    day = DayOverride(id=ctx.new_id(), created_at=ctx.now(), user=USER, date="2026-03-03", minutes=60)
    put(ctx, day)
    disagree(ctx, Kind.DAY_OVERRIDE, day, {"minutes": 120}, {"minutes": 240})

    assert only(ctx).message == "“2026-03-03” was changed on two devices."


def test_where_something_stands_in_a_list_is_nobodys_question(ctx: Context) -> None:
    disagree(ctx, Kind.GROUP, a_group(ctx), {"position": 1}, {"position": 2})

    assert review_items(ctx) == []


def test_which_rows_a_timesheet_shows_without_time_is_nobodys_question(ctx: Context) -> None:
    add_row(ctx, week="2026-03-02", project=None)
    with reading(ctx) as read:
        rows = next(one for one in read.settings.all() if one.key == rows_setting("2026-03-02"))
    disagree(ctx, Kind.SETTING, rows, {"value": "[]"}, {"value": "[[null,null]]"})

    assert review_items(ctx) == []


def two_stops(ctx: Context, here: int, there: int, **fields_: Any) -> Any:
    timer = an_entry(ctx, MORNING - 3 * HOUR, None, **fields_)
    disagree(ctx, Kind.TIME_ENTRY, timer, {"ended_at": here}, {"ended_at": there})
    return timer


@pytest.mark.parametrize(("fix", "expected"), [("keep_this", -2 * HOUR), ("keep_that", -HOUR)])
@pytest.mark.parametrize("is_earlier_here", [True, False])
def test_of_two_stops_either_can_be_had(
    ctx: Context, web: ProjectId, fix: str, expected: int, is_earlier_here: bool
) -> None:
    ends = (MORNING - 2 * HOUR, MORNING - HOUR)
    timer = two_stops(ctx, *(ends if is_earlier_here else ends[::-1]), project=web, description="fix")
    item = only(ctx)
    assert (item.kind, item.message) == ("stopped_twice", "“fix” was stopped twice, 1:00:00 h apart.")
    span = fields(item)["span"]
    assert (span.first[1], span.second[1]) == ends

    decide(ctx, fix)

    assert stored(ctx, timer).ended_at == MORNING + expected


def test_what_only_a_newer_version_knows_is_left_to_that_one(ctx: Context) -> None:
    (made,) = disagree(ctx, Kind.PROJECT, a_project(ctx), {"name": "a"}, {"name": "b"})
    put(ctx, replace(made, kind="hologram"))

    assert review_items(ctx) == []


def test_what_is_not_here_yet_is_not_asked_about(ctx: Context) -> None:
    (made,) = disagree(ctx, Kind.PROJECT, a_project(ctx), {"name": "a"}, {"name": "b"})
    put(ctx, replace(made, entity=ctx.new_id()))

    assert review_items(ctx) == []
