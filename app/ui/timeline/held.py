"""Dates that are held, by the mouse or the keyboard: taken, moved, dropped or let go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer, Signal

from app.ui.timeline.lines import HeadLine, Line, MilestoneLine, ProjectLine
from app.ui.timeline.moves import Edge, Move

if TYPE_CHECKING:
    from app.ui.timeline.scene import Scene
    from app.ui.timeline.view import TimelineView

_FRAME_MS = 16


class Held(QObject):
    """The move under way is part of the scene; here it begins and ends."""

    moving = Signal(object)
    """A move under way: a preview of it is wanted."""
    dropped = Signal(object)
    """A move that is to be done."""
    let_go = Signal()
    """The move under way is given up."""

    def __init__(self, view: TimelineView) -> None:
        super().__init__(view)
        self._view = view
        self._drift = QTimer(self)
        self._drift.setInterval(_FRAME_MS)
        self._drift.timeout.connect(self._drift_on)
        self._drift_by = 0

    def begin(self, line: Line, edge: Edge, milestone: str | None = None) -> bool:
        """Take hold of a row's dates; return whether there is anything to move."""
        found = _move_of(self._view.scene, line, edge, milestone)
        if found is None:
            return False
        self._view.scene.move = found
        return True

    def move_by(self, days: int) -> None:
        """Move what is held so many days from where it was."""
        move = self._view.scene.move
        if move is None or (moved := move.by(days)) == move:
            return
        self._view.scene.move = moved
        self._view.repaint_row(move)
        self.moving.emit(moved)

    def drop(self) -> None:
        """Do the move under way; one that leads nowhere is let go."""
        move = self._view.scene.move
        self.drift(0)
        if move is None:
            return
        if move.fields:
            self.dropped.emit(move)
        else:
            self.release()

    def release(self) -> None:
        """Give the move under way up; everything is as it was."""
        self.drift(0)
        scene = self._view.scene
        if scene.move is not None:
            scene.move = scene.changed = None
            self._view.repaint_all()
            self.let_go.emit()

    def drift(self, pixels: int) -> None:
        """Scroll on by itself while something is held at the edge; 0 stops."""
        self._drift_by = pixels
        if pixels and not self._drift.isActive():
            self._drift.start()
        elif not pixels:
            self._drift.stop()

    def stands_at(self) -> QPoint:
        """Return where what is being moved stands: below its row, at the edge that is held."""
        scene, move = self._view.scene, self._view.scene.move
        if move is None:
            return QPoint()
        start, due = move.after
        day = start if move.edge is Edge.START or due is None else due + 1
        place = scene.shelf.places.get(f"{move.project}/{move.milestone}", scene.shelf.places.get(move.project, 0))
        return QPoint(scene.x(day or 0), scene.row(place).bottom())

    def _drift_on(self) -> None:
        self._view.scroll_days(self._drift_by)
        self._view.mouse.follow()


def _move_of(scene: Scene, line: Line, edge: Edge, milestone: str | None) -> Move | None:
    """Return the move of a row's dates, or of a flag in it; dates that were dropped a moment ago count as they are shown."""
    if isinstance(line, HeadLine):
        return None
    if isinstance(line, MilestoneLine):
        milestone = line.stage.milestone.id
    if milestone is not None and _recurs(line, milestone):
        # Its due date ends the series; what is shown is the occurrence that is on.
        return None
    start, due = (
        scene.dates(line) if milestone is None or isinstance(line, MilestoneLine) else scene.flag(line, milestone)
    )
    held = {Edge.START: start, Edge.DUE: due, Edge.BOTH: due if start is None else start}[edge]
    return None if held is None else Move(line.row.project.id, milestone, edge, start, due)


def _recurs(line: ProjectLine | MilestoneLine, milestone: str) -> bool:
    return any(one.milestone.id == milestone and one.milestone.recurrence for one in line.row.milestones)
