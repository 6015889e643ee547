"""The hours with hands on them: beside the mouse, what the keys do there. Says what is wanted, decides nothing."""

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from app.orchestrators.planning.calendar_span import CalendarSpan
from app.ui.calendar.blocks import Block, Sort
from app.ui.calendar.gestures import Deed, Draft, nudged, same_clock
from app.ui.calendar.moving import beside
from app.ui.calendar.pointer import GridPointer

_Key, _Mod = Qt.Key, Qt.KeyboardModifier
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
PAGE_KEYS = {
    _Key.Key_PageUp: "earlier",
    _Key.Key_PageDown: "later",
    _Key.Key_T: "today",
    _Key.Key_Home: "today",
    _Key.Key_1: "day",
    _Key.Key_2: "work_week",
    _Key.Key_3: "week",
    _Key.Key_4: "month",
}
_SETTLE_MS = 600


class GridHands(GridPointer):
    """What the arrows move is dropped when Alt is let go, or after a moment of rest: one edit, one undo."""

    lost = Signal(str)
    """A key that the page knows what to do with: earlier, later, today, a view's number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._nudge: Draft | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self.settle)

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
        self._nudge = None
        super().let_go()

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
        if keys != _Mod.NoModifier or key not in PAGE_KEYS:
            return False
        self.settle()
        self.lost.emit(PAGE_KEYS[key])
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
