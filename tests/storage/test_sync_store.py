"""Two devices and a server: whatever is recorded on one is on the other, as if it had been recorded there."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.domain.entities.base import Kind
from app.domain.outcome import Changes
from app.storage.consistency import examine_store
from app.storage.undo import ChangedSince, undo
from app.storage.unit_of_work import reading, unit_of_work
from sync.protocol.messages import Cursor, Page
from tests.support.everything import fill
from tests.support.store import MORNING, USER, clock_of, make_entry, make_project, make_tag
from tests.support.sync_server import WORKSPACE, Device, MemoryServer, contents_of, own_scope, settled

MINE = own_scope(USER)


@pytest.fixture
def pair() -> Iterator[tuple[Device, Device]]:
    server = MemoryServer()
    devices = Device(server, 1), Device(server, 2)
    yield devices
    for device in devices:
        device.close()


def state_of(device: Device, scope: str = MINE) -> Any:
    return next(state for state in device.store.scopes() if state.offer.scope == scope)


def test_everything_of_one_device_is_on_another(pair: tuple[Device, Device]) -> None:
    one, other = pair
    fill(one.ctx)
    settled(one, other)

    assert contents_of(one) == contents_of(other)
    for device in pair:
        assert examine_store(device.ctx.database).findings == ()
        for scope in (WORKSPACE, MINE):
            assert device.store.digest(scope) == device.line.digest(scope)
            assert device.store.waiting(scope).pending == 0
            for kind, buckets in device.line.digest(scope).items():
                bucket = next(at for at, digest in enumerate(buckets) if digest != bytes(16))
                assert device.store.digest_of(scope, kind, bucket) == device.line.digest_of(scope, kind, bucket)


def test_device_that_begins_with_something_of_its_own_reads_the_log(pair: tuple[Device, Device]) -> None:
    one, other = pair
    for device in pair:
        fill(device.ctx, seed=3 if device is one else 4, entries=10)
    settled(one, other)

    assert contents_of(one) == contents_of(other)
    assert state_of(other).copied_at is None


def test_new_device_is_usable_after_the_snapshot_and_fetches_the_history_later(pair: tuple[Device, Device]) -> None:
    one, other = pair
    fill(one.ctx)
    one.sync()
    other.server.limits = replace(other.server.limits, page=7)
    other.store.follow(other.server.offers())
    scope, page = MINE, None
    while page is None or page.after is not None:
        state = state_of(other)
        page = other.line.snapshot(scope, state.copied_at, state.copied_after, 7)
        assert state.phase in ("new", "copying")
        assert other.store.receive_objects(scope, page) == len(page.objects)
    assert state_of(other).phase == "following"
    assert state_of(other).backfill == Cursor("h1")
    report = examine_store(other.ctx.database)
    assert report.ok
    assert "the history is still being fetched from the server" in report.notes
    for _ in range(20):
        other.sync()

    assert state_of(other).backfill is None
    assert contents_of(one) == contents_of(other)
    with reading(one.ctx) as read, reading(other.ctx) as reread:
        for entry in read.time_entries.all():
            assert [step[4:] for step in read.history.of(entry.id)] == [
                step[4:] for step in reread.history.of(entry.id)
            ]


def test_what_came_is_told_and_shown_at_once(pair: tuple[Device, Device]) -> None:
    one, other = pair
    settled(one, other)
    project = make_project(one.ctx)
    with unit_of_work(one.ctx) as work:
        work.projects.save(project)
    with reading(other.ctx) as read:
        assert read.projects.all() == []
    other.told.clear()
    settled(one, other)

    with reading(other.ctx) as read:
        assert read.projects.all() == [project]
    assert other.told[0].of(Kind.PROJECT) == {project.id}
    assert not any(changes.everything for changes in other.told)
    entries = [make_entry(one.ctx, MORNING + at) for at in range(250)]
    with unit_of_work(one.ctx) as work:
        work.time_entries.save_all(entries)
    other.told.clear()
    settled(one, other)
    assert any(changes.everything for changes in other.told)


def test_story_of_an_entity_names_devices_and_authors(pair: tuple[Device, Device]) -> None:
    one, other = pair
    entry = make_entry(one.ctx)
    with unit_of_work(one.ctx, "add") as work:
        work.time_entries.save(entry)
    settled(one, other)
    clock_of(other.ctx).forward(60)
    with unit_of_work(other.ctx, "edit") as work:
        work.time_entries.save(replace(entry, description="typed over there"))
    settled(other, one)

    with reading(one.ctx) as read:
        story = read.history.of(entry.id)
    assert [(step.code, step.device, step.user, step.at) for step in story] == [
        ("sync", other.line.who.device, USER, MORNING + 60), ("add", one.line.who.device, USER, MORNING),
    ]  # fmt: skip


def test_undo_never_takes_back_what_another_device_did_unless_asked(pair: tuple[Device, Device]) -> None:
    one, other = pair
    entry = make_entry(one.ctx)
    with unit_of_work(one.ctx, "add") as work:
        work.time_entries.save(entry)
    with unit_of_work(one.ctx, "edit") as work:
        work.time_entries.save(replace(entry, description="here"))
    settled(one, other)
    with unit_of_work(other.ctx, "edit") as work:
        work.time_entries.save(replace(entry, description="there"))
    settled(other, one)

    with reading(one.ctx) as read:
        undoable = read.history.undoable()
    assert undoable is not None
    assert undoable.code == "edit"
    with pytest.raises(ChangedSince):
        undo(one.ctx)
    undo(one.ctx, force=True)
    settled(one, other)
    with reading(other.ctx) as read:
        assert read.time_entries.require(entry.id).description == ""
    # The other one has nothing of its own to take back but its edit.
    with pytest.raises(ChangedSince):
        undo(other.ctx)


def test_what_the_server_refuses_is_set_aside_and_the_rest_flows(pair: tuple[Device, Device]) -> None:
    one, other = pair
    bad, with_it, good = (make_entry(one.ctx, description=text) for text in ("bad", "with it", "good"))
    with unit_of_work(one.ctx) as work:
        work.time_entries.save_all([bad, with_it])
    with unit_of_work(one.ctx) as work:
        work.time_entries.save(good)
    one.server.refuse = {bytes.fromhex(bad.id.replace("-", "")): "too_large"}
    settled(one, other)

    with reading(other.ctx) as read:
        assert [entry.description for entry in read.time_entries.all()] == ["good"]
    assert (one.store.waiting(MINE).pending, one.store.waiting(MINE).quarantined) == (0, 2)


def test_actions_of_two_scopes_are_two_groups_and_one_undo(pair: tuple[Device, Device]) -> None:
    one, other = pair
    tag, project = make_tag(one.ctx), make_project(one.ctx)
    with unit_of_work(one.ctx, "both") as work:
        work.tags.save(tag)
        work.time_entries.save(make_entry(one.ctx))
        work.projects.save(project)
    one.store.follow(one.server.offers())

    assert [(c.kind, c.group_size) for c in one.store.pending(WORKSPACE, 10)] == [("tag", 2), ("project", 2)]
    assert [(c.kind, c.group_size) for c in one.store.pending(MINE, 10)] == [("time_entry", 1)]
    settled(one, other)
    undo(one.ctx)
    settled(one, other)
    with reading(other.ctx) as read:
        assert (read.tags.all(), read.projects.all(), read.time_entries.all()) == ([], [], [])


def test_groups_are_handed_out_whole_and_in_order(pair: tuple[Device, Device]) -> None:
    one, _ = pair
    one.store.follow(one.server.offers())
    for size in (3, 1, 4, 2):
        with unit_of_work(one.ctx) as work:
            work.time_entries.save_all([make_entry(one.ctx) for _ in range(size)])

    def sizes(limit: int) -> list[int]:
        pending = one.store.pending(MINE, limit)
        groups = [change.group for change in pending]
        assert groups == sorted(groups)
        return [groups.count(group) for group in sorted(set(groups))]

    assert [sizes(limit) for limit in (1, 3, 4, 7, 8, 100)] == [[3], [3], [3, 1], [3, 1], [3, 1, 4], [3, 1, 4, 2]]
    first = one.store.pending(MINE, 3)
    one.store.acknowledge(MINE, [change.version for change in first[:2]])
    # As long as one of a group waits, all of it is offered.
    assert sizes(4) == [3, 1]
    one.store.acknowledge(MINE, [change.version for change in first])
    assert sizes(4) == [1]
    assert one.store.settle(MINE) == 3
    assert sizes(3) == [3]


def test_scope_that_is_taken_away_keeps_everything_and_is_offered_again(pair: tuple[Device, Device]) -> None:
    one, other = pair
    fill(one.ctx, entries=5)
    settled(one, other)
    one.server.hidden = {MINE}
    with unit_of_work(one.ctx) as work:
        work.time_entries.save(make_entry(one.ctx, description="meanwhile"))
    one.sync()
    assert state_of(one).phase == "revoked"
    assert one.store.waiting(MINE).pending == 1
    before = contents_of(one)

    # Meanwhile the server lost the half of it.
    table = one.server.tables[MINE]
    one.server.tables[MINE] = type(table)(MINE, "h2")
    one.server.hidden = set()
    settled(one, other, one)

    assert contents_of(one) == before == contents_of(other)
    assert one.store.digest(MINE) == one.line.digest(MINE)
    assert len(one.server.tables[MINE].log) == len({logged.change.version for logged in one.server.tables[MINE].log})


def test_snapshot_without_its_history_is_offered_as_partial_changes(pair: tuple[Device, Device]) -> None:
    one, other = pair
    fill(one.ctx, entries=12)
    one.sync()
    other.store.follow(other.server.offers())
    for scope in (WORKSPACE, MINE):
        other.store.receive_objects(scope, other.line.snapshot(scope, None, None, 1_000))
    known = {scope: other.store.digest(scope) for scope in (WORKSPACE, MINE)}
    # The server is lost before the history came, and so is the first device.
    for scope in (WORKSPACE, MINE):
        other.server.tables[scope] = type(other.server.tables[scope])(scope, "h2")
    settled(other)

    for scope in (WORKSPACE, MINE):
        assert other.store.digest(scope) == known[scope]
        digest = {kind: buckets for kind, buckets in other.line.digest(scope).items() if kind != "conflict"}
        assert digest == {kind: buckets for kind, buckets in known[scope].items() if kind != "conflict"}
        assert all(
            logged.change.partial for logged in other.server.tables[scope].log if logged.change.kind != "conflict"
        )
    # The first one turns up again with the originals, which take their place everywhere.
    settled(one, other, one)
    assert contents_of(one) == contents_of(other)
    with other.ctx.database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM change WHERE more ->> '$.p' = 1").fetchone() == (0,)
        assert connection.execute(
            "SELECT count(*) FROM action WHERE number NOT IN (SELECT action FROM change)"
        ).fetchone() == (0,)


def test_a_page_taken_twice_changes_nothing(pair: tuple[Device, Device]) -> None:
    one, other = pair
    fill(one.ctx, entries=8)
    settled(one, other)
    before = contents_of(other)
    told = len(other.told)
    for scope in (WORKSPACE, MINE):
        page = other.line.pull(scope, Cursor(), 2_000)
        applied = other.store.receive(scope, page, Cursor("h1", page.next, page.chain))
        assert (applied.new, applied.confirmed, applied.parked) == (0, 0, 0)
    assert contents_of(other) == before
    assert len(other.told) == told


def test_offset_is_used_from_the_next_write_on(pair: tuple[Device, Device]) -> None:
    one, _ = pair
    one.store.follow(one.server.offers())
    one.store.learn_offset(90_000)
    one.store.learn_offset(90_000)
    with unit_of_work(one.ctx) as work:
        work.time_entries.save(make_entry(one.ctx))
    (change,) = one.store.pending(MINE, 1)
    assert (change.offset_ms, change.wall_ms) == (90_000, MORNING * 1000)
    assert int.from_bytes(change.version[:6], "big") == MORNING * 1000 + 90_000


def test_only_the_workspace_of_the_file_is_followed(pair: tuple[Device, Device]) -> None:
    one, _ = pair
    mine = one.server.offers()
    other = replace(mine[0], scope="elsewhere", workspace="elsewhere")
    one.store.follow(mine)
    one.store.follow([other, *mine])
    assert {state.offer.scope for state in one.store.scopes()} == {WORKSPACE, MINE}
    with pytest.raises(LookupError):
        one.store.pending("elsewhere", 1)


def test_a_failure_at_any_statement_leaves_everything_as_it_was(tmp_path: Path) -> None:
    server = MemoryServer()
    one = Device(server, 1)
    fill(one.ctx, entries=6)
    one.sync()
    target = Device(server, 2, path=tmp_path / "target.db")
    target.store.follow(server.offers())
    with unit_of_work(target.ctx) as work:
        work.time_entries.save(make_entry(target.ctx))
    pages: list[Page] = [target.line.pull(scope, Cursor(), 9) for scope in (WORKSPACE, MINE)]
    failures = 0
    for scope, page in zip((WORKSPACE, MINE), pages, strict=True):
        cursor = Cursor("h1", page.next, page.chain)
        at = 0
        while True:
            before = dump(target)
            if not fails_at(
                target, at, lambda scope=scope, page=page, cursor=cursor: target.store.receive(scope, page, cursor)
            ):
                break
            assert dump(target) == before
            at += 1
            failures += 1
    assert failures > 30
    assert examine_store(target.ctx.database).findings == ()
    one.close()
    target.close()


def dump(device: Device) -> list[str]:
    with device.ctx.database.transaction() as connection:
        return list(connection.iterdump())


def fails_at(device: Device, at: int, act: Any) -> bool:
    """Run something whose statement number ``at`` fails; returns False when it ends before."""
    connection = device.ctx.database._writer
    count, broken = 0, False

    def trace(_statement: str) -> None:
        nonlocal count
        count += 1

    def progress() -> int:
        # Once: the rollback must not fail as well.
        nonlocal broken
        if count <= at or broken:
            return 0
        broken = True
        return 1

    connection.set_trace_callback(trace)
    connection.set_progress_handler(progress, 1)
    try:
        act()
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT
    finally:
        connection.set_progress_handler(None, 1)
        connection.set_trace_callback(None)
    return False


def test_nobody_is_told_of_what_was_rolled_back(pair: tuple[Device, Device]) -> None:
    one, other = pair
    with unit_of_work(one.ctx) as work:
        work.tags.save(make_tag(one.ctx))
    one.sync()
    other.store.follow(other.server.offers())
    page = other.line.pull(WORKSPACE, Cursor(), 10)
    other.told.clear()
    assert fails_at(other, 6, lambda: other.store.receive(WORKSPACE, page, Cursor("h1", page.next, page.chain)))
    assert other.told == []
    other.store.receive(WORKSPACE, page, Cursor("h1", page.next, page.chain))
    assert [changes.touches(Kind.TAG) for changes in other.told] == [True]
    assert isinstance(other.told[0], Changes)
