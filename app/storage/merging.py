"""Merging what came from elsewhere into rows: the law is sync.engine's, the rows are written as by any local write.

::

    state held (row, or parked) --> apply each change --> fits the columns: row, totals, tags, search, cache
                                                      '-> does not: parked, as merged, until it does

A value that does not fit its column (only a broken or hostile peer sends one) is kept beside the columns as it came and
takes part in the merge like any other; shown is the newest one in the log that fits, whichever came first.
"""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any, NamedTuple

from app.domain.entities.base import Kind
from app.storage.columns import id_from_row, layout
from app.storage.fitting import is_instant
from app.storage.parked import ParkingPlace
from app.storage.records import known_kind
from app.storage.scopes import becomes_row, owner_of
from app.storage.shown_values import newest_that_fit
from sync.engine.merge import apply
from sync.engine.stamps import Stamps
from sync.protocol.version import NONE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.storage.repository import Repository, Stored
    from app.storage.unit_of_work import UnitOfWork
    from sync.protocol.change import Change, Value
    from sync.protocol.messages import ObjectState

_log = logging.getLogger(__name__)


class _Held(NamedTuple):
    """An entity as it is here: its state, the row if it is one, whether it may be one."""

    values: dict[str, Value]
    stamps: Stamps
    stored: Stored | None
    may_be_row: bool


class Merging:
    """Merges into the entities of one scope, in the open unit of work."""

    def __init__(self, work: UnitOfWork, scope: str) -> None:
        self._work, self._scope = work, scope
        self._own = work.session.write_log().own
        self._parking = ParkingPlace(work.session.connection, scope)

    def becomes_row(self, kind: str) -> bool:
        """Return whether entities of a kind that come in this scope are rows here."""
        return known_kind(kind) is not None and becomes_row(kind, self._scope, self._own)

    def is_parked(self, kind: str, entity: bytes) -> bool:
        """Return whether an entity waits to become a row."""
        return self._parking.get(kind, entity) is not None

    def owner(self, kind: str) -> str | None:
        """Return what the owner column holds for rows of a kind of this scope."""
        return owner_of(kind, self._scope, self._own)

    def merge(self, kind: str, entity: bytes, changes: Iterable[Change]) -> bool:
        """Merge changes of one entity, in any order; returns whether it is a row here."""
        held = self._held(kind, entity)
        values, stamps = held.values, held.stamps
        for change in changes:
            merged = apply(values, stamps, change)
            values, stamps = merged.values, merged.stamps
        return self._keep(kind, entity, held, values, stamps)

    def join(self, one: ObjectState) -> bool:
        """Merge the state of an entity as another copy holds it; returns whether it is a row here."""
        held = self._held(one.kind, one.entity)
        values, fields = dict(held.values), dict(held.stamps.fields)
        for name, version in one.fields.items():
            if version > fields.get(name, NONE):
                fields[name] = version
                values[name] = one.values.get(name)
        seen = dict(held.stamps.seen)
        for name, version in one.seen.items():
            seen[name] = max(seen.get(name, NONE), version)
        stamps = Stamps(fields, seen, max(held.stamps.deleted, one.deleted))
        return self._keep(one.kind, one.entity, held, values, stamps)

    def unpark(self, kind: str) -> int:
        """Let what is parked of a kind become rows where it can; returns how many did."""
        waiting = list(self._parking.all(kind))
        return sum(self.merge(kind, one.entity, ()) for one in waiting)

    def _held(self, kind: str, entity: bytes) -> _Held:
        stored = None
        may_be_row = self.becomes_row(kind)
        if may_be_row:
            repository = self._repository(kind)
            stored = repository.stored(entity)
            if stored is not None and not self._is_ours(kind, stored):
                # It is another's, and this scope's people have no access to it.
                stored, may_be_row = None, False
            if stored is not None:
                return _Held(repository.wire(stored), stored.stamps, stored, may_be_row=True)
        values, stamps = self._parking.get(kind, entity) or ({}, Stamps())
        return _Held(values, stamps, None, may_be_row)

    def _is_ours(self, kind: str, stored: Stored) -> bool:
        """Return whether a row belongs to this scope. A conflict made here says nothing of it."""
        return stored.owner == self.owner(kind) or (kind == Kind.CONFLICT and stored.owner is None)

    def _repository(self, kind: str) -> Repository[Any]:
        return self._work.of(Kind(kind))

    def _keep(self, kind: str, entity: bytes, held: _Held, values: dict[str, Value], stamps: Stamps) -> bool:
        if held.stored is not None and stamps == held.stamps and not self._has_misfits(kind, held.stored):
            return True
        row = self._row(kind, entity, held, values) if held.may_be_row else None
        if row is None:
            self._parking.put(kind, entity, values, stamps)
            return False
        created_at, columns, unknown = row
        self._report(kind, entity, held, unknown)
        extra = json.dumps(unknown) if unknown else None
        self._repository(kind).write(id_from_row(entity), held.stored, columns, stamps, extra, created_at)
        self._frame(kind, entity, held, created_at)
        self._parking.remove(kind, entity)
        return True

    def _has_misfits(self, kind: str, stored: Stored) -> bool:
        """Return whether an older value that comes may be one to show."""
        return stored.extra is not None and bool(layout(Kind(kind)).misfits(json.loads(stored.extra)))

    def _row(
        self, kind: str, entity: bytes, held: _Held, values: dict[str, Value]
    ) -> tuple[int, tuple[Any, ...], dict[str, Value]] | None:
        before, born = (held.stored.row, held.stored.created_at) if held.stored else (None, 0)
        if kind == Kind.CONFLICT and not born:
            # A server makes it, and says when the newer side was written.
            newest = max((ms for ms in (values.get("winner_ms"), values.get("loser_ms")) if type(ms) is int), default=0)
            born = newest // 1000 if is_instant(newest // 1000) else 0
        shape = layout(Kind(kind))
        found = shape.taken_in(values, before, born)
        odd = shape.misfits(values if found is None else found[2])
        if not odd:
            return found
        shown = newest_that_fit(self._work.session.connection, Kind(kind), entity, self._scope, odd)
        found = shape.taken_in(values | shown, before, born)
        return found and (found[0], found[1], found[2] | {name: values[name] for name in odd})

    def _frame(self, kind: str, entity: bytes, held: _Held, created_at: int) -> None:
        """Set what no local write ever changes: whose an entity is, and when it was made."""
        db, owner = self._work.session.connection, self.owner(kind)
        if held.stored is None and owner is not None:
            db.execute(f'UPDATE "{kind}" SET owner = ? WHERE id = ?', (owner, entity))
        elif held.stored is not None and held.stored.created_at != created_at:
            db.execute(f'UPDATE "{kind}" SET created_at = ? WHERE id = ?', (created_at, entity))

    def _report(self, kind: str, entity: bytes, held: _Held, unknown: dict[str, Value]) -> None:
        """Say once which known fields came with values that no column can hold."""
        shape = layout(Kind(kind))
        before = json.loads(held.stored.extra) if held.stored and held.stored.extra else {}
        odd = [name for name in unknown if name in shape.fields and before.get(name, ...) != unknown[name]]
        if odd:
            _log.warning("%s %s came with values that do not fit: %s", kind, entity.hex(), ", ".join(odd))
