"""The write log: gives every write its version and its change record, in the write's own transaction."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from app.domain.entities.base import Kind
from app.storage.bodies import Body, pack, pack_new
from app.storage.columns import KIND_NUMBER, id_to_row
from app.storage.logical_clock import last_time
from app.storage.schema import SCHEMA_VERSION
from app.storage.scopes import scope_of
from sync.engine.clock import HybridTime, tick
from sync.protocol.version import Version
from sync.protocol.version import pack as packed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.storage.context import Context
    from app.storage.meta import Fact
    from sync.protocol.change import Value

# An action larger than this travels as several groups; here it is still undone as one batch.
GROUP_LIMIT = 500

PENDING, ACKED, CONFIRMED, QUARANTINED = 0, 1, 2, 3
SET, DELETE = 0, 1
# The role of what a person does for the first time, and of what came from elsewhere.
DO, SYNC = "do", "sync"
# What is brought up to date by itself: nobody did it, so nobody takes it back, nor finds it in the trash.
REFRESH = "refresh"

_INSERT_CHANGE = "INSERT INTO change (version, action, kind, entity, op, body, state) VALUES (?, ?, ?, ?, ?, ?, ?)"
_INSERT_ACTION = """
    INSERT INTO action (number, version, batch, size, code, subject, role, of, at, device, "user", schema, wall_ms,
        offset_ms, scope)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


@dataclass(slots=True)
class Action:
    """What a person did, as the undo list and the history name it.

    ``role`` is ``do``, ``undo`` or ``redo`` (of what came from elsewhere ``sync``, of what the program brings up to date
    by itself ``refresh``); ``of`` the batch number an undo or
    redo answers.
    """

    code: str
    subject: str = ""
    role: str = DO
    of: int | None = None


@dataclass(slots=True)
class _Group:
    number: int
    version: Version
    scope: str
    size: int = 0


@dataclass(slots=True)
class WriteLog:
    """Collects the changes of one transaction; ``finish`` writes the action rows."""

    connection: sqlite3.Connection
    context: Context
    action: Action
    # What the file says of itself, as it stood when the transaction began.
    meta: Mapping[str, Fact]
    touched: set[tuple[Kind, str]] = field(default_factory=set)
    # Set by writes too many to be listed in ``touched``.
    everything: bool = False
    _groups: list[_Group] = field(default_factory=list)
    # The group of each scope that takes the next change.
    _open: dict[str, _Group] = field(default_factory=dict)
    _own: str = ""
    _time: HybridTime | None = None
    _offset_ms: int = 0
    _wall_ms: int = 0

    @property
    def own(self) -> str:
        """The scope of the store's own user."""
        if not self._own:
            self._own = id_to_row(self.context.user).hex()
        return self._own

    @property
    def batch(self) -> int | None:
        """The number of the action this transaction became, None while nothing was written."""
        return self._groups[0].number if self._groups else None

    def next_version(self) -> Version:
        """Return a fresh version, later than every other this file has given out or seen."""
        self._time = tick(self._time or self._load_clock(), self._wall_ms, self._offset_ms)
        return packed(*self._time, self.context.ids.random64())

    def record_new(
        self,
        kind: Kind,
        entity: bytes,
        created_at: int,
        row: tuple[Any, ...],
        version: Version,
        owner: str | None = None,
    ) -> None:
        """Log that an entity was made with the values of its row."""
        self._record(kind, entity, SET, pack_new(kind, created_at, row), version, owner)

    def record_set(
        self,
        kind: Kind,
        entity: bytes,
        fields: Mapping[str, Value],
        base: Mapping[str, Version],
        version: Version,
        owner: str | None = None,
    ) -> None:
        """Log that an entity's ``fields`` were set, whose versions before were ``base``.

        ``owner`` is the scope of the entity where its kind does not tell.
        """
        self._record(kind, entity, SET, pack(fields, base), version, owner)

    def record_delete(
        self, kind: Kind, entity: bytes, seen: Mapping[str, Version], version: Version, owner: str | None = None
    ) -> None:
        """Log that an entity was deleted by somebody who had seen ``seen``."""
        self._record(kind, entity, DELETE, pack({}, seen), version, owner)

    def finish(self) -> None:
        """Write what the transaction's changes share: action rows."""
        if not self._groups:
            return
        action, context = self.action, self.context
        device = str(self.meta["device"])
        now, user = context.now(), id_to_row(context.user)
        batch = self._groups[0].number
        self.connection.executemany(
            _INSERT_ACTION,
            [
                (group.number, group.version, batch, group.size, action.code, action.subject, action.role, action.of,
                 now, device, user, SCHEMA_VERSION, self._wall_ms, self._offset_ms, group.scope)
                for group in self._groups
            ],
        )  # fmt: skip

    def place(self, version: Version, kind: Kind, owner: str | None = None) -> int:
        """Return the number of the group that takes the next change, counted in."""
        group = self._group_in(scope_of(kind, self.own) if owner is None else owner, version)
        group.size += 1
        return group.number

    def _record(self, kind: Kind, entity: bytes, op: int, body: Body, version: Version, owner: str | None) -> None:
        number = self.place(version, kind, owner)
        self.connection.execute(_INSERT_CHANGE, (version, number, KIND_NUMBER[kind], entity, op, body, PENDING))

    def _group_in(self, scope: str, version: Version) -> _Group:
        group = self._open.get(scope)
        if group is None or group.size >= GROUP_LIMIT:
            number = self._groups[-1].number + 1 if self._groups else next_action(self.connection)
            group = self._open[scope] = _Group(number, version, scope)
            self._groups.append(group)
        return group

    def _load_clock(self) -> HybridTime:
        self._offset_ms = int(self.meta.get("clock_offset_ms") or 0)
        self._wall_ms = self.context.clock.now_ms()
        return last_time(self.connection, self.meta)


def next_action(connection: sqlite3.Connection) -> int:
    """Return the number the next action gets."""
    return int(connection.execute("SELECT coalesce(max(number), 0) + 1 FROM action").fetchone()[0])
