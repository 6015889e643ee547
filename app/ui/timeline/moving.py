"""Moves under way: what they would do is asked while they are made, and the drop is one workflow."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.ui.projects.running import can_be_accepted
from app.ui.timeline import work
from app.ui.timeline.latest import Latest
from app.ui.timeline.lines import ProjectLine
from app.ui.timeline.loads import Loads
from app.ui.timeline.preview_words import Told, told
from app.ui.widgets.dates import with_local_days

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.orchestrators.planning.timeline import Preview
    from app.ui.projects.running import Runner
    from app.ui.shell import Shell
    from app.ui.timeline.bubble import Bubble
    from app.ui.timeline.lines import Library
    from app.ui.timeline.loader import Loader
    from app.ui.timeline.moves import Move
    from app.ui.timeline.view import TimelineView

_TIME_TO_ACCEPT_S = 20


class Moving(QObject):
    """Shows what a move would do, and does it when it is dropped."""

    settled = Signal()
    """A drop was answered, or a move given up: the board as it was read is to be shown."""

    def __init__(
        self,
        shell: Shell,
        view: TimelineView,
        loader: Loader,
        library: Library,
        runner: Runner,
        bubble: Bubble,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._shell, self._view, self._loader, self._library = shell, view, loader, library
        self._runner, self._bubble = runner, bubble
        self._previews = Latest(shell, self)
        self._previews.answered.connect(self._on_preview)
        self._previews.refused.connect(lambda _, error: shell.log_mistake(error))
        self._dropped: Move | None = None
        self._is_saved = False
        view.held.moving.connect(self._on_moving)
        view.held.dropped.connect(self._on_dropped)
        view.held.let_go.connect(self._on_let_go)

    @property
    def is_under_way(self) -> bool:
        """Whether something is held, or its drop not answered yet."""
        return self._view.scene.move is not None

    def _on_moving(self, move: Move) -> None:
        board = self._loader.board
        self._say(told(move))
        if board is not None and move.fields:
            self._previews.ask(move, partial(work.preview, before=board.timeline, move=move))
        elif not move.fields:
            self._previews.forget()
            self._view.scene.changed = None
            self.settled.emit()

    def _on_preview(self, move: Move, found: Preview) -> None:
        scene, board = self._view.scene, self._loader.board
        if scene.move is None or board is None or not scene.move.is_of(move.project, move.milestone):
            return
        shown = scene.line(move.project)
        is_open = isinstance(shown, ProjectLine) and bool(shown.is_open)
        scene.changed = self._library.of_preview(found.row, {move.project} if is_open else ())
        before = Loads(board.timeline.days, scene.today, board.week_start)
        scene.loads = Loads(found.days, scene.today, board.week_start)
        self._say(told(scene.move, board.timeline.row(move.project), found, before, scene.loads))
        self._view.repaint_row(move)
        self._view.repaint_loads()

    def _say(self, said: Told) -> None:
        self._bubble.say(said, self._view.held.stands_at())

    def _on_dropped(self, move: Move) -> None:
        self._previews.forget()
        self._bubble.hide()
        self._dropped, self._is_saved = move, False
        said = self.tr("Milestone moved") if move.milestone is not None else self.tr("Dates moved")
        self._run(partial(work.move_dates, move=move), said)

    def _run(self, job: Callable[..., Any], said: str) -> None:
        done, refused = partial(self._on_done, said), partial(self._on_refused, job, said)
        self._shell.jobs.submit(job, owner=self, on_done=done, on_error=refused)

    def _on_done(self, said: str, outcome: Any) -> None:
        self._is_saved = True
        self._runner.say_done(said, outcome)

    def _on_refused(self, job: Callable[..., Any], said: str, error: Exception) -> None:
        if self._view.scene.move == self._dropped:
            self._view.held.release()
        if can_be_accepted(error):
            again = partial(self._run, partial(job, accept_warnings=True), said)
            self._shell.toast(with_local_days(str(error)), self.tr("Do it anyway"), again, seconds=_TIME_TO_ACCEPT_S)
        else:
            self._shell.say_error(error)

    def _on_let_go(self) -> None:
        self._previews.forget()
        self._bubble.hide()
        self._dropped = None
        self.settled.emit()

    def landed(self) -> None:
        """The board was read anew: what was dropped and saved is in it."""
        if self._dropped is not None and self._is_saved:
            if self._view.scene.move == self._dropped:
                self._view.scene.move = self._view.scene.changed = None
            self._dropped = None
