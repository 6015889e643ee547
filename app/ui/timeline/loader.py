"""Reads the timeline: one reading at a time, farther when one scrolls on, anew where something changed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.outcome import Changes
from app.ui.timeline import work
from app.ui.timeline.scale import iso, number_of

if TYPE_CHECKING:
    from app.domain.risk import Risk
    from app.ui.shell import Shell
    from app.ui.timeline.work import Board

BACK, AHEAD = 182, 366
"""Days that are read at first, before and after today."""
_MORE, _MARGIN = 182, 28
_MINUTE_MS = 60_000


class Loader(QObject):
    """Holds what was read last."""

    loaded = Signal(object)
    weighed = Signal()
    """More risks are known."""

    def __init__(self, shell: Shell, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self.board: Board | None = None
        self.risks: dict[str, Risk] = {}
        self._is_reading = False
        self._missed = Changes()
        self._is_stale = True
        self._span: tuple[int, int] | None = None
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE_MS)
        self._minute.timeout.connect(self.keep_time)

    def reload(self) -> None:
        """Read what is stale, or at first everything."""
        self._is_stale = True
        self._go_on()

    def note(self, changes: Changes) -> None:
        """Something changed; it is read with the next ``reload``."""
        self._missed = self._missed | changes

    def cover(self, first: int, last: int) -> None:
        """Read farther where what is seen comes near the end of what was read."""
        if self._span is None:
            return
        since, until = self._span
        if first - _MARGIN < since:
            since = min(since, first) - _MORE
        if last + _MARGIN > until:
            until = max(until, last) + _MORE
        if (since, until) != self._span:
            self._span = (max(since, 1), until)
            self.reload()

    def watch(self, *, is_seen: bool) -> None:
        """Look every minute while somebody looks."""
        if is_seen:
            self._minute.start()
        else:
            self._minute.stop()

    def keep_time(self) -> None:
        """Read anew what grows by itself, and what another day changes."""
        if self.board is not None:
            asked = partial(work.moves_on, today=self.board.timeline.today)
            self._shell.jobs.read(asked, owner=self, on_done=self._on_time)

    def _on_time(self, moves_on: bool) -> None:
        if moves_on:
            self.reload()

    def _go_on(self) -> None:
        if self._is_reading or not self._is_stale:
            return
        self._is_reading, self._is_stale = True, False
        job = partial(work.load, back=BACK, ahead=AHEAD)
        if self.board is not None and self._span is not None:
            changes, self._missed = self._missed, Changes()
            since, until = (iso(day) for day in self._span)
            job = partial(work.again, before=self.board.timeline, changes=changes, since=since, until=until)
        self._shell.jobs.read(job, owner=self, on_done=self._on_read, on_error=self._on_error)

    def _on_read(self, board: Board) -> None:
        self._is_reading, self.board = False, board
        self.risks.update(board.risks)
        if self._span is None:
            self._span = number_of(board.timeline.since), number_of(board.timeline.until)
        self.loaded.emit(board)
        self._go_on()
        self._weigh(board, work.AT_ONCE)

    def _weigh(self, board: Board, first: int) -> None:
        """Work out the risks of the rows that were not weighed at once, some at a time."""
        rows = board.timeline.rows[first : first + work.AT_ONCE]
        if not rows or board is not self.board:
            return

        def done(risks: dict[str, Risk]) -> None:
            self.risks.update(risks)
            self.weighed.emit()
            self._weigh(board, first + work.AT_ONCE)

        self._shell.jobs.read(partial(work.risks, rows=rows), owner=self, on_done=done, on_error=self._shell.say_error)

    def _on_error(self, error: Exception) -> None:
        self._is_reading = False
        self._shell.say_error(error)
