"""The list as a view: choosing, opening fields, acting, by mouse and keyboard alike. Decides nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QScrollBar, QToolTip, QWidget

from app.ui.today import places
from app.ui.today.delegate import DayListDelegate, Hot
from app.ui.today.lines import EmptyLine, EntryLine, Line, MarkLine
from app.ui.today.model import DayListModel
from app.ui.today.moving import move
from app.ui.today.places import ACTIONS, Part
from app.ui.today.pointer import Pointer
from app.ui.today.scroll_handle import ScrollHandle
from app.ui.today.tips import tip_of

_Key, _Mod, _Move = Qt.Key, Qt.KeyboardModifier, QAbstractItemView.CursorAction
_KEYS = {
    _Key.Key_C: "continue",
    _Key.Key_S: "split",
    _Key.Key_D: "duplicate",
    _Key.Key_Delete: "delete",
    _Key.Key_Backspace: "delete",
    _Key.Key_P: "project",
    _Key.Key_T: "tags",
    _Key.Key_B: "billable",
    _Key.Key_M: "merge",
}
_BY_KEY = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
_ENTER = (_Key.Key_Return, _Key.Key_Enter)


class DayListView(QListView):
    """Emits what the person wants."""

    edit_wanted = Signal(object, str)
    """A line and the part of it to edit."""
    act_wanted = Signal(str)
    """An action on what is chosen: see ``chosen_lines``."""
    fix_wanted = Signal(object, object)
    """A mark and the fix for it."""
    fold_wanted = Signal(str, bool)
    menu_wanted = Signal(QPoint)
    chosen_changed = Signal()
    older_wanted = Signal()
    newer_wanted = Signal()
    scrolled = Signal()

    def __init__(self, model: DayListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = model
        self._pressed: Hot | None = None
        self.delegate = DayListDelegate(model, self)
        self._pointer = Pointer(self, model, self.delegate)
        self.setModel(model)
        self.setItemDelegate(self.delegate)
        self.setObjectName("dayList")
        self.setAccessibleName(self.tr("Entries by day"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        # Asked for parts it made itself, Qt would look through all its classes, and load them, to tell what they are.
        self.setViewport(QWidget())
        self.setVerticalScrollBar(QScrollBar(Qt.Orientation.Vertical))
        self.viewport().setAutoFillBackground(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.handle = ScrollHandle(self)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.verticalScrollBar().setSingleStep(24)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen_changed.emit())

    def current_line(self) -> Line | None:
        """Return the line the keyboard is on."""
        return self._lines.line(self.currentIndex())

    def chosen_lines(self) -> list[EntryLine]:
        """Return the chosen entries, newest first; the one the keyboard is on when none is chosen."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        found = [line for row in rows if isinstance(line := self._lines.lines[row], EntryLine)]
        current = self.current_line()
        return found or ([current] if isinstance(current, EntryLine) else [])

    def place_of(self, index: QModelIndex, part: str) -> QRect:
        """Return where a part of a row stands in the viewport."""
        line = self._lines.line(index)
        if not isinstance(line, EntryLine):
            return self.visualRect(index)
        spots = self._pointer.places(index, line)
        return spots.found.get(Part(part), spots.found[Part.DESCRIPTION])

    @contextmanager
    def keeping_place(self, *, sticks_to_top: bool = False) -> Iterator[None]:
        """Change rows so that what one looks at, what is chosen and where the keyboard is stay.

        With ``sticks_to_top`` somebody at the very top goes on seeing the newest.
        """
        top = self._top_row()
        is_at_top = sticks_to_top and not self.verticalScrollBar().value()
        anchor = None if top is None or is_at_top else (self._lines.lines[top].key, self._y(top))
        chosen = [self._lines.lines[index.row()].key for index in self.selectionModel().selectedIndexes()]
        current = self.current_line()
        yield
        self.executeDelayedItemsLayout()
        self._choose_again(chosen, current)
        if anchor is not None and (index := self._lines.find(anchor[0])).isValid():
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self._y(index.row()) - anchor[1])

    def go_to(self, key: str) -> bool:
        """Bring a row to the top of the view; return whether it is there."""
        index = self._lines.find(key)
        if not index.isValid():
            return False
        self.executeDelayedItemsLayout()
        bar = self.verticalScrollBar()
        above = places.GAP if index.row() else 0
        bar.setValue(bar.value() + self.visualRect(index).top() + above)
        return True

    def top_day(self) -> str:
        """Return the day one looks at."""
        row = self._top_row()
        return "" if row is None else self._lines.lines[row].day

    def seen_rows(self) -> tuple[int, int]:
        """Return the first and the last row that are seen."""
        first = self._top_row() or 0
        last = self.indexAt(QPoint(4, self.viewport().height() - 2))
        return first, last.row() if last.isValid() else self._lines.rowCount() - 1

    def put_on(self, index: QModelIndex) -> None:
        """Put the keyboard on a row and choose it alone."""
        self.selectionModel().setCurrentIndex(index, self.selectionModel().SelectionFlag.ClearAndSelect)

    def repaint_running(self) -> None:
        """Paint anew what grows, and nothing else."""
        for row in self._lines.running():
            self.update(self._lines.index(row))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter edits or fixes, arrows fold, letters act, Escape lets go of what is chosen."""
        line, key = self.current_line(), event.key()
        plain = not event.modifiers() & (_Mod.ControlModifier | _Mod.AltModifier | _Mod.MetaModifier)
        if plain and key in _KEYS and self.chosen_lines():
            self.act_wanted.emit(_KEYS[_Key(key)])
            return
        if plain and isinstance(line, EntryLine) and self._took_entry_key(line, key):
            return
        if isinstance(line, MarkLine | EmptyLine) and key in (*_ENTER, _Key.Key_Space) and line.fixes:
            self.fix_wanted.emit(line, line.fixes[0])
        elif key == _Key.Key_Escape and len(self.selectionModel().selectedIndexes()) > 1:
            self.put_on(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here, not a search."""

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:  # noqa: ARG002
        """Move from entry to entry and mark to mark; heads of days are passed over."""
        page = max(1, self.viewport().height() // places.ROW - 1)
        row = move(self._lines, self.currentIndex().row(), action, page=page)
        return self._lines.index(row) if row >= 0 else QModelIndex()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Note what was pressed; with Ctrl or Shift a row is chosen whatever is pressed in it."""
        index, hot = self._pointer.under(event.position().toPoint())
        bare = event.modifiers() in (_Mod.NoModifier, _Mod.KeypadModifier)
        if event.button() != Qt.MouseButton.LeftButton or not bare or not hot.part:
            super().mousePressEvent(event)
            return
        self._pressed = hot
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        flag = self.selectionModel().SelectionFlag
        is_field = isinstance(self._lines.line(index), EntryLine) and hot.part not in ACTIONS
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect if is_field else flag.NoUpdate)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do what was pressed when it is let go in the same place."""
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            super().mouseReleaseEvent(event)
            return
        index, hot = self._pointer.under(event.position().toPoint())
        if hot == pressed:
            self._do(index, hot.part)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Dragging from a field chooses nothing."""
        if self._pressed is None:
            super().mouseMoveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The same menu by the right button and the keyboard."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if not isinstance(self._lines.line(index), EntryLine):
            return
        if not self.selectionModel().isSelected(index):
            self.put_on(index)
        at = self.visualRect(index).center() if by_key else event.pos()
        self.menu_wanted.emit(self.viewport().mapToGlobal(at))

    def viewportEvent(self, event: QEvent) -> bool:
        """Follow the mouse; say what an icon or a cut text means."""
        kind = event.type()
        if kind in (QEvent.Type.MouseMove, QEvent.Type.HoverMove) and isinstance(event, QMouseEvent):
            self._pointer.move(event.position().toPoint())
        elif kind in (QEvent.Type.Leave, QEvent.Type.HoverLeave):
            self._pointer.leave()
        elif kind == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index, hot = self._pointer.under(event.pos())
            tip = tip_of(self._lines.line(index), hot.part)
            QToolTip.showText(event.globalPos(), tip, self.viewport())
            return True
        return super().viewportEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard begins at the newest entry."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and event.reason() in _BY_KEY:
            row = move(self._lines, -1, _Move.MoveHome, page=1)
            if row >= 0:
                self.selectionModel().setCurrentIndex(
                    self._lines.index(row), self.selectionModel().SelectionFlag.NoUpdate
                )

    def _took_entry_key(self, line: EntryLine, key: int) -> bool:
        if key in (*_ENTER, _Key.Key_F2):
            self.edit_wanted.emit(line, Part.DESCRIPTION.value)
        elif key in (_Key.Key_Left, _Key.Key_Right) and (line.count > 1 or line.is_member):
            self._fold_by_key(line, is_open=key == _Key.Key_Right)
        else:
            return False
        return True

    def _fold_by_key(self, line: EntryLine, *, is_open: bool) -> None:
        if not line.is_member:
            self.fold_wanted.emit(line.key, is_open)
        elif not is_open:
            self.put_on(self._lines.index(self._fold_above(self.currentIndex().row())))

    def _fold_above(self, row: int) -> int:
        for above in range(row, -1, -1):
            line = self._lines.lines[above]
            if isinstance(line, EntryLine) and line.count > 1:
                return above
        return row

    def _do(self, index: QModelIndex, part: str) -> None:
        line = self._lines.line(index)
        if isinstance(line, EntryLine):
            if part == Part.COUNT or (part in places.TIMES and line.count > 1):
                self.fold_wanted.emit(line.key, not line.is_open)
            elif part in ACTIONS:
                if not self.selectionModel().isSelected(index):
                    self.put_on(index)
                self.act_wanted.emit(part)
            else:
                self.edit_wanted.emit(line, part)
        elif isinstance(line, MarkLine | EmptyLine):
            self.fix_wanted.emit(line, next(fix for fix in line.fixes if fix.label == part))

    def _choose_again(self, keys: list[str], current: Line | None) -> None:
        model, flag = self.selectionModel(), self.selectionModel().SelectionFlag
        for key in keys:
            index = self._lines.find(key)
            if index.isValid() and not model.isSelected(index):
                model.select(index, flag.Select)
        if current is None or self.current_line() == current:
            return
        index = self._lines.find(current.key)
        if not index.isValid() and isinstance(current, EntryLine):
            index = self._lines.find_entry(current.entry.id)
        if index.isValid():
            model.setCurrentIndex(index, flag.NoUpdate)

    def _top_row(self) -> int | None:
        index = self.indexAt(QPoint(4, places.GAP + 2))
        return index.row() if index.isValid() else None

    def _y(self, row: int) -> int:
        return self.visualRect(self._lines.index(row)).top()

    def _on_scrolled(self, value: int) -> None:
        self.scrolled.emit()
        self.ask_for_more(value)

    def ask_for_more(self, value: int) -> None:
        """Say when an end of what is loaded comes near."""
        reach = 2 * self.viewport().height()
        if value > self.verticalScrollBar().maximum() - reach:
            self.older_wanted.emit()
        if value < reach:
            self.newer_wanted.emit()
