"""Asks a reading lane for what is wanted now: while one answer is on its way, only the newest question waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.storage.context import Context
    from app.ui.shell import Shell


class Latest(QObject):
    """One question at a time; those in between are never asked."""

    answered = Signal(object, object)
    """What was asked about, and the answer."""
    refused = Signal(object, object)
    """What was asked about, and the error."""

    def __init__(self, shell: Shell, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._asked: object = None
        self._waiting: tuple[object, Callable[[Context], Any]] | None = None
        self._turn = 0

    def ask(self, about: object, job: Callable[[Context], Any]) -> None:
        """Ask now, or as soon as the answer before is here."""
        if self._asked is not None:
            self._waiting = (about, job)
            return
        self._asked = about
        turn = self._turn
        self._shell.jobs.read(
            job,
            owner=self,
            on_done=lambda answer: self._on_answer(turn, about, answer, None),
            on_error=lambda error: self._on_answer(turn, about, None, error),
        )

    def forget(self) -> None:
        """No answer is wanted any more, also not the one that is on its way."""
        self._turn += 1
        self._asked = self._waiting = None

    def _on_answer(self, turn: int, about: object, answer: object, error: Exception | None) -> None:
        if turn != self._turn:
            return
        self._asked = None
        if error is None:
            self.answered.emit(about, answer)
        else:
            self.refused.emit(about, error)
        if self._waiting is not None and self._asked is None:
            waiting, self._waiting = self._waiting, None
            self.ask(*waiting)
