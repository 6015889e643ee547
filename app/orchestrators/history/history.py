"""Undo, redo, what was done, and the trash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.orchestrators.workflow import workflow
from app.storage import undo as stored
from app.storage.unit_of_work import reading

if TYPE_CHECKING:
    from app.domain.outcome import Outcome
    from app.storage.context import Context
    from app.storage.history import PastAction, Step, TrashedAction
    from app.storage.undo import Undone


@workflow
def undo(ctx: Context, action: int | None = None, *, force: bool = False) -> Outcome[Undone]:
    """Take back the newest action, or a certain one; also after a restart.

    Raises:
        NothingToUndo: there is none. ChangedSince: something it changed was changed again since, unless ``force``.
    """
    return stored.undo(ctx, action, force=force)


@workflow
def redo(ctx: Context) -> Outcome[Undone]:
    """Do again what was undone last.

    Raises:
        NothingToUndo: nothing was undone, or something new was done since.
    """
    return stored.redo(ctx)


@workflow
def actions(ctx: Context, limit: int = 100) -> list[PastAction]:
    """Return what was done, newest first."""
    with reading(ctx) as read:
        return read.history.actions(limit)


@workflow
def next_undo(ctx: Context) -> tuple[PastAction | None, PastAction | None]:
    """Return what undo and redo would do now."""
    with reading(ctx) as read:
        return read.history.undoable(), read.history.redoable()


@workflow
def story_of(ctx: Context, id: str) -> list[Step]:  # noqa: A002 - the field's own name
    """Return everything that was done to one entity, newest first."""
    with reading(ctx) as read:
        return read.history.of(id)


@workflow
def list_trash(ctx: Context) -> list[TrashedAction]:
    """Return the deletions of the last 30 days that can be taken back, newest first."""
    with reading(ctx) as read:
        return read.history.trash()


@workflow
def restore_from_trash(ctx: Context, action: int) -> Outcome[int]:
    """Bring back whole what an action deleted; returns how many things came back.

    Raises:
        NotFound: nothing of it is in the trash any more.
    """
    return stored.restore(ctx, action)
