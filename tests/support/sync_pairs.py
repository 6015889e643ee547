"""A server in memory behind the product's ledger, and devices that do rounds with it: for tests of rounds and ledger."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sync.client import failures
from sync.client.report import RoundReport
from sync.client.rounds import Rounds
from sync.client.scope_round import Bounds
from sync.engine.conflict_records import Author
from sync.engine.digest import bucket_of, buckets, of_entity
from sync.protocol.change import Change
from sync.protocol.messages import (
    Cursor,
    Hello,
    Limits,
    ObjectPage,
    ObjectState,
    Page,
    Push,
    PushAnswer,
    ScopeOffer,
)
from sync.server.log import ledger
from tests.simulation.memory_log import MemoryTransaction, Table
from tests.simulation.memory_store import MemoryStore
from tests.simulation.vocabulary import Write

SCOPE = "0" * 32
USER = "a" * 32


class Died(BaseException):
    """The process ended."""


def failing(call: str, failure: BaseException, *, when: str = "before", times: int = 99) -> Callable[[str, str], None]:
    """Return an interference that raises at one call, the first few times."""
    left = [failure] * times

    def interfere(called: str, moment: str) -> None:
        if (called, moment) == (call, when) and left:
            raise left.pop()

    return interfere


def group(*entities: int, name: str = "x") -> list[Write]:
    return [Write("client", bytes([entity]) * 16, {"name": name}) for entity in entities]


@dataclass
class HandClock:
    """A clock that is set by hand."""

    ms: int = 1_800_000_000_000
    skew_ms: int = 0

    def now_ms(self) -> int:
        return self.ms + self.skew_ms

    def monotonic_ms(self) -> int:
        return self.ms


@dataclass
class LogServer:
    """Tables by scope, folded by the product's ledger."""

    clock: HandClock
    tables: dict[str, Table] = field(default_factory=lambda: {SCOPE: Table(SCOPE, "h1")})
    limits: Limits = field(default_factory=Limits)
    role: dict[str, str] = field(default_factory=dict)
    oldest_protocol: int = 1

    def backup(self) -> dict[str, Table]:
        return {scope: table.copy() for scope, table in self.tables.items()}

    def restore(self, backup: dict[str, Table]) -> None:
        self.tables = {scope: table.copy() for scope, table in backup.items()}

    def log(self, scope: str = SCOPE) -> list[Change]:
        return [logged.change for logged in self.tables[scope].log]

    def push(self, scope: str, push: Push, who: Author) -> PushAnswer:
        tx = MemoryTransaction(self.tables, self.tables[scope])
        answer = ledger.push(tx, push, who, self.limits)
        tx.commit()
        return answer


