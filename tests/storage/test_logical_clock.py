"""The clock of a file is never behind a version it gave out or saw, however it came to know of it."""

from dataclasses import replace

from app.domain.entities.base import Kind
from app.storage.columns import id_to_row
from app.storage.context import Context
from app.storage.logical_clock import last_time
from app.storage.meta import read_all_meta, read_meta
from app.storage.replay import replay_lost_rows
from app.storage.unit_of_work import reading, unit_of_work
from sync.engine.clock import HybridTime
from sync.protocol.messages import Cursor, ObjectPage, ObjectState
from sync.protocol.version import Version, counter_of, ms_of, pack
from tests.storage.test_sync_hostile import ENTRY, MINE, WHOLE, change, receive
from tests.support.store import MORNING, USER, clock_of, make_entry
from tests.support.sync_server import Device, MemoryServer

AHEAD = MORNING * 1000 + 86_400_000


def clock_time(ctx: Context) -> HybridTime:
    with reading(ctx) as read:
        return last_time(read.session.connection, read_all_meta(read.session.connection))


def written(ctx: Context) -> Version:
    """Save an entry; return its version."""
    entry = make_entry(ctx)
    with unit_of_work(ctx) as work:
        work.time_entries.save(entry)
    with reading(ctx) as read:
        stored = read.of(Kind.TIME_ENTRY).stored(id_to_row(entry.id))
    assert stored is not None
    return stored.stamps.of("description")


def test_write_moves_the_clock_and_notes_it_once(ctx: Context) -> None:
    assert clock_time(ctx) == HybridTime(0, 0)
    first, second = written(ctx), written(ctx)
    clock_of(ctx).forward(-60)
    third = written(ctx)

    assert first < second < third
    assert clock_time(ctx) == HybridTime(ms_of(third), counter_of(third)) == HybridTime(MORNING * 1000, 2)
    with reading(ctx) as read:
        assert read_meta(read.session.connection, "hlc_ms") is None


def test_what_came_moves_the_clock_logged_or_not() -> None:
    device = Device(MemoryServer(USER), 1)
    device.store.follow(device.server.offers())
    versions = dict.fromkeys(WHOLE, pack(AHEAD, 3, 1))
    device.store.receive_objects(
        MINE, ObjectPage([ObjectState("time_entry", ENTRY, WHOLE, versions)], Cursor("h1"), None)
    )
    # No change of the log has this version.
    assert written(device.ctx)[:8] == pack(AHEAD, 4, 0)[:8]
    later = change(5, {"description": "far"})
    receive(device, replace(later, version=pack(AHEAD, 9, 1), group=pack(AHEAD, 9, 1)))
    assert written(device.ctx)[:8] == pack(AHEAD, 10, 0)[:8]
    device.close()


def test_clock_is_found_again_by_the_rows_where_the_newest_changes_were_lost(ctx: Context) -> None:
    clock_of(ctx).forward(3_600)
    lost = written(ctx)
    clock_of(ctx).forward(-3_600)
    with ctx.database.transaction() as connection:
        connection.execute("DELETE FROM change")
        replay_lost_rows(connection)

    assert written(ctx) > lost
