"""The strip above the hours: time off and events of whole days, as bars from their first day to their last."""

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from app.orchestrators.planning.calendar_span import CalendarSpan
from app.ui import icons
from app.ui.calendar.blocks import AllDay, all_day_of, days_of
from app.ui.calendar.layout import HANDLE_WIDTH, HOURS_WIDTH
from app.ui.calendar.words import tr
from app.ui.widgets import painting

_ROW, _MOST_ROWS, _PAD = 24, 4, 4


class AllDayStrip(QWidget):
    """Hidden while there is nothing in it. A double click edits an event."""

    event_wanted = Signal(object)
    menu_wanted = Signal(object, QPointF)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._days: list[str] = []
        self._rows: list[list[AllDay]] = []
        self._at = 0
        self.setAccessibleName(tr("All-day events and time off"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.hide()

    def show_span(self, span: CalendarSpan) -> None:
        """Show what takes whole days."""
        self._days, self._rows, self._at = days_of(span), [], 0
        found = all_day_of(span)
        for one in found:
            row = next((row for row in self._rows if row[-1].last < one.first), None)
            if row is None:
                self._rows.append(row := [])
            row.append(one)
        self.setAccessibleDescription(", ".join(one.title for one in found))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if self._events() else Qt.FocusPolicy.NoFocus)
        self.setFixedHeight(min(len(self._rows), _MOST_ROWS) * _ROW + 2 * _PAD)
        self.setVisible(bool(self._rows))
        self.update()

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(300, min(len(self._rows), _MOST_ROWS) * _ROW + 2 * _PAD)

    def under(self, point: QPointF) -> AllDay | None:
        """Return what is at a point."""
        return next((one for one, rect in self.places() if rect.contains(point)), None)

    def places(self) -> list[tuple[AllDay, QRectF]]:
        """Return what is shown and where."""
        width = (self.width() - HOURS_WIDTH - HANDLE_WIDTH) / max(1, len(self._days))
        found = []
        for number, row in enumerate(self._rows[:_MOST_ROWS]):
            for one in row:
                first, last = self._days.index(one.first), self._days.index(one.last)
                left = HOURS_WIDTH + first * width + 4
                found.append((one, QRectF(left, _PAD + number * _ROW + 1, (last - first + 1) * width - 8, _ROW - 3)))
        return found

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go from event to event; Enter edits."""
        events = self._events()
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if not events:
            super().keyPressEvent(event)
        elif event.key() in steps:
            self._at = max(0, min(len(events) - 1, self._at + steps[Qt.Key(event.key())]))
            self.setAccessibleDescription(events[self._at][0].title)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.event_wanted.emit(events[self._at][0].event)
        elif event.key() == Qt.Key.Key_Menu:
            corner = QPointF(self.mapToGlobal(events[self._at][1].center().toPoint()))
            self.menu_wanted.emit(events[self._at][0].event, corner)
        else:
            super().keyPressEvent(event)

    def _events(self) -> list[tuple[AllDay, QRectF]]:
        return [(one, rect) for one, rect in self.places() if one.event is not None]

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit the event under the mouse."""
        found = self.under(event.position())
        if found is not None and found.event is not None:
            self.event_wanted.emit(found.event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The right button opens an event's menu."""
        found = self.under(event.position())
        if event.button() == Qt.MouseButton.RightButton and found is not None and found.event is not None:
            self.menu_wanted.emit(found.event, event.globalPosition())

    def event(self, event: QEvent) -> bool:
        """Tell the whole name of what is under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = self.under(QPointF(event.pos()))
            words = found.title if found else ""
            if event.pos().x() < HOURS_WIDTH:
                words = "\n".join(one.title for row in self._rows[_MOST_ROWS:] for one in row)
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bars."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = painting.tokens()
        painter.setFont(painting.font(self.font(), 12))
        for number in range(len(self._days)):
            x = int(HOURS_WIDTH + number * (self.width() - HOURS_WIDTH - HANDLE_WIDTH) / len(self._days))
            painter.fillRect(QRectF(x, 0, 1, self.height()), QColor(colors.line))
        for one, rect in self.places():
            self._bar(painter, one, rect)
        hidden = sum(len(row) for row in self._rows[_MOST_ROWS:])
        if hidden:
            last = QRect(0, self.height() - _PAD - _ROW, HOURS_WIDTH - 9, _ROW)
            painting.text(painter, last, f"+{hidden}", colors.dim, align=Qt.AlignmentFlag.AlignRight)
        if self.hasFocus() and self._events():
            painting.focus_ring(painter, self._events()[self._at][1].adjusted(-1, -1, 1, 1), radius=6)
        painting.hairline(painter, 0, self.width(), self.height() - 1)

    def _bar(self, painter: QPainter, one: AllDay, rect: QRectF) -> None:
        colors = painting.tokens()
        words = rect.toRect().adjusted(8, 0, -4, 0)
        if one.event is None:
            painting.ground(painter, rect, colors.hover, radius=5)
            painter.setBrush(QBrush(QColor(colors.line), Qt.BrushStyle.BDiagPattern))
            painter.drawRoundedRect(rect, 5, 5)
            icons.paint(painter, "sun", QRectF(rect.left() + 5, rect.center().y() - 6.5, 13, 13), colors.dim)
            painting.text(painter, words.adjusted(14, 0, 0, 0), one.title, colors.text)
            return
        hue = painting.project_color(one.color)
        pen = QPen(hue, 1.1)
        if not one.event.is_imported:
            pen.setDashPattern([3.2, 2.2])
        painter.setPen(pen)
        painter.setBrush(QColor(colors.panel))
        painter.drawRoundedRect(rect.adjusted(0.6, 0.6, -0.6, -0.6), 5, 5)
        painting.text(painter, words, one.title, colors.dim if one.event.is_done else colors.text)
