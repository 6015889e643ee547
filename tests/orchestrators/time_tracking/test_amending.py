"""Changing an entry by a line: only what is named changes, all of it in one action."""

import pytest

from app.domain.errors import NotFound, RuleBroken
from app.domain.ids import TagId
from app.domain.quick_entry.parser import parse
from app.orchestrators.entry_checks import ProjectClosed
from app.orchestrators.history.history import undo
from app.orchestrators.references import UnknownName
from app.orchestrators.time_tracking.amending import Amendment, amend_entry
from app.orchestrators.time_tracking.entries import add_entry
from app.orchestrators.time_tracking.finding import entries_with_id, newest_entry
from app.orchestrators.time_tracking.quick import start_from_text
from app.storage.context import Context
from app.storage.unit_of_work import reading, unit_of_work
from tests.support.store import MORNING, make_project, make_tag


def amendment(ctx: Context, line: str = "", **fields: object) -> Amendment:
    return Amendment(parse(line, now=ctx.now(), tz=ctx.zone), **fields)  # type: ignore[arg-type]


def entry_with(ctx: Context, line: str) -> str:
    return start_from_text(ctx, line, create_missing=True).value.id


def test_what_the_line_does_not_name_stays(ctx: Context) -> None:
    id_ = entry_with(ctx, "7-8 fix @Website/Backend #bug $")

    changed = amend_entry(ctx, id_, amendment(ctx, "mend #urgent")).value

    with reading(ctx) as read:
        before = read.time_entries.require(id_)
        tags = {tag.name for tag in read.tags.by_ids(changed.tags).values()}
        assert read.projects.require(changed.project or "").name == "Website"
        assert read.tasks.require(changed.task or "").name == "Backend"
    assert before == changed
    assert (changed.description, changed.billable, tags) == ("mend", True, {"bug", "urgent"})


def test_a_span_moves_the_entry(ctx: Context) -> None:
    id_ = entry_with(ctx, "7-8 fix")

    changed = amend_entry(ctx, id_, amendment(ctx, "8-8:30")).value

    assert (changed.started_at, changed.ended_at) == (MORNING - 3600, MORNING - 1800)


def test_another_project_takes_task_and_milestone_off(ctx: Context) -> None:
    id_ = entry_with(ctx, "7-8 fix @Website/Backend")

    changed = amend_entry(ctx, id_, amendment(ctx, "@Other", create_missing=True)).value

    assert changed.task is None
    none = amend_entry(ctx, id_, amendment(ctx, no_project=True)).value
    assert (none.project, none.task) == (None, None)


def test_it_is_one_action(ctx: Context) -> None:
    id_ = entry_with(ctx, "7-8 fix")
    amend_entry(ctx, id_, amendment(ctx, "mend @New/Task #fresh", create_missing=True))

    undo(ctx)

    with reading(ctx) as read:
        assert read.time_entries.require(id_).description == "fix"
        assert (read.projects.all(), read.tasks.all(), read.tags.all()) == ([], [], [])


def test_tags_are_taken_off_by_name(ctx: Context) -> None:
    with unit_of_work(ctx) as work:
        tag = make_tag(ctx, "bug")
        work.tags.save(tag)
    id_ = add_entry(ctx, started_at=MORNING - 3600, ended_at=MORNING, tags=[TagId(tag.id)]).value.id

    assert amend_entry(ctx, id_, amendment(ctx, untag=("BUG",))).value.tags == frozenset()
    with pytest.raises(UnknownName, match="no tag named “nope”"):
        amend_entry(ctx, id_, amendment(ctx, untag=("nope",)))


def test_what_cannot_be_is_refused_and_nothing_changed(ctx: Context) -> None:
    with unit_of_work(ctx) as work:
        work.projects.save(make_project(ctx, "Closed", status="archived"))
    id_ = entry_with(ctx, "7-8 fix")

    with pytest.raises(ProjectClosed):
        amend_entry(ctx, id_, amendment(ctx, "mend @Closed"))
    with pytest.raises(UnknownName):
        amend_entry(ctx, id_, amendment(ctx, "mend @Nowhere"))
    with pytest.raises(RuleBroken, match="end before it starts"):
        amend_entry(ctx, id_, amendment(ctx, fields={"ended_at": MORNING - 9000}))
    with pytest.raises(NotFound):
        amend_entry(ctx, "0195f000-0000-7000-8000-00000000ffff", amendment(ctx, "mend"))
    with reading(ctx) as read:
        assert read.time_entries.require(id_).description == "fix"


def test_entries_are_found_by_either_end_of_their_id(ctx: Context) -> None:
    first, second = entry_with(ctx, "7-8 one"), entry_with(ctx, "8-9 two")
    digits = first.replace("-", "")

    assert [entry.id for entry in entries_with_id(ctx, digits[-8:])] == [first]
    assert [entry.id for entry in entries_with_id(ctx, digits)] == [first]
    assert {entry.id for entry in entries_with_id(ctx, digits[:6])} == {first, second}
    assert entries_with_id(ctx, "ffffffffff") == []


def test_the_newest_entry_is_the_running_one_if_there_is_one(ctx: Context) -> None:
    assert newest_entry(ctx) is None
    closed = entry_with(ctx, "7-8 one")
    found = newest_entry(ctx)
    assert found is not None
    assert found.id == closed
    assert newest_entry(ctx, running=True) is None
    running = entry_with(ctx, "two")
    for only in (False, True):
        found = newest_entry(ctx, running=only)
        assert found is not None
        assert found.id == running
