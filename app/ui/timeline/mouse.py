"""The mouse on the timeline: dates are dragged, the ground is pulled along, rows are chosen, folded and opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication

from app.ui.timeline.hits import NOWHERE, Hit, Part
from app.ui.timeline.lines import HeadLine
from app.ui.timeline.moves import Edge
from app.ui.timeline.places import hit

if TYPE_CHECKING:
    from app.ui.timeline.view import TimelineView

_EDGES = {Part.START: Edge.START, Part.DUE: Edge.DUE, Part.FLAG: Edge.DUE, Part.BAR: Edge.BOTH}
_NEAR, _DRIFT = 28, 10
_Shape = Qt.CursorShape
_SHAPES = {
    Part.START: _Shape.SizeHorCursor,
    Part.DUE: _Shape.SizeHorCursor,
    Part.FLAG: _Shape.SizeHorCursor,
    Part.BAR: _Shape.OpenHandCursor,
    Part.FOLD: _Shape.PointingHandCursor,
    Part.OVER: _Shape.PointingHandCursor,
}


class Mouse:
    """What is pressed, and what follows from moving it."""

    def __init__(self, view: TimelineView) -> None:
        self._view = view
        self._pressed: QPoint | None = None
        self._at = QPoint()
        self._hit = NOWHERE
        self._grabbed_day = 0
        # What was dropped and not saved yet is still a move of the scene, but not of this hand.
        self._drags = False
        self._pulls = False
        self._pulled_from = QPoint()

    @property
    def is_held(self) -> bool:
        """Whether dates are being dragged."""
        return self._pressed is not None and self._hit.grips

    def press(self, point: QPoint) -> None:
        """The button went down."""
        self._pressed = self._at = self._pulled_from = point
        self._hit = hit(self._view.scene, point)
        self._drags = self._pulls = False
        self._grabbed_day = self._hit.day

    def move(self, point: QPoint) -> None:
        """The mouse is here."""
        before, self._at = self._at, point
        if self._pressed is None:
            self._heat(hit(self._view.scene, point))
        elif self._hit.grips:
            self._drag(point)
        else:
            self._pull(point, before)

    def follow(self) -> None:
        """What lies under the mouse moved."""
        if self.is_held:
            self._drag(self._at)
        elif self._pressed is None and self._view.underMouse():
            self._heat(hit(self._view.scene, self._at))

    def release(self, point: QPoint) -> None:
        """The button came up."""
        was, self._pressed = self._pressed, None
        self._view.held.drift(0)
        if was is None:
            return
        if self._drags:
            self._drags = False
            self._view.held.drop()
        elif not self._pulls:
            self._click(point)
        self._show_shape(hit(self._view.scene, point))

    def give_up(self) -> None:
        """What is held is let go."""
        self._pressed, self._drags = None, False

    def double(self, point: QPoint) -> None:
        """Open the project that was pressed twice."""
        found = hit(self._view.scene, point)
        line = self._view.scene.line(found.key)
        if line is not None and not isinstance(line, HeadLine) and found.part in (Part.NAME, Part.CELL, Part.BAR):
            self._view.opened.emit(line.row.project.id)

    def leave(self) -> None:
        """The mouse is elsewhere."""
        if self._pressed is None:
            self._heat(NOWHERE)

    def _click(self, point: QPoint) -> None:
        view, found = self._view, hit(self._view.scene, point)
        if found.part is Part.OVER:
            view.keyboard.go_to_too_full()
        if not found.key:
            return
        if found.part is Part.FOLD or isinstance(view.scene.line(found.key), HeadLine):
            view.put_on(found.key)
            view.folded.emit(found.key)
        else:
            view.put_on(found.key, found.day if found.part is not Part.NAME else None)

    def _drag(self, point: QPoint) -> None:
        view, scene = self._view, self._view.scene
        if not self._drags:
            far = abs(point.x() - (self._pressed or point).x()) >= QApplication.startDragDistance() // 2
            line = scene.line(self._hit.key)
            milestone = self._hit.milestone or None
            if not far or line is None or not view.held.begin(line, _EDGES[self._hit.part], milestone):
                return
            self._drags = True
            view.viewport().setCursor(_Shape.ClosedHandCursor if self._hit.part is Part.BAR else _Shape.SizeHorCursor)
        view.held.move_by(scene.scale.day_at(point.x() - scene.names) - self._grabbed_day)
        left, right = point.x() - scene.names, scene.width - point.x()
        view.held.drift(-_DRIFT if left < _NEAR else _DRIFT if right < _NEAR else 0)

    def _pull(self, point: QPoint, before: QPoint) -> None:
        view = self._view
        if not self._pulls:
            way = point - self._pulled_from
            self._pulls = way.manhattanLength() >= QApplication.startDragDistance()
            if not self._pulls:
                return
            before = self._pulled_from
            view.viewport().setCursor(_Shape.ClosedHandCursor)
        if self._hit.part is not Part.NAME:
            view.scroll_days(before.x() - point.x())
        if self._hit.part not in (Part.HEADER, Part.LOAD):
            bar = view.verticalScrollBar()
            bar.setValue(bar.value() + before.y() - point.y())

    def _heat(self, found: Hit) -> None:
        scene = self._view.scene
        before, scene.hot = scene.hot, found
        self._show_shape(found)
        if (before.key, before.part, before.milestone) == (found.key, found.part, found.milestone):
            return
        for key in {before.key, found.key} - {""}:
            place = scene.shelf.places.get(key)
            if place is not None:
                self._view.viewport().update(QRect(scene.row(place)))

    def _show_shape(self, found: Hit) -> None:
        self._view.viewport().setCursor(_SHAPES.get(found.part, _Shape.ArrowCursor))
