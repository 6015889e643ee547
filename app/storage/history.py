"""What was done: the actions of this file, the undo and redo stacks, the trash, the story of one entity."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from app.domain.entities.base import Kind
from app.storage.bodies import unpack
from app.storage.columns import KIND_NUMBER, KINDS, UNKNOWN_KIND, id_from_row, id_to_row
from app.storage.measuring import measure
from app.storage.write_log import DELETE, REFRESH, SYNC
from sync.protocol.version import Version, from_text

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
    undone: bool = False


class LoggedChange(NamedTuple):
    """One entity's part of an action: the fields it set, and the version each had before (empty: none).

    Of a deletion ``base`` holds the version of every field there was.
    """

    version: Version
    kind: Kind
    entity: bytes
    deleted: bool
    fields: dict[str, Any]
    base: dict[str, Version]

    @property
    def created(self) -> bool:
        """Whether the entity came into being by it: only then is its birth set, and nothing was there before."""
        return "created_at" in self.fields and not self.base["created_at"]


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
    SELECT batch, code, subject, role, of, at, device, sum(size), undone_by IS NOT NULL FROM action {where}
    GROUP BY batch ORDER BY batch DESC LIMIT {limit}
"""
# The changes of a group, the oldest first: they begin at its version, and it knows how many they are.
CHANGES_OF_GROUP = "(SELECT * FROM change WHERE version >= ? AND action = ? ORDER BY version LIMIT ?) AS change"
# What was recorded in this file, under whatever name it had then: it gets another when it is linked, restored or copied.
# What other devices did comes in the role of sync.
_FOREIGN = f"""
    SELECT role = '{SYNC}' AND code = '{SYNC}' AND device <> (SELECT value FROM meta WHERE key = 'device')
    FROM change JOIN action ON action.number = change.action WHERE change.version = ?
"""
# Working hours are replaced by others, not thrown away: brought back, they would lie over those.
_REPLACED = f"({KIND_NUMBER[Kind.WORK_SLOT]}, {KIND_NUMBER[Kind.DAY_OVERRIDE]})"
# The log of a scope that is read from its beginning while its entities are here already.
_BEING_FETCHED = """
    SELECT 1 FROM change JOIN action ON action.number = change.action
        JOIN sync_scope ON coalesce(sync_scope."user", '') = action.scope
    WHERE change.version = ? AND (backfill IS NOT NULL OR phase = 'rereading')
"""


def groups_of(connection: sqlite3.Connection, batch: int) -> list[tuple[bytes, int, int]]:
    """Return the groups of an action, newest first: the parameters of CHANGES_OF_GROUP."""
    return connection.execute(
        "SELECT version, number, size FROM action WHERE batch = ? ORDER BY number DESC", (batch,)
    ).fetchall()


def author_of(user: bytes | str) -> str:
    """Return the author an action names: an id, or whatever another device calls itself."""
    return id_from_row(user) if isinstance(user, bytes) else user


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
        """Return the newest own undo that can be taken back: none once something new was done after it."""
        found = self._actions(
            "WHERE role = 'undo' AND undone_by IS NULL AND number > (SELECT coalesce(max(number), 0) FROM action"
            " WHERE role = 'do')",
            1,
        )
        return found[0] if found else None

    def changes_of(self, batch: int) -> Iterator[LoggedChange]:
        """Yield an action's changes, newest first; more may be written meanwhile."""
        # Group by group, so that an action of any size is read once and never held whole.
        for group in groups_of(self._db, batch):
            rows = self._db.execute(
                f"SELECT version, kind, entity, op, body FROM {CHANGES_OF_GROUP} ORDER BY version DESC", group
            ).fetchall()
            for version, kind, entity, op, body in rows:
                # What is of a later version's kind cannot be looked at here.
                if kind == UNKNOWN_KIND:
                    continue
                yield LoggedChange(version, KINDS[kind], entity, op == DELETE, *unpack(body))

    def values_at(self, versions: Mapping[str, Version]) -> dict[str, Any]:
        """Return the value that each field was given by the change of its version, whoever made it.

        A field whose change is not recorded (or whose version is empty) is left out.
        """
        found: dict[bytes, dict[str, Any]] = {}
        for version in set(versions.values()):
            row = self._db.execute("SELECT body FROM change WHERE version = ?", (version,)).fetchone()
            if row:
                found[version] = unpack(row[0])[0]
        return {
            name: found[version][name]
            for name, version in versions.items()
            if version in found and name in found[version]
        }

    def value_before(self, version: str, name: str) -> Any:
        """Return the value of a field that the author of a change (its version in hex) had seen; None for none."""
        try:
            author = from_text(version)
        except ValueError:
            # What another program wrote into a conflict need not be a version.
            return None
        row = self._db.execute("SELECT body FROM change WHERE version = ?", (author,)).fetchone()
        base = unpack(row[0])[1].get(name) if row else None
        return self.values_at({name: base}).get(name) if base else None

    def is_foreign(self, version: Version) -> bool:
        """Return whether a change was made on another device."""
        row = self._db.execute(_FOREIGN, (version,)).fetchone()
        return bool(row and row[0])

    def is_being_fetched(self, version: Version) -> bool:
        """Return whether what was before a change may still be on its way here from a server."""
        return self._db.execute(_BEING_FETCHED, (version,)).fetchone() is not None

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
            Step(at, code, device, author_of(user), op == DELETE, unpack(body)[0])
            for at, code, device, user, op, body in rows
        ]

    def trash(self) -> list[TrashedAction]:
        """Return the deletions of the last 30 days of which something is still deleted, newest first."""
        since = self._context.now() - KEPT_DAYS * _DAY
        batches = self._db.execute(
            "SELECT DISTINCT batch FROM change JOIN action ON action.number = change.action"
            f" WHERE op = 1 AND at >= ? AND kind >= 0 AND kind NOT IN {_REPLACED} AND role <> ? ORDER BY batch DESC",
            (since, REFRESH),
        ).fetchall()
        found = [self._trashed(batch) for (batch,) in batches]
        return [item for item in found if item is not None]

    def deleted_in(self, batch: int) -> list[tuple[Kind, bytes]]:
        """Return what an action deleted and is deleted still."""
        rows = self._db.execute(
            "SELECT kind, entity FROM action JOIN change ON change.action = action.number WHERE batch = ? AND op = 1"
            f" AND kind >= 0 AND kind NOT IN {_REPLACED}",
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
        named = (
            Kind.GROUP, Kind.CLIENT, Kind.PROJECT, Kind.MILESTONE, Kind.TASK, Kind.TAG, Kind.SAVED_REPORT, Kind.TIME_OFF
        )  # fmt: skip
        column = column or ("name" if kind in named else None)
        if column is None:
            return ""
        row = self._db.execute(f'SELECT {column} FROM "{kind}" WHERE id = ?', (entity,)).fetchone()
        return str(row[0]) if row else ""

    def _actions(self, where: str, limit: int) -> list[PastAction]:
        return [
            PastAction._make((*row[:-1], bool(row[-1])))
            for row in self._db.execute(_ACTIONS.format(where=where, limit=int(limit)))
        ]


measure(
    History, "history", without=frozenset(("revived", "is_foreign", "is_being_fetched", "values_at", "value_before"))
)
