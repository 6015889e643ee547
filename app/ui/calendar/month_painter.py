"""Paints the days of a month: their numbers and figures, thin bars by the kind of time, and how full they are."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPen

from app.orchestrators.planning.calendar_span import CalendarDay
from app.ui import icons
from app.ui.calendar.blocks import Sort
from app.ui.calendar.looks import Looks, mixed
from app.ui.calendar.month_days import Bar
from app.ui.calendar.words import minutes_words, tr
from app.ui.formats import hours
from app.ui.widgets import painting

_RADIUS, _STRIPE = 5.0, 3.0
_RIGHT, _CENTER = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignHCenter


class MonthPainter:
    """What is painted with is made once for an appearance."""

    def __init__(self, base: QFont) -> None:
        self.looks = Looks.of(base)
        self._number, self._figure = painting.font(base, 12.6, bold=True), painting.font(base, 11.6, tabular=True)
        colors = painting.tokens()
        self._beside = mixed(colors.panel, colors.window, 0.75)
        self._weekday = painting.font(base, 12)

    def weekday(self, painter: QPainter, rect: QRectF, name: str) -> None:
        """Paint the name of a column."""
        painter.setFont(self._weekday)
        painting.text(painter, rect.toRect(), name, self.looks.dim, align=_CENTER)

    def ground(self, painter: QPainter, cell: QRectF, day: CalendarDay, *, is_beside: bool) -> None:
        """Paint a day's ground: calm in the months beside, shaded without working time."""
        if is_beside or not day.capacity_minutes:
            painter.fillRect(cell, self._beside if is_beside else self.looks.rest)
        painter.setPen(QPen(self.looks.line, 1))
        painter.drawLine(cell.topLeft() + QPointF(0, 0.5), cell.topRight() + QPointF(0, 0.5))
        if cell.left() > 0:
            painter.drawLine(cell.topLeft() + QPointF(0.5, 0), cell.bottomLeft() + QPointF(0.5, 0))

    def head(self, painter: QPainter, rect: QRectF, day: CalendarDay, *, number: str, is_today: bool,
             is_beside: bool, is_ahead: bool, tracked: int) -> None:  # fmt: skip
        """Paint a day's number and its figure."""
        colors = painting.tokens()
        painter.setFont(self._number)
        wide = max(22.0, painter.fontMetrics().horizontalAdvance(number) + 12.0)
        badge = QRectF(rect.left() - 4, rect.top() - 1, wide, 21)
        if is_today:
            painting.ground(painter, badge, colors.accent, radius=10.5)
        color = colors.on_accent if is_today else colors.dim if is_beside or not day.capacity_minutes else colors.text
        painting.text(painter, badge.toRect(), number, color, align=_CENTER)
        painter.setFont(self._figure)
        room = rect.adjusted(wide + 2, 0, 0, 0).toRect()
        text, tone = self._fitting(day, tracked, room.width(), is_ahead=is_ahead)
        painting.text(painter, room, text, tone, align=_RIGHT)

    def _fitting(self, day: CalendarDay, tracked: int, width: int, *, is_ahead: bool) -> tuple[str, str]:
        """Return the figure of a day and its colour: what is too much, else what was tracked, else what is ahead."""
        colors = painting.tokens()
        ahead = day.planned_minutes + day.auto_minutes
        if day.over_minutes and is_ahead:
            over = minutes_words(day.over_minutes)
            long = tr("{time} too much").format(time=over)
            return (long if QFontMetrics(self._figure).horizontalAdvance(long) <= width else f"+{over}"), colors.warning
        if tracked:
            return hours(tracked), colors.text
        return (minutes_words(ahead), colors.dim) if ahead and is_ahead else ("", colors.dim)

    def meter(self, painter: QPainter, rect: QRectF, day: CalendarDay, tracked: int, *, is_ahead: bool) -> None:
        """Paint how much of a day is taken: tracked, planned, estimated, one behind the other."""
        colors = painting.tokens()
        parts = [(tracked, colors.accent)]
        if is_ahead:
            parts += [(day.planned_minutes * 60, colors.dim), (day.auto_minutes * 60, colors.faint)]
        taken = sum(seconds for seconds, _ in parts)
        if not taken and not day.capacity_minutes:
            return
        whole, x = max(day.capacity_minutes * 60, taken), rect.left()
        painting.ground(painter, rect, colors.track, radius=1.5)
        for seconds, color in parts:
            width = rect.width() * seconds / whole
            if width >= 1:
                painting.ground(painter, QRectF(x, rect.top(), width, rect.height()), color, radius=1.5)
            x += width
        if day.capacity_minutes * 60 < taken and day.capacity_minutes:
            edge = rect.left() + rect.width() * day.capacity_minutes * 60 / whole
            painting.ground(painter, QRectF(edge, rect.top(), rect.right() - edge, rect.height()), colors.danger,
                            radius=1.5)  # fmt: skip

    def bar(self, painter: QPainter, rect: QRectF, bar: Bar, time: str) -> None:
        """Paint a bar: what was tracked solid, what is planned dashed, estimates faint, other calendars outlined."""
        looks, hue = self.looks, self.looks.stripe(bar.color)
        if bar.sort is None:
            self._fill(painter, rect, looks.rest)
            painter.setBrush(QBrush(looks.line, Qt.BrushStyle.BDiagPattern))
            painter.drawRoundedRect(rect, _RADIUS, _RADIUS)
        elif bar.sort is Sort.TRACKED:
            self._fill(painter, rect, looks.ground(bar.color))
            painter.save()
            painter.setClipRect(QRectF(rect.left(), rect.top(), _STRIPE, rect.height()), Qt.ClipOperation.IntersectClip)
            painter.setBrush(hue)
            painter.drawRoundedRect(QRectF(rect.left(), rect.top(), _RADIUS * 2, rect.height()), _RADIUS, _RADIUS)
            painter.restore()
        elif bar.sort is Sort.ESTIMATE:
            self._fill(painter, rect, looks.ground(bar.color, is_faint=True))
        else:
            pen = QPen(hue if bar.sort is not Sort.IMPORTED else looks.faint, 1.1)
            if bar.sort is not Sort.IMPORTED:
                pen.setDashPattern([3.2, 2.2])
            painter.setPen(pen)
            painter.setBrush(looks.panel)
            painter.drawRoundedRect(rect.adjusted(0.6, 0.6, -0.6, -0.6), _RADIUS, _RADIUS)
        self._words(painter, rect.adjusted(8, 0, -5, 0), bar, time)

    def more(self, painter: QPainter, rect: QRectF, count: int) -> None:
        """Say how many bars found no room."""
        painter.setFont(self._figure)
        painting.text(painter, rect.toRect(), f"+{count}", self.looks.dim, align=_CENTER)

    def _fill(self, painter: QPainter, rect: QRectF, color: QColor) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawRoundedRect(rect, _RADIUS, _RADIUS)

    def _words(self, painter: QPainter, rect: QRectF, bar: Bar, time: str) -> None:
        looks = self.looks
        is_quiet = bar.sort not in (Sort.TRACKED, Sort.PLANNED, None)
        painter.setFont(looks.small)
        if bar.sort is None:
            icons.paint(painter, "sun", QRectF(rect.left() - 2, rect.center().y() - 6, 12, 12), looks.dim)
            rect = rect.adjusted(13, 0, 0, 0)
        advance = looks.small_metrics.horizontalAdvance
        room = rect.width() - advance(time) - 6
        if not time or room < min(advance(bar.title), rect.width() * 0.55):
            room, time = rect.width(), ""
        words = QRectF(rect.left(), rect.top(), room, rect.height())
        title = bar.title or tr("No description")
        painting.text(painter, words.toRect(), title, looks.dim if is_quiet else looks.text)
        if time:
            painting.text(painter, rect.toRect(), time, looks.accent if bar.is_running else looks.dim, align=_RIGHT)
