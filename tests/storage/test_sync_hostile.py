"""What a broken or hostile peer sends is survived: nothing is lost, nothing of others is touched, and it is told."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.entities.base import Kind
from app.storage.columns import id_from_row, id_to_row, layout
from app.storage.consistency import examine_store
from app.storage.unit_of_work import reading, unit_of_work
from sync.engine.lineage import follow
from sync.protocol.change import Change, Value
from sync.protocol.messages import Cursor, ObjectPage, ObjectState, Page
from sync.protocol.version import NONE, Version, pack
from tests.support.store import MORNING, USER, make_entry, make_project
from tests.support.sync_server import WORKSPACE, Device, MemoryServer, own_scope

OTHER = "0195f000-0000-7000-8000-0000000000bb"
MINE = own_scope(USER)
WHOLE: dict[str, Value] = {
    "created_at": MORNING, "span": [MORNING, MORNING + 60, "UTC"], "user": USER.replace("-", ""), "description": "x",
    "project": None, "task": None, "milestone": None, "billable": False, "source": "timer", "external_id": None,
}  # fmt: skip
ENTRY = bytes.fromhex("0195f0000000700080000000000000e1")


@pytest.fixture
def device() -> Any:
    made = Device(MemoryServer(USER, OTHER), 1)
    made.store.follow(made.server.offers())
    yield made
    made.close()


def version(number: int) -> Version:
    return pack(1_000_000 + number, 0, number)


def change(
    number: int, fields: dict[str, Value], *, kind: str = "time_entry", entity: bytes = ENTRY, **more: Any
) -> Change:
    made = Change(
        version(number), kind, entity, fields, {}, "set", version(number), 1, "far", "away", 1, MORNING * 1000
    )
    return replace(made, **more)


def receive(device: Device, *changes: Change, scope: str = MINE) -> Any:
    state = next(state for state in device.store.scopes() if state.offer.scope == scope)
    seq = state.cursor.seq + len(changes)
    chain = follow(state.cursor.chain, [change.version for change in changes])
    return device.store.receive(scope, Page(changes, seq, chain, seq), Cursor("h1", seq, chain))


def stored(device: Device, kind: Kind = Kind.TIME_ENTRY, entity: bytes = ENTRY) -> Any:
    with reading(device.ctx) as read:
        return read.of(kind).stored(entity)


def parked(device: Device) -> list[tuple[str, str, bytes]]:
    with device.ctx.database.reading() as connection:
        return connection.execute("SELECT scope, kind, entity FROM parked").fetchall()


ODD: list[tuple[str, Value]] = [
    ("span", [MORNING + 60, MORNING, "UTC"]), ("span", [1 << 60, None, "UTC"]), ("span", "noon"), ("span", []),
    ("span", [MORNING, None, "Nowhere/City"]), ("span", [MORNING, MORNING + (1 << 34), "UTC"]), ("span", [True, None, "UTC"]),
    ("user", "somebody"), ("user", 5), ("user", None), ("description", 7), ("description", None), ("project", "0195"),
    ("project", ["a"]), ("billable", 1), ("source", None), ("external_id", 3), ("task", USER), ("created_at", "now"),
    ("created_at", 1 << 62), ("tag:zz", True), ("tag:" + "a" * 32, 5), ("milestone", 1.5),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), ODD)
def test_value_no_column_can_hold_is_kept_beside_the_row(
    device: Device, name: str, value: Value, expect_logs: list[str]
) -> None:
    receive(device, change(1, WHOLE))
    receive(device, change(2, {name: value}))

    found = stored(device)
    with reading(device.ctx) as read:
        assert read.time_entries.wire(found)[name] == value
        (entry,) = read.time_entries.all()
        assert (entry.description, entry.started_at) == ("x", MORNING)
    assert found.stamps.of(name) == version(2)
    assert examine_store(device.ctx.database).findings == ()
    known = name in layout(Kind.TIME_ENTRY).fields
    assert [name in record for record in expect_logs] == [True] * known

    # A good value that is newer heals it, whoever gives it.
    if known:
        with unit_of_work(device.ctx) as work:
            work.time_entries.save(replace(entry, description="healed", billable=True, started_at=MORNING + 1))
        receive(device, change(1 << 40, {name: WHOLE[name]}))
        assert stored(device).extra is None
    with reading(device.ctx) as read:
        assert read.time_entries.all()[0].description in ("healed", "x")


@pytest.mark.parametrize(("name", "value"), [pair for pair in ODD if pair[0] in layout(Kind.TIME_ENTRY)._needed])
def test_entity_that_cannot_be_a_row_waits_until_it_can(device: Device, name: str, value: Value) -> None:
    assert receive(device, change(1, {**WHOLE, name: value})).new == 1
    assert stored(device) is None
    assert parked(device) == [(USER.replace("-", ""), "time_entry", ENTRY)]
    assert device.store.digest(MINE)["time_entry"][ENTRY[-1]] != bytes(16)

    receive(device, change(2, {name: WHOLE[name]}))

    assert stored(device).deleted_at is None
    assert parked(device) == []
    assert examine_store(device.ctx.database).findings == ()


def test_edit_of_something_that_has_not_come_is_not_lost(device: Device) -> None:
    receive(device, change(2, {"description": "later"}))
    assert stored(device) is None

    receive(device, change(1, WHOLE))

    with reading(device.ctx) as read:
        assert [entry.description for entry in read.time_entries.all()] == ["later"]
    assert parked(device) == []


def test_other_peoples_scopes_cannot_touch_what_is_mine(device: Device) -> None:
    entry = make_entry(device.ctx, description="mine")
    project = make_project(device.ctx)
    with unit_of_work(device.ctx) as work:
        work.time_entries.save(entry)
        work.projects.save(project)
    late = 1 << 40
    receive(device, change(late, {"description": "hacked"}, entity=id_to_row(entry.id)), scope=own_scope(OTHER))
    receive(device, change(late + 1, {"description": "hacked"}, entity=id_to_row(entry.id)), scope=WORKSPACE)
    receive(
        device,
        change(late + 2, {"name": "hacked"}, kind="project", entity=id_to_row(project.id)),
        scope=own_scope(OTHER),
    )

    with reading(device.ctx) as read:
        assert read.time_entries.require(entry.id).description == "mine"
        assert read.projects.require(project.id).name == project.name
    assert len(parked(device)) == 3


def test_entries_of_others_are_rows_and_their_settings_are_not(device: Device) -> None:
    theirs = OTHER.replace("-", "")
    setting: dict[str, Value] = {"created_at": MORNING, "key": "theme", "value": '"dark"'}
    receive(device, change(1, {**WHOLE, "user": theirs}), scope=own_scope(OTHER))
    receive(device, change(2, setting, kind="setting", entity=bytes(16)), scope=own_scope(OTHER))

    assert stored(device).owner == theirs
    with reading(device.ctx) as read:
        assert read.settings.values() == {}
        entry = read.time_entries.require(id_from_row(ENTRY))
    # What is written to it goes where it came from.
    with unit_of_work(device.ctx) as work:
        work.time_entries.save(replace(entry, description="helped"))
    (pending,) = device.store.pending(own_scope(OTHER), 10)
    assert pending.fields == {"description": "helped"}
    with unit_of_work(device.ctx) as work:
        work.time_entries.delete(entry.id)
    assert [one.op for one in device.store.pending(own_scope(OTHER), 10)] == ["set", "del"]
    assert device.store.pending(MINE, 10) == []


def test_day_that_begins_at_no_time_begins_at_midnight(device: Device, expect_logs: list[str]) -> None:
    from app.storage.catalogue import setting_id

    receive(device, change(1, WHOLE))
    setting: dict[str, Value] = {"created_at": MORNING, "key": "day_starts_at", "value": '"late"'}
    receive(device, change(2, setting, kind="setting", entity=id_to_row(setting_id("day_starts_at"))))
    receive(device, change(3, {"value": "not json"}, kind="setting", entity=id_to_row(setting_id("day_starts_at"))))

    with reading(device.ctx) as read:
        assert read.session.day_starts_at == 0
        assert read.settings.values() == {"day_starts_at": "late"}
    assert len(expect_logs) == 1


def test_another_change_under_my_version_sets_mine_aside(device: Device, expect_logs: list[str]) -> None:
    with unit_of_work(device.ctx) as work:
        work.time_entries.save(make_entry(device.ctx, description="mine"))
    (mine,) = device.store.pending(MINE, 10)
    applied = receive(device, replace(mine, fields={**mine.fields, "description": "forged"}))

    assert (applied.new, applied.confirmed) == (0, 0)
    assert device.store.waiting(MINE).quarantined == 1
    assert "another change" in expect_logs[0]
    with reading(device.ctx) as read:
        assert [entry.description for entry in read.time_entries.all()] == ["mine"]


def test_author_that_is_no_id_and_a_liar_in_a_group_come_out_as_they_went_in(device: Device) -> None:
    first = change(5, WHOLE, group_size=2, wall_ms=-(1 << 63) + 1, offset_ms=(1 << 63) - 1)
    second = change(
        6, {"name": "a"}, kind="mood", entity=bytes(16), group=first.version, group_size=2, device="liar", user="ü" * 200,
        schema=1 << 60, relay="carrier", more={"later": {"deep": [1, None]}},
    )  # fmt: skip
    receive(device, first, second)
    device.store.reread(MINE, "h2")
    device.store.settle(MINE)

    assert list(device.store.pending(MINE, 10)) == [replace_base(first), replace(replace_base(second), relay="")]


def replace_base(made: Change) -> Change:
    """Give a change the base that is written out: NONE for every field it sets."""
    return replace(made, base=dict.fromkeys(made.fields, NONE))


def test_snapshot_with_odd_values_is_survived(device: Device, expect_logs: list[str]) -> None:
    versions = dict.fromkeys(WHOLE, version(1))
    odd = ObjectState("time_entry", ENTRY, {**WHOLE, "billable": "yes"}, versions)
    lacking = ObjectState("time_entry", bytes(16), {"description": "?"}, {"description": version(2)})
    device.store.receive_objects(MINE, ObjectPage([odd, lacking], Cursor("h1", 5, bytes(16)), None))

    assert stored(device).extra == '{"billable": "yes"}'
    assert parked(device) == [(USER.replace("-", ""), "time_entry", bytes(16))]
    assert "billable" in expect_logs[0]
    device.store.reread(MINE, "h2")
    device.store.settle(MINE)
    partial = device.store.pending(MINE, 10)
    assert [(one.partial, one.version) for one in partial] == [(True, version(1)), (True, version(2))]
    assert partial[0].fields["billable"] == "yes"


def test_birth_that_comes_after_the_rest_is_noted(device: Device) -> None:
    receive(device, change(2, {name: value for name, value in WHOLE.items() if name != "created_at"}))
    assert stored(device).created_at == 0

    receive(device, change(1, {"created_at": MORNING}))

    assert stored(device).created_at == MORNING
