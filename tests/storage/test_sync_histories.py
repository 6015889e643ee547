"""Random histories of several devices: whatever the order of edits, exchanges and failures, all end equal and whole."""

import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.entities.base import Kind
from app.storage.consistency import examine_store
from app.storage.unit_of_work import reading
from sync.engine.merge import apply
from sync.engine.stamps import Stamps
from sync.protocol.change import Change, Value
from sync.protocol.messages import Cursor, ObjectPage, ObjectState, Page
from tests.storage.test_log_folds_to_the_store import act
from tests.support.store import USER
from tests.support.sync_server import WORKSPACE, Device, MemoryServer, contents_of, own_scope, settled

# Conflicts are made by a server; everything else by people.
KINDS = [kind for kind in Kind if kind not in (Kind.CONFLICT, Kind.MEMBER)]
SCOPES = (WORKSPACE, own_scope(USER))
WRITES = ["add", "change", "change", "delete", "undo", "redo", "restore"]
STEPS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from([*WRITES, "sync", "sync", "sync", "backup server", "restore server"]),
        st.sampled_from([Kind.TIME_ENTRY, Kind.PROJECT, Kind.TIME_ENTRY, *KINDS]),
        st.integers(0, 1 << 20),
    ),
    max_size=30,
)
Known = dict[Any, list[str]]


class World:
    """Three devices of one person and their server; everybody knows of the same ids."""

    def __init__(self) -> None:
        self.server = MemoryServer()
        self.devices = [Device(self.server, number) for number in (1, 2, 3)]
        self.known: Known = {}
        self._backup = self.server.backup()

    def step(self, who: int, what: str, kind: Kind, seed: int) -> None:
        device = self.devices[who]
        if what == "sync":
            device.sync()
        elif what == "backup server":
            self._backup = self.server.backup()
        elif what == "restore server":
            self.server.tables = {scope: table.copy() for scope, table in self._backup.items()}
        else:
            act(device.ctx, what, kind, seed, self.known)

    def check(self) -> None:
        settled(*self.devices, *self.devices)
        for device in self.devices:
            assert examine_store(device.ctx.database).findings == ()
            assert contents_of(device) == contents_of(self.devices[0])
            for scope in SCOPES:
                assert device.store.digest(scope) == device.line.digest(scope)
                assert device.store.waiting(scope).pending == 0
                assert device.store.waiting(scope).quarantined == 0
                state = next(state for state in device.store.scopes() if state.offer.scope == scope)
                assert (state.phase, state.backfill) == ("following", None)

    def close(self) -> None:
        for device in self.devices:
            device.close()


@settings(max_examples=40)
@given(STEPS)
def test_devices_and_server_end_equal(steps: list[tuple[int, str, Kind, int]]) -> None:
    world = World()
    for step in steps:
        world.step(*step)
    world.check()
    world.close()


def changes_of_somebody(seed: int) -> list[Change]:
    """Return what two devices of a person wrote, as a server has it, and the conflicts it found."""
    world, dice = World(), random.Random(seed)
    for _ in range(25):
        what = dice.choice([*WRITES, "sync"])
        world.step(dice.randrange(2), what, dice.choice([Kind.TIME_ENTRY, *KINDS]), dice.randrange(1 << 20))
    settled(*world.devices)
    changes = [one.change for one in world.server.tables[own_scope(USER)].log]
    world.close()
    return changes


def naive(changes: list[Change]) -> dict[tuple[str, bytes], tuple[dict[str, Value], Stamps]]:
    """Fold changes as the law says, with nothing else in mind."""
    states: dict[tuple[str, bytes], tuple[dict[str, Value], Stamps]] = {}
    for change in changes:
        key = change.kind, change.entity
        merged = apply(*states.get(key, ({}, Stamps())), change)
        states[key] = merged.values, merged.stamps
    return states


@settings(max_examples=30)
@given(st.integers(0, 40), st.randoms(use_true_random=False), st.booleans())
def test_changes_in_any_order_and_any_batches_give_what_the_law_says(
    seed: int, dice: Any, snapshot_first: bool
) -> None:
    changes = changes_of_somebody(seed)
    expected = naive(changes)
    shuffled = changes + dice.sample(changes, len(changes) // 3)
    dice.shuffle(shuffled)
    device = Device(MemoryServer(), 9)
    device.store.follow(device.server.offers())
    scope = own_scope(USER)
    if snapshot_first and expected:
        some = dice.sample(list(expected), len(expected) // 2)
        for key in some:
            values, stamps = expected[key]
            state = ObjectState(key[0], key[1], values, stamps.fields, stamps.seen, stamps.deleted)
            device.store.receive_objects(scope, ObjectPage([state], Cursor("h1", 10_000, bytes(16)), "more"))
    at = 0
    while at < len(shuffled):
        size = dice.randint(1, 12)
        part = shuffled[at : at + size]
        at += len(part)
        device.store.receive(scope, Page(part, at, bytes(16), len(shuffled)), Cursor("h1", at, bytes(16)))

    assert examine_store(device.ctx.database).findings == ()
    with reading(device.ctx) as read:
        for (kind, entity), (values, stamps) in expected.items():
            stored = read.of(Kind(kind)).stored(entity)
            assert stored is not None
            assert stored.stamps == stamps
            assert (stored.deleted_at is None) == stamps.alive
            held = read.of(Kind(kind)).wire(stored)
            assert {name: held.get(name) for name in stamps.fields} == {name: values[name] for name in stamps.fields}
        logged = {row[0] for row in read.session.connection.execute("SELECT version FROM change WHERE state = 2")}
    assert logged == {change.version for change in changes}
    device.close()
