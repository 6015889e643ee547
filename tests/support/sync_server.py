"""A server in memory over the product's own ledger, and devices that talk to it: for tests of a store, without faults."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.entities.base import Kind
from app.domain.ids import UserId
from app.domain.outcome import Changes
from app.storage.sync_store import SqliteSyncStore
from app.storage.unit_of_work import Repositories, reading
from sync.client.failures import Diverged
from sync.client.report import RoundReport
from sync.client.rounds import Rounds
from sync.engine.conflict_records import Author
from sync.engine.digest import bucket_of, buckets, of_entity
from sync.engine.stamps import Stamps
from sync.protocol.change import MAX_GROUP, from_wire, to_wire
from sync.protocol.messages import Cursor, Hello, Limits, ObjectPage, ObjectState, Page, Push, PushAnswer, ScopeOffer
from sync.server.log import ledger
from tests.simulation.memory_log import MemoryTransaction, Table
from tests.support.store import USER, clock_of, make_context

if TYPE_CHECKING:
    from pathlib import Path

    from app.storage.context import Context

WORKSPACE = "0195f0000000700080000000000000ff"


def own_scope(user: str) -> str:
    return f"{WORKSPACE}.{user.replace('-', '')}"


class MemoryServer:
    """Logs by scope, and who may follow which."""

    def __init__(self, *users: str, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.users = users or (USER,)
        self.tables = {scope: Table(scope, "h1") for scope in (WORKSPACE, *map(own_scope, self.users))}
        self.refuse: dict[bytes, str] = {}
        self.hidden: set[str] = set()
        self.now_ms = 0

    def backup(self) -> dict[str, Table]:
        return {scope: table.copy() for scope, table in self.tables.items()}

    def offers(self) -> tuple[ScopeOffer, ...]:
        return tuple(
            ScopeOffer(scope, WORKSPACE, scope.partition(".")[2] or None, table.history, table.head, "member")
            for scope, table in self.tables.items()
            if scope not in self.hidden
        )


class Line:
    """A server as one device reaches it."""

    def __init__(self, server: MemoryServer, who: Author) -> None:
        self.server, self.who = server, who

    def hello(self) -> Hello:
        return Hello("memory", self.server.now_ms, 1, 1, self.who.user, self.who.device, self.server.offers(), self.server.limits)  # fmt: skip

    def push(self, scope: str, push: Push) -> PushAnswer:
        groups = {c.group: self.server.refuse[c.entity] for c in push.changes if c.entity in self.server.refuse}
        refused = {change.version: groups[change.group] for change in push.changes if change.group in groups}
        # What travels is JSON: whatever cannot is found out here.
        changes = [from_wire(to_wire(change)) for change in push.changes if change.group not in groups]
        transaction = MemoryTransaction(self.server.tables, self.server.tables[scope])
        try:
            answer = ledger.push(transaction, Push(push.cursor, changes), self.who, self.server.limits)
        except ledger.Diverged as diverged:
            raise Diverged(diverged.history) from None
        transaction.commit()
        return PushAnswer(answer.acks, {**answer.refused, **refused}, answer.head)

    def pull(self, scope: str, cursor: Cursor, limit: int) -> Page:
        table = self._table(scope, cursor)
        following = [one.change for one in table.log[cursor.seq : cursor.seq + limit + MAX_GROUP]]
        end = cursor.seq + ledger.page_end(following, limit)
        changes = [from_wire(to_wire(change)) for change in following[: end - cursor.seq]]
        return Page(changes, end, table.chain_at(end) or b"", table.head)

    def snapshot(self, scope: str, at: Cursor | None, after: str | None, limit: int) -> ObjectPage:
        table = self.server.tables[scope]
        at = at or Cursor(table.history, table.head, table.chain)
        keys = sorted(key for key in table.entities if after is None or f"{key[0]}:{key[1].hex()}" > after)
        objects = []
        for key in keys[:limit]:
            held = table.entities[key]
            stamps = held.stamps
            objects.append(ObjectState(*key, dict(held.values), dict(stamps.fields), dict(stamps.seen), stamps.deleted))
        last = keys[:limit][-1] if len(keys) > limit else None
        return ObjectPage(objects, at, f"{last[0]}:{last[1].hex()}" if last else None)

    def digest(self, scope: str) -> Mapping[str, Sequence[bytes]]:
        kinds: dict[str, list[tuple[bytes, Stamps]]] = {}
        for (kind, entity), held in self.server.tables[scope].entities.items():
            kinds.setdefault(kind, []).append((entity, held.stamps))
        return {kind: buckets(entities) for kind, entities in kinds.items()}

    def digest_of(self, scope: str, kind: str, bucket: int) -> Mapping[bytes, bytes]:
        return {
            entity: of_entity(entity, held.stamps)
            for (one, entity), held in self.server.tables[scope].entities.items()
            if one == kind and bucket_of(entity) == bucket
        }

    def _table(self, scope: str, cursor: Cursor) -> Table:
        table = self.server.tables[scope]
        try:
            ledger.check_lineage(table, cursor)
        except ledger.Diverged as diverged:
            raise Diverged(diverged.history) from None
        return table


class _Clock:
    def __init__(self, ctx: Context) -> None:
        self._clock = clock_of(ctx)

    def now_ms(self) -> int:
        return self._clock.now_ms()

    def monotonic_ms(self) -> int:
        return self._clock.now_ms()


class Device:
    """A store, its rounds with a server, and what it was told of."""

    def __init__(self, server: MemoryServer, number: int, *, user: str = USER, path: str | Path = ":memory:") -> None:
        name = f"0195f000-0000-7000-8000-{number:012x}"
        ctx = make_context(path, seed=number, device=name)
        self.ctx = replace(ctx, user=UserId(user))
        self.server, self.told = server, list[Changes]()
        self.store = SqliteSyncStore(self.ctx, self.told.append)
        self.line = Line(server, Author(name, user.replace("-", "")))
        self.rounds = Rounds(self.store, self.line, _Clock(self.ctx))

    def sync(self) -> RoundReport:
        self.server.now_ms = clock_of(self.ctx).now_ms()
        report = self.rounds.run()
        assert report.failure is None, report.failure
        assert not report.failures, report.failures
        return report

    def close(self) -> None:
        self.ctx.database.close()


def settled(*devices: Device) -> None:
    """Let devices exchange until nothing is left to say."""
    for _ in range(3):
        for device in devices:
            device.sync()


def contents(read: Repositories) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every kind as it counts: values, versions, whether it lives. The order of arrival does not."""
    found: dict[str, list[tuple[object, ...]]] = {}
    for kind in Kind:
        repository = read.of(kind)
        ids = [row[0] for row in read.session.connection.execute(f'SELECT id FROM "{kind}" ORDER BY id')]
        rows: list[tuple[object, ...]] = []
        for raw in ids:
            stored = repository.stored(raw)
            assert stored is not None
            rows.append((raw, stored.created_at, stored.row, stored.extra, stored.stamps, stored.deleted_at is None))
        found[kind.value] = rows
    return found


def contents_of(device: Device) -> dict[str, list[tuple[object, ...]]]:
    with reading(device.ctx) as read:
        return contents(read)
