"""Deciding between two versions: an ordinary change and the state of the conflicts, as one action."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.domain.disagreements import disagreements
from app.domain.entities.base import Kind
from app.domain.entities.conflicts import BOTH, KEPT, TAKEN
from app.orchestrators.locks import Locks
from app.storage.columns import id_to_row, layout

if TYPE_CHECKING:
    from app.domain.disagreements import Side
    from app.domain.entities.time_entries import TimeEntry
    from app.storage.context import Context
    from app.storage.unit_of_work import UnitOfWork


class Decision:
    """What is to become of the two versions of one thing."""

    def __init__(self, ctx: Context, work: UnitOfWork, key: str) -> None:
        self._ctx, self._work = ctx, work
        self._about = next(one for one in disagreements(work.conflicts.open()) if one.key == key)
        self._repository = work.of(Kind(self._about.kind))

    def keep_shown(self) -> None:
        """Let what is shown stand."""
        self._close(KEPT)

    def take_other(self) -> None:
        """Let the thing be as the other side had it: its values, or deleted.

        Raises:
            RuleBroken: an entry is locked.
        """
        self._close(TAKEN)
        about, id_ = self._about, self._about.entity
        if about.is_deletion:
            self._require_open()
            self._repository.delete(id_)
            return
        stored = self._repository.stored(id_to_row(id_))
        if stored is not None:
            self._require_open()
            self._repository.set_fields(id_, stored, about.other.values)
            self._require_open()

    def keep_both(self) -> None:
        """Let what is shown stand, and make another entry of what the other side had.

        Raises:
            RuleBroken: the new entry would lie on a locked day.
        """
        self._close(BOTH)
        second = replace(
            self._entry_of(self._about.other), id=self._ctx.new_id(), created_at=self._ctx.now(), external_id=None
        )
        Locks(self._work).require_all_open((second,))
        self._work.time_entries.save(second)

    def _close(self, state: str) -> None:
        # First: what a change closes as seen is only what is still open.
        self._work.conflicts.save_all(replace(conflict, state=state) for conflict in self._about.conflicts)

    def _entry_of(self, side: Side) -> TimeEntry:
        entries, raw = self._work.time_entries, id_to_row(self._about.entity)
        stored = entries.stored(raw)
        wire: dict[str, Any] = (entries.wire(stored) if stored else {}) | dict(side.values)
        made: TimeEntry = _of_wire(raw, wire)
        return made

    def _require_open(self) -> None:
        if self._about.kind == Kind.TIME_ENTRY:
            entry = self._work.time_entries.get(self._about.entity)
            Locks(self._work).require_all_open([entry] if entry else [])


def _of_wire(raw_id: bytes, wire: dict[str, Any]) -> Any:
    of_entry = layout(Kind.TIME_ENTRY)
    created_at, row, _ = of_entry.from_wire(wire)
    return of_entry.from_row(raw_id, created_at, row)


def decide(ctx: Context, work: UnitOfWork, key: str, *, first: bool, first_is_shown: bool) -> None:
    """Take the first or the second of the two versions a card shows."""
    decision = Decision(ctx, work, key)
    if first == first_is_shown:
        decision.keep_shown()
    else:
        decision.take_other()
