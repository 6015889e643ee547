"""One device: a process over a file. The file outlives the process; what the process remembers does not."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sync.client.report import RoundReport
from sync.client.rounds import Rounds
from sync.client.scope_round import Bounds
from sync.protocol.change import Change
from sync.protocol.version import Version
from tests.simulation.faults import STORE, TRANSPORT, Crash, CrashPlan, Guarded
from tests.simulation.memory_store import MemoryStore
from tests.simulation.network import Line, Network
from tests.simulation.service import Caller
from tests.simulation.sqlite_store import SqliteCopy, SqliteStore
from tests.simulation.truth import Broken, Truth
from tests.simulation.vocabulary import Write, is_large

File = MemoryStore | SqliteStore
BOUNDS = Bounds(pages=12, pushes=12, backfill_pages=2, divergences=2)


@dataclass(slots=True)
class DeviceClock:
    """The machine's clock, wrong by ``skew_ms``; the monotonic one is the world's own."""

    now: Callable[[], int]
    skew_ms: int = 0

    def now_ms(self) -> int:
        return self.now() + self.skew_ms

    def monotonic_ms(self) -> int:
        return self.now()


@dataclass(frozen=True, slots=True)
class Backup:
    """An earlier copy of a device's file, and what was in it."""

    store: MemoryStore | SqliteCopy
    written: frozenset[tuple[str, Version]]


class Device:
    """A person's device: they write whether it is connected or not; a round may end at any of its calls."""

    def __init__(self, name: str, user: str, store: File, network: Network, truth: Truth, clock: DeviceClock) -> None:
        self.name, self.user, self.store, self.clock = name, user, store, clock
        self.busy = False
        # What was written in this file, for the oracle that nothing of it is ever lost.
        self.written: frozenset[tuple[str, Version]] = frozenset()
        # How many originals of each scope's log the oracles have looked at.
        self.checked: dict[str, int] = {}
        self._network, self._truth = network, truth
        self._plan = CrashPlan()
        self._rounds = self._started()

    def sync(self, dice: random.Random, crash_rate: float) -> RoundReport | None:
        """Do a round; None when the process died in it and was started again."""
        self.busy = True
        if dice.random() < crash_rate:
            self._plan.arm(dice, 30)
        try:
            return self._rounds.run()
        except Crash:
            self.restart()
            return None
        finally:
            self._plan.disarm()
            self.busy = False

    def restart(self, bounds: Bounds = BOUNDS) -> None:
        """Let the process end wherever it is and begin again on what the file holds."""
        self._plan.alive = False
        self._plan = CrashPlan()
        self._rounds = self._started(bounds)

    def write(self, scope: str, writes: Sequence[Write], dice: random.Random) -> None:
        shelf = self.store.shelves[scope]
        heard = []
        for write in writes:
            key = write.kind, write.entity
            versions = {version for version, _ in shelf.about.get(key, ())}
            if key in shelf.entities:
                stamps = shelf.entities[key][1]
                versions.update(stamps.fields.values(), (stamps.deleted,) if stamps.deleted else ())
            heard.append(frozenset(versions))
        changes = self.store.write(scope, writes, wall_ms=self.clock.now_ms(), dice=dice, who=(self.name, self.user))
        self._truth.wrote(changes, heard)
        self._check_said(writes, changes)
        self.written |= {(scope, change.version) for change in changes}

    def _check_said(self, writes: Sequence[Write], changes: Sequence[Change]) -> None:
        """A change names what its author set and nothing else, least of all fields their release does not know."""
        for write, change in zip(writes, changes, strict=True):
            if change.fields != write.fields:
                raise Broken("erased", f"{self.name} set {sorted(write.fields)} and logged {sorted(change.fields)}")
            if is_large(write):
                self._truth.too_large.update(one.version for one in changes)

    def backup(self) -> Backup:
        return Backup(self.store.copy(), self.written)

    def restore(self, backup: Backup) -> None:
        """Go on from an earlier copy of the file, with the program as it is installed now."""
        schema = self.store.schema
        self.store.close()
        self.store, self.written = backup.store.copy(), backup.written
        if schema > self.store.schema:
            self.store.upgrade(schema)
        self.checked = {}
        self.restart()

    @property
    def caller(self) -> Caller:
        return Caller(self.name, self.user)

    def _started(self, bounds: Bounds = BOUNDS) -> Rounds:
        store = Guarded(self.store, self._plan, STORE)
        line = Guarded(Line(self._network, self.caller), self._plan, TRANSPORT)
        return Rounds(store, line, self.clock, bounds=bounds)
