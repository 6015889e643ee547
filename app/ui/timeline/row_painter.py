"""Paints the days of one row: cells, the bar of its dates with its ends, milestones' flags."""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.ui.timeline.amounts import Amount, Amounts, Time
from app.ui.timeline.hits import Part
from app.ui.timeline.lines import HeadLine, Line, MilestoneLine, ProjectLine
from app.ui.timeline.looks import Looks, ink_on, mixed
from app.ui.timeline.places import cell_place, flag_x
from app.ui.timeline.scale import Column, Unit, number_of
from app.ui.timeline.scene import SPAN_FOOT, Scene
from app.ui.timeline.words import whole_hours
from app.ui.widgets import painting

_GAP, _LOW, _FIGURE_FROM = 3, 10, 34
_FADE = 56


class RowPainter:
    """Paints rows of one picture; the columns that are seen are worked out once."""

    def __init__(self, painter: QPainter, scene: Scene, looks: Looks, columns: list[Column]) -> None:
        self._painter, self._scene, self._looks, self._columns = painter, scene, looks, columns
        self._unit = scene.scale.unit

    def paint(self, line: Line, row: QRect) -> None:
        """Paint the days of a row."""
        if isinstance(line, HeadLine):
            return
        if line.key == self._scene.here:
            self._paint_here(row)
        if isinstance(line, ProjectLine):
            self._paint_cells(line.amounts, line.row.color, row)
            self._paint_span(line, row)
            self._paint_flags(line, row)
        else:
            self._paint_stage(line, row)
        if line.key == self._scene.here and self._scene.has_focus:
            self._paint_cursor(row)

    def _paint_here(self, row: QRect) -> None:
        self._painter.fillRect(row.adjusted(self._scene.names, 0, 0, -1), self._looks.chosen)

    def _paint_cells(self, amounts: Amounts, color: str, row: QRect) -> None:
        found, names = amounts.by(self._unit), self._scene.names
        top, height = cell_place(row)
        by_day = self._unit is Unit.DAY
        # Half of the working time on one project is much; from there on cells have their full height.
        full = max(1, self._scene.loads.largest(self._unit) // 2)
        for column in self._columns:
            amount = found.get(column.first)
            if amount is None:
                continue
            left, width = names + column.left, max(1, column.width - (_GAP if column.width > 6 else 1))
            if by_day:
                stamp = self._looks.stamp(amount.kind, color, width, height)
                self._painter.drawPixmap(QPoint(left + 1, top), stamp)
                if width >= _FIGURE_FROM:
                    self._paint_day(amount, QRect(left + 1, top, width, height), color)
            else:
                self._paint_sum(amount, QRect(left + 1, top, width, height), color, full)

    def _paint_sum(self, amount: Amount, place: QRect, color: str, full: int) -> None:
        """Paint a week or month: as high as it holds time, its kinds side by side in the order of time.

        Where there is no room for figures, the kind there is most of stands for all.
        """
        share = min(1.0, amount.minutes / full)
        # The root lets a few hours be seen beside many.
        height = _LOW + round((place.height() - _LOW) * share**0.5)
        top = place.top() + (place.height() - height) // 2
        if place.width() < _FIGURE_FROM:
            area = QRectF(place.left(), top, place.width(), height)
            self._looks.paint_cell(self._painter, amount.most, self._looks.color(color), area)
            return
        left, rest, parts = place.left(), place.width(), amount.parts()
        for number, (kind, minutes) in enumerate(parts):
            is_last = number == len(parts) - 1
            width = rest if is_last else max(3, min(rest - 3, round(place.width() * minutes / amount.minutes)))
            if width > 0:
                part = QRect(left, top, width, height)
                # Too many sizes for pictures of each.
                self._looks.paint_cell(self._painter, kind, self._looks.color(color), QRectF(part))
                self._paint_figure(kind, whole_hours(minutes / 60), part, color)
            left, rest = left + width, rest - width

    def _paint_day(self, amount: Amount, place: QRect, color: str) -> None:
        kind = amount.kind
        minutes = round(dict(amount.parts())[kind])
        self._paint_figure(kind, f"{minutes // 60}:{minutes % 60:02d}", place, color)

    def _paint_figure(self, kind: Time, words: str, place: QRect, color: str) -> None:
        """Paint the hours into a cell where there is room."""
        if self._looks.figure_width(words) + 3 > place.width():
            return
        shade = self._looks.color(color)
        self._painter.setFont(self._looks.figure)
        self._painter.setPen(ink_on(shade.name()) if kind is Time.DONE else self._looks.text)
        self._painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), words)

    def _paint_span(self, line: ProjectLine, row: QRect) -> None:
        """Paint from when until when: a thin bar, its ends to take hold of, the likely finish behind it."""
        start, due = self._scene.dates(line)
        if start is None and due is None:
            return
        scene, color = self._scene, self._looks.color(line.row.color)
        is_hot = self._is_hot(line) or line.is_ghost
        left = scene.x(start) if start is not None else max(scene.names - 8, scene.x(due or 0) - _FADE)
        right = scene.x(due + 1) if due is not None else scene.width + 8
        y, thick = row.bottom() - SPAN_FOOT - (1 if is_hot else 0), 5 if is_hot else 3
        shade = color if is_hot else mixed(self._looks.panel, color, 0.45)
        seen = QRectF(max(left, scene.names - 8), y, 0, thick)
        seen.setRight(min(right, scene.width + 8))
        if seen.width() > 0:
            self._painter.setPen(Qt.PenStyle.NoPen)
            self._painter.setBrush(shade)
            self._painter.drawRoundedRect(seen, thick / 2, thick / 2)
        self._paint_finish(line, right, y + thick / 2)
        if is_hot:
            for end in (None if start is None else left, None if due is None else right):
                if end is not None:
                    self._paint_grip(end, y + thick / 2, color)

    def _paint_finish(self, line: ProjectLine, right: int, y: float) -> None:
        """Where the likely finish lies behind the due date, dots lead to it."""
        finish = line.row.finish_day
        due = line.row.project.due_date
        if finish is None or due is None or finish <= due or self._scene.move is not None:
            return
        end = self._scene.x(number_of(finish) + 1)
        pen = QPen(self._looks.warning, 1.6, Qt.PenStyle.DotLine)
        self._painter.setPen(pen)
        self._painter.drawLine(QPointF(right + 2, y), QPointF(min(end, self._scene.width + 8) - 3, y))
        self._painter.setPen(QPen(self._looks.warning, 1.6))
        self._painter.setBrush(self._looks.panel)
        self._painter.drawEllipse(QPointF(end, y), 3.2, 3.2)

    def _paint_grip(self, x: float, y: float, color: QColor) -> None:
        self._painter.setPen(QPen(self._looks.panel, 1.5))
        self._painter.setBrush(color)
        self._painter.drawRoundedRect(QRectF(x - 3.5, y - 6, 7, 12), 3.5, 3.5)

    def _paint_flags(self, line: ProjectLine, row: QRect) -> None:
        for stage in line.row.milestones:
            due = self._scene.flag(line, stage.milestone.id)[1] or 0
            x = flag_x(self._scene, due)
            if self._scene.names - 8 <= x <= self._scene.width + 8:
                hot = self._scene.hot
                is_hot = hot.part is Part.FLAG and hot.milestone == stage.milestone.id
                is_done = stage.milestone.completed_at is not None
                self._paint_flag(x, row.top() + 1, is_done=is_done, is_late=due < self._scene.today, is_hot=is_hot)

    def _paint_flag(self, x: float, top: float, *, is_done: bool, is_late: bool, is_hot: bool) -> None:
        size = 6.5 if is_hot else 5.5
        shape = QPolygonF([QPointF(x - size, top), QPointF(x + size, top), QPointF(x, top + size * 1.5)])
        looks = self._looks
        color = looks.faint if is_done else looks.danger if is_late else looks.accent if is_hot else looks.text
        self._painter.setPen(QPen(color if is_done else looks.panel, 1.2))
        self._painter.setBrush(looks.panel if is_done else color)
        self._painter.drawPolygon(shape)

    def _paint_stage(self, line: MilestoneLine, row: QRect) -> None:
        """Paint a milestone: its period, how much of its budget is used, its flag."""
        start, due = self._scene.dates(line)
        if start is None or due is None:
            return
        left, right = self._scene.x(start), self._scene.x(due + 1)
        color, is_hot = self._looks.color(line.row.color), self._is_hot(line)
        y, thick = row.center().y() - 3, 8 if is_hot else 7
        area = QRectF(left + 1, y, max(3, right - left - 2), thick)
        seen = area.intersected(QRectF(self._scene.names - 8, y, self._scene.days_width + 16, thick))
        if not seen.isEmpty():
            self._painter.setPen(Qt.PenStyle.NoPen)
            self._painter.setBrush(self._looks.faded(color))
            self._painter.drawRoundedRect(seen, thick / 2, thick / 2)
            budget = line.stage.milestone.budget_minutes * 60
            share = min(1.0, line.stage.seconds / budget) if budget else 0
            if share:
                self._painter.setBrush(color)
                self._painter.drawRoundedRect(
                    QRectF(area.left(), y, max(thick, area.width() * share), thick), thick / 2, thick / 2
                )
        if is_hot:
            self._paint_grip(left + 1, y + thick / 2, color)
        is_done = line.stage.milestone.completed_at is not None
        self._paint_flag(
            flag_x(self._scene, due), row.top() + 2, is_done=is_done, is_late=due < self._scene.today, is_hot=is_hot
        )

    def _paint_cursor(self, row: QRect) -> None:
        scale = self._scene.scale
        first = scale.first_of(self._scene.day)
        left, right = self._scene.x(first), self._scene.x(scale.end_of(first))
        top, height = cell_place(row)
        place = QRectF(left - 0.5, top - 2.5, max(6, right - left), height + 5)
        painting.focus_ring(self._painter, place, radius=6)

    def _is_hot(self, line: ProjectLine | MilestoneLine) -> bool:
        move = self._scene.move
        if move is not None:
            milestone = line.stage.milestone.id if isinstance(line, MilestoneLine) else None
            return move.is_of(line.row.project.id, milestone)
        return (self._scene.hot.key == line.key and bool(line.key)) or (
            self._scene.here == line.key and self._scene.has_focus
        )
