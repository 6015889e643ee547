"""Undo and redo for the whole window: what was taken back is named, and a newer change is never overwritten unasked."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.ui.shell import Shell
from app.ui.words import undone_line

if TYPE_CHECKING:
    from app.domain.outcome import Outcome
    from app.storage.context import Context
    from app.storage.undo import Undone

_ASK_S = 12


class Undoing(QObject):
    """Takes back the newest action, or one a toast speaks of; also what was done before a restart."""

    def __init__(self, shell: Shell, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        shell.undo_wanted.connect(self.undo)

    def undo(self, action: int | None = None, *, force: bool = False) -> None:
        """Take back an action; the newest when None."""
        job = partial(_undo, action=action, force=force)
        self._shell.jobs.submit(job, owner=self, on_done=self._on_undone, on_error=self._on_refused)

    def redo(self) -> None:
        """Do again what was undone last."""
        self._shell.jobs.submit(_redo, owner=self, on_done=self._on_redone, on_error=self._shell.say_error)

    def _on_undone(self, outcome: "Outcome[Undone]") -> None:
        done = outcome.value
        self._shell.toast(undone_line(done.code, done.subject, redone=False), self.tr("Redo"), self.redo)

    def _on_redone(self, outcome: "Outcome[Undone]") -> None:
        done = outcome.value
        undo: Callable[[], None] = self.undo
        self._shell.toast(undone_line(done.code, done.subject, redone=True), self.tr("Undo"), undo)

    def _on_refused(self, error: Exception) -> None:
        action = getattr(error, "values", {}).get("action")
        if getattr(error, "code", "") != "changed_since" or action is None:
            self._shell.say_error(error)
            return
        force = partial(self.undo, action, force=True)
        self._shell.toast(str(error), self.tr("Undo all the same"), force, seconds=_ASK_S)


def _undo(ctx: "Context", *, action: int | None, force: bool) -> "Outcome[Undone]":
    from app.orchestrators.history.history import next_undo, undo
    from app.storage.undo import ChangedSince

    if action is None:
        newest, _ = next_undo(ctx)
        action = newest.number if newest is not None else None
    try:
        return undo(ctx, action, force=force)
    except ChangedSince as error:
        # The answer to the question must mean the same action, whatever is done meanwhile.
        error.values["action"] = action
        raise


def _redo(ctx: "Context") -> "Outcome[Undone]":
    from app.orchestrators.history.history import redo

    return redo(ctx)
