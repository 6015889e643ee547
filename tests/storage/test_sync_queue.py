"""The queue for people: what waits, what was set aside and why, and letting one of it go."""

from collections.abc import Iterator

import pytest

from app.storage import sync_queue
from app.storage.unit_of_work import unit_of_work
from sync.protocol.messages import Cursor, Push
from tests.support.store import MORNING, USER, clock_of, make_entry
from tests.support.sync_server import Device, MemoryServer, own_scope, settled

MINE = own_scope(USER)


@pytest.fixture
def device() -> Iterator[Device]:
    made = Device(MemoryServer(), 1)
    made.store.follow(made.server.offers())
    for count in (2, 1):
        with unit_of_work(made.ctx, "add", f"{count} entries") as work:
            work.time_entries.save_all([make_entry(made.ctx) for _ in range(count)])
        clock_of(made.ctx).forward(60)
    yield made
    made.close()


def listing(device: Device) -> list[tuple[str, int, str | None]]:
    with device.ctx.database.reading() as connection:
        return [(one.subject, one.at, one.reason) for one in sync_queue.listing(connection, 10)]


def counts(device: Device) -> tuple[int, int | None, int]:
    with device.ctx.database.reading() as connection:
        return sync_queue.counts(connection)


def test_what_waits_is_listed_since_when_it_waits(device: Device) -> None:
    two, one = ("2 entries", MORNING, None), ("1 entries", MORNING + 60, None)
    assert listing(device) == [two, two, one]
    assert counts(device) == (3, MORNING, 0)
    settled(device)
    assert (listing(device), counts(device)) == ([], (0, None, 0))


def test_one_is_held_back_with_its_action_and_let_go_again(device: Device) -> None:
    version = device.store.pending(MINE, 1)[1].version.hex()
    with device.ctx.database.transaction() as connection:
        assert sync_queue.hold_back(connection, version, MORNING + 200) == 2
        assert sync_queue.hold_back(connection, version, MORNING + 200) == 0
    aside = ("2 entries", MORNING, sync_queue.BY_HAND)
    assert listing(device) == [aside, aside, ("1 entries", MORNING + 60, None)]
    assert counts(device) == (1, MORNING + 60, 2)
    settled(device)
    assert counts(device) == (0, None, 2)

    with device.ctx.database.transaction() as connection:
        assert len(sync_queue.records(connection)) == 2
        assert sync_queue.let_go(connection, version) == 2
        assert sync_queue.let_go(connection, version) == 0
    settled(device)
    assert (listing(device), counts(device)) == ([], (0, None, 0))
    assert len(device.server.tables[MINE].log) == 3


def test_what_came_back_after_all_is_set_aside_no_longer(device: Device) -> None:
    pending = device.store.pending(MINE, 10)
    device.line.push(MINE, Push(Cursor(), pending))
    device.store.quarantine(MINE, {pending[0].version: "malformed"})
    assert counts(device) == (1, MORNING + 60, 2)
    settled(device)
    assert (listing(device), counts(device)) == ([], (0, None, 0))
