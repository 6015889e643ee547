"""A file gets the user of an account: as if recorded by it from the beginning, but for what was shared before."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.entities.base import Kind
from app.domain.ids import UserId
from app.storage.adoption import adopt_user
from app.storage.bodies import with_user
from app.storage.columns import id_to_row
from app.storage.consistency import examine_store
from app.storage.leaving import leave
from app.storage.meta import read_meta
from app.storage.sync_store import SqliteSyncStore
from app.storage.unit_of_work import reading, unit_of_work
from tests.support.everything import fill
from tests.support.store import USER, make_entry
from tests.support.sync_server import WORKSPACE, Device, MemoryServer, contents_of, own_scope, settled

ACCOUNT = "0195f000-0000-7000-8000-0000000000ac"
SECOND = "0195f000-0000-7000-8000-0000000000ad"


def adopted(device: Device, user: str) -> Device:
    """Let a device work for another user, as after opening its store anew."""
    assert adopt_user(device.ctx, user)
    device.ctx = replace(device.ctx, user=UserId(user))
    return linked(device, device.server, user)


def linked(device: Device, server: MemoryServer, user: str) -> Device:
    again = Device.__new__(Device)
    again.ctx, again.server, again.told = device.ctx, server, []
    again.store = SqliteSyncStore(again.ctx, again.told.append)
    other = Device(server, 99, user=user)
    again.line = type(device.line)(server, device.line.who._replace(user=user.replace("-", "")))
    again.rounds = type(device.rounds)(again.store, again.line, other.rounds._clock)
    other.close()
    return again


def users_of(device: Device) -> set[str]:
    with device.ctx.database.reading() as connection:
        kinds = [kind for kind in Kind if kind in _WITH_USER]
        return {
            row[0].hex()
            for kind in kinds
            for row in connection.execute(f'SELECT DISTINCT "user" FROM "{kind}" WHERE "user" IS NOT NULL')
        }


_WITH_USER = (
    Kind.TIME_ENTRY,
    Kind.PLANNED_EVENT,
    Kind.WORK_SLOT,
    Kind.DAY_OVERRIDE,
    Kind.TIME_OFF,
    Kind.RATE,
    Kind.MEMBER,
)


def test_everything_is_the_accounts_as_if_it_had_always_been() -> None:
    server = MemoryServer(ACCOUNT)
    one = Device(server, 1)
    fill(one.ctx)
    with reading(one.ctx) as read:
        total = read.totals.seconds()
        days = [(row.key[0], row.seconds) for row in read.totals.by("day", "user")]
        read.work_slots.all()
    before = contents_of(one)
    one = adopted(one, ACCOUNT)
    other = Device(server, 2, user=ACCOUNT)

    assert not adopt_user(one.ctx, ACCOUNT)
    assert users_of(one) == {ACCOUNT.replace("-", "")}
    assert examine_store(one.ctx.database).findings == ()
    with reading(one.ctx) as read:
        assert read.totals.seconds() == total
        assert [(row.key[0], row.seconds) for row in read.totals.by("day", "user")] == days
        assert {slot.user for slot in read.work_slots.all()} == {ACCOUNT}
        assert read_meta(read.session.connection, "user") == ACCOUNT
    for kind, rows in contents_of(one).items():
        assert [(row[0], row[4]) for row in rows] == [(row[0], row[4]) for row in before[kind]]
    settled(one, other)
    assert contents_of(one) == contents_of(other)
    text = str([logged.change for table in server.tables.values() for logged in table.log])
    assert USER.replace("-", "") not in text
    one.close()
    other.close()


def test_second_link_doubles_nothing_on_the_same_server() -> None:
    server = MemoryServer()
    one, other = Device(server, 1), Device(server, 2)
    fill(one.ctx)
    settled(one, other)
    before, heads = contents_of(one), {scope: table.head for scope, table in server.tables.items()}

    waiting = leave(one.ctx)
    with unit_of_work(one.ctx) as work:
        work.time_entries.save(make_entry(one.ctx, description="alone"))

    assert waiting == sum(heads.values())
    assert one.store.scopes() == []
    settled(one, other)
    assert {scope: table.head for scope, table in server.tables.items()} == {
        WORKSPACE: heads[WORKSPACE], own_scope(USER): heads[own_scope(USER)] + 1,
    }  # fmt: skip
    assert contents_of(one) == contents_of(other)
    assert len(contents_of(one)["time_entry"]) == len(before["time_entry"]) + 1
    one.close()
    other.close()


def test_what_was_shared_moves_to_another_account_by_ordinary_changes() -> None:
    first, second = MemoryServer(USER), MemoryServer(SECOND)
    one = Device(first, 1)
    fill(one.ctx, entries=15)
    settled(one)
    shared = {logged.change.version: logged.change for table in first.tables.values() for logged in table.log}
    leave(one.ctx)
    with unit_of_work(one.ctx) as work:
        work.time_entries.save(make_entry(one.ctx, description="alone"))
    again = linked(adopted(one, SECOND), second, SECOND)
    other = Device(second, 2, user=SECOND)
    settled(again, other)

    assert examine_store(again.ctx.database).findings == ()
    assert contents_of(again) == contents_of(other)
    with reading(other.ctx) as read:
        assert {entry.user for entry in read.time_entries.all()} == {SECOND}
    here = {logged.change.version: logged.change for table in second.tables.values() for logged in table.log}
    # Under one version everybody knows the same.
    for version in shared.keys() & here.keys():
        assert replace(here[version], relay="") == replace(shared[version], relay="")
    assert shared.keys() <= here.keys()
    again.close()
    other.close()


def test_leaving_before_the_history_came_keeps_what_is_known() -> None:
    first, second = MemoryServer(), MemoryServer()
    one, other = Device(first, 1), Device(first, 2)
    fill(one.ctx, entries=10)
    one.sync()
    other.store.follow(first.offers())
    for scope in first.tables:
        other.store.receive_objects(scope, other.line.snapshot(scope, None, None, 1_000))
    known = contents_of(other)
    leave(other.ctx)
    again, third = linked(other, second, USER), Device(second, 3)
    settled(again, third)

    def without_conflicts(device: Device) -> dict[str, Any]:
        return {kind: rows for kind, rows in contents_of(device).items() if kind != "conflict"}

    assert without_conflicts(third) == without_conflicts(again)
    assert without_conflicts(again) == {kind: rows for kind, rows in known.items() if kind != "conflict"}
    for device in (one, again, third):
        device.close()


@pytest.mark.parametrize(
    "body", ['{"description":"0195"}', '{"description":"' + USER.replace("-", "") + '"}', b"\1" * 40]
)
def test_what_names_nobody_is_left_as_it_is(body: str | bytes) -> None:
    assert with_user(body, id_to_row(USER), id_to_row(ACCOUNT)) == body
