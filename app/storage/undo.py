"""Undo and redo: the inverse of an action, written as a new action, at any time later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.domain.errors import NotFound, RuleBroken
from app.storage.bulk_undo import bury_new_entries, revive_buried_entries
from app.storage.columns import id_from_row, layout
from app.storage.unit_of_work import UnitOfWork, unit_of_work
from app.storage.write_log import GROUP_LIMIT, Action

if TYPE_CHECKING:
    from app.domain.outcome import Outcome
    from app.storage.context import Context
    from app.storage.history import History, LoggedChange, PastAction
    from app.storage.repository import Stored


class NothingToUndo(RuleBroken):
    """There is no action to take back, or none to do again."""

    code = "nothing_to_undo"


class ChangedSince(RuleBroken):
    """Something the action changed was changed again afterwards; taking it back would overwrite that."""

    code = "changed_since"


class HistoryLost(RuleBroken):
    """What a field was before is not recorded any more, as in a store salvaged from a damaged file."""

    code = "history_lost"


class HistoryOnItsWay(HistoryLost):
    """What a field was before has not come yet: the history from before this device joined is still being fetched."""

    code = "history_on_its_way"


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back or done again: the action's code, subject and number."""

    code: str
    subject: str
    number: int


def undo(ctx: Context, number: int | None = None, *, force: bool = False) -> Outcome[Undone]:
    """Take back an action (the newest that stands when ``number`` is None) by writing its inverse.

    Taking back an undo is a redo.

    Raises:
        NothingToUndo: there is none, or it was taken back already. ChangedSince: something was changed again since,
            unless ``force``. HistoryLost: what was before is not known; HistoryOnItsWay: not yet.
    """
    with unit_of_work(ctx) as work:
        history = work.history
        action = history.undoable() if number is None else history.action(number)
        if action is None:
            sentence = "There is nothing to undo." if number is None else f"There is no action {number}."
            raise NothingToUndo(sentence, number=number)
        if action.undone:
            raise NothingToUndo("This was undone already.", number=action.number)
        _invert(work, action, "redo" if action.role == "undo" else "undo", force=force)
    return work.outcome(Undone(action.code, action.subject, action.number))


def redo(ctx: Context, *, force: bool = False) -> Outcome[Undone]:
    """Do again what was undone last.

    Raises:
        NothingToUndo: nothing was undone, or something new was done since. ChangedSince, HistoryLost: see undo.
    """
    with unit_of_work(ctx) as work:
        action = work.history.redoable()
        if action is None:
            raise NothingToUndo("There is nothing to redo.")
        _invert(work, action, "redo", force=force)
    return work.outcome(Undone(action.code, action.subject, action.number))


def restore(ctx: Context, number: int) -> Outcome[int]:
    """Bring back everything an action deleted that is deleted still; returns how many came back.

    Raises:
        NotFound: nothing of that action is in the trash.
    """
    with unit_of_work(ctx, "restore") as work:
        gone = work.history.deleted_in(number)
        if not gone:
            raise NotFound("Nothing of this is in the trash any more.", number=number)
        done = revive_buried_entries(work, number) if len(gone) > GROUP_LIMIT else set()
        for kind, entity in gone:
            if entity not in done:
                work.of(kind).revive(id_from_row(entity))
    return work.outcome(len(gone))


def _invert(work: UnitOfWork, action: PastAction, role: str, *, force: bool) -> None:
    log = work.session.write_log()
    log.action = Action(action.code, action.subject, role, action.number)
    # What was added or deleted in bulk is taken back in bulk; the rest, and whatever was changed since, is looked at one by one.
    done: set[bytes] = set()
    if action.changes > GROUP_LIMIT:
        done = bury_new_entries(work, action.number) | revive_buried_entries(work, action.number)
    for change in work.history.changes_of(action.number):
        if change.entity in done:
            continue
        stored = work.of(change.kind).stored(change.entity)
        if stored is not None:
            _Inverse(work, action, change, stored, force=force).apply()
    # An action of which nothing is left to take back is off the stack all the same.
    work.session.connection.execute("UPDATE action SET undone_by = ? WHERE batch = ?", (log.batch or 0, action.number))


class _Inverse:
    """Takes back one change of one entity."""

    def __init__(
        self, work: UnitOfWork, action: PastAction, change: LoggedChange, stored: Stored, *, force: bool
    ) -> None:
        self._work, self._action, self._change = work, action, change
        self._stored, self._force = stored, force
        self._repository = work.of(change.kind)
        self._id = id_from_row(change.entity)

    def apply(self) -> None:
        """Write what leads back to the state before the change."""
        if self._change.deleted:
            self._revive()
        elif self._change.created or self._history.revived(self._change.version, self._change.entity):
            self._bury()
        else:
            self._set_back()

    @property
    def _history(self) -> History:
        return self._work.history

    def _revive(self) -> None:
        """Bring the entity back as it was when it was deleted, whatever was done to it in between."""
        if self._stored.deleted_at is None:
            return
        seen = self._change.base
        now = self._repository.wire(self._stored)
        known = layout(self._change.kind).fields
        then = {name: value if name in seen or name in known else None for name, value in now.items()}
        self._repository.set_fields(self._id, self._stored, then | self._history.values_at(seen))

    def _bury(self) -> None:
        """Move to the trash what the change made or brought back."""
        if self._stored.deleted_at is not None:
            return
        newer = {version for version in self._stored.stamps.fields.values() if version > self._change.version}
        if any(map(self._history.is_foreign, newer)):
            self._ask("was changed on another device since. Undoing would move it to the trash with that change")
        self._repository.delete(self._id)

    def _set_back(self) -> None:
        change, stored = self._change, self._stored
        if stored.deleted_at is not None:
            self._ask("was moved to the trash since. Bring it back first")
            return
        now = self._repository.wire(stored)
        if any(now.get(name) != value for name, value in change.fields.items()):
            self._ask("was changed again since. Undoing would overwrite the newer change")
        self._repository.set_fields(self._id, stored, self._values_before())

    def _values_before(self) -> dict[str, Any]:
        base = self._change.base
        before = self._history.values_at({name: version for name, version in base.items() if version})
        unset = layout(self._change.kind).unset
        before |= {name: unset.get(name) for name, version in base.items() if not version}
        if len(before) < len(base):
            raise self._missing()
        return before

    def _missing(self) -> HistoryLost:
        if self._history.is_being_fetched(self._change.version):
            return HistoryOnItsWay(
                "What it was before is still being fetched from the server. Nothing was changed; undo it once the history"
                " is here.",
                number=self._action.number,
            )
        return HistoryLost(
            "What it was before is not recorded any more, so this cannot be undone. Nothing was changed.",
            number=self._action.number,
        )

    def _ask(self, what_happened: str) -> None:
        if self._force:
            return
        kind = self._change.kind
        noun = self._repository.noun
        raise ChangedSince(
            f"This {noun} {what_happened}; nothing was changed.", kind=kind, id=self._id, action=self._action.number
        )
