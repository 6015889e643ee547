"""What was recorded here stays one's own to take back, whatever name and user the file gets; and what is not here yet."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.entities.base import Kind
from app.storage.columns import id_to_row
from app.storage.context import Context
from app.storage.leaving import leave
from app.storage.replica import take_device
from app.storage.undo import ChangedSince, HistoryLost, HistoryOnItsWay, NothingToUndo, redo, undo
from app.storage.unit_of_work import reading, unit_of_work
from tests.storage.test_adoption import ACCOUNT, SECOND, adopted
from tests.support.store import USER, make_entry
from tests.support.sync_server import Device, MemoryServer, own_scope, settled


def descriptions(ctx: Context) -> list[str]:
    with reading(ctx) as read:
        return sorted(entry.description for entry in read.time_entries.all())


def renamed(ctx: Context, id_: str, description: str) -> None:
    with unit_of_work(ctx, "edit_entry") as work:
        work.time_entries.save(replace(work.time_entries.require(id_), description=description))


def recorded(ctx: Context, description: str) -> str:
    entry = make_entry(ctx, description=description)
    with unit_of_work(ctx, "add_entry") as work:
        work.time_entries.save(entry)
    return entry.id


def test_new_name_of_the_file_leaves_the_undo_stack_as_it_is(ctx: Context) -> None:
    id_ = recorded(ctx, "first")
    renamed(ctx, id_, "second")
    take_device(ctx, "restored")

    undo(ctx)
    assert descriptions(ctx) == ["first"]
    take_device(ctx, "restored-again")
    redo(ctx)
    assert descriptions(ctx) == ["second"]
    undo(ctx)
    undo(ctx)
    assert descriptions(ctx) == []
    with pytest.raises(NothingToUndo):
        undo(ctx)


def test_creation_under_the_former_name_is_undone_over_own_edits_unasked(ctx: Context) -> None:
    id_ = recorded(ctx, "first")
    with reading(ctx) as read:
        action = read.history.undoable()
    renamed(ctx, id_, "second")
    take_device(ctx, "restored")

    assert action is not None
    undo(ctx, action.number)
    assert descriptions(ctx) == []


def test_what_the_first_copy_does_later_is_anothers() -> None:
    server = MemoryServer()
    one, copy = Device(server, 1), Device(server, 2)
    id_ = recorded(one.ctx, "of both")
    with one.ctx.database.transaction() as source, copy.ctx.database.writing:
        source.execute("COMMIT")
        copy.ctx.database.replace(source, locked=lambda: None)
        source.execute("BEGIN")
    take_device(copy.ctx, copy.line.who.device)
    settled(one, copy)
    renamed(one.ctx, id_, "by the first")
    settled(one, copy)

    assert descriptions(copy.ctx) == ["by the first"]
    with pytest.raises(ChangedSince, match="another device"):
        undo(copy.ctx)
    assert undo(copy.ctx, force=True).value.code == "add_entry"
    one.close()
    copy.close()


@pytest.mark.parametrize("was_shared", [False, True])
def test_everything_can_be_taken_back_after_the_user_of_an_account_was_adopted(was_shared: bool) -> None:
    server = MemoryServer(USER, ACCOUNT, SECOND)
    one = Device(server, 1)
    id_ = recorded(one.ctx, "first")
    renamed(one.ctx, id_, "second")
    undo(one.ctx)
    if was_shared:
        settled(one)
        leave(one.ctx)
    one = adopted(one, ACCOUNT)
    take_device(one.ctx, "given-by-the-server")

    assert redo(one.ctx).value.code == "edit_entry"
    assert descriptions(one.ctx) == ["second"]
    undo(one.ctx)
    assert descriptions(one.ctx) == ["first"]
    undo(one.ctx)
    assert descriptions(one.ctx) == []
    redo(one.ctx)
    with reading(one.ctx) as read:
        (entry,) = read.time_entries.all()
    assert (entry.description, entry.user) == ("first", ACCOUNT)
    one.close()


def copied(other: Device) -> None:
    """Take the snapshots alone."""
    other.store.follow(other.server.offers())
    for scope in other.server.tables:
        other.store.receive_objects(scope, other.line.snapshot(scope, None, None, 1_000))


@pytest.fixture
def pair() -> Any:
    server = MemoryServer()
    made = Device(server, 1), Device(server, 2)
    yield made
    for device in made:
        device.close()


def test_what_was_before_is_said_to_be_on_its_way_until_it_is_here(pair: tuple[Device, Device]) -> None:
    one, other = pair
    id_ = recorded(one.ctx, "first")
    settled(one)
    copied(other)
    renamed(other.ctx, id_, "second")

    with pytest.raises(HistoryOnItsWay, match="still being fetched") as caught:
        undo(other.ctx)
    assert caught.value.code == "history_on_its_way"
    assert descriptions(other.ctx) == ["second"]
    other.store.reread(own_scope(USER), "h1")
    with pytest.raises(HistoryOnItsWay):
        undo(other.ctx)

    settled(one, other)
    undo(other.ctx)
    assert descriptions(other.ctx) == ["first"]


def test_backfill_of_another_scope_brings_nothing(pair: tuple[Device, Device]) -> None:
    one, other = pair
    id_ = recorded(one.ctx, "first")
    settled(one)
    copied(other)
    renamed(other.ctx, id_, "second")
    with other.ctx.database.transaction() as connection:
        connection.execute("UPDATE sync_scope SET backfill = NULL WHERE scope = ?", (own_scope(USER),))

    with pytest.raises(HistoryLost, match="not recorded any more") as caught:
        undo(other.ctx)
    assert caught.value.code == "history_lost"
    with reading(other.ctx) as read:
        assert read.of(Kind.TIME_ENTRY).stored(id_to_row(id_)) is not None
