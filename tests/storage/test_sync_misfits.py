"""Where the newest value of a field fits no column, every device shows the same older one, whichever came first."""

import json
from collections.abc import Iterator
from itertools import permutations
from typing import Any

import pytest

from app.domain.entities.base import Kind
from app.storage.columns import layout
from app.storage.consistency import examine_store
from app.storage.replay import replay_lost_rows
from app.storage.unit_of_work import reading, unit_of_work
from sync.protocol.change import Value
from sync.protocol.messages import Cursor, ObjectPage, ObjectState
from tests.storage.test_sync_hostile import ENTRY, MINE, ODD, OTHER, WHOLE, change, parked, receive, stored, version
from tests.support.store import MORNING, USER
from tests.support.sync_server import Device, MemoryServer, contents_of, own_scope

BETTER: dict[str, Value] = {
    "created_at": MORNING + 1, "span": [MORNING, MORNING + 90, "UTC"], "user": OTHER.replace("-", ""),
    "description": "better", "project": ENTRY.hex(), "task": ENTRY.hex(), "milestone": ENTRY.hex(), "billable": True,
    "source": "import", "external_id": "better",
}  # fmt: skip
KNOWN = [pair for pair in ODD if pair[0] in BETTER]


@pytest.fixture
def devices() -> Iterator[list[Device]]:
    made = [Device(MemoryServer(USER, OTHER), number) for number in range(1, 7)]
    for device in made:
        device.store.follow(device.server.offers())
    yield made
    for device in made:
        device.close()


@pytest.mark.parametrize(("name", "value"), KNOWN)
def test_newest_value_that_fits_is_shown_in_any_order(
    devices: list[Device], name: str, value: Value, expect_logs: list[str]
) -> None:
    changes = [change(1, WHOLE), change(2, {name: BETTER[name]}), change(3, {name: value})]
    for device, order in zip(devices, permutations(changes), strict=True):
        for one in order:
            receive(device, one)

    shown = layout(Kind.TIME_ENTRY).taken_in(WHOLE | {name: BETTER[name]}, None)
    assert shown is not None
    for device in devices:
        found = stored(device)
        assert (found.created_at, found.row) == shown[:2]
        assert json.loads(found.extra) == {name: value}
        assert found.stamps.of(name) == version(3)
        assert parked(device) == []
        assert contents_of(device) == contents_of(devices[0])
        assert examine_store(device.ctx.database).findings == ()
    assert all(name in record for record in expect_logs)


def test_row_made_again_from_the_history_shows_the_same(devices: list[Device], expect_logs: list[str]) -> None:
    device = devices[0]
    odd: dict[str, Value] = {"description": 7, "span": "noon", "user": None}
    receive(device, change(1, WHOLE), change(2, {name: BETTER[name] for name in odd}), change(3, odd))
    before = contents_of(device)
    assert expect_logs
    with device.ctx.database.transaction() as connection:
        connection.execute("DELETE FROM time_entry")
        assert replay_lost_rows(connection) == 1

    assert contents_of(device) == before


def test_value_that_stands_in_another_scope_is_not_shown(devices: list[Device], expect_logs: list[str]) -> None:
    device = devices[0]
    receive(device, change(1, WHOLE))
    receive(device, change(2, {"description": "theirs"}), scope=own_scope(OTHER))
    receive(device, change(3, {"description": 7}))

    with reading(device.ctx) as read:
        assert read.time_entries.require(_id()).description == "x"
    assert expect_logs


def test_history_that_follows_a_snapshot_brings_what_is_shown(devices: list[Device], expect_logs: list[str]) -> None:
    device = devices[0]
    versions = dict.fromkeys(WHOLE, version(1)) | {"description": version(2)}
    device.store.receive_objects(
        MINE, ObjectPage([ObjectState("time_entry", ENTRY, {**WHOLE, "description": 7}, versions)], Cursor("h1"), None)
    )
    with reading(device.ctx) as read:
        assert read.time_entries.require(_id()).description == ""
    receive(device, change(1, WHOLE), change(2, {"description": 7}))

    with reading(device.ctx) as read:
        assert read.time_entries.require(_id()).description == "x"
    assert len(expect_logs) == 1


def test_good_value_set_here_counts_again(devices: list[Device], expect_logs: list[str]) -> None:
    device = devices[0]
    receive(device, change(1, WHOLE), change(2, {"description": 7}))
    with unit_of_work(device.ctx) as work:
        found = work.time_entries.stored(ENTRY)
        assert found is not None
        work.time_entries.set_fields(_id(), found, {"description": "mine"})

    assert stored(device).extra is None
    assert expect_logs
    receive(device, change(3, {"description": 8}))
    with reading(device.ctx) as read:
        assert read.time_entries.require(_id()).description == "mine"


def _id() -> Any:
    with_dashes = ENTRY.hex()
    return "-".join(with_dashes[a:b] for a, b in ((0, 8), (8, 12), (12, 16), (16, 20), (20, 32)))
