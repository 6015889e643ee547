"""A part of a snapshot, taken in: merged states, without the changes they came by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.domain.entities.base import Kind
from app.storage.columns import layout
from app.storage.merging import Merging
from app.storage.plain_entries import plain_entry
from app.storage.receiving import advance_clock, entries_there, write_in_bulk
from sync.engine.stamps import Stamps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.storage.unit_of_work import UnitOfWork
    from sync.protocol.messages import ObjectState
    from sync.protocol.version import Version

_Plain = tuple[bytes, int, bytes, str | None, tuple[Any, ...]]


def receive_objects(work: UnitOfWork, scope: str, objects: Sequence[ObjectState]) -> None:
    """Merge objects into the entities of a scope, in the open unit of work."""
    merging = Merging(work, scope)
    bulk = _plain(work, merging, objects)
    for one in objects:
        if one.entity not in bulk or one.kind != Kind.TIME_ENTRY:
            merging.join(one)
    write_in_bulk(work, list(bulk.values()))
    advance_clock(work, _versions(objects))


def _plain(work: UnitOfWork, merging: Merging, objects: Sequence[ObjectState]) -> dict[bytes, _Plain]:
    """Return the living entries that are new here and whose values all fit; those can be written in bulk."""
    if not merging.becomes_row(Kind.TIME_ENTRY):
        return {}
    owner, found = merging.owner(Kind.TIME_ENTRY), dict[bytes, _Plain]()
    for one in objects:
        if one.kind != Kind.TIME_ENTRY or one.seen or one.deleted or merging.is_parked(one.kind, one.entity):
            continue
        plain = plain_entry(one.values) if len(one.fields) == len(one.values) else None
        if plain is not None and one.entity not in found:
            found[one.entity] = one.entity, plain[0], _clock(one, plain[1]), owner, plain[1]
    for entity in entries_there(work.session.connection, list(found)):
        del found[entity]
    return found


def _clock(one: ObjectState, row: tuple[Any, ...]) -> bytes:
    versions = set(one.fields.values())
    # Stamps of which all are the same version are stored as that one.
    return versions.pop() if len(versions) == 1 else layout(Kind.TIME_ENTRY).write_stamps(Stamps(dict(one.fields)), row)


def _versions(objects: Sequence[ObjectState]) -> Iterator[Version]:
    for one in objects:
        yield from set(one.fields.values())
        yield from one.seen.values()
        yield one.deleted
