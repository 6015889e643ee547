"""Everything of a store, kind by kind, as it leaves in an export; and the way back in."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any, NamedTuple

from app.domain.entities.base import Kind
from app.storage.columns import id_from_row, layout
from sync.engine.stamps import Stamps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from app.storage.repository import Repository
    from app.storage.unit_of_work import Repositories, UnitOfWork


class Copied(NamedTuple):
    """One entity as it travels: id as text, every field (also those this version does not know), when it was deleted."""

    id: str
    fields: dict[str, Any]
    deleted_at: int | None


# What SQLite says of values that no column of the kind can hold.
_UNFIT = (sqlite3.IntegrityError, sqlite3.InterfaceError, sqlite3.ProgrammingError, sqlite3.DataError)

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


def bring_in(work: UnitOfWork, kind: Kind, id_: str, fields: Mapping[str, Any], *, deleted: bool) -> str:
    """Add an entity under the id it has; one that is living here is left as it is.

    Returns added, revived (it was in the trash here) or present.

    Raises:
        ValueError: the fields make no entity of this kind.
    """
    try:
        return _bring_in(work.of(kind), work, id_, fields, deleted=deleted)
    except (TypeError, KeyError, AttributeError, OverflowError, *_UNFIT) as error:
        raise ValueError(f"{kind.value}: {error}") from error


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
    log.record_set(kind, raw, whole, {}, version)
    stamps = Stamps(dict.fromkeys(whole, version))
    repository.write(id_from_row(raw), None, row, stamps, json.dumps(unknown) if unknown else None, created_at)
    if deleted:
        repository.delete(id_from_row(raw))
    return ADDED
