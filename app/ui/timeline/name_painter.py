"""Paints the column of names, which stays when the days scroll: groups, projects with their hours and risk, milestones."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from app.ui.timeline import words
from app.ui.timeline.lines import ROW, HeadLine, Line, MilestoneLine, ProjectLine
from app.ui.timeline.looks import Looks
from app.ui.timeline.places import folds
from app.ui.timeline.scene import HEADER, LOADS, Scene
from app.ui.widgets import painting

PAD, _DOT, _TEXT, _STAGE = 12, 34, 46, 62
_LEAST_NAME = 96


class NamePainter:
    """Paints names of one picture."""

    def __init__(self, painter: QPainter, scene: Scene, looks: Looks) -> None:
        self._painter, self._scene, self._looks = painter, scene, looks

    def paint(self, line: Line, row: QRect) -> None:
        """Paint a row's name."""
        place = QRect(0, row.top(), self._scene.names, row.height())
        if isinstance(line, HeadLine):
            self._paint_head(line, place)
            return
        if line.key == self._scene.here:
            self._painter.fillRect(place.adjusted(0, 0, 0, -1), self._looks.chosen)
        elif line.key == self._scene.hot.key and line.key:
            self._painter.fillRect(place.adjusted(0, 0, 0, -1), self._looks.hover)
        if isinstance(line, ProjectLine):
            self._paint_project(line, place)
        else:
            self._paint_milestone(line, place)
        if line.key == self._scene.here and self._scene.has_focus:
            ring = QRectF(place).adjusted(3, 2, -4, -3)
            painting.focus_ring(self._painter, ring, radius=7)

    def _paint_head(self, line: HeadLine, place: QRect) -> None:
        looks = self._looks
        painting.chevron(self._painter, QRect(PAD - 2, place.top(), 16, place.height()), is_open=line.is_open)
        room = place.adjusted(PAD + 20, 0, -8, 0)
        self._painter.setFont(painting.font(looks.small, 12, bold=True))
        used = painting.text(self._painter, room, words.group(line.name), looks.dim)
        self._painter.setFont(looks.tiny)
        painting.text(self._painter, room.adjusted(used + 7, 0, 0, 0), str(line.count), looks.dim)
        if line.key == self._scene.here and self._scene.has_focus:
            painting.focus_ring(self._painter, QRectF(place).adjusted(3, 2, -4, -3), radius=7)

    def _paint_project(self, line: ProjectLine, place: QRect) -> None:
        painter, looks, row = self._painter, self._looks, line.row
        if folds(line):
            painting.chevron(painter, QRect(PAD - 2, place.top(), 16, place.height() - 1), is_open=bool(line.is_open))
        half = place.height() // 2 if place.height() >= ROW else place.height() // 2 + 1
        upper = QRect(_TEXT, place.top() + 3, place.width() - _TEXT - 8, half - 3)
        lower = QRect(_TEXT, place.top() + half - 1, place.width() - _TEXT - 8, place.height() - half - 4)
        if line.is_ghost:
            painter.setPen(QPen(looks.color(row.color), 1.6, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QRectF(_DOT - 4.5, upper.center().y() - 3.5, 9, 9))
        else:
            painting.dot(painter, _DOT, upper.center().y() + 1, looks.color(row.color))
        painter.setFont(looks.body)
        painting.text(painter, upper, row.shown_name, looks.text)
        painter.setFont(looks.small)
        told = words.of_hours(row.tracked_seconds, row.estimate_minutes)
        used = painting.text(painter, lower, told, looks.dim)
        used += painting.text(painter, lower.adjusted(used, 0, 0, 0), " · ", looks.dim)
        risk = self._scene.risk(row)
        word, color = words.standing(row, risk), looks.risk(risk)
        painting.text(painter, lower.adjusted(used, 0, 0, 0), word, color if words.goes_on(row) else looks.dim)

    def _paint_milestone(self, line: MilestoneLine, place: QRect) -> None:
        painter, looks, stage = self._painter, self._looks, line.stage
        painter.setFont(looks.figure)
        told, color = words.of_milestone(stage), looks.danger if stage.overdue else looks.dim
        width = painter.fontMetrics().horizontalAdvance(told)
        if place.width() - _STAGE - width < _LEAST_NAME:
            told = words.of_hours(stage.seconds, 0)
            width = painter.fontMetrics().horizontalAdvance(told)
        painting.text(painter, QRect(place.right() - 10 - width, place.top(), width + 2, place.height()), told, color)
        painter.setFont(looks.small)
        room = QRect(_STAGE, place.top(), place.width() - _STAGE - width - 22, place.height())
        done = stage.milestone.completed_at is not None
        painting.text(painter, room, stage.milestone.name, looks.dim if done else looks.text)
        painter.setPen(QPen(looks.dim, 1.3))
        x, y = _TEXT + 4, place.center().y()
        painter.drawLine(x - 3, y - 5, x - 3, y + 5)
        painter.setBrush(looks.panel if done else looks.dim)
        painter.drawPolygon([QPointF(x - 3, y - 5), QPointF(x + 5, y - 2.5), QPointF(x - 3, y)])

    def paint_corner(self, title: str) -> None:
        """Paint what stands over the names: the months that are seen, and what the capacity row says."""
        painter, looks, names = self._painter, self._looks, self._scene.names
        painter.setFont(looks.strong)
        painting.text(painter, QRect(PAD + 2, 0, names - PAD - 10, HEADER - 1), title, looks.text)
        room = QRect(PAD + 2, HEADER + 3, names - PAD - 10, LOADS // 2 - 2)
        painter.setFont(looks.body)
        painting.text(painter, room, words.tr("Capacity"), looks.text)
        painter.setFont(looks.small)
        over = self._scene.over
        color = looks.danger if over else looks.dim
        lower = room.translated(0, LOADS // 2 - 3)
        painting.text(painter, lower, over or words.tr("every week fits"), color)
