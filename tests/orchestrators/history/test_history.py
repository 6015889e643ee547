"""Undo, redo, the list of what was done, the trash, and an entry's story."""

import pytest

from app.domain.entities.base import Kind
from app.domain.errors import NotFound
from app.orchestrators.history.history import (
    actions,
    list_trash,
    next_undo,
    redo,
    restore_from_trash,
    story_of,
    undo,
)
from app.orchestrators.time_tracking.entries import delete_entries, edit_entry
from app.orchestrators.time_tracking.timer import start_timer, stop_timer
from app.storage.context import Context
from app.storage.undo import NothingToUndo
from tests.orchestrators.making import running, stored
from tests.support.store import clock_of


def test_there_is_nothing_to_undo_at_first(ctx: Context) -> None:
    assert next_undo(ctx) == (None, None)
    with pytest.raises(NothingToUndo):
        undo(ctx)
    with pytest.raises(NothingToUndo):
        redo(ctx)


def test_actions_are_taken_back_and_done_again_in_turn(ctx: Context) -> None:
    entry = start_timer(ctx, description="mail").value
    clock_of(ctx).forward(60)
    stop_timer(ctx)
    assert [(action.code, action.subject) for action in actions(ctx)] == [
        ("stop_timer", "mail"), ("start_timer", "mail"),
    ]  # fmt: skip

    outcome = undo(ctx)
    assert outcome.value.code == "stop_timer"
    assert outcome.changes.ids == {(Kind.TIME_ENTRY, entry.id)}
    assert running(ctx) == [entry]
    first, again = next_undo(ctx)
    assert first is not None
    assert again is not None
    assert first.code == "start_timer"
    redo(ctx)
    assert stored(ctx, entry).ended_at == entry.started_at + 60


def test_one_action_of_the_past_is_taken_back(ctx: Context) -> None:
    first = start_timer(ctx, description="mail").value
    clock_of(ctx).forward(60)
    stop_timer(ctx)
    edit_entry(ctx, first.id, description="post")
    number = next(action.number for action in actions(ctx) if action.code == "stop_timer")

    undo(ctx, number)

    assert (stored(ctx, first).ended_at, stored(ctx, first).description) == (None, "post")


def test_an_entry_has_a_story(ctx: Context) -> None:
    entry = start_timer(ctx, description="mail").value
    edit_entry(ctx, entry.id, description="post")
    delete_entries(ctx, [entry.id])

    assert [(step.code, step.deleted) for step in story_of(ctx, entry.id)] == [
        ("delete_entries", True), ("edit_entry", False), ("start_timer", False),
    ]  # fmt: skip


def test_what_was_deleted_comes_back_from_the_trash(ctx: Context) -> None:
    entry = start_timer(ctx, description="mail").value
    delete_entries(ctx, [entry.id])
    (item,) = list_trash(ctx)

    assert restore_from_trash(ctx, item.action.number).value == 1
    assert running(ctx) == [entry]
    assert list_trash(ctx) == []
    with pytest.raises(NotFound):
        restore_from_trash(ctx, item.action.number)
