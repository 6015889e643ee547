"""What was done: the actions of this file, the undo and redo stacks, the trash, the story of one entity."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from app.domain.entities.base import Kind
from app.storage.columns import KINDS, id_from_row, id_to_row
from app.storage.write_log import DELETE, unpack_body
from sync.protocol.change import decode_body

if TYPE_CHECKING:
    from app.storage.repository import Session

KEPT_DAYS = 30
_DAY = 86_400


class PastAction(NamedTuple):
    """One action of a person: its number, what it was, about what, when, how many entities it changed."""

    number: int
    code: str
    subject: str
    role: str
    of: int | None
    at: int
    device: str
    changes: int


class TrashedAction(NamedTuple):
    """A deletion that can be taken back: the action and the entities of it still in the trash, by kind."""

    action: PastAction
    counts: dict[Kind, int]
    names: tuple[str, ...]


class Step(NamedTuple):
    """One recorded change of an entity: which fields it set, on which device, when."""

    at: int
    code: str
    device: str
    user: str
    deleted: bool
    fields: dict[str, Any]


_ACTIONS = """
    SELECT batch, code, subject, role, of, at, device, sum(size) FROM action {where}
    GROUP BY batch ORDER BY batch DESC LIMIT {limit}
"""


class History:
    """Reads the change log."""

    def __init__(self, session: Session) -> None:
        self._db = session.connection
        self._context = session.context

    def actions(self, limit: int = 100) -> list[PastAction]:
        """Return the newest actions, undone ones included."""
        return self._actions("", limit)

    def action(self, number: int) -> PastAction | None:
        """Return one action."""
        found = self._actions(f"WHERE batch = {int(number)}", 1)
        return found[0] if found else None

    def undoable(self) -> PastAction | None:
        """Return the newest own action that stands and can be taken back."""
        found = self._actions("WHERE role IN ('do', 'redo') AND undone_by IS NULL", 1)
        return found[0] if found else None

    def redoable(self) -> PastAction | None:
        """Return the newest undo that can be taken back: none once something new was done after it."""
        found = self._actions(
            "WHERE role = 'undo' AND undone_by IS NULL AND number > (SELECT coalesce(max(number), 0) FROM action"
            " WHERE role = 'do')",
            1,
        )
        return found[0] if found else None

    def changes_of(self, batch: int) -> list[tuple[bytes, Kind, bytes, bool, dict[str, Any], dict[str, Any]]]:
        """Return an action's changes, newest first: version, kind, entity, deleted, fields, base versions."""
        rows = self._db.execute(
            "SELECT change.version, kind, entity, op, body FROM action JOIN change ON change.action = action.number"
            " WHERE batch = ? ORDER BY change.version DESC",
            (batch,),
        )
        return [
            (version, KINDS[kind], entity, op == DELETE, *decode_body(unpack_body(body)))
            for version, kind, entity, op, body in rows
        ]

    def value_at(self, version: bytes, name: str) -> Any:
        """Return the value that a change gave to a field; None for no version."""
        if not version:
            return None
        row = self._db.execute("SELECT body FROM change WHERE version = ?", (version,)).fetchone()
        return decode_body(unpack_body(row[0]))[0].get(name) if row else None

    def revived(self, version: bytes, entity: bytes) -> bool:
        """Return whether a change brought an entity back from the trash: the one before it was its deletion."""
        row = self._db.execute(
            "SELECT op FROM change WHERE entity = ? AND version < ? ORDER BY version DESC LIMIT 1", (entity, version)
        ).fetchone()
        return bool(row and row[0] == DELETE)

    def of(self, id_: str) -> list[Step]:
        """Return everything that was done to one entity, newest first."""
        rows = self._db.execute(
            'SELECT at, code, device, "user", op, body FROM change JOIN action ON action.number = change.action'
            " WHERE entity = ? ORDER BY change.version DESC",
            (id_to_row(id_),),
        )
        return [
            Step(at, code, device, id_from_row(user), op == DELETE, decode_body(unpack_body(body))[0])
            for at, code, device, user, op, body in rows
        ]

    def trash(self) -> list[TrashedAction]:
        """Return the deletions of the last 30 days of which something is still deleted, newest first."""
        since = self._context.now() - KEPT_DAYS * _DAY
        batches = self._db.execute(
            "SELECT DISTINCT batch FROM change JOIN action ON action.number = change.action"
            " WHERE op = 1 AND at >= ? ORDER BY batch DESC",
            (since,),
        ).fetchall()
        found = [self._trashed(batch) for (batch,) in batches]
        return [item for item in found if item is not None]

    def deleted_in(self, batch: int) -> list[tuple[Kind, bytes]]:
        """Return what an action deleted and is deleted still."""
        rows = self._db.execute(
            "SELECT kind, entity FROM action JOIN change ON change.action = action.number WHERE batch = ? AND op = 1",
            (batch,),
        )
        return [(KINDS[kind], entity) for kind, entity in rows if self._is_deleted(KINDS[kind], entity)]

    def _trashed(self, batch: int) -> TrashedAction | None:
        gone, action = self.deleted_in(batch), self.action(batch)
        if not gone or action is None:
            return None
        counts: dict[Kind, int] = {}
        for kind, _ in gone:
            counts[kind] = counts.get(kind, 0) + 1
        return TrashedAction(action, counts, tuple(self._name(kind, entity) for kind, entity in gone[:5]))

    def _is_deleted(self, kind: Kind, entity: bytes) -> bool:
        row = self._db.execute(f'SELECT deleted_at FROM "{kind}" WHERE id = ?', (entity,)).fetchone()
        return bool(row and row[0] is not None)

    def _name(self, kind: Kind, entity: bytes) -> str:
        column = {Kind.TIME_ENTRY: "description", Kind.PLANNED_EVENT: "title", Kind.FAVORITE: "description"}.get(kind)
        named = (Kind.GROUP, Kind.CLIENT, Kind.PROJECT, Kind.MILESTONE, Kind.TASK, Kind.TAG, Kind.SAVED_REPORT)
        column = column or ("name" if kind in named else None)
        if column is None:
            return ""
        row = self._db.execute(f'SELECT {column} FROM "{kind}" WHERE id = ?', (entity,)).fetchone()
        return str(row[0]) if row else ""

    def _actions(self, where: str, limit: int) -> list[PastAction]:
        return [PastAction(*row) for row in self._db.execute(_ACTIONS.format(where=where, limit=int(limit)))]


def describe_counts(counts: dict[Kind, int]) -> str:
    """Return counts by kind as compact JSON, for scripts."""
    return json.dumps({kind.value: count for kind, count in counts.items()})