@dataclass
class Line:
    """One device's way to the server. ``interfere`` is called with each call's name, before it and after it."""

    server: LogServer
    device: str
    interfere: Callable[[str, str], None] = lambda call, when: None
    offers: Callable[[tuple[ScopeOffer, ...]], tuple[ScopeOffer, ...]] = lambda offers: offers
    calls: list[str] = field(default_factory=list)

    def hello(self) -> Hello:
        self._before("hello")
        offers = tuple(
            ScopeOffer(scope, scope, None, table.history, table.head, self.server.role.get(scope, "member"))  # type: ignore[arg-type]
            for scope, table in self.server.tables.items()
            if self.server.role.get(scope) != "none"
        )
        server = self.server
        hello = Hello(
            "s", server.clock.ms, server.oldest_protocol, 1, USER, self.device, self.offers(offers), server.limits
        )
        self.interfere("hello", "after")
        return hello

    def push(self, scope: str, push: Push) -> PushAnswer:
        self._before("push")
        self._check(scope)
        if self.server.role.get(scope) == "viewer":
            raise failures.ReadOnly
        try:
            answer = self.server.push(scope, push, Author(self.device, USER))
        except ledger.Diverged as diverged:
            raise failures.Diverged(diverged.history) from diverged
        except ledger.TooMany as many:
            raise failures.TooLarge from many
        self.interfere("push", "after")
        return answer

    def pull(self, scope: str, cursor: Cursor, limit: int) -> Page:
        self._before("pull")
        table = self._table(scope, cursor)
        rest = [logged.change for logged in table.log[cursor.seq :]]
        end = cursor.seq + ledger.page_end(rest, limit)
        page = Page(rest[: end - cursor.seq], end, table.chain_at(end) or b"", table.head)
        self.interfere("pull", "after")
        return page

    def snapshot(self, scope: str, at: Cursor | None, after: str | None, limit: int) -> ObjectPage:
        self._before("snapshot")
        table = self._table(scope, at or Cursor())
        keys = sorted(key for key in table.entities if after is None or f"{key[0]}:{key[1].hex()}" > after)
        objects = []
        for key in keys[:limit]:
            held = table.entities[key]
            stamps = held.stamps
            objects.append(ObjectState(*key, dict(held.values), dict(stamps.fields), dict(stamps.seen), stamps.deleted))
        last = f"{keys[limit - 1][0]}:{keys[limit - 1][1].hex()}" if len(keys) > limit else None
        page = ObjectPage(objects, at or Cursor(table.history, table.head, table.chain), last)
        self.interfere("snapshot", "after")
        return page

    def digest(self, scope: str) -> Mapping[str, Sequence[bytes]]:
        entities = self.server.tables[scope].entities
        kinds = {kind for kind, _ in entities}
        return {kind: buckets((i, held.stamps) for (k, i), held in entities.items() if k == kind) for kind in kinds}

    def digest_of(self, scope: str, kind: str, bucket: int) -> Mapping[bytes, bytes]:
        entities = self.server.tables[scope].entities
        return {i: of_entity(i, h.stamps) for (k, i), h in entities.items() if k == kind and bucket_of(i) == bucket}

    def _before(self, call: str) -> None:
        self.calls.append(call)
        self.interfere(call, "before")

    def _check(self, scope: str) -> None:
        if self.server.role.get(scope) == "none":
            raise failures.Revoked

    def _table(self, scope: str, cursor: Cursor) -> Table:
        self._check(scope)
        table = self.server.tables[scope]
        try:
            ledger.check_lineage(table, cursor)
        except ledger.Diverged as diverged:
            raise failures.Diverged(diverged.history) from diverged
        return table


class Device:
    """A store, its way to the server, and a person who writes."""

    def __init__(self, server: LogServer, name: str, *, bounds: Bounds | None = None) -> None:
        self.name = name
        self.clock = HandClock(server.clock.ms)
        self.server = server
        self.dice = random.Random(name)
        self.store = MemoryStore(2)
        self.line = Line(server, name)
        self.cancelled = False
        self.bounds = bounds or Bounds()
        self.rounds = self.opened()

    def opened(self) -> Rounds:
        """Start anew, as after a crash: nothing is remembered but the store."""
        return Rounds(self.store, self.line, self.clock, cancelled=lambda: self.cancelled, bounds=self.bounds)

    def sync(self) -> RoundReport:
        return self.rounds.run()

    def write(self, *writes: Write, scope: str = SCOPE) -> list[Change]:
        self.clock.ms = self.server.clock.ms = max(self.server.clock.ms, self.clock.ms) + 1
        return self.store.write(scope, writes, wall_ms=self.clock.now_ms(), dice=self.dice, who=(self.name, USER))

    def set(self, entity: int, scope: str = SCOPE, **fields: str) -> Change:
        return self.write(Write("client", bytes([entity]) * 16, dict(fields)), scope=scope)[0]

    def delete(self, entity: int) -> Change:
        return self.write(Write("client", bytes([entity]) * 16))[0]

    def values(self, entity: int, kind: str = "client", scope: str = SCOPE) -> dict[str, object] | None:
        held = self.store.shelves[scope].entities.get((kind, bytes([entity]) * 16))
        return dict(held[0]) if held is not None and held[1].alive else None

    def conflicts(self, scope: str = SCOPE) -> list[Mapping[str, object]]:
        return [values for _, values in self.store.open_conflicts(scope)]


def office(
    *names: str, scopes: Sequence[str] = (SCOPE,), bounds: Bounds | None = None
) -> tuple[LogServer, list[Device]]:
    """Return a server and devices that have met it once."""
    server = LogServer(HandClock(), {scope: Table(scope, f"h{number}") for number, scope in enumerate(scopes, 1)})
    devices = [Device(server, name, bounds=bounds) for name in names]
    for device in devices:
        device.sync()
    return server, devices
