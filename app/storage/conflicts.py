"""Conflicts as rows: what is open, all there ever was about one thing, and closing what somebody has seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.domain.entities.base import Kind
from app.domain.entities.conflicts import OPEN, SEEN, Conflict
from app.storage.columns import id_from_row, id_to_row
from app.storage.meta import write_meta
from app.storage.repository import OPEN_CONFLICTS, Repository
from app.storage.scopes import scope_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from app.storage.repository import Stored


class Conflicts(Repository[Conflict]):
    """Conflicts, the newest first."""

    kind, noun, order = Kind.CONFLICT, "conflict", "max(winner_ms, loser_ms) DESC, rowid DESC"

    def open(self) -> list[Conflict]:
        """Return what somebody may still decide."""
        if not self.count_open():
            return []
        return self._select(f"state = 'open' AND deleted_at IS NULL ORDER BY {self.order}", ())

    def count_open(self) -> int:
        """Return how many are open, without looking at them."""
        return int(self._session.meta.get(OPEN_CONFLICTS) or 0)

    def of(self, kind: str, id_: str) -> list[Conflict]:
        """Return all there ever was about one thing, decided or not."""
        return self._select(
            f"entity = ? AND kind = ? AND deleted_at IS NULL ORDER BY {self.order}", (id_to_row(id_), str(kind))
        )

    def chain(self, conflict: Conflict) -> list[Conflict]:
        """Return the conflicts of the same field, the newest loser first: a branch shows only its newest as open."""
        found = [one for one in self.of(conflict.kind, conflict.entity) if one.field == conflict.field]
        return sorted(found, key=lambda one: one.loser, reverse=True)

    def close_seen(self, kind: Kind, entity: bytes, fields: Collection[str] | None) -> None:
        """Close the open conflicts of fields of an entity (all when None): who sets them now has seen both sides."""
        rows = self._db.execute(
            "SELECT id, field FROM conflict WHERE entity = ? AND state = 'open' AND deleted_at IS NULL AND kind = ?",
            (entity, kind.value),
        ).fetchall()
        for raw, field in rows:
            stored = self.stored(raw) if fields is None or field in fields else None
            if stored is not None:
                self.set_fields(id_from_row(raw), stored, {"state": SEEN})

    def belongs_to(self, stored: Stored | None, row: tuple[Any, ...]) -> str | None:
        """Return the scope of a conflict: that of what it is about."""
        if stored is not None and stored.owner is not None:
            return stored.owner
        return scope_of(row[self._layout.index["kind"]], self._session.write_log().own)

    def _derive(self, rowid: int, was: tuple[Any, ...] | None, now: tuple[Any, ...] | None) -> None:  # noqa: ARG002
        at = self._layout.index["state"]
        before, after = (row is not None and row[at] == OPEN for row in (was, now))
        difference = after - before
        if difference:
            count = self.count_open() + difference
            self._session.meta[OPEN_CONFLICTS] = count
            write_meta(self._db, OPEN_CONFLICTS, count)
