"""Everything of one scope as it stands here, rows and what is parked: what a digest sums up and what can be offered."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any, NamedTuple

from app.domain.entities.base import Kind
from app.storage.columns import layout
from app.storage.parked import ParkingPlace
from app.storage.scopes import OF_WORKSPACE, becomes_row, owner_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sync.engine.stamps import Stamps
    from sync.protocol.change import Value


class State(NamedTuple):
    """An entity of a scope: its versions, and its values once they are asked for."""

    kind: str
    entity: bytes
    stamps: Stamps
    values: Callable[[], dict[str, Value]]


class ScopeStates:
    """Reads the entities of one scope; ``own`` is the store's own user."""

    def __init__(self, connection: sqlite3.Connection, scope: str, own: str) -> None:
        self._db, self._scope, self._own = connection, scope, own

    def kinds(self) -> list[Kind]:
        """Return the kinds whose rows may be of this scope."""
        return [kind for kind in Kind if becomes_row(kind, self._scope, self._own)]

    def any_row_of(self, kind: Kind) -> bool:
        """Return whether there is a row of a kind."""
        condition, values = self._condition(kind)
        return self._db.execute(f'SELECT 1 FROM "{kind}" WHERE {condition} LIMIT 1', values).fetchone() is not None

    def all(self) -> Iterator[State]:
        """Yield everything."""
        for kind in self.kinds():
            yield from self._rows(kind, "")
        yield from self._parked(None)

    def of_kind(self, kind: str, last_byte: int) -> Iterator[State]:
        """Yield what is of a kind and whose id ends with a byte: one bucket of a digest."""
        if kind in self.kinds():
            yield from self._rows(Kind(kind), " AND substr(id, 16) = ?", bytes([last_byte]))
        yield from (state for state in self._parked(kind) if state.entity[-1] == last_byte)

    def _rows(self, kind: Kind, more: str, *values: Any) -> Iterator[State]:
        shape = layout(kind)
        condition, of_scope = self._condition(kind)
        rows = self._db.execute(
            f'SELECT id, clock, created_at, extra, {shape.listing} FROM "{kind}" WHERE {condition}{more}',
            (*of_scope, *values),
        )
        for entity, clock, created_at, extra, *row in rows:
            columns = tuple(row)

            def read(
                born: int = created_at, columns: tuple[Any, ...] = columns, extra: str | None = extra
            ) -> dict[str, Value]:
                return shape.to_wire(born, columns) | (json.loads(extra) if extra else {})

            yield State(kind.value, entity, shape.read_stamps(clock, columns), read)

    def _condition(self, kind: Kind) -> tuple[str, tuple[Any, ...]]:
        if kind is not Kind.CONFLICT:
            return "owner IS ?", (owner_of(kind, self._scope, self._own),)
        shared = ", ".join(f"'{shared}'" for shared in sorted(OF_WORKSPACE))
        return f"coalesce(owner, CASE WHEN kind IN ({shared}) THEN '' ELSE ? END) = ?", (self._own, self._scope)

    def _parked(self, kind: str | None) -> Iterator[State]:
        for one in ParkingPlace(self._db, self._scope).all(kind):
            yield State(one.kind, one.entity, one.stamps, lambda values=one.values: values)  # type: ignore[misc]
