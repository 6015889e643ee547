"""A world from a seed: devices of two persons, a server, a network, and everything that may happen to them."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from enum import Enum
from typing import TYPE_CHECKING

from sync.client.failures import Failure
from sync.protocol.messages import Cursor, Limits, Push, Role
from sync.server.log.ports import Logged
from tests.simulation.device import Backup, Device, DeviceClock
from tests.simulation.faults import ServerCrash
from tests.simulation.memory_store import MemoryStore
from tests.simulation.mirrored import MirroredService
from tests.simulation.network import Network, Weather
from tests.simulation.oracles_device import check_at_head, check_file, check_round
from tests.simulation.oracles_log import Watch
from tests.simulation.person import Person
from tests.simulation.service import Kept, Listeners, Service
from tests.simulation.sqlite_store import SqliteStore
from tests.simulation.truth import Truth
from tests.simulation.vocabulary import SCOPES, USERS, WORKSPACE

if TYPE_CHECKING:
    from tests.simulation.sql_mirror import SqlMirror

SECOND, DAY = 1_000, 86_400_000
IN_2099 = 2_300_000_000_000
START = 1_790_000_000_000
MAX_DEVICES = 6
_NESTED = 2


class Pace(Enum):
    """What a round was: nothing to do, some more of the time before a snapshot read, or anything else."""

    CALM = 0
    READING = 1
    BUSY = 2


class World:
    """Everything that is, and one step after the other."""

    def __init__(
        self, seed: int, trace: list[str] | None = None, mirror: SqlMirror | None = None, *, real_files: bool = False
    ) -> None:
        self.dice = dice = random.Random(seed)
        self.trace = trace
        # Whether devices of this release keep what they have in the app's own store.
        self.real_files = real_files
        self.now = START
        self.truth = Truth()
        self.watch = Watch(self.truth)
        limits = Limits(changes=dice.choice((6, 12, 40)), page=dice.choice((2, 4, 8, 60)))
        listeners = Listeners(self.interleave, self._written)
        self.service = MirroredService(dice, limits, listeners, mirror) if mirror else Service(dice, limits, listeners)
        self.service.now_ms = lambda: self.now
        self.service.crash_rate = dice.choice((0, 0.03, 0.1))
        self.network = Network(self.service, dice, self.interleave, self.say, Weather.some(dice))
        self.crash_rate = dice.choice((0, 0.1, 0.3))
        self.chatter = dice.choice((0, 0.04, 0.15))
        self.person = Person(dice, limits.changes, self.say)
        self.devices = [self._device(USERS[number % 2 if number else 0]) for number in range(dice.randint(2, 4))]
        self.files: list[tuple[Device, Backup]] = []
        self.backups: list[Kept] = [self.service.backup()]
        self._depth = 0
        self._events = self._odds()

    def step(self) -> None:
        self.now += self.dice.choice((0, 0, 1, 40, SECOND, 60 * SECOND))
        event = self.dice.choices(self._events[0], cum_weights=self._events[1])[0]
        event()

    def say(self, *words: object) -> None:
        if self.trace is not None:
            self.trace.append("  " * self._depth + " ".join(map(str, words)))

    def close(self) -> None:
        """Close every file."""
        for device in self.devices:
            device.store.close()

    def interleave(self) -> None:
        """Let something else happen while a request is under way or a worker works."""
        self.now += self.dice.choice((0, 1, 30, 400))
        if self._depth < _NESTED and self.dice.random() < self.chatter:
            self._depth += 1
            try:
                self.step()
            finally:
                self._depth -= 1

    # --- what may happen

    def _odds(self) -> tuple[list[Callable[[], None]], list[float]]:
        # In some worlds hardly anything lasts: devices come and go, and the server forgets more than it learns.
        fleeting = self.dice.random() < 0.15
        odds: dict[Callable[[], None], float] = {
            self._write: 20 if fleeting else 45,
            self._sync: 36,
            self._cut_off: 3,
            self._set_clock: 2,
            self._copy_file: 3,
            self._restore_file: self.dice.choice((0, 0.7)),
            self._clone: self.dice.choice((0, 0.4)),
            self._backup: 2.5,
            self._restore_server: 4 if fleeting else self.dice.choice((0, 0, 0.8, 2.5)),
            self._join: 3 if fleeting else self.dice.choice((0.5, 0.5, 3)),
            self._leave: 2 if fleeting else self.dice.choice((0, 0.4, 2)),
            self._upgrade: 0.7,
            self._grant: self.dice.choice((0, 1.2)),
            self._tear: 0.7,
        }
        total, cumulated = 0.0, []
        for odd in odds.values():
            total += odd
            cumulated.append(total)
        return list(odds), cumulated

    def _write(self) -> None:
        device = self.dice.choice(self.devices)
        self.person.act(device)

    def _sync(self) -> None:
        device = self.dice.choice(self.devices)
        if not device.busy:
            self.sync(device)

    def sync(self, device: Device) -> Pace:
        """Let a device do a round; returns whether there was anything to do."""
        self.say(device.name, "begins a round")
        report = device.sync(self.dice, self.crash_rate)
        check_file(device, self.truth)
        if report is None:
            self.truth.stats["crash"] += 1
            self.say(device.name, "dies and starts again")
            return Pace.BUSY
        check_round(device, report)
        check_at_head(device, self.service.tables)
        self.truth.stats["round"] += 1
        self.truth.stats["diverged"] += len(report.diverged)
        self.say(device.name, "ends a round:", report)
        if report.failure or report.failures or report.pushed or report.pulled or report.diverged:
            return Pace.BUSY
        if report.unfinished:
            return Pace.READING if report.backfill else Pace.BUSY
        return Pace.CALM

    def _cut_off(self) -> None:
        name = self.dice.choice(self.devices).name
        self.network.cut_off ^= {name}
        self.truth.stats["partition"] += 1
        self.say(name, "is cut off" if name in self.network.cut_off else "has a network again")

    def _set_clock(self) -> None:
        device = self.dice.choice(self.devices)
        choices = (0, 0, 5 * SECOND, -5 * SECOND, 3600 * SECOND, -3600 * SECOND, DAY, -DAY, IN_2099)
        device.clock.skew_ms = self.dice.choice(choices)
        self.truth.stats["clock"] += 1
        self.say(device.name, "has a clock off by", device.clock.skew_ms, "ms")

    def _copy_file(self) -> None:
        device = self.dice.choice(self.devices)
        self.files.append((device, device.backup()))

    def _restore_file(self) -> None:
        if self.files:
            device, backup = self.dice.choice(self.files)
            device.restore(backup)
            self.truth.restores += 1
            self.truth.stats["device restored"] += 1
            self.say(device.name, "goes on from an earlier copy of its file")

    def _clone(self) -> None:
        if len(self.devices) < MAX_DEVICES:
            device = self.dice.choice(self.devices)
            # Some notice that they are a copy and take another name, some go on under the same.
            twin = self._device(device.user, device.name if self.dice.random() < 0.5 else None)
            twin.restore(device.backup())
            self.devices.append(twin)
            self.truth.stats["clone"] += 1
            self.say(twin.name, "goes on from a copy of", device.name)

    def _backup(self) -> None:
        self.backups.append(self.service.backup())

    def _restore_server(self) -> None:
        self.service.restore(self.dice.choice(self.backups))
        self.truth.restores += 1
        self.truth.stats["server restored"] += 1
        self.say("the server goes on from an earlier copy:", [table.head for table in self.service.tables.values()])

    def _join(self) -> None:
        if len(self.devices) < MAX_DEVICES:
            device = self._device(self.dice.choice(USERS))
            self.devices.append(device)
            self.truth.stats["join"] += 1
            self.say(device.name, "is new")

    def _leave(self) -> None:
        device = self.dice.choice(self.devices)
        if len(self.devices) > 1 and not device.busy:
            self.devices.remove(device)
            device.store.close()
            self.files = [(owner, backup) for owner, backup in self.files if owner is not device]
            self.truth.restores += 1
            self.truth.stats["gone"] += 1
            self.say(device.name, "is gone for good")

    def _upgrade(self) -> None:
        device = self.dice.choice(self.devices)
        if device.store.schema == 1 and not device.busy:
            device.store.upgrade(2)
            self.truth.stats["upgrade"] += 1
            self.say(device.name, "is upgraded")

    def _grant(self) -> None:
        user, scope = self.dice.choice(USERS), self.dice.choice((WORKSPACE, *SCOPES))
        roles: tuple[Role | None, ...] = (None, "viewer", "member")
        role = self.dice.choice(roles)
        if role is None:
            self.service.grants.pop((user, scope), None)
        else:
            self.service.grants[user, scope] = role
        self.truth.stats["grant"] += 1
        self.say("user", user[:1], "is now", role, "in", scope[-4:])

    def _tear(self) -> None:
        """Somebody's broken program offers a part of a group."""
        device = self.dice.choice(self.devices)
        scope, shelf = self.dice.choice(list(device.store.shelves.items()) or [(WORKSPACE, None)])
        waiting = shelf.unconfirmed() if shelf else ()
        torn = [change for change in waiting if change.group_size > 1 and change.version != change.group]
        if torn and not self._depth:
            self.say("a broken program offers a part of a group of", device.name)
            self.truth.stats["torn group"] += 1
            push = Push(Cursor(), torn[: self.service.limits.changes])
            with suppress(Failure, ServerCrash):
                self.service.push(device.caller, scope, push)

    # --- inside

    def _device(self, user: str, name: str | None = None) -> Device:
        schema = self.dice.choice((1, 2, 2))
        store = SqliteStore(user, self.dice) if self.real_files and schema == 1 else MemoryStore(schema)
        name = name or f"{'d' * 28}{self.dice.getrandbits(16):04x}"
        clock = DeviceClock(lambda: self.now, self.dice.choice((0, 0, 0, 5 * SECOND, -3600 * SECOND, DAY)))
        device = Device(name, user, store, self.network, self.truth, clock)
        store.follow(self.service.hello(device.caller).scopes)
        return device

    def _written(self, scope: str, grown: Sequence[Logged], brought_by: str) -> None:
        senders = [] if self.network.unheard else [one for one in self.devices if one.name == brought_by and one.busy]
        # A file that was put back meanwhile may not know the scope. Of two copies of one file nobody knows which sent it.
        shelves = [one.store.shelves[scope] for one in senders if scope in one.store.shelves]
        sets = [{version for version, _ in shelf.pending} for shelf in shelves]
        waiting = set.intersection(*sets) if sets else set()
        self.watch.written(self.service.tables[scope], grown, waiting)
