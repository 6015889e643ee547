"""Entities that cannot be rows here: of a kind a later version knows, or not whole. Kept as their merged state.

When they can be rows, after an upgrade or by what comes later, they become rows with everything that was said of them.
"""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, NamedTuple

from sync.engine.stamps import Stamps
from sync.protocol.version import from_text, to_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sync.protocol.change import Value

_STORE = """
    INSERT INTO parked (scope, kind, entity, fields, clock) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET fields = excluded.fields, clock = excluded.clock
"""


class Parked(NamedTuple):
    """The state of an entity that is not a row."""

    kind: str
    entity: bytes
    values: dict[str, Value]
    stamps: Stamps


class ParkingPlace:
    """What is parked in one scope."""

    def __init__(self, connection: sqlite3.Connection, scope: str) -> None:
        self._db, self._scope = connection, scope
        # Mostly there is nothing, and this is asked for every entity that comes.
        self._in_use = (
            connection.execute("SELECT 1 FROM parked WHERE scope = ? LIMIT 1", (scope,)).fetchone() is not None
        )

    def get(self, kind: str, entity: bytes) -> tuple[dict[str, Value], Stamps] | None:
        """Return the state of an entity, None where it is not parked."""
        if not self._in_use:
            return None
        row = self._db.execute(
            "SELECT fields, clock FROM parked WHERE scope = ? AND kind = ? AND entity = ?", (self._scope, kind, entity)
        ).fetchone()
        return (json.loads(row[0]), _stamps(row[1])) if row else None

    def put(self, kind: str, entity: bytes, values: dict[str, Value], stamps: Stamps) -> None:
        """Keep the state of an entity."""
        self._in_use = True
        fields = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
        self._db.execute(_STORE, (self._scope, kind, entity, fields, _clock(stamps)))

    def remove(self, kind: str, entity: bytes) -> None:
        """Let go of an entity that has become a row."""
        if self._in_use:
            self._db.execute(
                "DELETE FROM parked WHERE scope = ? AND kind = ? AND entity = ?", (self._scope, kind, entity)
            )

    def all(self, kind: str | None = None) -> Iterator[Parked]:
        """Yield what is parked, of one kind or of all."""
        condition, values = ("", ()) if kind is None else (" AND kind = ?", (kind,))
        rows = self._db.execute(
            f"SELECT kind, entity, fields, clock FROM parked WHERE scope = ?{condition}", (self._scope, *values)
        )
        for found, entity, fields, clock in rows:
            yield Parked(found, entity, json.loads(fields), _stamps(clock))


def _clock(stamps: Stamps) -> str:
    fields, seen = ({n: to_text(v) for n, v in versions.items()} for versions in (stamps.fields, stamps.seen))
    return json.dumps([fields, seen, to_text(stamps.deleted)], ensure_ascii=False, separators=(",", ":"))


def _stamps(clock: str) -> Stamps:
    fields, seen, deleted = json.loads(clock)
    versions, by_deletions = ({n: from_text(v) for n, v in texts.items()} for texts in (fields, seen))
    return Stamps(versions, by_deletions, from_text(deleted))
