"""Scopes of kinds, what waits for an upgrade, and the doctor, salvage, export and restore of a file that is synced."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.entities.base import Kind
from app.storage import columns, records, upgrading
from app.storage.consistency import examine_store, repair_store
from app.storage.derived import rebuild_derived
from app.storage.meta import write_meta
from app.storage.replay import replay_lost_rows
from app.storage.salvage import salvage
from app.storage.scopes import OF_ITS_ENTITY, OF_USER, OF_USER_ALONE, OF_WORKSPACE, becomes_row, owner_of, scope_of
from app.storage.unit_of_work import reading, unit_of_work
from sync.protocol.change import Change
from sync.protocol.messages import Cursor, ObjectPage, ObjectState, Page
from sync.protocol.version import Version, pack
from tests.support.everything import fill
from tests.support.store import DEVICE, MORNING, USER, make_entry
from tests.support.sync_server import WORKSPACE, Device, MemoryServer, contents_of, own_scope, settled

MINE, OWN = own_scope(USER), USER.replace("-", "")


@pytest.fixture
def device() -> Iterator[Device]:
    made = Device(MemoryServer(), 1)
    made.store.follow(made.server.offers())
    yield made
    made.close()


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_one_place(kind: Kind) -> None:
    assert [kind in kinds for kinds in (OF_WORKSPACE, OF_USER, OF_USER_ALONE, OF_ITS_ENTITY)].count(True) == 1
    places = [scope for scope in ("", OWN, "other") if becomes_row(kind, scope, OWN)]
    assert scope_of(kind, OWN) in places
    assert owner_of(kind, scope_of(kind, OWN), OWN) in (None, OWN)


def test_kind_of_a_later_version_is_the_users() -> None:
    assert scope_of("mood", OWN) == OWN
    assert not becomes_row("mood", OWN, OWN)


TAG = bytes(15) + b"t"


def tag_changes() -> list[Change]:
    first = Version(pack(5, 0, 5))
    made = Change(
        first, "tag", TAG, {"created_at": MORNING, "name": "later", "color": ""}, {}, "set", first, 1, "d", "u", 9, 5
    )
    second = Version(pack(6, 0, 6))
    return [
        made,
        replace(made, version=second, group=second, fields={"name": "best"}, base={"name": first}, more={"x": 1}),
    ]


@pytest.fixture
def older(monkeypatch: pytest.MonkeyPatch, device: Device) -> Iterator[pytest.MonkeyPatch]:
    """Let this version know nothing of tags until the patch is undone."""
    with monkeypatch.context() as patch:
        numbers = {name: number for name, number in records._NUMBERS.items() if name != "tag"}
        patch.setattr(records, "_NUMBERS", numbers)
        patch.setattr(upgrading, "KIND_NUMBER", {k: n for k, n in columns.KIND_NUMBER.items() if k is not Kind.TAG})
        device.store.follow(device.server.offers())
        yield patch


def test_unknown_kind_waits_for_the_upgrade_with_all_its_history(device: Device, older: pytest.MonkeyPatch) -> None:
    changes = tag_changes()
    applied = device.store.receive(WORKSPACE, Page(changes[:1], 1, bytes(16), 2), Cursor("h1", 1, bytes(16)))
    assert (applied.new, applied.parked) == (1, 1)
    device.store.receive(WORKSPACE, Page(changes[1:], 2, bytes(16), 2), Cursor("h1", 2, bytes(16)))
    digest = device.store.digest(WORKSPACE)
    assert set(digest) == {"tag"}
    assert list(device.store.digest_of(WORKSPACE, "tag", TAG[-1])) == [TAG]
    assert any("kept aside" in note for note in examine_store(device.ctx.database).notes)
    device.store.reread(WORKSPACE, "h2")
    device.store.settle(WORKSPACE)
    offered = device.store.pending(WORKSPACE, 10)
    assert [(one.kind, one.fields.get("name"), one.more) for one in offered] == [
        ("tag", "later", {}),
        ("tag", "best", {"x": 1}),
    ]
    with reading(device.ctx) as read:
        assert read.tags.all() == []
        assert [
            change.kind for action in read.history.actions() for change in read.history.changes_of(action.number)
        ] == []
        assert read.history.trash() == []

    older.undo()
    device.told.clear()
    device.store.follow(device.server.offers())

    with reading(device.ctx) as read:
        (tag,) = read.tags.all()
        assert tag.name == "best"
        assert [step.fields.get("name") for step in read.history.of(tag.id)] == ["best", "later"]
    assert device.told[0].of(Kind.TAG) == {tag.id}
    assert device.store.digest(WORKSPACE) == digest
    assert device.store.pending(WORKSPACE, 10) == offered
    assert not any("kept aside" in note for note in examine_store(device.ctx.database).notes)
    assert examine_store(device.ctx.database).findings == ()


def test_snapshot_of_an_unknown_kind_is_offered_like_any_other(device: Device, older: pytest.MonkeyPatch) -> None:
    made, edited = tag_changes()
    versions = dict.fromkeys(made.fields, made.version) | {"name": edited.version}
    state = ObjectState("tag", TAG, {**made.fields, **edited.fields}, versions)
    device.store.receive_objects(WORKSPACE, ObjectPage([state, state], Cursor("h1", 2, bytes(16)), None))
    device.store.reread(WORKSPACE, "h2")
    device.store.settle(WORKSPACE)
    assert [(one.version, one.partial, dict(one.fields)) for one in device.store.pending(WORKSPACE, 10)] == [
        (made.version, True, {"created_at": MORNING, "color": ""}), (edited.version, True, {"name": "best"}),
    ]  # fmt: skip


def test_fields_of_a_later_version_survive_edits_here(device: Device) -> None:
    made, _ = tag_changes()
    made = replace(made, fields={**made.fields, "mood": ["happy", 3]})
    device.store.receive(WORKSPACE, Page([made], 1, bytes(16), 1), Cursor("h1", 1, bytes(16)))
    with unit_of_work(device.ctx) as work:
        (tag,) = work.tags.all()
        work.tags.save(replace(tag, color="#fff"))
    with reading(device.ctx) as read:
        stored = read.tags.stored(TAG)
        assert stored is not None
        assert read.tags.wire(stored)["mood"] == ["happy", 3]


def test_doctor_logs_nothing_anew_while_history_is_on_its_way(device: Device) -> None:
    one = Device(device.server, 2)
    fill(one.ctx, entries=5)
    one.sync()
    for scope in (WORKSPACE, MINE):
        device.store.receive_objects(scope, device.line.snapshot(scope, None, None, 1_000))
    assert repair_store(device.ctx).value.ok
    assert device.store.waiting(MINE).pending == 0
    one.close()


def test_salvaged_file_reads_the_server_again_and_is_whole(tmp_path: Path) -> None:
    server = MemoryServer()
    one = Device(server, 1, path=tmp_path / "one.db")
    other = Device(server, 2)
    fill(one.ctx, entries=10)
    settled(one, other)
    with unit_of_work(other.ctx) as work:
        work.time_entries.save(make_entry(other.ctx, description="from over there"))
    settled(other, one)
    with one.ctx.database.transaction() as connection:
        connection.execute("DELETE FROM time_entry WHERE rowid % 2 = 0")
        connection.execute("DELETE FROM change WHERE hex(version) LIKE '%7'")
        connection.execute("UPDATE meta SET value = ? WHERE key = 'user'", (USER,))
    one.close()
    salvage(tmp_path / "one.db", device=DEVICE, now=MORNING)
    again = Device(server, 1, path=tmp_path / "one.db")
    settled(again, other)

    assert contents_of(again) == contents_of(other)
    assert examine_store(again.ctx.database).findings == ()
    heads = [table.head for table in server.tables.values()]
    settled(again, other)
    assert heads == [table.head for table in server.tables.values()]
    again.close()
    other.close()


def test_restored_file_goes_on_from_where_it_was(tmp_path: Path) -> None:
    server = MemoryServer()
    one, other = Device(server, 1, path=tmp_path / "one.db"), Device(server, 2)
    fill(one.ctx, entries=6)
    settled(one, other)
    with unit_of_work(one.ctx) as work:
        work.time_entries.save(make_entry(one.ctx, description="never pushed"))
    one.close()
    shutil.copyfile(tmp_path / "one.db", tmp_path / "backup.db")
    one = Device(server, 1, path=tmp_path / "one.db")
    with unit_of_work(one.ctx) as work:
        work.time_entries.save(make_entry(one.ctx, description="pushed, then lost"))
    settled(one, other)
    one.close()
    restored = Device(server, 3, path=tmp_path / "backup.db")
    settled(restored, other)

    assert contents_of(restored) == contents_of(other)
    with reading(restored.ctx) as read:
        names = [entry.description for entry in read.time_entries.all()]
    assert names.count("never pushed") == names.count("pushed, then lost") == 1
    restored.close()
    other.close()


def test_entries_of_others_are_made_again_as_theirs() -> None:
    other = "0195f000-0000-7000-8000-0000000000bb"
    server = MemoryServer(USER, other)
    mine, theirs = Device(server, 1), Device(server, 2, user=other)
    fill(theirs.ctx, entries=4)
    settled(theirs, mine)
    with mine.ctx.database.transaction() as connection:
        write_meta(connection, "user", USER)
        owners = connection.execute("SELECT id, owner FROM time_entry ORDER BY id").fetchall()
        connection.execute("DELETE FROM time_entry")
        replay_lost_rows(connection)
        rebuild_derived(connection)
        assert connection.execute("SELECT id, owner FROM time_entry ORDER BY id").fetchall() == owners
        assert {row[1] for row in owners} == {other.replace("-", "")}
        assert connection.execute("SELECT count(*) FROM setting").fetchone() == (0,)
    mine.close()
    theirs.close()
