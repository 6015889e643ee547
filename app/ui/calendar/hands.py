"""The hours with hands on them: what the mouse, the wheel and the keys do there. Says what is wanted, decides nothing."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from app.orchestrators.planning.calendar_span import CalendarSpan
from app.ui.calendar.blocks import Block, Sort
from app.ui.calendar.body import GridBody
from app.ui.calendar.gestures import Deed, Draft, Gestures, is_resizable, nudged, same_clock
from app.ui.calendar.glide import Glide
from app.ui.calendar.layout import HOURS_WIDTH, Part
from app.ui.calendar.moving import beside
from app.ui.calendar.words import told

_Key, _Mod, _Button = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton
_ARROWS = {_Key.Key_Up: (0, -1), _Key.Key_Down: (0, 1), _Key.Key_Left: (-1, 0), _Key.Key_Right: (1, 0)}
_ACTS = {
    _Key.Key_Return: "edit",
    _Key.Key_Enter: "edit",
    _Key.Key_F2: "edit",
    _Key.Key_Delete: "delete",
    _Key.Key_Backspace: "delete",
    _Key.Key_C: "continue",
    _Key.Key_D: "duplicate",
    _Key.Key_S: "split",
    _Key.Key_K: "track",
    _Key.Key_O: "today",
}
_ZOOMS = {_Key.Key_Plus: 1.2, _Key.Key_Equal: 1.2, _Key.Key_Minus: 1 / 1.2}
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
_CURSORS: dict[Deed | None, Qt.CursorShape] = {
    Deed.CREATE: Qt.CursorShape.ArrowCursor,
    Deed.MOVE: Qt.CursorShape.ClosedHandCursor,
    Deed.RESIZE: Qt.CursorShape.SizeVerCursor,
    Deed.COPY: Qt.CursorShape.DragCopyCursor,
}
_SETTLE_MS, _EDGE, _CRAWL_MS = 600, 26, 16
_NOTCH = 120.0


class GridHands(GridBody):
    """Drags and keys become drafts; what is dropped is said once."""

    dropped = Signal(object)
    """A Draft."""
    act_wanted = Signal(str, object)
    """The name of an action, and the block it is for."""
    new_wanted = Signal(int)
    """Begin something at an instant; 0 for wherever it fits."""
    menu_wanted = Signal(object, QPoint, int)
    """A block or None, where on the screen, and the instant there."""
    lost = Signal(str)
    """A key that the page knows what to do with: earlier, later, today, a view's number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.gestures = Gestures()
        self._nudge: Draft | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self.settle)
        self._crawl = QTimer(self)
        self._crawl.setInterval(_CRAWL_MS)
        self._crawl.timeout.connect(self._on_crawl)
        self._last, self._last_keys = QPointF(), _Mod.NoModifier
        self._glide = Glide(self.verticalScrollBar(), self)

    def show_span(self, span: CalendarSpan) -> None:
        """Show what a span holds; what the keys are moving goes on from where it is now."""
        super().show_span(span)
        if self._nudge is not None and self._nudge.block is not None:
            thing = self._nudge.block.thing_id
            block = next((place.block for place in self.grid.places if place.block.thing_id == thing), None)
            self._nudge = replace(self._nudge, block=block) if block is not None else None
            self.show_draft(self._nudge)

    def settle(self) -> None:
        """Drop what the keys have moved so far."""
        self._settle.stop()
        draft, self._nudge = self._nudge, None
        if draft is not None:
            if draft.is_changed:
                self.dropped.emit(draft)
            else:
                self.show_draft(None)

    def let_go(self) -> None:
        """Leave everything as it was."""
        self._settle.stop()
        self._crawl.stop()
        self._nudge = None
        self.gestures.cancel()
        self.show_draft(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a block, or of empty time; it gets the keyboard."""
        if event.button() != _Button.LeftButton or self.span is None:
            super().mousePressEvent(event)
            return
        self.settle()
        point = self.at(event.position())
        if point.x() < HOURS_WIDTH:
            return
        self.put_on(self.gestures.press(self.grid, point), is_scrolled=False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what is held; else show what the mouse is over."""
        if self.gestures.is_held:
            self._drag(event.position(), event.modifiers())
            return
        self._show_under(self.at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop what is dragged."""
        if event.button() != _Button.LeftButton or not self.gestures.is_held:
            super().mouseReleaseEvent(event)
            return
        self._crawl.stop()
        draft = self.gestures.release()
        if draft is not None:
            self.dropped.emit(draft)
        else:
            self.show_draft(None)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit what is under the mouse; on empty time, begin something there."""
        if event.button() != _Button.LeftButton:
            return
        self.gestures.cancel()
        found = self.grid.under(self.at(event.position()))
        if found is not None:
            self.act_wanted.emit("edit", found[0])
        elif event.position().x() >= HOURS_WIDTH:
            self.new_wanted.emit(self.instant_under(event.position()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl zoom around the mouse."""
        if event.modifiers() & _Mod.ControlModifier:
            self.zoom(1.12 ** (event.angleDelta().y() / _NOTCH), event.position().y())
            event.accept()
            return
        if event.pixelDelta().isNull() and event.angleDelta().y():
            self._glide.by(-event.angleDelta().y() / _NOTCH * self.hour)
            event.accept()
        else:
            super().wheelEvent(event)
        self._show_under(self.at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse is elsewhere."""
        super().leaveEvent(event)
        self.hover("")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu of what is under the mouse, or of what the keyboard is on."""
        self.let_go()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.grid.place(self.seen.focus)
            corner = place.rect.center().toPoint() if place else QPoint(HOURS_WIDTH, 0)
            corner -= QPoint(0, self.verticalScrollBar().value())
            self.menu_wanted.emit(self.current, self.viewport().mapToGlobal(corner), self.now)
            return
        at = QPointF(event.pos())
        found = self.grid.under(self.at(at))
        self.put_on(found[0] if found else None, is_scrolled=False)
        self.menu_wanted.emit(found[0] if found else None, event.globalPos(), self.instant_under(at))

    def instant_under(self, point: QPointF) -> int:
        """Return the instant at a point of the viewport, on the step below it."""
        here = self.at(point)
        instant = self.grid.instant_at(self.grid.day_at(here.x()), here.y())
        step = max(15, self.gestures.snap_minutes) * 60
        return instant // step * step

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell everything about a block under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self.span is not None:
            found = self.grid.under(self.at(QPointF(event.pos())))
            words = "\n".join(told(found[0], self.span.zone)) if found else ""
            QToolTip.showText(event.globalPos(), words, self.viewport())
            return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from block to block, with Alt they move it, with Shift and Alt they make it longer."""
        key, keys = _Key(event.key()), event.modifiers() & ~_Mod.KeypadModifier
        if key == _Key.Key_Escape and (self.gestures.is_held or self._nudge is not None):
            self.let_go()
        elif key in _ARROWS:
            self._arrow(*_ARROWS[key], keys)
        elif keys == _Mod.NoModifier and key in _ACTS and self.current is not None:
            self.settle()
            self.act_wanted.emit(_ACTS[key], self.current)
        elif keys == _Mod.NoModifier and key == _Key.Key_N:
            self.new_wanted.emit(0)
        elif key in _ZOOMS and not keys & _Mod.AltModifier:
            self.zoom(_ZOOMS[key])
        elif not self._passed_on(key, keys):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Letting go of Alt drops what the arrows have moved."""
        if event.key() == _Key.Key_Alt and not event.isAutoRepeat():
            self.settle()
        super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self._repaint_focus()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What the arrows have moved stays where it is."""
        super().focusOutEvent(event)
        self.settle()
        self._repaint_focus()

    def _passed_on(self, key: Qt.Key, keys: Qt.KeyboardModifier) -> bool:
        if keys != _Mod.NoModifier or key not in _PASSED_ON:
            return False
        self.settle()
        self.lost.emit(_PASSED_ON[key])
        return True

    def _arrow(self, across: int, down: int, keys: Qt.KeyboardModifier) -> None:
        if not keys & _Mod.AltModifier:
            self.settle()
            near = float(self.verticalScrollBar().value())
            self.put_on(beside(self.grid, self.current, across, down, near))
            return
        block = self.current
        if block is None or not (block.is_movable or (keys & _Mod.ShiftModifier and not block.is_aside)):
            return
        self._nudge_by(block, across, down, is_longer=bool(keys & _Mod.ShiftModifier))

    def _nudge_by(self, block: Block, across: int, down: int, *, is_longer: bool) -> None:
        step = self.gestures.snap_minutes * 60 * down
        before = self._nudge or self._on_its_way(block)
        if is_longer:
            if block.is_running or block.sort is Sort.ESTIMATE:
                return
            self._nudge = nudged(block, before, growth=step)
        else:
            since = before.since if before is not None else block.begins
            self._nudge = nudged(block, before, seconds=self._days_later(since, across) + step)
        self.show_draft(self._nudge)
        self._settle.start()

    def _on_its_way(self, block: Block) -> Draft | None:
        """Return where a block was dropped a moment ago, as long as it is not shown there yet."""
        draft = self.seen.draft
        if draft is None or draft.block is None or draft.block.thing_id != block.thing_id or draft.deed is Deed.COPY:
            return None
        return replace(draft, is_waiting=False)

    def _days_later(self, since: int, across: int) -> int:
        """Return the seconds to the same time by the clock on another day."""
        return same_clock(since, across, self.grid.axis.zone) - since if across else 0

    def _drag(self, position: QPointF, keys: Qt.KeyboardModifier) -> None:
        self._last, self._last_keys = position, keys
        point = self.at(position)
        draft = self.gestures.move(
            self.grid,
            point,
            self.now,
            is_fine=bool(keys & _Mod.ShiftModifier),
            is_copy=bool(keys & _Mod.AltModifier),
            plans=bool(keys & _Mod.ControlModifier),
        )
        self.show_draft(draft)
        if self.gestures.is_drag:
            self.viewport().setCursor(_CURSORS.get(draft.deed if draft else None, Qt.CursorShape.ForbiddenCursor))
            if self._beyond(position.y()) and not self._crawl.isActive():
                self._crawl.start()

    def _on_crawl(self) -> None:
        """The mouse is held at the edge: go on scrolling that way."""
        beyond = self._beyond(self._last.y())
        if not beyond or not self.gestures.is_drag:
            self._crawl.stop()
            return
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + beyond)
        self._drag(self._last, self._last_keys)

    def _beyond(self, y: float) -> int:
        """Return by how many pixels to scroll while the mouse is at a height."""
        if y < _EDGE:
            return -round(2 + (_EDGE - y) / 3)
        if y > self.viewport().height() - _EDGE:
            return round(2 + (y - self.viewport().height() + _EDGE) / 3)
        return 0

    def _show_under(self, point: QPointF) -> None:
        found = self.grid.under(point)
        self.hover(found[0].key if found else "")
        shape = Qt.CursorShape.ArrowCursor
        if found is not None and _can_resize(*found):
            shape = Qt.CursorShape.SizeVerCursor
        elif found is not None:
            shape = Qt.CursorShape.PointingHandCursor
        self.viewport().setCursor(shape)


def _can_resize(block: Block, part: Part) -> bool:
    return part is not Part.BODY and is_resizable(block, part)
