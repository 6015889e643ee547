"""The month with hands on it: a click opens a day, an event is dragged to another, by mouse and keyboard alike."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from app.domain.days import next_day
from app.ui.calendar.month_canvas import MonthCanvas
from app.ui.calendar.month_days import Bar
from app.ui.calendar.month_layout import COLUMNS
from app.ui.calendar.month_words import bar_words, day_words

_Key = Qt.Key
_ARROWS = {_Key.Key_Left: -1, _Key.Key_Right: 1, _Key.Key_Up: -COLUMNS, _Key.Key_Down: COLUMNS}
_ENTER = (_Key.Key_Return, _Key.Key_Enter)
_PASSED_ON = {
    _Key.Key_PageUp: "earlier",
    _Key.Key_PageDown: "later",
    _Key.Key_T: "today",
    _Key.Key_Home: "today",
    _Key.Key_1: "day",
    _Key.Key_2: "work_week",
    _Key.Key_3: "week",
    _Key.Key_4: "month",
}


class MonthView(MonthCanvas):
    """Decides nothing; says which day or event is wanted, and where an event is dragged to."""

    event_moved = Signal(object, int)
    """A CalendarEvent, and by how many days."""
    menu_wanted = Signal(object, QPoint)
    """A CalendarEvent, and where on the screen its menu is wanted."""
    lost = Signal(str)
    """A key that the page knows what to do with: earlier, later, today, a view's number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._pressed: tuple[QPointF, int, Bar | None] | None = None

    def let_go(self) -> None:
        """Nothing is held."""
        self._pressed = None
        self.unsetCursor()
        super().let_go()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a bar, or of a day."""
        number = self.layout_.day_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or number is None:
            return
        found = self.bar_at(event.position())
        self._pressed = (event.position(), number, found[1] if found is not None else None)
        self.go_to(number, found[0] if found is not None and found[1].event is not None else -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag an event, or show what can be pressed."""
        self.cursor_at = event.position()
        if self._pressed is None:
            found = self.bar_at(event.position())
            is_hand = found is not None and found[1].is_movable
            self.setCursor(Qt.CursorShape.OpenHandCursor if is_hand else Qt.CursorShape.PointingHandCursor)
            return
        start, _, bar = self._pressed
        far = (event.position() - start).manhattanLength() >= QApplication.startDragDistance()
        if self.dragged is None and bar is not None and bar.is_movable and far:
            self.dragged = bar
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        if self.dragged is not None:
            self.target = self.layout_.day_at(event.position())
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop an event on a day; without a drag, open the day."""
        if self._pressed is None or event.button() != Qt.MouseButton.LeftButton:
            return
        _, number, bar = self._pressed
        dragged, target = self.dragged, self.target
        self.let_go()
        if dragged is not None:
            if target is not None and target != number and dragged.event is not None:
                self.event_moved.emit(dragged.event, target - number)
        elif (bar is None or bar.event is None) and self.layout_.day_at(event.position()) == number:
            self.day_wanted.emit(self.days[number])

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit an event."""
        found = self.bar_at(event.position())
        if found is not None and found[1].event is not None:
            self.let_go()
            self.event_wanted.emit(found[1].event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of an event: of the one under the mouse, or by the keyboard of the chosen one."""
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            bar, place = self.chosen_bar(), self.mapToGlobal(self.layout_.cell(self.current).center().toPoint())
        else:
            found = self.bar_at(QPointF(event.pos()))
            bar, place = found[1] if found is not None else None, event.globalPos()
        if bar is not None and bar.event is not None:
            self.menu_wanted.emit(bar.event, place)

    def event(self, event: QEvent) -> bool:
        """Tell all of what is under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self.span is not None:
            QToolTip.showText(event.globalPos(), self._tip(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def _tip(self, point: QPointF) -> str:
        number, found = self.layout_.day_at(point), self.bar_at(point)
        if number is None or self.span is None:
            return ""
        if found is not None:
            return bar_words(found[1], self.span.zone)
        return "\n".join(
            [day_words(self.span.days[number]), *(bar_words(one, self.span.zone) for one in self.bars_on(number))]
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from day to day, Tab through a day's bars, Alt and an arrow move an event, Enter opens."""
        key = _Key(event.key())
        if key == _Key.Key_Escape and (self.dragged is not None or self.chosen >= 0):
            self.let_go()
            self.go_to(self.current, -1)
        elif key in _ARROWS and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._push(_ARROWS[key])
        elif key in _ARROWS:
            self._step(_ARROWS[key])
        elif key in _ENTER and self.days:
            self._open()
        elif key in _PASSED_ON and not event.modifiers():
            self.lost.emit(_PASSED_ON[key])
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Let Tab go through the bars of a day, and on behind the last one."""
        place = self.chosen + (1 if is_next else -1)
        if -1 <= place < len(self.bars_on(self.current)) and self.chosen != place:
            self.go_to(self.current, place)
            return True
        return super().focusNextPrevChild(is_next)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard went elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def _step(self, days: int) -> None:
        if not 0 <= self.current + days < len(self.days):
            self.lost.emit("later" if days > 0 else "earlier")
        else:
            self.go_to(self.current + days, -1)

    def _push(self, days: int) -> None:
        bar = self.chosen_bar()
        if bar is not None and bar.is_movable:
            self.following = (next_day(bar.day, days), bar.title)
            self.event_moved.emit(bar.event, days)

    def _open(self) -> None:
        bar = self.chosen_bar()
        if bar is not None and bar.event is not None:
            self.event_wanted.emit(bar.event)
        else:
            self.day_wanted.emit(self.days[self.current])
