"""Undo and redo: the inverse of an action, written as a new action, at any time later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.domain.errors import NotFound, RuleBroken
from app.storage.columns import id_from_row
from app.storage.unit_of_work import UnitOfWork, reading, unit_of_work

if TYPE_CHECKING:
    from app.domain.entities.base import Kind
    from app.domain.outcome import Outcome
    from app.storage.context import Context
    from app.storage.history import PastAction


class NothingToUndo(RuleBroken):
    """There is no action to take back, or none to do again."""

    code = "nothing_to_undo"


class ChangedSince(RuleBroken):
    """Something the action changed was changed again afterwards; taking it back would overwrite that."""

    code = "changed_since"


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back or done again: the action's code, subject and number."""

    code: str
    subject: str
    number: int


def undo(ctx: Context, number: int | None = None, *, force: bool = False) -> Outcome[Undone]:
    """Take back an action (the newest that stands when ``number`` is None) by writing its inverse.

    Raises:
        NothingToUndo: there is none. ChangedSince: a field was changed again since, unless ``force``.
    """
    with reading(ctx) as read:
        action = read.history.undoable() if number is None else read.history.action(number)
    if action is None:
        raise NothingToUndo("There is nothing to undo.")
    return _invert(ctx, action, "undo", force=force)


def redo(ctx: Context) -> Outcome[Undone]:
    """Do again what was undone last.

    Raises:
        NothingToUndo: nothing was undone, or something new was done since. ChangedSince: see undo.
    """
    with reading(ctx) as read:
        action = read.history.redoable()
    if action is None:
        raise NothingToUndo("There is nothing to redo.")
    return _invert(ctx, action, "redo", force=False)


def restore(ctx: Context, number: int) -> Outcome[int]:
    """Bring back everything an action deleted that is deleted still; returns how many came back.

    Raises:
        NotFound: nothing of that action is in the trash.
    """
    with unit_of_work(ctx, "restore") as work:
        gone = work.history.deleted_in(number)
        if not gone:
            raise NotFound("Nothing of this is in the trash any more.", number=number)
        for kind, entity in gone:
            _revive(work, kind, entity)
    return work.outcome(len(gone))


def _invert(ctx: Context, action: PastAction, role: str, *, force: bool) -> Outcome[Undone]:
    with unit_of_work(ctx, action.code, action.subject, role=role, of=action.number) as work:
        for version, kind, entity, deleted, fields, base in work.history.changes_of(action.number):
            if deleted:
                _revive(work, kind, entity)
            elif not any(base.values()) or work.history.revived(version, entity):
                _unmake(work, kind, entity, version, force=force)
            else:
                _set_back(work, kind, entity, fields, base, force=force)
        work.session.connection.execute(
            "UPDATE action SET undone_by = ? WHERE batch = ?", (work.session.write_log().batch or 0, action.number)
        )
    return work.outcome(Undone(action.code, action.subject, action.number))


def _revive(work: UnitOfWork, kind: Kind, entity: bytes) -> None:
    work.of(kind).revive(id_from_row(entity))


def _unmake(work: UnitOfWork, kind: Kind, entity: bytes, version: bytes, *, force: bool) -> None:
    repository = work.of(kind)
    stored = repository.stored(entity)
    if stored is None or stored.deleted_at is not None:
        return
    foreign = [seen for seen in stored.stamps.fields.values() if seen != version and not _own(work, seen)]
    if foreign and not force:
        raise _changed_since(kind)
    repository.delete(id_from_row(entity))


def _set_back(work: UnitOfWork, kind: Kind, entity: bytes, fields: dict[str, Any], base: dict[str, Any], *,
              force: bool) -> None:  # fmt: skip
    repository = work.of(kind)
    stored = repository.stored(entity)
    if stored is None:
        return
    current = repository.wire(stored)
    if not force and any(current.get(name) != value for name, value in fields.items()):
        raise _changed_since(kind)
    old = {name: work.history.value_at(base[name], name) for name in fields}
    if stored.deleted_at is None or any(base.values()):
        repository.set_fields(id_from_row(entity), stored, old)


def _own(work: UnitOfWork, version: bytes) -> bool:
    row = work.session.connection.execute(
        "SELECT device = (SELECT value FROM meta WHERE key = 'device') FROM change"
        " JOIN action ON action.number = change.action WHERE version = ?".replace(
            "WHERE version", "WHERE change.version"
        ),
        (version,),
    ).fetchone()
    return bool(row and row[0])


def _changed_since(kind: Kind) -> ChangedSince:
    noun = kind.value.replace("_", " ")
    return ChangedSince(
        f"This {noun} was changed again since. Undoing would overwrite the newer change; nothing was changed.",
        kind=kind,
    )
