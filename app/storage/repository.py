"""One kind's rows: read as entities, written with their versions, change record and derived figures."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from app.domain.entities.base import Entity, Kind
from app.domain.errors import NotFound
from app.storage.cache import CACHED, CacheView
from app.storage.columns import Layout, id_to_row, layout
from app.storage.context import Context
from app.storage.measuring import measure
from app.storage.meta import Fact, write_meta
from app.storage.write_log import DO, WriteLog
from sync.engine.stamps import Stamps
from sync.protocol.change import DELETION, Value

E = TypeVar("E", bound=Entity)

# SQLite allows far more variables; a few hundred keep the statement cache useful.
_SLICE = 400
# How many conflicts are open, as the file notes it: looked at before each change of something that is there.
OPEN_CONFLICTS = "open_conflicts"
# Steps of a write that is timed as a whole.
_DOORS = frozenset(("stored", "wire", "set_fields", "write", "belongs_to"))


@dataclass(slots=True)
class Session:
    """What the repositories of one transaction share; ``log`` is None while only reading.

    ``meta`` is what the file says of itself, read once; ``day_starts_at`` is minutes after midnight.
    """

    connection: sqlite3.Connection
    context: Context
    cache: CacheView
    meta: dict[str, Fact]
    log: WriteLog | None = None
    day_starts_at: int = field(init=False)

    def __post_init__(self) -> None:
        self.day_starts_at = int(self.meta.get("day_starts_at") or 0)

    def write_log(self) -> WriteLog:
        """Return the log to write with; a reading session has none, which is a bug in the caller."""
        if self.log is None:
            raise RuntimeError("this session only reads")
        return self.log

    def note_length(self, seconds: int) -> None:
        """Note how long an entry is, if none was longer.

        It only ever grows: "overlaps with" needs an upper bound, not the exact longest.
        """
        known = self.meta.get("longest_entry")
        if known is None or seconds > int(known):
            self.meta["longest_entry"] = seconds
            write_meta(self.connection, "longest_entry", seconds)

    def cacheable(self, kind: Kind) -> bool:
        """Whether the cache may serve a kind: not after this very transaction has changed it."""
        return kind in CACHED and not (self.log and any(touched is kind for touched, _ in self.log.touched))


@dataclass(slots=True)
class Stored:
    """A row as it stands: own columns, what a newer version added, stamps, and whether it is in the trash.

    ``owner`` is the scope it belongs to where its kind does not tell.
    """

    rowid: int
    created_at: int
    row: tuple[Any, ...]
    extra: str | None
    stamps: Stamps
    deleted_at: int | None
    owner: str | None = None


class _Statements(NamedTuple):
    select: str
    stored: str
    insert: str


@cache
def _statements(kind: Kind, derived: tuple[str, ...]) -> _Statements:
    """Return the SQL of a kind whose rows have some derived columns beside their own."""
    listing = layout(kind).listing
    frame = ("extra", "clock", "deleted_at", *layout(kind).names, *derived)
    quoted = [f'"{name}"' for name in frame]
    return _Statements(
        f'SELECT id, created_at, {listing} FROM "{kind}" WHERE ',
        f'SELECT rowid, created_at, extra, clock, deleted_at, owner, {listing} FROM "{kind}" WHERE id = ?',
        f'INSERT INTO "{kind}" (id, created_at, {", ".join(quoted)}) VALUES ({", ".join("?" * (2 + len(frame)))})',
    )


@cache
def _update_of(kind: Kind, names: tuple[str, ...]) -> str:
    """Return the SQL that sets some columns of a row."""
    settings = ", ".join(f'"{name}" = ?' for name in names)
    return f'UPDATE "{kind}" SET {settings} WHERE rowid = ?'


class Repository(Generic[E]):
    """Entities of one kind. Subclasses add the questions their kind is asked."""

    kind: Kind
    noun = "thing"
    order = "created_at, rowid"
    # Columns beside the entity's own, see _derived_columns.
    derived: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        measure(cls, cls.kind.value, without=_DOORS)

    def __init__(self, session: Session) -> None:
        self._session = session
        self._db = session.connection
        self._layout: Layout[E] = layout(self.kind)
        self._statements = _statements(self.kind, self.derived)

    # --- reading ---

    def get(self, id_: str) -> E | None:
        """Return the living entity with this id, or None."""
        if not id_:
            # The cache keeps the list of all under no id.
            return None
        cacheable = self._session.cacheable(self.kind)
        found = self._session.cache.get(self.kind, id_) if cacheable else None
        if found is None:
            rows = self._select("id = ? AND deleted_at IS NULL", (id_to_row(id_),))
            found = rows[0] if rows else None
            if cacheable and found is not None:
                self._session.cache.put(self.kind, found, id_)
        return found

    def require(self, id_: str) -> E:
        """Return the living entity with this id.

        Raises:
            NotFound: it was never here, or is in the trash.
        """
        found = self.get(id_)
        if found is None:
            raise NotFound(f"This {self.noun} is not here any more. It may be in the trash.", kind=self.kind, id=id_)
        return found

    def by_ids(self, ids: Iterable[str]) -> dict[str, E]:
        """Return the living entities among ``ids``, by id."""
        wanted = list(dict.fromkeys(ids))
        found: dict[str, E] = {}
        for at in range(0, len(wanted), _SLICE):
            part = wanted[at : at + _SLICE]
            marks = ",".join("?" * len(part))
            rows = self._select(f"id IN ({marks}) AND deleted_at IS NULL", tuple(map(id_to_row, part)))
            found.update((entity.id, entity) for entity in rows)
        return found

    def in_trash(self, ids: Iterable[str]) -> dict[str, E]:
        """Return those of a few ``ids`` that are in the trash, by id."""
        rows = (self._select("id = ? AND deleted_at IS NOT NULL", (id_to_row(id_),)) for id_ in ids)
        return {entity.id: entity for found in rows for entity in found}

    def all(self) -> list[E]:
        """Return every living entity, in the kind's own order."""
        cacheable = self._session.cacheable(self.kind)
        found = self._session.cache.get(self.kind) if cacheable else None
        if found is None:
            found = tuple(self._select(f"deleted_at IS NULL ORDER BY {self.order}", ()))
            if cacheable:
                self._session.cache.put(self.kind, found)
        return list(found)

    def _select(self, condition: str, parameters: Sequence[Any]) -> list[E]:
        from_row = self._layout.from_row
        rows = self._db.execute(self._statements.select + condition, parameters)
        return [from_row(row[0], row[1], row[2:]) for row in rows]

    # --- writing ---

    def add(self, entity: E) -> None:
        """Write an entity that was made this moment, so that none can be here under its id."""
        self._create(entity.id, entity.created_at, self._layout.to_row(entity))

    def save(self, entity: E) -> None:
        """Write a new or changed entity; what did not change is not written, nor logged."""
        stored = self.stored(id_to_row(entity.id))
        row = self._layout.to_row(entity)
        if stored is None:
            self._create(entity.id, entity.created_at, row)
        elif stored.row != row or stored.deleted_at is not None:
            differing = self._differing(stored, entity.created_at, row)
            self._change(entity.id, stored, differing, row, _without(stored.extra, differing))

    def save_all(self, entities: Iterable[E]) -> None:
        """Write several entities in this transaction."""
        for entity in entities:
            self.save(entity)

    def delete(self, id_: str) -> None:
        """Move an entity to the trash; one that is not living is left as it is."""
        raw = id_to_row(id_)
        stored = self.stored(raw)
        if stored is None or stored.deleted_at is not None:
            return
        log = self._session.write_log()
        version = log.next_version()
        stamps = Stamps(stored.stamps.fields, stored.stamps.seen | stored.stamps.fields, version)
        log.record_delete(self.kind, raw, stored.stamps.fields, version, self.belongs_to(stored, stored.row))
        self._close_conflicts(raw, None)
        self.write(id_, stored, stored.row, stamps, stored.extra)

    def delete_all(self, ids: Iterable[str]) -> None:
        """Move several entities to the trash."""
        for id_ in ids:
            self.delete(id_)

    def revive(self, id_: str) -> bool:
        """Bring an entity back from the trash; returns False when it was never here."""
        stored = self.stored(id_to_row(id_))
        if stored is None:
            return False
        if stored.deleted_at is not None:
            self.set_fields(id_, stored, self.wire(stored))
        return True

    # --- the doors undo and sync use ---

    def stored(self, raw_id: bytes) -> Stored | None:
        """Return the row of an id as it stands, in the trash or not."""
        found = self._db.execute(self._statements.stored, (raw_id,)).fetchone()
        if found is None:
            return None
        rowid, created_at, extra, clock, deleted_at, owner = found[:6]
        row = found[6:]
        return Stored(rowid, created_at, row, extra, self._layout.read_stamps(clock, row), deleted_at, owner)

    def wire(self, stored: Stored) -> dict[str, Value]:
        """Return every field of a row in the form that travels, also those this version does not know."""
        fields = self._layout.to_wire(stored.created_at, stored.row)
        return fields | (json.loads(stored.extra) if stored.extra else {})

    def set_fields(self, id_: str, stored: Stored, fields: Mapping[str, Value]) -> None:
        """Set some fields by a logged change of this device; a deleted entity comes back to life by it."""
        if not fields:
            return
        found = self._layout.taken_in(self.wire(stored) | dict(fields), stored.row)
        assert found is not None  # noqa: S101 - there is a row already
        self._change(id_, stored, fields, found[1], json.dumps(found[2]) if found[2] else None)

    def _change(
        self, id_: str, stored: Stored, fields: Mapping[str, Value], row: tuple[Any, ...], extra: str | None
    ) -> None:
        """Log that some fields were set, and bring the row to what it is by that."""
        if not fields:
            return
        log = self._session.write_log()
        version = log.next_version()
        base = {name: stored.stamps.of(name) for name in fields}
        if stored.deleted_at is not None:
            base[DELETION] = stored.stamps.deleted
        raw = id_to_row(id_)
        log.record_set(self.kind, raw, fields, base, version, self.belongs_to(stored, row))
        self._close_conflicts(raw, fields.keys())
        stamps = Stamps(
            stored.stamps.fields | dict.fromkeys(fields, version), stored.stamps.seen, stored.stamps.deleted
        )
        self.write(id_, stored, row, stamps, extra)

    def belongs_to(self, stored: Stored | None, row: tuple[Any, ...]) -> str | None:  # noqa: ARG002 - for kinds that tell
        """Return the scope of an entity where its kind does not tell."""
        return stored.owner if stored else None

    def _close_conflicts(self, entity: bytes, fields: Collection[str] | None) -> None:
        """Close the open conflicts of what is set: this store holds both sides, so its author has seen them.

        Taking something back says nothing of the kind.
        """
        session = self._session
        if session.meta.get(OPEN_CONFLICTS) and session.write_log().action.role == DO:
            from app.storage.conflicts import Conflicts

            Conflicts(session).close_seen(self.kind, entity, fields)

    def write(self, id_: str, stored: Stored | None, row: tuple[Any, ...], stamps: Stamps, extra: str | None,
              created_at: int = 0) -> None:  # fmt: skip
        """Bring row, trash mark and derived figures to a state already decided and logged."""
        deleted_at = self._deleted_at(stored, stamps)
        clock = self._layout.write_stamps(stamps, row)
        if stored is None:
            rowid = self._insert(id_to_row(id_), created_at, row, extra, clock, deleted_at)
        else:
            rowid = stored.rowid
            self._update(stored, row, extra, clock, deleted_at)
        was = stored.row if stored and stored.deleted_at is None else None
        self._derive(rowid, was, row if deleted_at is None else None)
        self._session.write_log().touched.add((self.kind, id_))

    def _create(self, id_: str, created_at: int, row: tuple[Any, ...]) -> None:
        log = self._session.write_log()
        version = log.next_version()
        raw = id_to_row(id_)
        log.record_new(self.kind, raw, created_at, row, version, self.belongs_to(None, row))
        # Stamps of which all are the same version are stored as that one.
        self._derive(self._insert(raw, created_at, row, None, version, None), None, row)
        log.touched.add((self.kind, id_))

    def _differing(self, stored: Stored, created_at: int, row: tuple[Any, ...]) -> dict[str, Value]:
        differing = self._layout.differing(stored.row, row)
        if stored.deleted_at is not None:
            return self._layout.to_wire(created_at, row) | differing
        return differing if created_at == stored.created_at else {"created_at": created_at} | differing

    def _deleted_at(self, stored: Stored | None, stamps: Stamps) -> int | None:
        if stamps.alive:
            return None
        if stored and stored.deleted_at is not None:
            return stored.deleted_at
        return self._session.context.now()

    def _insert(self, raw: bytes, created_at: int, row: tuple[Any, ...], extra: str | None, clock: bytes,
                deleted_at: int | None) -> int:  # fmt: skip
        cursor = self._db.execute(
            self._statements.insert, (raw, created_at, extra, clock, deleted_at, *row, *self._derived_columns(row))
        )
        return int(cursor.lastrowid or 0)

    def _update(
        self, stored: Stored, row: tuple[Any, ...], extra: str | None, clock: bytes, deleted_at: int | None
    ) -> None:
        # SQLite rewrites every index of a column that is set, also to what it was.
        changed = {name: now for name, was, now in zip(self._layout.names, stored.row, row, strict=True) if was != now}
        changed |= {"extra": extra} if extra != stored.extra else {}
        changed |= {"deleted_at": deleted_at} if deleted_at != stored.deleted_at else {}
        changed |= dict(zip(self.derived, self._derived_columns(row), strict=True))
        statement = _update_of(self.kind, ("clock", *changed))
        self._db.execute(statement, (clock, *changed.values(), stored.rowid))

    # --- what a kind derives from its rows ---

    def _derived_columns(self, row: tuple[Any, ...]) -> tuple[Any, ...]:  # noqa: ARG002 - for kinds that derive
        return ()

    def _derive(self, rowid: int, was: tuple[Any, ...] | None, now: tuple[Any, ...] | None) -> None:
        """Bring indexes and totals from ``was`` to ``now``; None means not living."""


def _without(extra: str | None, names: Collection[str]) -> str | None:
    """Return what a row keeps beside its columns, without fields that have a value of their own now."""
    if extra is None:
        return None
    kept = {name: value for name, value in json.loads(extra).items() if name not in names}
    return json.dumps(kept) if kept else None
