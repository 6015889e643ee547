"""The app's own store as a device's file: SQLite in memory, seen by the oracles through the same shelves.

What a person writes goes in as a change that was made here, by the store's own way of taking changes in; how the
window's writes become changes is tested with the store. It knows this release's kinds only, so that it is never
upgraded: what newer devices write stays parked in it.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from typing import Any

from app.domain.ids import UserId
from app.storage.columns import id_from_row
from app.storage.context import Context
from app.storage.database import Database
from app.storage.receiving import Receiving
from app.storage.records import SELECT_CHANGE, change_of
from app.storage.scope_states import ScopeStates
from app.storage.scopes import WORKSPACE as SHARED
from app.storage.sync_store import SqliteSyncStore
from app.storage.unit_of_work import unit_of_work
from app.storage.write_log import ACKED, PENDING, QUARANTINED, SYNC
from sync.client.ports import Applied, ScopeState, Waiting
from sync.protocol.change import Change
from sync.protocol.messages import Cursor, ObjectPage, Page, ScopeOffer
from sync.protocol.version import Version
from tests.simulation.memory_shelf import Record, Shelf, base_of
from tests.simulation.vocabulary import CONFLICT, KNOWN, Write

_STATES = SELECT_CHANGE.replace("SELECT ", "SELECT change.state, ", 1) + " WHERE action.scope = ?"
_WAITS = f"UPDATE change SET state = {PENDING} WHERE version = ?"


class _HandClock:
    def __init__(self) -> None:
        self.ms = 0

    def now(self) -> int:
        return self.ms // 1000

    def now_ms(self) -> int:
        return self.ms


class _DiceIds:
    def __init__(self, dice: random.Random) -> None:
        self.dice = dice

    def new_id(self) -> str:
        return id_from_row(self.dice.randbytes(16))

    def random64(self) -> int:
        return self.dice.getrandbits(64)


class SqliteStore:
    """A file in use."""

    schema = 1

    def __init__(self, user: str, dice: random.Random, content: bytes | None = None) -> None:
        self.user, self._dice = user, dice
        self._database = Database.open(":memory:", device="0" * 32)
        if content is not None:
            with closing(sqlite3.connect(":memory:")) as source:
                source.deserialize(content)
                self._database.replace(source, locked=lambda: None)
        self._clock = _HandClock()
        self._ctx = Context(
            self._database, self._clock, _DiceIds(dice), UserId(id_from_row(bytes.fromhex(user))), "Europe/Berlin"
        )
        self._store = SqliteSyncStore(self._ctx)
        self._views: dict[str, Shelf] = {}
        # The logs in the order in which their changes were seen here first.
        self._logs: dict[str, dict[Record, Change]] = {}

    def copy(self) -> SqliteCopy:
        with self._database.writing, self._database.reading() as connection:
            return SqliteCopy(self.user, self._dice, connection.serialize())

    def close(self) -> None:
        self._database.close()

    # --- what the rounds ask

    def scopes(self) -> Sequence[ScopeState]:
        return self._store.scopes()

    def follow(self, offers: Iterable[ScopeOffer]) -> None:
        self._changed(self._store.follow, offers)

    def holds_anything(self, scope: str) -> bool:
        return self._store.holds_anything(scope)

    def receive(self, scope: str, page: Page, cursor: Cursor) -> Applied:
        return self._changed(self._store.receive, scope, page, cursor)  # type: ignore[no-any-return]

    def receive_earlier(self, scope: str, page: Page, cursor: Cursor | None) -> Applied:
        return self._changed(self._store.receive_earlier, scope, page, cursor)  # type: ignore[no-any-return]

    def receive_objects(self, scope: str, page: ObjectPage) -> int:
        return self._changed(self._store.receive_objects, scope, page)  # type: ignore[no-any-return]

    def settle(self, scope: str) -> int:
        return self._changed(self._store.settle, scope)  # type: ignore[no-any-return]

    def reread(self, scope: str, history: str) -> None:
        self._changed(self._store.reread, scope, history)

    def pending(self, scope: str, limit: int, after: Version | None = None) -> Sequence[Change]:
        return self._store.pending(scope, limit, after)

    def waiting(self, scope: str) -> Waiting:
        return self._store.waiting(scope)

    def acknowledge(self, scope: str, versions: Iterable[Version]) -> None:
        self._changed(self._store.acknowledge, scope, versions)

    def quarantine(self, scope: str, refused: Mapping[Version, str]) -> None:
        self._changed(self._store.quarantine, scope, refused)

    def learn_offset(self, offset_ms: int) -> None:
        self._store.learn_offset(offset_ms)

    def digest(self, scope: str) -> Mapping[str, Sequence[bytes]]:
        return self._store.digest(scope)

    def digest_of(self, scope: str, kind: str, bucket: int) -> Mapping[bytes, bytes]:
        return self._store.digest_of(scope, kind, bucket)

    # --- what a person does

    def write(
        self, scope: str, writes: Sequence[Write], *, wall_ms: int, dice: random.Random, who: tuple[str, str]
    ) -> list[Change]:
        del dice
        self._clock.ms = wall_ms
        shelf = self.shelves[scope]
        with unit_of_work(self._ctx, SYNC, role=SYNC) as work:
            log = work.session.write_log()
            versions = [log.next_version() for _ in writes]
            changes = [
                _made(shelf, write, version, versions[0], len(writes), who, wall_ms)
                for write, version in zip(writes, versions, strict=True)
            ]
            Receiving(work, shelf.state.offer.user or SHARED).take(changes)
            work.session.connection.executemany(_WAITS, [(version,) for version in versions])
        self._views.clear()
        return changes

    def upgrade(self, schema: int) -> None:
        """Stay as it is: there is no later release of the app."""

    def open_conflicts(self, scope: str) -> list[tuple[bytes, Mapping[str, object]]]:
        return [
            (entity, values)
            for (kind, entity), (values, _) in self.shelves[scope].entities.items()
            if kind == CONFLICT and values.get("state") == "open"
        ]

    # --- what the oracles look at

    @property
    def shelves(self) -> dict[str, Shelf]:
        if not self._views:
            self._views = {state.offer.scope: self._view(state) for state in self._store.scopes()}
        return self._views

    def _view(self, state: ScopeState) -> Shelf:
        name = state.offer.user or SHARED
        shelf = Shelf(state)
        with self._database.reading() as connection:
            self._read_log(connection, name, shelf)
            for one in ScopeStates(connection, name, self.user).all():
                values = one.values()
                place = shelf.entities if one.kind in KNOWN[self.schema] else shelf.parked
                held = {field: values.get(field) for field in one.stamps.fields}
                place[one.kind, one.entity] = held, one.stamps
        return shelf

    def _read_log(self, connection: sqlite3.Connection, name: str, shelf: Shelf) -> None:
        places: dict[int, dict[Record, Any]] = {
            PENDING: shelf.pending, ACKED: shelf.acked, QUARANTINED: shelf.quarantined,
        }  # fmt: skip
        log = self._logs.setdefault(name, {})
        there: dict[Record, Change] = {}
        for state, *row in connection.execute(_STATES, (name,)):
            change = change_of(tuple(row), relayed=True)
            there[change.version, change.partial] = change
            if state in places:
                places[state][change.version, change.partial] = None
        for gone in [record for record in log if record not in there]:
            del log[gone]
        for record in sorted(there.keys() - log.keys()):
            log[record] = there[record]
        for record in log:
            shelf.keep(there[record])

    def _changed(self, method: Callable[..., Any], *arguments: Any) -> Any:
        self._views = {}
        return method(*arguments)


class SqliteCopy:
    """An earlier state of a file."""

    schema = 1

    def __init__(self, user: str, dice: random.Random, content: bytes) -> None:
        self._user, self._dice, self._content = user, dice, content

    def copy(self) -> SqliteStore:
        return SqliteStore(self._user, self._dice, self._content)


def _made(
    shelf: Shelf, write: Write, version: Version, group: Version, size: int, who: tuple[str, str], wall_ms: int
) -> Change:
    entity = shelf.entities.get((write.kind, write.entity))
    base = dict(entity[1].fields) if write.deletes and entity else base_of(entity, write.fields)
    op: Any = "del" if write.deletes else "set"
    return Change(version, write.kind, write.entity, dict(write.fields), base, op, group, size, *who, 1, wall_ms)
