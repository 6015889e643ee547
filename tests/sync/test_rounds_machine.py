"""Rounds and ledger driven at random, against the plainest oracle there is: the set of all changes.

Three devices write, meet the server, lose answers, die, and are restored from backups, as is the server. In the end all
of them meet, and hold what the set of all changes says that any surviving copy ever held.
"""

from collections import Counter
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, precondition, rule

from sync.client import failures
from sync.client.scope_round import Bounds
from sync.client.verifying import verify
from sync.engine.lineage import along
from sync.protocol.change import Change
from sync.protocol.messages import Limits
from sync.protocol.version import Version
from tests.simulation.memory_log import Table
from tests.simulation.memory_store import MemoryStore
from tests.simulation.vocabulary import Write
from tests.support.replicas import naive
from tests.support.sync_pairs import SCOPE, Device, Died, failing, office

WHO = st.integers(0, 2)
ENTITIES = st.integers(1, 3)
NAMES = st.sampled_from(["name", "notes"])
FIELDS = st.dictionaries(NAMES, st.sampled_from(["x", "y", "z"]), min_size=1)
CALLS = st.sampled_from(["hello", "pull", "push", "snapshot"])
SMALL = Bounds(page=2, pages=3, pushes=3, backfill_pages=1)
# Rounds it may take three devices to be equal and quiet, however much they have to offer one another.
MOST_ROUNDS = 200


class SyncMachine(RuleBasedStateMachine):
    """A server, three devices, and backups of all of them."""

    server_backups = Bundle("server_backups")
    device_backups = Bundle("device_backups")

    @initialize()
    def meet(self) -> None:
        self.server, self.devices = office("a", "b", "c", bounds=SMALL)
        self.server.limits = Limits(changes=4, page=3)

    @rule(who=WHO, entity=ENTITIES, fields=FIELDS)
    def write(self, who: int, entity: int, fields: dict[str, str]) -> None:
        self.devices[who].set(entity, **fields)

    @rule(who=WHO, fields=FIELDS)
    def write_a_group(self, who: int, fields: dict[str, str]) -> None:
        self.devices[who].write(*(Write("client", bytes([entity]) * 16, dict(fields)) for entity in (1, 2, 3)))

    @rule(who=WHO, entity=ENTITIES)
    def delete(self, who: int, entity: int) -> None:
        if self.devices[who].values(entity) is not None:
            self.devices[who].delete(entity)

    @rule(who=WHO, hours=st.integers(-30, 30))
    def set_the_clock(self, who: int, hours: int) -> None:
        self.devices[who].clock.skew_ms = hours * 3_600_000

    @rule(who=WHO)
    def sync(self, who: int) -> None:
        report = self.devices[who].sync()
        assert report.failure is None
        assert not report.failures

    @rule(who=WHO, call=CALLS, when=st.sampled_from(["before", "after"]), dies=st.booleans())
    def sync_with_a_lost_answer(self, who: int, call: str, when: str, dies: bool) -> None:
        device = self.devices[who]
        device.line.interfere = failing(call, Died() if dies else failures.Unreachable(), when=when, times=1)
        try:
            device.sync()
        except Died:
            device.rounds = device.opened()
        device.line.interfere = lambda call, when: None

    @rule(target=server_backups)
    def back_the_server_up(self) -> dict[str, Table]:
        return self.server.backup()

    @rule(backup=server_backups)
    def restore_the_server(self, backup: dict[str, Table]) -> None:
        self.server.restore(backup)

    @rule(target=device_backups, who=WHO)
    def back_a_device_up(self, who: int) -> tuple[int, MemoryStore]:
        return who, self.devices[who].store.copy()

    @rule(backup=device_backups)
    def restore_a_device(self, backup: tuple[int, MemoryStore]) -> None:
        who, store = backup
        self.become(who, store.copy())

    @precondition(lambda self: len(self.server.log()) > 3)
    @rule(who=WHO)
    def begin_anew_with_an_empty_device(self, who: int) -> None:
        self.become(who, MemoryStore(2))
        # Linked, but nothing is copied yet.
        self.devices[who].store.follow(self.devices[who].line.hello().scopes)

    def become(self, who: int, store: MemoryStore) -> None:
        device = self.devices[who]
        device.store = store
        device.rounds = device.opened()

    @invariant()
    def the_log_holds_groups_whole_and_originals_once(self) -> None:
        log = self.server.log()
        table = self.server.tables[SCOPE]
        originals = Counter(change.version for change in log if not change.partial)
        members = Counter(change.group for change in log if not change.partial)
        assert set(originals.values()) <= {1}
        assert all(members[change.group] == change.group_size for change in log if not change.partial)
        assert table.chain == along(b"", log)

    def teardown(self) -> None:
        if hasattr(self, "server"):
            held = self.surviving()
            self.settle()
            self.check_against_the_set_of_all_changes(held)

    def surviving(self) -> dict[Version, Change]:
        copies = [self.server.log(), *(list(device.store.shelves[SCOPE].log.values()) for device in self.met())]
        return {change.version: change for copy in copies for change in copy if not change.partial}

    def met(self) -> list[Device]:
        return [device for device in self.devices if SCOPE in device.store.shelves]

    def settle(self) -> None:
        for device in self.devices:
            device.clock.skew_ms = 0
        for _ in range(MOST_ROUNDS):
            reports = [device.sync() for device in self.devices]
            if not any(one.pulled or one.pushed or one.pending or one.unfinished or one.diverged for one in reports):
                return
        raise AssertionError("the devices do not come to rest")

    def check_against_the_set_of_all_changes(self, held: dict[Version, Change]) -> None:
        log = self.server.log()
        assert held.keys() <= {change.version for change in log if not change.partial}
        for entity in {change.entity for change in log}:
            expected: tuple[dict[str, Any], bool] = naive(log, entity)
            kind = next(change.kind for change in log if change.entity == entity)
            for device in self.devices:
                values, stamps = device.store.shelves[SCOPE].entities[kind, entity]
                assert (dict(values), stamps.alive) == expected
        for device in self.devices:
            assert verify(device.store, device.line, SCOPE) == {}
        known = [device.store.shelves[SCOPE].log.keys() for device in self.devices]
        assert all(one == known[0] for one in known)


TestSyncMachine = SyncMachine.TestCase
TestSyncMachine.settings = settings(stateful_step_count=40)
