"""Painting the grid: hours, working time, blocks, what is dragged, and now. Paints only what it is asked for."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from app.orchestrators.planning.calendar_span import CalendarDay, CalendarSpan
from app.ui.calendar.block_painter import RADIUS, BlockPainter, Seen
from app.ui.calendar.blocks import Sort
from app.ui.calendar.gestures import Draft
from app.ui.calendar.layout import HOURS_WIDTH, Grid
from app.ui.calendar.looks import Looks
from app.ui.calendar.words import draft_words, hour_label
from app.ui.formats import clock

_HALF_HOURS_FROM, _LINE = 64, 17
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class GridPainter:
    """Paints the content of a grid in its own coordinates."""

    def __init__(self, looks: Looks) -> None:
        self.looks = looks
        self.blocks = BlockPainter(looks)

    def paint(self, painter: QPainter, area: QRectF, grid: Grid, span: CalendarSpan, seen: Seen) -> None:
        """Paint what lies in ``area``."""
        painter.fillRect(area, self.looks.panel)
        shown = [day for day in span.days if day.day in grid.days]
        for day in shown:
            self._ground(painter, area, grid, day)
        self._hours(painter, area, grid)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place in grid.places:
            if place.rect.intersects(area):
                self.blocks.paint(painter, place, seen)
        if seen.draft is not None:
            self._draft(painter, grid, span, seen.draft)
        self._now(painter, grid, span, seen.now)

    def _ground(self, painter: QPainter, area: QRectF, grid: Grid, day: CalendarDay) -> None:
        left, width = grid.left(day.day), grid.column
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
            painter.fillRect(hole & area, self.looks.line)
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

    def _draft(self, painter: QPainter, grid: Grid, span: CalendarSpan, draft: Draft) -> None:
        hue = self.looks.stripe(draft.block.color) if draft.block else self.looks.accent
        ground = QColor(hue)
        ground.setAlphaF(0.16 if draft.is_waiting else 0.22)
        pen = QPen(hue, 1.6, Qt.PenStyle.SolidLine if draft.sort is Sort.TRACKED else Qt.PenStyle.DashLine)
        words = draft_words(draft, span.zone)
        for day in span.days:
            since, until = max(draft.since, day.since), min(draft.until, day.until)
            if day.day not in grid.days or since >= until:
                continue
            rect = grid.span_rect(day.day, since, until)
            painter.setPen(pen)
            painter.setBrush(self.looks.panel)
            painter.drawRoundedRect(rect, RADIUS, RADIUS)
            painter.setBrush(ground)
            painter.drawRoundedRect(rect, RADIUS, RADIUS)
            self._draft_words(painter, rect, words, draft.block.title if draft.block else "")
            words = ""

    def _draft_words(self, painter: QPainter, rect: QRectF, words: str, title: str) -> None:
        painter.setPen(self.looks.text)
        room = rect.adjusted(8, 2, -6, -2)
        for text, font, metrics in (
            (words, self.looks.strong, self.looks.strong_metrics),
            (title, self.looks.small, self.looks.small_metrics),
        ):
            if text and room.height() >= _LINE - 6:
                painter.setFont(font)
                shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
                line = QRectF(room.left(), room.top(), room.width(), min(_LINE, room.height()))
                painter.drawText(line, int(_LEFT), shown)
                room.setTop(room.top() + _LINE)

    def _now(self, painter: QPainter, grid: Grid, span: CalendarSpan, now: int) -> None:
        day = next((day for day in span.days if day.since <= now < day.until), None)
        if day is None or day.day not in grid.days:
            return
        y = round(grid.y(day.day, now))
        left = grid.left(day.day)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.looks.now)
        painter.drawRect(QRectF(left, y - 0.75, grid.column, 1.5))
        painter.drawEllipse(QPointF(left + 0.5, y), 4, 4)
        self._now_label(painter, y, clock(now, span.zone))

    def _now_label(self, painter: QPainter, y: float, words: str) -> None:
        width = self.looks.small_metrics.horizontalAdvance(words) + 10
        place = QRectF(HOURS_WIDTH - 5 - width, y - 8.5, width, 17)
        painter.drawRoundedRect(place, 5, 5)
        painter.setPen(self.looks.panel)
        painter.setFont(self.looks.small)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), words)
