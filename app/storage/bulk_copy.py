"""Everything of a store, kind by kind, as it leaves in an export; and the way back in."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any, NamedTuple

from app.domain.days import zone
from app.domain.entities.base import Kind
from app.storage.bulk import BulkEntries
from app.storage.columns import id_from_row, layout
from sync.engine.stamps import Stamps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from app.domain.entities.time_entries import TimeEntry
    from app.storage.repository import Repository
    from app.storage.unit_of_work import Repositories, UnitOfWork


class Copied(NamedTuple):
    """One entity as it travels: id as text, every field (also those this version does not know), when it was deleted."""

    id: str
    fields: dict[str, Any]
    deleted_at: int | None


# What SQLite says of values that no column of the kind can hold.
_UNFIT = (sqlite3.IntegrityError, sqlite3.InterfaceError, sqlite3.ProgrammingError, sqlite3.DataError)

_BATCH = 500
_ID_SIZE = 16
_LARGEST = 1 << 53

# Deleting needs a stamp of its own, so what comes back deleted is deleted anew, now.
ADDED, REVIVED, PRESENT = "added", "revived", "present"


def everything_of(read: Repositories, kind: Kind) -> Iterator[Copied]:
    """Yield all entities of a kind in the order they came here, those in the trash included."""
    shape = layout(kind)
    columns = ", ".join(f'"{name}"' for name in shape.names)
    statement = f'SELECT id, created_at, extra, deleted_at, {columns} FROM "{kind}" ORDER BY rowid'
    for id_, created_at, extra, deleted_at, *row in read.session.connection.execute(statement):
        fields = shape.to_wire(created_at, tuple(row)) | (json.loads(extra) if extra else {})
        yield Copied(id_from_row(id_), fields, deleted_at)


def count_of(read: Repositories, kind: Kind) -> int:
    """Return how many entities of a kind there are, those in the trash included."""
    return int(read.session.connection.execute(f'SELECT count(*) FROM "{kind}"').fetchone()[0])


class Newcomers:
    """Adds entities under the ids they have; one that is living here is left as it is. ``finish`` writes what waits."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._bulk = BulkEntries(work)
        self._waiting: dict[str, TimeEntry] = {}

    def add(self, kind: Kind, id_: str, fields: Mapping[str, Any], *, deleted: bool) -> str:
        """Add one; returns added, revived (it was in the trash here) or present.

        Raises:
            ValueError: the fields make no entity of this kind.
        """
        try:
            entry = self._plain_entry(id_, fields) if kind is Kind.TIME_ENTRY and not deleted else None
            if entry is None:
                return _bring_in(self._work.of(kind), self._work, id_, fields, deleted=deleted)
        except (TypeError, KeyError, AttributeError, OverflowError, *_UNFIT) as error:
            raise ValueError(f"{kind.value}: {error}") from error
        self._waiting[id_] = entry
        if len(self._waiting) >= _BATCH:
            self._flush()
        return ADDED

    def finish(self) -> None:
        """Write what waits, and what it sums up to."""
        self._flush()
        self._bulk.finish()

    def _flush(self) -> None:
        self._bulk.add(self._waiting.values())
        self._waiting.clear()

    def _plain_entry(self, id_: str, fields: Mapping[str, Any]) -> TimeEntry | None:
        """Return a closed entry that is new here and has no field but the usual ones; those can be written in bulk."""
        shape, raw = layout(Kind.TIME_ENTRY), bytes.fromhex(id_.replace("-", ""))
        created_at, row, unknown = shape.from_wire(fields)
        if unknown or id_ in self._waiting or not _fits(created_at, row):
            return None
        if self._work.time_entries.stored(raw) is not None:
            return None
        entry: TimeEntry = shape.from_row(raw, created_at, row)
        zone(entry.tz)
        return entry


def _fits(created_at: int, row: tuple[Any, ...]) -> bool:
    """Whether the row of a closed entry has values of the very types its columns have."""
    user, started, tz, ended, text, project, task, milestone, billable, tags, source, external_id = row
    numbers = all(type(value) is int and abs(value) < _LARGEST for value in (created_at, started, ended, billable))
    texts = all(type(value) is str for value in (tz, text, source, external_id or ""))
    ids = all(
        type(value) is bytes and len(value) == _ID_SIZE for value in (user, *filter(None, (project, task, milestone)))
    )
    return numbers and texts and ids and billable in (0, 1) and len(tags) % _ID_SIZE == 0


def _bring_in(
    repository: Repository[Any], work: UnitOfWork, id_: str, fields: Mapping[str, Any], *, deleted: bool
) -> str:
    kind, shape, raw = repository.kind, layout(repository.kind), bytes.fromhex(id_.replace("-", ""))
    created_at, row, unknown = shape.from_wire(fields)
    # What cannot be read as an entity must not get into the store.
    shape.from_row(raw, created_at, row)
    stored = repository.stored(raw)
    if stored is not None:
        if stored.deleted_at is None or deleted:
            return PRESENT
        repository.set_fields(id_from_row(raw), stored, fields)
        return REVIVED
    log = work.session.write_log()
    whole = shape.to_wire(created_at, row) | unknown
    version = log.next_version()
    log.record_set(kind, raw, whole, {}, version, repository.belongs_to(None, row))
    stamps = Stamps(dict.fromkeys(whole, version))
    repository.write(id_from_row(raw), None, row, stamps, json.dumps(unknown) if unknown else None, created_at)
    if deleted:
        repository.delete(id_from_row(raw))
    return ADDED
