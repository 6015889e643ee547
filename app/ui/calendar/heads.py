"""The heads of the days: their names, what was tracked on them, what is planned, and how much they hold."""

from itertools import pairwise

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QToolTip, QWidget

from app.orchestrators.planning.calendar_span import CalendarDay, CalendarSpan
from app.ui.calendar.layout import HANDLE_WIDTH, HOURS_WIDTH
from app.ui.calendar.words import day_name, long_day_name, minutes_words, tr
from app.ui.formats import hours
from app.ui.widgets import painting

HEIGHT, _TALL, _BAR, _NARROW = 40, 52, 3, 150
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight


class DayHeads(QWidget):
    """One head above each column; a click shows the day by itself."""

    day_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self._days: tuple[CalendarDay, ...] = ()
        self._today, self._passed = "", 0
        self._growing: frozenset[str] = frozenset()

    def show_span(self, span: CalendarSpan) -> None:
        """Show the days of a span."""
        self._days, self._today, self._passed = span.days, span.today, 0
        self._growing = frozenset([span.today] if any(row.entry.running for row in span.entries) else [])
        self._fit()
        self.setAccessibleName(tr("Days"))
        self.setAccessibleDescription("; ".join(self.words(day) for day in span.days))
        self.update()

    def grow(self, seconds: int) -> None:
        """Time went on since the span was read."""
        if self._growing and seconds // 60 != self._passed // 60:
            self.update()
        self._passed = seconds

    def words(self, day: CalendarDay) -> str:
        """Return all that is known of a day in one line."""
        return ", ".join(self._parts(day))

    def _parts(self, day: CalendarDay) -> list[str]:
        parts = [long_day_name(day.day), tr("{time} tracked").format(time=hours(self._tracked(day)))]
        if day.planned_minutes:
            parts.append(tr("{time} planned").format(time=minutes_words(day.planned_minutes)))
        if day.auto_minutes:
            parts.append(tr("{time} forecast").format(time=minutes_words(day.auto_minutes)))
        if self._is_over(day):
            parts.append(tr("{time} too much").format(time=minutes_words(day.over_minutes)))
        parts.append(tr("{time} of working time").format(time=minutes_words(day.capacity_minutes)))
        return [*parts, *day.time_off]

    def sizeHint(self) -> QSize:
        """As high as a head."""
        return QSize(300, HEIGHT)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Show the day that was clicked."""
        day = self._day_at(event.position().x())
        if day is not None and event.button() == Qt.MouseButton.LeftButton:
            self.day_wanted.emit(day.day)

    def event(self, event: QEvent) -> bool:
        """Tell all figures of a day under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            day = self._day_at(event.pos().x())
            QToolTip.showText(event.globalPos(), "\n".join(self._parts(day)) if day else "", self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the heads, each with a bar of how full the day is."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for day, rect in zip(self._days, self._rects(), strict=True):
            self._head(painter, day, rect)
        painting.hairline(painter, 0, self.width(), self.height() - 1)

    def _head(self, painter: QPainter, day: CalendarDay, rect: QRect) -> None:
        colors = painting.tokens()
        inner = rect.adjusted(9, 0, -9, -3)
        strong = painting.font(self.font(), 13, bold=True)
        painter.setFont(strong)
        name = day_name(day.day)
        name_room = QRect(inner.left(), 4, inner.width(), 20) if self._is_narrow else inner
        painting.text(painter, name_room, name, colors.accent if day.day == self._today else colors.text)
        room, align = inner.adjusted(QFontMetrics(strong).horizontalAdvance(name) + 8, 0, 0, 0), _RIGHT
        if self._is_narrow:
            room, align = QRect(inner.left(), 22, inner.width(), 18), _LEFT
        painter.setFont(painting.font(self.font(), 11.5 if self._is_narrow else 12, tabular=True))
        words = self._figure(day, room.width(), painter.fontMetrics())
        painting.text(painter, room, words, colors.warning if self._is_over(day) else colors.dim, align=align)
        if day.capacity_minutes or self._tracked(day):
            self._bar(painter, day, QRectF(inner.left(), self.height() - 7, inner.width(), _BAR))

    @property
    def _is_narrow(self) -> bool:
        """Whether the figures have to stand under the names."""
        return (self.width() - HOURS_WIDTH - HANDLE_WIDTH) / max(1, len(self._days)) < _NARROW

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that names and figures need."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(_TALL if self._is_narrow else HEIGHT)

    def _figure(self, day: CalendarDay, width: int, metrics: QFontMetrics) -> str:
        """Return as much as fits: what was tracked, from today on also what is planned, and what is too much."""
        tracked = hours(self._tracked(day)) if self._tracked(day) else ""
        planned = minutes_words(day.planned_minutes) if day.planned_minutes else ""
        is_ahead = day.day >= self._today
        if not is_ahead or not (planned or day.over_minutes):
            return tracked or (tr("{time} planned").format(time=planned) if planned else "")
        long = tr("{time} planned").format(time=planned) if planned else ""
        over = tr("{time} too much").format(time=minutes_words(day.over_minutes)) if day.over_minutes else ""
        choices = ((tracked, long, over), (tracked, long), (tracked or long or over,))
        words = (" · ".join(part for part in parts if part) for parts in choices)
        return next((text for text in words if text and metrics.horizontalAdvance(text) <= width), tracked or planned)

    def _bar(self, painter: QPainter, day: CalendarDay, rect: QRectF) -> None:
        colors = painting.tokens()
        whole = max(day.capacity_minutes * 60, self._tracked(day), 1)
        painting.ground(painter, rect, colors.track, radius=1.5)
        parts = [
            (self._tracked(day), colors.accent),
            (day.planned_minutes * 60, colors.dim),
            (day.auto_minutes * 60, colors.faint),
        ]
        x = rect.left()
        for seconds, color in parts if day.day >= self._today else parts[:1]:
            width = min(rect.width() * seconds / whole, rect.right() - x)
            if width >= 1:
                painting.ground(painter, QRectF(x, rect.top(), width, rect.height()), color, radius=1.5)
                x += width

    def _is_over(self, day: CalendarDay) -> bool:
        return day.day >= self._today and day.over_minutes > 0

    def _tracked(self, day: CalendarDay) -> int:
        return day.tracked_seconds + (self._passed if day.day in self._growing else 0)

    def _rects(self) -> list[QRect]:
        width = (self.width() - HOURS_WIDTH - HANDLE_WIDTH) / max(1, len(self._days))
        edges = [round(HOURS_WIDTH + number * width) for number in range(len(self._days) + 1)]
        return [QRect(a, 0, b - a, self.height()) for a, b in pairwise(edges)]

    def _day_at(self, x: float) -> CalendarDay | None:
        return next(
            (day for day, rect in zip(self._days, self._rects(), strict=True) if rect.left() <= x <= rect.right()), None
        )
