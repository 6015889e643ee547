"""Devices and the log between them, in memory: histories on which the laws of merge and conflict are tried.

A replica writes as the store does: versions from its clock, bases from its own state, a deletion named when an entity is
brought back. What it had seen when it wrote is noted beside each change, for the oracles.
"""

import random
from dataclasses import dataclass, field

from sync.engine.clock import START, HybridTime, observe, tick
from sync.engine.conflicts import Conflict, fold
from sync.engine.merge import apply
from sync.engine.stamps import Stamps
from sync.protocol.change import DELETION, Change, Operation, Value
from sync.protocol.version import NONE, Version, pack

State = tuple[dict[str, Value], Stamps]


@dataclass
class Replica:
    """One device: its merged state, what it has seen, what it has not pushed."""

    name: str
    dice: random.Random
    skew_ms: int = 0
    clock: HybridTime = START
    states: dict[bytes, State] = field(default_factory=dict)
    seen: set[Version] = field(default_factory=set)
    pending: list[Change] = field(default_factory=list)
    read: int = 0

    def state(self, entity: bytes) -> State:
        return self.states.get(entity, ({}, Stamps()))

    def write(self, world: "World", entity: bytes, fields: dict[str, Value]) -> None:
        _, stamps = self.state(entity)
        base = {name: stamps.of(name) for name in fields}
        if stamps.deleted and not stamps.alive:
            base[DELETION] = stamps.deleted
        self._record(world, entity, fields, base, "set")

    def delete(self, world: "World", entity: bytes) -> None:
        _, stamps = self.state(entity)
        if stamps.alive:
            self._record(world, entity, {}, dict(stamps.fields), "del")

    def revive(self, world: "World", entity: bytes) -> None:
        values, stamps = self.state(entity)
        if values and not stamps.alive:
            self.write(world, entity, dict(values))

    def receive(self, change: Change) -> None:
        merged = apply(*self.state(change.entity), change)
        self.states[change.entity] = merged.values, merged.stamps
        self.clock = observe(self.clock, change.version)
        self.seen.add(change.version)

    def _record(
        self, world: "World", entity: bytes, fields: dict[str, Value], base: dict[str, Version], op: Operation
    ) -> None:
        self.clock = tick(self.clock, world.wall_ms, self.skew_ms)
        version = pack(*self.clock, self.dice.getrandbits(64))
        change = Change(version, "thing", entity, fields, base, op, version, 1, self.name, "me", 1, world.wall_ms)
        world.had_seen[version] = frozenset(self.seen)
        self.receive(change)
        self.pending.append(change)


@dataclass
class World:
    """Three replicas, the log, and what folding it found."""

    replicas: list[Replica]
    wall_ms: int = 1_000_000
    log: list[Change] = field(default_factory=list)
    states: dict[bytes, State] = field(default_factory=dict)
    conflicts: list[list[Conflict]] = field(default_factory=list)
    had_seen: dict[Version, frozenset[Version]] = field(default_factory=dict)

    def push(self, replica: Replica) -> None:
        for change in replica.pending:
            merged, found = fold(*self.states.get(change.entity, ({}, Stamps())), change)
            self.states[change.entity] = merged.values, merged.stamps
            self.log.append(change)
            self.conflicts.append(found)
        replica.pending = []

    def pull(self, replica: Replica, most: int | None = None) -> None:
        until = len(self.log) if most is None else min(len(self.log), replica.read + most)
        for change in self.log[replica.read : until]:
            replica.receive(change)
        replica.read = until

    def settle(self) -> None:
        for replica in self.replicas:
            self.push(replica)
        for replica in self.replicas:
            self.pull(replica)


@dataclass(frozen=True)
class Step:
    """One thing that happens: what, on which replica, to which entity."""

    what: str
    who: int
    entity: int
    fields: tuple[str, ...] = ()
    value: int = 0


def played(steps: list[Step], seed: int = 0) -> World:
    """Return the world after these steps."""
    dice = random.Random(seed)
    world = World([Replica(name, dice, skew) for name, skew in (("a", 0), ("b", -90_000), ("c", 90_000))])
    for step in steps:
        replica, entity = world.replicas[step.who], bytes([step.entity]) * 16
        if step.what == "write":
            replica.write(world, entity, dict.fromkeys(step.fields, step.value))
        elif step.what == "time":
            world.wall_ms += (step.value - 1) * 40_000
        elif step.what == "push":
            world.push(replica)
        elif step.what == "pull":
            world.pull(replica, step.value + 1)
        else:
            getattr(replica, step.what)(world, entity)
    return world


def naive(changes: list[Change], entity: bytes) -> tuple[dict[str, Value], bool]:
    """Return an entity's values and whether it is alive, from nothing but the set of all its changes."""
    newest: dict[str, tuple[Version, Value]] = {}
    covered: dict[str, Version] = {}
    for change in changes:
        if change.entity != entity:
            continue
        for name, value in change.fields.items():
            if change.version > newest.get(name, (NONE, None))[0]:
                newest[name] = change.version, value
        if change.op == "del":
            for name, seen in change.base.items():
                covered[name] = max(covered.get(name, NONE), seen)
    alive = any(version > covered.get(name, NONE) for name, (version, _) in newest.items())
    return {name: value for name, (_, value) in newest.items()}, alive
