"""The hours with a mouse on them: what presses, drags, clicks and the wheel do there."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from app.ui.calendar.blocks import Block
from app.ui.calendar.body import GridBody
from app.ui.calendar.gestures import Deed, Gestures, is_resizable
from app.ui.calendar.glide import Glide
from app.ui.calendar.layout import HOURS_WIDTH, Part
from app.ui.calendar.words import told

_Mod, _Button = Qt.KeyboardModifier, Qt.MouseButton
_CURSORS: dict[Deed | None, Qt.CursorShape] = {
    Deed.CREATE: Qt.CursorShape.ArrowCursor,
    Deed.MOVE: Qt.CursorShape.ClosedHandCursor,
    Deed.RESIZE: Qt.CursorShape.SizeVerCursor,
    Deed.COPY: Qt.CursorShape.DragCopyCursor,
}
_EDGE, _CRAWL_MS, _NOTCH = 26, 16, 120.0


class GridPointer(GridBody):
    """Drags become drafts; what is dropped is said once."""

    dropped = Signal(object)
    """A Draft."""
    act_wanted = Signal(str, object)
    """The name of an action, and the block it is for."""
    new_wanted = Signal(int)
    """Begin something at an instant; 0 for wherever it fits."""
    menu_wanted = Signal(object, QPoint, int)
    """A block or None, where on the screen, and the instant there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.gestures = Gestures()
        self._crawl = QTimer(self)
        self._crawl.setInterval(_CRAWL_MS)
        self._crawl.timeout.connect(self._on_crawl)
        self._last, self._last_keys = QPointF(), _Mod.NoModifier
        self._glide = Glide(self.verticalScrollBar(), self)

    def settle(self) -> None:
        """Drop what is still in the air; with a mouse alone nothing ever is."""

    def let_go(self) -> None:
        """Leave everything as it was."""
        self._crawl.stop()
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
            self._glide.by(-event.angleDelta().y() / _NOTCH * self.grid.hour)
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

    def _drag(self, position: QPointF, keys: Qt.KeyboardModifier) -> None:
        self._last, self._last_keys = position, keys
        point = self.at(position)
        draft = self.gestures.move(
            self.grid,
            point,
            self.now,
            is_fine=bool(keys & _Mod.ShiftModifier),
            # Many a desktop keeps Alt and the mouse to itself, so Ctrl copies as well.
            is_copy=bool(keys & (_Mod.AltModifier | _Mod.ControlModifier)),
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
