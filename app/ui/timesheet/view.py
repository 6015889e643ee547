"""The week as a grid to type into, by keyboard as in a spreadsheet. Decides nothing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.ui.timesheet import looks
from app.ui.timesheet.delegate import SheetDelegate
from app.ui.timesheet.model import Column, SheetModel
from app.ui.timesheet.words import Unreadable, typed

Index = QModelIndex | QPersistentModelIndex
_Key = Qt.Key
_BEGINS = "0123456789.,+-−"
_CLEAR = (_Key.Key_Delete, _Key.Key_Backspace)
_MOVES = {
    _Key.Key_Return: (1, 0),
    _Key.Key_Enter: (1, 0),
    _Key.Key_Tab: (0, 1),
    _Key.Key_Backtab: (0, -1),
}


class SheetView(QTableView):
    """Emits what the person wants of a row or a cell."""

    time_typed = Signal(int, int, int)
    """A row, a column, and the seconds the cell is to hold."""
    unreadable = Signal(str)
    """What was typed is no time; empty when that is mended."""
    lost = Signal(str)
    """The same, where the line is gone already."""
    row_opened = Signal(int)
    menu_wanted = Signal(int, int, QPoint)
    columns_moved = Signal()
    settled = Signal()
    """Nothing is typed any more."""

    def __init__(self, model: SheetModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet = model
        self.delegate = SheetDelegate(model, self)
        self.delegate.on_typed = self._on_typed
        self.delegate.on_lost = self.lost.emit
        self.delegate.on_left = lambda step: self.step(*step)
        self.delegate.closeEditor.connect(self._on_closed)
        self.setModel(model)
        self.setItemDelegate(self.delegate)
        self.setAccessibleName(self.tr("Timesheet"))
        self._set_up_look()

    def _set_up_look(self) -> None:
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setMinimumSectionSize(20)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.set_compact(compact=False)

    def set_compact(self, *, compact: bool) -> None:
        """Take narrow rows, or roomy ones."""
        self.delegate.compact = compact
        self.verticalHeader().setDefaultSectionSize(looks.ROW_COMPACT if compact else looks.ROW)

    @property
    def is_typing(self) -> bool:
        """Whether a cell is being typed into."""
        return self.state() == QAbstractItemView.State.EditingState

    def lanes(self) -> list[tuple[int, int]]:
        """Return where the columns lie: left edge and width."""
        return [(self.columnViewportPosition(column), self.columnWidth(column)) for column in range(Column.SUM + 1)]

    def step(self, rows: int, columns: int) -> None:
        """Go some cells on; at a row's end to the next row."""
        index = self.currentIndex()
        row, column = index.row() + rows, index.column() + columns
        if column >= Column.SUM and columns > 0:
            row, column = row + 1, int(Column.FIRST_DAY)
        elif column < Column.FIRST_DAY and columns < 0:
            row, column = row - 1, Column.SUM - 1
        if 0 <= row < self.sheet.rowCount():
            self.setCurrentIndex(self.sheet.index(row, column))

    def edit_cell(self, *, text: str | None = None) -> None:
        """Open the line of the current cell; with ``text`` that is typed over what stood there."""
        index = self.currentIndex()
        if not index.isValid() or not self.sheet.is_day(index.column()):
            return
        self.edit(index)
        line = self.delegate.line
        if line is None:
            return
        if text is None:
            line.selectAll()
            return
        line.replaces = True
        line.setText(text)
        line.setModified(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns."""
        super().resizeEvent(event)
        for column, width in enumerate(looks.widths(self.viewport().width())):
            self.setColumnWidth(column, width)
        self.columns_moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits are typed over a cell; the other keys are a spreadsheet's."""
        index, key = self.currentIndex(), _Key(event.key())
        if not index.isValid():
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(str(index.data() or "0"))
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._paste(index)
        elif key in _MOVES and self._leaves(key, index):
            super().keyPressEvent(event)
        elif key in _MOVES:
            is_back = key in (_Key.Key_Return, _Key.Key_Enter) and event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._enter(index, (-1, 0) if is_back else _MOVES[key])
        elif not self._took(event, index):
            super().keyPressEvent(event)

    def _took(self, event: QKeyEvent, index: QModelIndex) -> bool:
        is_day, text = self.sheet.is_day(index.column()), event.text()
        if event.key() == _Key.Key_F2:
            self.edit_cell()
        elif event.key() in _CLEAR and is_day:
            self._put(index, 0)
        elif is_day and text and text in _BEGINS:
            self.edit_cell(text=text)
        else:
            return False
        return True

    def _enter(self, index: QModelIndex, step: tuple[int, int]) -> None:
        if index.column() == Column.NAME and step[0]:
            self.row_opened.emit(index.row())
        else:
            self.step(*step)

    def _leaves(self, key: Qt.Key, index: QModelIndex) -> bool:
        """Return whether Tab leads out of the grid: behind the last cell, and before the first."""
        last = self.sheet.rowCount() - 1
        return (key == _Key.Key_Tab and index.row() == last and index.column() >= Column.SUM - 1) or (
            key == _Key.Key_Backtab and index.row() == 0 and index.column() <= Column.FIRST_DAY
        )

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Let Tab go from cell to cell, and out of the grid behind the last one."""
        key = _Key.Key_Tab if is_next else _Key.Key_Backtab
        index = self.currentIndex()
        if self.is_typing or not index.isValid() or self._leaves(key, index):
            return super().focusNextPrevChild(is_next)
        return False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which cell is under the mouse."""
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        self._hover((index.row(), index.column()) if index.isValid() else (-1, -1))

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse is gone."""
        super().leaveEvent(event)
        self._hover((-1, -1))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit a cell, or open a row's project."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == Column.NAME:
            self.row_opened.emit(index.row())
        elif index.isValid():
            self.edit_cell()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of a cell; by the keyboard for the current one."""
        index = self.indexAt(event.pos())
        place = event.globalPos()
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            place = self.viewport().mapToGlobal(self.visualRect(index).center())
        if index.isValid():
            self.setCurrentIndex(index)
            self.menu_wanted.emit(index.row(), index.column(), place)

    def _hover(self, cell: tuple[int, int]) -> None:
        if cell != self.delegate.hovered:
            for row, column in (self.delegate.hovered, cell):
                self.viewport().update(self._place(row, column))
            self.delegate.hovered = cell
            for row, column in (cell,):
                self.viewport().update(self._place(row, column))

    def _place(self, row: int, column: int) -> QRect:
        return self.visualRect(self.sheet.index(row, column)) if row >= 0 else QRect()

    def _paste(self, index: QModelIndex) -> None:
        if self.sheet.is_day(index.column()):
            self._on_typed(index, QGuiApplication.clipboard().text().split("\t")[0].strip(), (0, 0))

    def _on_typed(self, index: Index, text: str, step: tuple[int, int]) -> bool:
        try:
            seconds = typed(text, self.sheet.seconds(index.row(), index.column()))
        except Unreadable as problem:
            if self.is_typing and self.delegate.line is not None:
                self.delegate.line.complain(str(problem))
            self.unreadable.emit(str(problem))
            return False
        self.unreadable.emit("")
        self._put(index, seconds)
        if step != (0, 0):
            self.step(*step)
        return True

    def _put(self, index: Index, seconds: int) -> None:
        if seconds != self.sheet.seconds(index.row(), index.column()):
            self.time_typed.emit(index.row(), index.column(), seconds)

    def _on_closed(self) -> None:
        self.unreadable.emit("")
        self.settled.emit()
        self.setFocus()
