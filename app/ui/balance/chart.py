"""Tracked, planned and estimated time against the capacity, a bar for each day, week or month; read by mouse and keys."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.balance import words
from app.ui.projects.detail.burn_up_plot import hour_label, more_room, step_of
from app.ui.widgets import cursor_card, painting

if TYPE_CHECKING:
    from app.domain.work_hours import Load
    from app.ui.balance.work import BalanceView

HEIGHT = 236
_LEFT, _TOP, _RIGHT, _BOTTOM = 58, 14, 18, 26
_LABEL_ROOM, _WIDEST, _HOUR, _MINUTE = 64, 40, 3600, 60
PLANNED_ALPHA, AUTO_ALPHA = 120, 56


class LoadsChart(QWidget):
    """Bars of what was tracked (solid), is planned (paler) and estimated (palest); a line marks each capacity."""

    picked = Signal(str)
    """The first day of a bar that was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: BalanceView | None = None
        self._cursor: int | None = None
        self._most = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Working hours"))

    def show_view(self, view: "BalanceView") -> None:
        """Replace the bars."""
        self._view, self._cursor = view, None
        loads = view.hours.loads
        self._most = max((max(load.capacity * _MINUTE, _done(load)) for load in loads), default=0)
        self._describe()
        self.update()

    @property
    def load(self) -> "Load | None":
        """What the cursor is on."""
        if self._view is None or self._cursor is None:
            return None
        return self._view.hours.loads[self._cursor]

    def sizeHint(self) -> QSize:
        """Prefer a wide strip."""
        return QSize(640, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """A few labels still fit."""
        return QSize(320, HEIGHT)

    @property
    def _step(self) -> int:
        """The seconds between two lines of the axis."""
        return step_of(max(self._most, _HOUR) / _HOUR) * _HOUR

    @property
    def _top(self) -> int:
        """The seconds at the top of the axis."""
        return self._step * max(1, -(-self._most // self._step))

    @property
    def _area(self) -> QRectF:
        left = _LEFT + more_room(self.font(), self._top, _LEFT)
        return QRectF(self.rect()).adjusted(left, _TOP, -_RIGHT, -_BOTTOM)

    def slot(self, place: int) -> QRectF:
        """Return the room of a bar."""
        count = len(self._view.hours.loads) if self._view is not None else 1
        step = self._area.width() / max(1, count)
        return QRectF(self._area.left() + place * step, self._area.top(), step, self._area.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint axes, bars and cursor."""
        if self._view is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_axis(painter)
        for place, bar in enumerate(self._view.hours.loads):
            self._paint_bar(painter, self.slot(place), bar, self._top)
        self._paint_labels(painter)
        load = self.load
        if load is not None and self._cursor is not None:
            x = self.slot(self._cursor).center().x()
            title = words.period(load.day, self._view.by)
            cursor_card.paint(painter, self._area, x, title, words.lines(load), font=self.font())
        if self.hasFocus():
            painting.focus_ring(painter, QRectF(self.rect()).adjusted(6, 2, -6, -2))

    def _paint_axis(self, painter: QPainter) -> None:
        area, right = self._area, Qt.AlignmentFlag.AlignRight
        painter.setFont(painting.font(self.font(), 11, tabular=True))
        for seconds in range(0, self._top + 1, self._step):
            y = round(area.bottom() - area.height() * seconds / self._top)
            painting.hairline(painter, area.left(), area.right(), y)
            room = QRect(0, y - 8, round(area.left()) - 10, 16)
            painting.text(painter, room, hour_label(seconds), painting.tokens().dim, align=right)

    def _paint_bar(self, painter: QPainter, slot: QRectF, load: "Load", top: int) -> None:
        colors, scale = painting.tokens(), slot.height() / top
        width = min(_WIDEST, max(1.0, slot.width() * 0.62))
        left, floor = slot.center().x() - width / 2, slot.bottom()
        if load is self.load:
            painting.ground(painter, slot, colors.hover, radius=4)
        painter.setPen(Qt.PenStyle.NoPen)
        color = QColor(colors.danger if load.overcommitted and not load.tracked_seconds else colors.accent)
        parts = (
            (load.tracked_seconds, 255),
            (load.planned * _MINUTE, PLANNED_ALPHA),
            (load.auto * _MINUTE, AUTO_ALPHA),
        )
        for seconds, alpha in parts:
            if seconds:
                color.setAlpha(alpha)
                painter.setBrush(color)
                height = max(2.0, seconds * scale)
                painter.drawRect(QRectF(left, floor - height, width, height))
                floor -= height
        if load.capacity:
            y = slot.bottom() - load.capacity * _MINUTE * scale
            over = min(4.0, slot.width() * 0.12)
            painter.setPen(QPen(QColor(colors.dim), 1.6))
            painter.drawLine(QPointF(left - over, y), QPointF(left + width + over, y))

    def _paint_labels(self, painter: QPainter) -> None:
        view = self._view
        if view is None:
            return
        painter.setFont(painting.font(self.font(), 11, tabular=True))
        every = max(1, -(-_LABEL_ROOM // max(1, int(self.slot(0).width()))))
        for place in range(0, len(view.hours.loads), every):
            load, x = view.hours.loads[place], self.slot(place).center().x()
            room = QRect(round(x) - 40, round(self._area.bottom()) + 6, 80, 16)
            is_now = load.day == view.today
            ink = painting.tokens().accent if is_now else painting.tokens().dim
            word = words.short_period(load.day, view.by)
            painting.text(painter, room, word, ink, align=Qt.AlignmentFlag.AlignHCenter)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Put the cursor on the bar under the mouse."""
        self._move(self._place_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click leads to the days of the bar."""
        if event.button() == Qt.MouseButton.LeftButton and self.load is not None:
            self.picked.emit(self.load.day)

    def leaveEvent(self, event: QEvent) -> None:
        """Take the cursor away, unless the keys hold it."""
        super().leaveEvent(event)
        if not self.hasFocus():
            self._move(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin with today, or the first."""
        super().focusInEvent(event)
        if self._cursor is None and self._view is not None and self._view.hours.loads:
            days = [load.day for load in self._view.hours.loads]
            self._move(max((at for at, day in enumerate(days) if day <= self._view.today), default=0))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the cursor away."""
        super().focusOutEvent(event)
        self._move(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home and End go along the bars, Enter leads to their days."""
        view, key = self._view, event.key()
        last = len(view.hours.loads) - 1 if view is not None else -1
        here = self._cursor or 0
        places: dict[int, int] = {
            Qt.Key.Key_Left: max(0, here - 1), Qt.Key.Key_Right: min(last, here + 1), Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }  # fmt: skip
        if last >= 0 and key in places:
            self._move(places[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.load is not None:
            self.picked.emit(self.load.day)
        else:
            super().keyPressEvent(event)

    def _place_at(self, x: float) -> int | None:
        count = len(self._view.hours.loads) if self._view is not None else 0
        place = int((x - self._area.left()) * count // max(1.0, self._area.width()))
        return place if 0 <= place < count else None

    def _move(self, place: int | None) -> None:
        if place != self._cursor:
            self._cursor = place
            self._describe()
            self.update()

    def _describe(self) -> None:
        load, view = self.load, self._view
        if load is not None and view is not None:
            told = ", ".join(f"{name} {figure}" for name, figure in words.lines(load))
            self.setAccessibleDescription(f"{words.period(load.day, view.by)}: {told}")
        elif view is not None:
            self.setAccessibleDescription(self.tr("{count} bars").format(count=len(view.hours.loads)))


def _done(load: "Load") -> int:
    return load.tracked_seconds + (load.planned + load.auto) * _MINUTE
