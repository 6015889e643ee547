"""Painting what changes while one looks: the keyboard's and the mouse's block, what is dragged, and now."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.orchestrators.planning.calendar_span import CalendarSpan
from app.ui.calendar.block_painter import RADIUS
from app.ui.calendar.blocks import Sort
from app.ui.calendar.gestures import Deed, Draft
from app.ui.calendar.layout import HOURS_WIDTH, Grid, Place
from app.ui.calendar.looks import Looks
from app.ui.calendar.words import draft_lines
from app.ui.formats import clock
from app.ui.widgets import painting

_LINE, _LIFTED, _NOW_REACH = 17, 0.62, 10.0
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(slots=True)
class Seen:
    """What of the grid is special now."""

    now: int = 0
    focus: str = ""
    has_focus: bool = False
    hover: str = ""
    draft: Draft | None = None

    @property
    def lifted(self) -> str:
        """The thing that is dragged: shown where it was, but faded."""
        draft = self.draft
        return "" if draft is None or draft.block is None or draft.deed is Deed.COPY else draft.block.thing_key


def draft_rects(grid: Grid, span: CalendarSpan, draft: Draft | None) -> Iterator[QRectF]:
    """Return where a draft stands, a place for each day it touches."""
    if draft is None:
        return
    for day in span.days:
        since, until = max(draft.since, day.since), min(draft.until, day.until)
        if day.day in grid.days and since < until:
            yield grid.span_rect(day.day, since, until)


def lifted_places(grid: Grid, thing: str) -> list[Place]:
    """Return the blocks of a thing."""
    return [place for place in grid.places if place.block.thing_key == thing] if thing else []


def now_rect(grid: Grid, span: CalendarSpan, now: int) -> QRectF | None:
    """Return the strip in which the now-line and its label stand."""
    day = next((day for day in span.days if day.since <= now < day.until), None)
    if day is None or day.day not in grid.days:
        return None
    y = round(grid.y(day.day, now))
    return QRectF(0, y - _NOW_REACH, grid.left(day.day) + grid.column, 2 * _NOW_REACH)


class OverlayPainter:
    """Paints over the grid, in the grid's own coordinates."""

    def __init__(self, looks: Looks) -> None:
        self.looks = looks

    def paint(self, painter: QPainter, grid: Grid, span: CalendarSpan, seen: Seen) -> None:
        """Paint what is special now."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._fade(painter, lifted_places(grid, seen.lifted))
        hover, focus = grid.place(seen.hover), grid.place(seen.focus)
        if hover is not None:
            painter.setPen(QPen(self.looks.stripe(hover.block.color), 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(hover.rect.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        if focus is not None and seen.has_focus:
            painting.focus_ring(painter, focus.rect.adjusted(-0.5, -0.5, 0.5, 0.5), radius=RADIUS)
        if seen.draft is not None:
            self._draft(painter, grid, span, seen.draft)
        self._now(painter, grid, span, seen.now)

    def _fade(self, painter: QPainter, places: list[Place]) -> None:
        color = QColor(self.looks.panel)
        color.setAlphaF(_LIFTED)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        for place in places:
            painter.drawRoundedRect(place.rect, RADIUS, RADIUS)

    def _draft(self, painter: QPainter, grid: Grid, span: CalendarSpan, draft: Draft) -> None:
        hue = self.looks.stripe(draft.block.color) if draft.block else self.looks.accent
        ground = QColor(hue)
        ground.setAlphaF(0.16 if draft.is_waiting else 0.22)
        pen = QPen(hue, 1.6, Qt.PenStyle.SolidLine if draft.sort is Sort.TRACKED else Qt.PenStyle.DashLine)
        lines = draft_lines(draft, span.zone)
        for rect in draft_rects(grid, span, draft):
            painter.setPen(pen)
            painter.setBrush(self.looks.panel)
            painter.drawRoundedRect(rect, RADIUS, RADIUS)
            painter.setBrush(ground)
            painter.drawRoundedRect(rect, RADIUS, RADIUS)
            self._draft_words(painter, rect, lines)
            lines = []

    def _draft_words(self, painter: QPainter, rect: QRectF, lines: list[str]) -> None:
        painter.setPen(self.looks.text)
        room = rect.adjusted(8, 2, -4, -2)
        for number, text in enumerate(lines):
            if text and room.height() >= _LINE - 6:
                painter.setFont(self.looks.small if number else self.looks.strong)
                shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
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
