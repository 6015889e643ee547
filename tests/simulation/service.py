"""The server: its workers over one store of logs. What it decides is the product's; here it only holds and hands out."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sync.client.failures import Diverged, ReadOnly, Revoked, ServerFault, TooLarge
from sync.engine.conflict_records import Author
from sync.engine.digest import bucket_of, buckets, of_entity
from sync.engine.stamps import Stamps
from sync.protocol.change import MAX_GROUP
from sync.protocol.messages import (
    Cursor,
    Hello,
    Limits,
    ObjectPage,
    ObjectState,
    Page,
    Push,
    PushAnswer,
    Role,
    ScopeOffer,
)
from sync.server.log import ledger
from sync.server.log.ports import Logged
from tests.simulation.faults import TRANSACTION, CrashPlan, Guarded, ServerCrash
from tests.simulation.memory_log import MemoryTransaction, Table
from tests.simulation.vocabulary import LARGE, SCOPES, USERS, WORKSPACE, own_scope

Grants = dict[tuple[str, str], Role]


# The device that asks, and whose it is.
Caller = Author


@dataclass(slots=True)
class Listeners:
    """Whom the server lets in between: other requests while a worker works, the oracles when it has written."""

    interleave: Callable[[], None]
    written: Callable[[str, Sequence[Logged], str], None]


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup of a server's tables, and of the database beside them if there is one."""

    tables: Mapping[str, Table]
    rows: Any = None


class Service:
    """What answers the requests of devices."""

    def __init__(self, dice: random.Random, limits: Limits, listeners: Listeners) -> None:
        self.limits = limits
        self.now_ms: Callable[[], int] = lambda: 0
        self.tables = {scope: Table(scope, f"{dice.getrandbits(64):016x}") for scope in SCOPES}
        self.grants: Grants = {}
        for user in USERS:
            self.grants[user, WORKSPACE] = self.grants[user, own_scope(user)] = "member"
        self.crash_rate = 0.0
        self._dice = dice
        self._listeners = listeners
        self._locked: set[str] = set()
        self._working: list[CrashPlan] = []

    # Copies of the tables, and going back to one.

    def backup(self) -> Kept:
        return Kept({scope: table.copy() for scope, table in self.tables.items()})

    def restore(self, kept: Kept) -> None:
        """Go on from an earlier copy. Workers that were at something die."""
        for plan in self._working:
            plan.alive = False
        self._locked.clear()
        self.tables = {scope: table.copy() for scope, table in kept.tables.items()}

    # What devices ask.

    def hello(self, caller: Caller) -> Hello:
        offers = [
            ScopeOffer(scope, WORKSPACE, _user_of(scope), table.history, table.head, role)
            for scope, table in self.tables.items()
            if (role := self.grants.get((caller.user, scope)))
        ]
        return Hello("simulated", self.now_ms(), 1, 1, caller.user, caller.device, tuple(offers), self.limits)

    def push(self, caller: Caller, scope: str, push: Push) -> PushAnswer:
        self._admit(caller, scope, write=True)
        if any(LARGE in change.fields.values() for change in push.changes):
            raise TooLarge
        if not self.lock(scope):
            raise ServerFault("the scope is locked for too long")
        plan = CrashPlan(ServerCrash)
        if self._dice.random() < self.crash_rate:
            plan.arm(self._dice, 8)
        self._working.append(plan)
        try:
            return self._fold(caller, self.tables[scope], push, plan)
        finally:
            self._working.remove(plan)
            if plan.alive:
                self._locked.discard(scope)

    def pull(self, caller: Caller, scope: str, cursor: Cursor, limit: int) -> Page:
        table = self._admit(caller, scope)
        _check_lineage(table, cursor)
        following = [one.change for one in table.log[cursor.seq : cursor.seq + limit + MAX_GROUP]]
        end = cursor.seq + ledger.page_end(following, limit)
        changes = tuple(following[: end - cursor.seq])
        return Page(changes, end, table.chain_at(end) or b"", table.head)

    def snapshot(self, caller: Caller, scope: str, at: Cursor | None, after: str | None, limit: int) -> ObjectPage:
        table = self._admit(caller, scope)
        at = at or Cursor(table.history, table.head, table.chain)
        _check_lineage(table, at)
        keys = sorted(key for key in table.entities if after is None or f"{key[0]}/{key[1].hex()}" > after)
        chosen = keys[:limit]
        objects = tuple(_object(table, key) for key in chosen)
        more = f"{chosen[-1][0]}/{chosen[-1][1].hex()}" if len(chosen) == limit else None
        return ObjectPage(objects, at, more)

    def digest(self, caller: Caller, scope: str) -> Mapping[str, Sequence[bytes]]:
        return digest_of_table(self._admit(caller, scope))

    def digest_of(self, caller: Caller, scope: str, kind: str, bucket: int) -> Mapping[bytes, bytes]:
        table = self._admit(caller, scope)
        return {
            entity: of_entity(entity, held.stamps)
            for (one, entity), held in table.entities.items()
            if one == kind and bucket_of(entity) == bucket
        }

    # How it works inside.

    def lock(self, scope: str) -> bool:
        """Take the scope's row for oneself; False where another worker has it."""
        if scope in self._locked:
            return False
        self._locked.add(scope)
        return True

    def committed(self, caller: Caller, scope: str, push: Push, answer: PushAnswer) -> None:
        """Do what else belongs to the moment of a commit."""

    def _fold(self, caller: Caller, table: Table, push: Push, plan: CrashPlan) -> PushAnswer:
        transaction = Guarded(MemoryTransaction(self.tables, table), plan, TRANSACTION)
        try:
            answer = ledger.push(transaction, push, caller, self.limits)
            transaction._port.and_then = lambda: self.committed(caller, table.scope, push, answer)
        except ledger.Diverged as diverged:
            raise Diverged(diverged.history) from None
        except ledger.TooMany:
            raise TooLarge from None
        self._listeners.interleave()
        grown = transaction.commit()
        self._listeners.written(table.scope, grown, caller.device)
        return answer

    def _admit(self, caller: Caller, scope: str, *, write: bool = False) -> Table:
        role = self.grants.get((caller.user, scope))
        if role is None:
            raise Revoked
        if write and role == "viewer":
            raise ReadOnly
        return self.tables[scope]


def digest_of_table(table: Table) -> Mapping[str, Sequence[bytes]]:
    """Return the digest of what a server holds of a scope."""
    by_kind: dict[str, list[tuple[bytes, Stamps]]] = {}
    for (kind, entity), held in table.entities.items():
        by_kind.setdefault(kind, []).append((entity, held.stamps))
    return {kind: buckets(entities) for kind, entities in by_kind.items()}


def _check_lineage(table: Table, cursor: Cursor) -> None:
    try:
        ledger.check_lineage(table, cursor)
    except ledger.Diverged as diverged:
        raise Diverged(diverged.history) from None


def _object(table: Table, key: tuple[str, bytes]) -> ObjectState:
    held = table.entities[key]
    stamps = held.stamps
    return ObjectState(*key, dict(held.values), dict(stamps.fields), dict(stamps.seen), stamps.deleted)


def _user_of(scope: str) -> str | None:
    return scope.partition(".")[2] or None
