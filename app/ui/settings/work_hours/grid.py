"""The week grid: draw, move, stretch, copy and delete working times, with the mouse or the keyboard."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QEvent, QLocale, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.ui.formats import budget
from app.ui.settings.work_hours import spans as week
from app.ui.settings.work_hours.day_line import DayLine
from app.ui.settings.work_hours.day_menu import DayMenu
from app.ui.settings.work_hours.drags import Drag, Dragged
from app.ui.settings.work_hours.grid_keys import GridKeys
from app.ui.settings.work_hours.grid_painter import GridPainter, Look
from app.ui.settings.work_hours.places import Hit, Part, Places
from app.ui.settings.work_hours.spans import Spans, WeekSpan
from app.ui.widgets import painting

SNAP, FINE = 15, 5
_SLACK = 4
_CURSORS = {
    Part.SPAN: Qt.CursorShape.OpenHandCursor,
    Part.START: Qt.CursorShape.SizeHorCursor,
    Part.END: Qt.CursorShape.SizeHorCursor,
    Part.FREE: Qt.CursorShape.CrossCursor,
    Part.MENU: Qt.CursorShape.PointingHandCursor,
}


class WeekGrid(QWidget):
    """Shows a week and says what it became; what comes of it is shown when it was stored."""

    changed = Signal(tuple)
    """The whole week as it is now wanted."""
    unreadable = Signal(str)
    """What was typed for a day and cannot be read; empty when it was put right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spans: Spans = ()
        self._usual = True
        self._week_start = 0
        self.weekday = 0
        self.chosen: WeekSpan | None = None
        self.copied: list[tuple[int, int]] | None = None
        self._drag: Drag | None = None
        self._dragged: Dragged | None = None
        self._late: Callable[[], None] | None = None
        self._pressed_at = QPoint()
        self._hover = Hit(Part.NOTHING)
        self._keys = GridKeys(self)
        self._line = DayLine(self)
        self._line.entered.connect(self._on_typed)
        self.menu = DayMenu(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Working times of the week"))

    # --- what is shown ---

    @property
    def spans(self) -> Spans:
        """The week as it is shown."""
        return self._spans

    def show_week(self, spans: Spans, *, usual: bool, week_start: int) -> None:
        """Show a week; ``usual`` when nobody has set it, ``week_start`` the weekday of the first row."""
        if self._drag is not None:
            # What is in hand stays there: what came meanwhile is shown when it was let go.
            self._late = partial(self.show_week, spans, usual=usual, week_start=week_start)
            return
        if week_start != self._week_start:
            self.weekday = week_start
        self._spans, self._usual, self._week_start = week.ordered(spans), usual, week_start
        if self.chosen not in self._spans:
            self.chosen = None
        self._describe()
        self.update()

    def places(self) -> Places:
        """Return where things are at the present size."""
        return Places(self.width(), week_start=self._week_start)

    def sizeHint(self) -> QSize:
        """A row a day."""
        return QSize(560, Places(560).height)

    def minimumSizeHint(self) -> QSize:
        """Narrower, the times no longer fit their bars."""
        return QSize(400, Places(400).height)

    # --- what is wanted ---

    def put(self, spans: Spans, chosen: WeekSpan | None = None) -> None:
        """Take over a changed week, and say so."""
        if chosen is not None:
            self.weekday, self.chosen = chosen[0], chosen
        elif self.chosen not in spans:
            self.chosen = None
        if spans != self._spans:
            self._spans, self._usual = spans, False
            self.changed.emit(spans)
        self._describe()
        self.update()

    def choose(self, weekday: int, span: WeekSpan | None) -> None:
        """Put the keyboard on a day or one of its spans."""
        self.weekday, self.chosen = weekday, span
        self._describe()
        self.update()

    def type_day(self, weekday: int) -> None:
        """Let the times of a day be typed."""
        self.choose(weekday, None)
        self._line.open(weekday, week.written(week.times_of(self._spans, weekday)), self.places().track_of(weekday))

    def open_menu(self, weekday: int) -> None:
        """Open a day's menu under its button."""
        self.choose(weekday, self.chosen if self.chosen and self.chosen[0] == weekday else None)
        self.menu.open(self.mapToGlobal(self.places().menu_of(weekday).bottomLeft()))

    def cancel(self) -> bool:
        """Give up a drag; returns whether there was one."""
        was_held = self._drag is not None
        self._let_go()
        if was_held and self._late is not None:
            self._late()
            self._late = None
        return was_held

    def _let_go(self) -> None:
        self._drag = self._dragged = None
        self.update()

    def _on_typed(self, weekday: int, text: str) -> None:
        times = week.read(text)
        if times is None:
            self._line.refuse()
            self.unreadable.emit(text)
            return
        self._line.close_line()
        self.unreadable.emit("")
        self.put(week.with_day(self._spans, weekday, times))

    # --- the pointer ---

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a span or an edge, or begin to draw one."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self._pressed_at = event.position().toPoint()
        hit = self.places().hit(self._pressed_at, self._spans)
        if hit.part is Part.MENU:
            self.open_menu(hit.weekday)
        elif hit.part is not Part.NOTHING:
            self._drag = Drag(hit, self._spans)
            self.choose(hit.weekday, hit.span)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what the drag would do, or what could be taken hold of."""
        point = event.position().toPoint()
        if self._drag is None:
            self._hover_at(point)
            return
        if self._dragged is None and (point - self._pressed_at).manhattanLength() < _SLACK:
            return
        places, modifiers = self.places(), event.modifiers()
        # A span keeps its grip: how far it was dragged counts, not where the pointer is.
        snap = FINE if modifiers & Qt.KeyboardModifier.ShiftModifier else SNAP
        is_move = self._drag.hit.part is Part.SPAN
        minute = places.minute(point.x(), 1 if is_move else snap)
        copies = bool(modifiers & Qt.KeyboardModifier.AltModifier)
        was, self._dragged = self._dragged, self._drag.at(places.weekday(point.y()), minute, snap=snap, copies=copies)
        self.setCursor(Qt.CursorShape.ClosedHandCursor if is_move else Qt.CursorShape.SizeHorCursor)
        if self._dragged != was:
            held = (was.span if was else None, self._dragged.span)
            self._update_rows({self.weekday, *(span[0] for span in held if span is not None)})

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop what is in hand."""
        dragged = self._dragged
        if self._drag is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        self._hover_at(event.position().toPoint())
        if dragged is None or dragged.span is None:
            self.cancel()
        else:
            self._let_go()
            self._late = None
            self.put(dragged.spans, dragged.span)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Type the times of the day."""
        hit = self.places().hit(event.position().toPoint(), self._spans)
        if hit.part not in (Part.NOTHING, Part.MENU):
            self.cancel()
            self.type_day(hit.weekday)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu of the day under the pointer, or of the one the keyboard is on."""
        hit = self.places().hit(event.pos(), self._spans)
        if event.reason() is QContextMenuEvent.Reason.Keyboard or hit.part is Part.NOTHING:
            self.open_menu(self.weekday)
            return
        self.choose(hit.weekday, hit.span)
        self.menu.open(event.globalPos())

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at any more."""
        super().leaveEvent(event)
        self._hover = Hit(Part.NOTHING)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Say the times of the span under the pointer, which may be too short to show them."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            hit = self.places().hit(event.pos(), self._spans)
            QToolTip.showText(event.globalPos(), self._tip(hit), self)
            return True
        return super().event(event)

    def _tip(self, hit: Hit) -> str:
        if hit.part is Part.MENU:
            return self.tr("Copy, type or clear this day")
        if hit.span is None:
            return self.tr("Drag to set working time") if hit.part is Part.FREE else ""
        _, start, end = hit.span
        return f"{week.written([(start, end)])} ({budget(end - start)})"

    def _hover_at(self, point: QPoint) -> None:
        was, self._hover = self._hover, self.places().hit(point, self._spans)
        self.setCursor(_CURSORS.get(self._hover.part, Qt.CursorShape.ArrowCursor))
        if (was.part, was.span, was.weekday) != (self._hover.part, self._hover.span, self._hover.weekday):
            self._update_rows({was.weekday, self._hover.weekday})

    def _update_rows(self, weekdays: Iterable[int]) -> None:
        """Paint some days anew, with the ring that a neighbour may have around it."""
        places = self.places()
        for weekday in weekdays:
            self.update(places.row_of(weekday).adjusted(0, -1, 0, 1))

    # --- the keyboard ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Everything the mouse can do."""
        if not self._keys.press(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self._describe()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def _describe(self) -> None:
        """Tell a screen reader where the keyboard is and what lies there."""
        day = QLocale().standaloneDayName(self.weekday + 1)
        times = [self.chosen[1:]] if self.chosen else week.times_of(self._spans, self.weekday)
        total = budget(week.minutes(week.of_day(self._spans, self.weekday)))
        words = week.written((start, end) for start, end in times) or self.tr("no work")
        self.setAccessibleDescription(
            self.tr("{day}: {times}. {total} in all.").format(day=day, times=words, total=total)
        )

    # --- painting ---

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the week, or what the drag would make of it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dragged = self._dragged
        look = Look(
            spans=dragged.spans if dragged else self._spans,
            usual=self._usual and dragged is None,
            weekday=self.weekday,
            chosen=self.chosen,
            has_focus=self.hasFocus(),
            held=dragged.span if dragged else None,
            fits=dragged.fits if dragged else True,
            hovered=self._hover.span,
            hovered_menu=self._hover.weekday if self._hover.part is Part.MENU else None,
        )
        GridPainter(painter, self.places(), look, painting.font(self.font(), 13)).paint(event.rect())
