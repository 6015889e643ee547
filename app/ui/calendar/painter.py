"""Painting what stays as it is while one looks: hours, working time, blocks. Paints only what it is asked for."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter

from app.orchestrators.planning.calendar_span import CalendarDay, CalendarSpan
from app.ui.calendar.block_painter import BlockPainter
from app.ui.calendar.layout import HOURS_WIDTH, Grid
from app.ui.calendar.looks import Looks
from app.ui.calendar.words import hour_label

_HALF_HOURS_FROM = 64
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class GridPainter:
    """Paints the content of a grid in its own coordinates."""

    def __init__(self, looks: Looks) -> None:
        self.looks = looks
        self.blocks = BlockPainter(looks)

    def paint(self, painter: QPainter, area: QRectF, grid: Grid, span: CalendarSpan) -> None:
        """Paint what lies in ``area``."""
        painter.fillRect(area, self.looks.panel)
        for day in span.days:
            if day.day in grid.days:
                self._ground(painter, area, grid, day)
        self._hours(painter, area, grid)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place in grid.places:
            if place.rect.intersects(area):
                self.blocks.paint(painter, place)

    def _ground(self, painter: QPainter, area: QRectF, grid: Grid, day: CalendarDay) -> None:
        left, width = grid.left(day.day), grid.column
        if day.day == grid.days[-1]:
            width = grid.width - left
        column = QRectF(left, 0, width, grid.height)
        if not column.intersects(area):
            return
        painter.fillRect(column & area, self.looks.rest)
        for since, until in day.slots:
            top, bottom = grid.y(day.day, since), grid.y(day.day, until)
            if bottom > top and day.capacity_minutes:
                painter.fillRect(QRectF(left, top, width, bottom - top) & area, self.looks.panel)
        if day.off >= 1:
            self._hatch(painter, column & area)
        for top, bottom in grid.axis.holes(day.day):
            hole = QRectF(left, grid.y_of(top), width, grid.y_of(bottom - top))
            painter.fillRect(hole & area, self.looks.rest)
            self._hatch(painter, hole & area)

    def _hatch(self, painter: QPainter, area: QRectF) -> None:
        brush = QBrush(self.looks.line, Qt.BrushStyle.BDiagPattern)
        painter.fillRect(area, brush)

    def _hours(self, painter: QPainter, area: QRectF, grid: Grid) -> None:
        painter.setFont(self.looks.small)
        for hour in grid.axis.hours():
            y = round(grid.y_of(hour.place)) + 0.0
            if grid.hour >= _HALF_HOURS_FROM and y + grid.hour / 2 < grid.height:
                self._line(painter, y + round(grid.hour / 2), grid, self.looks.half)
            if area.top() - 24 <= y <= area.bottom() + 24:
                self._line(painter, y, grid, self.looks.line)
                if y + 8 < grid.height:
                    self._label(painter, y, hour.minute, is_first=hour.place == 0)
        for day in grid.days:
            x = int(grid.left(day))
            painter.fillRect(QRectF(x, area.top(), 1, area.height()), self.looks.line)

    def _line(self, painter: QPainter, y: float, grid: Grid, color: QColor) -> None:
        painter.fillRect(QRectF(HOURS_WIDTH, y, grid.width - HOURS_WIDTH, 1), color)

    def _label(self, painter: QPainter, y: float, minute: int, *, is_first: bool) -> None:
        painter.setPen(self.looks.dim)
        place = QRect(0, int(y) + 2 if is_first else int(y) - 8, HOURS_WIDTH - 9, 16)
        painter.drawText(place, int(_RIGHT), hour_label(minute))
