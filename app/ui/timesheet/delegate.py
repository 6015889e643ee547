"""Paints the timesheet's cells, and makes the line that is typed into."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.ui.timesheet import looks, words
from app.ui.timesheet.model import Column, SheetModel
from app.ui.widgets import painting

Index = QModelIndex | QPersistentModelIndex
_Key = Qt.Key
# A time with its seconds needs more than a narrow cell has.
_SHORT, _ROOMY, _SMALLEST = 6, 74, 9
_MIDDLE = int(Qt.AlignmentFlag.AlignCenter)
_RIGHT, _CENTER = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignHCenter
_STEPS = {
    _Key.Key_Return: (1, 0),
    _Key.Key_Enter: (1, 0),
    _Key.Key_Down: (1, 0),
    _Key.Key_Up: (-1, 0),
    _Key.Key_Tab: (0, 1),
    _Key.Key_Backtab: (0, -1),
}
# While a time is typed over another, these leave the cell; while one is edited, they move in the text.
_STEPS_WHEN_TYPING = {_Key.Key_Left: (0, -1), _Key.Key_Right: (0, 1)}


@lru_cache(maxsize=32)
def _made(family: str, pixels: float, bold: bool) -> QFont:
    return painting.font(QFont(family), pixels, bold=bold, tabular=True)


def face(base: QFont, pixels: float, *, bold: bool = False) -> QFont:
    """Return a font with digits of equal width; the same ones are needed for every cell."""
    return _made(base.family(), pixels, bold)


def fitting(base: QFont, text: str, width: int, pixels: int = 13) -> QFont:
    """Return the bold font in which a figure fits: it is written smaller rather than cut."""
    made = face(base, pixels, bold=True)
    while pixels > _SMALLEST and QFontMetrics(made).horizontalAdvance(text) > width:
        pixels -= 1
        made = face(base, pixels, bold=True)
    return made


class CellLine(QLineEdit):
    """What is typed into a cell; ``replaces`` while it is typed over what stood there."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("cellEditor")
        self.setAlignment(_CENTER)
        self.replaces = False
        self.problem = ""
        self.is_filled = False
        self.textEdited.connect(lambda _: self.complain(""))

    def complain(self, problem: str) -> None:
        """Show that the text is no time."""
        if problem != self.problem:
            self.problem = problem
            self.setProperty("tone", "problem" if problem else "")
            self.style().polish(self)


class SheetDelegate(QStyledItemDelegate):
    """``hovered`` is the cell under the mouse, row and column."""

    def __init__(self, model: SheetModel, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._model, self._view = model, view
        self.line: CellLine | None = None
        self.hovered = (-1, -1)
        self.compact = False
        self.on_typed: Callable[[Index, str, tuple[int, int]], bool] = lambda *_: False
        """Takes the text of a cell and where to go then; False when it is no time."""
        self.on_left: Callable[[tuple[int, int]], None] = lambda _: None
        """Goes on from a cell that stays as it is."""
        self.on_lost: Callable[[str], None] = lambda _: None
        """What was typed is no time, and its line is gone: the reason."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a cell."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect, column = option.rect, index.column()
        has_keyboard = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if column == Column.NAME:
            self._paint_name(painter, option, index.row())
        elif column == Column.SUM:
            self._paint_sum(painter, option, index.row())
        else:
            self._paint_day(painter, option, index)
        if index.row():
            painting.hairline(painter, rect.left(), rect.right() + 1, rect.top())
        if has_keyboard:
            painting.focus_ring(painter, looks.pill(rect).adjusted(0.5, 0.5, -0.5, -0.5), radius=7)
        painter.restore()

    def _paint_name(self, painter: QPainter, option: QStyleOptionViewItem, place: int) -> None:
        row, colors, rect = self._model.row(place), painting.tokens(), option.rect
        x, room = rect.left() + looks.PAD + 4, rect.adjusted(looks.PAD + 18, 0, -6, 0)
        name, quiet = words.project_name(row), words.quiet_line(row)
        painter.setFont(face(option.font, 13))
        color = colors.text if row.is_open and row.project_name else colors.dim
        if self.compact or not quiet:
            painting.dot(painter, x, rect.center().y() + 0.5, painting.project_color(row.color))
            used = painting.text(painter, room, name, color)
            rest = room.adjusted(used + 8, 0, 0, 0)
            if quiet and rest.width() > 40:
                painter.setFont(face(option.font, 12))
                painting.text(painter, rest, quiet, colors.dim)
            return
        top = rect.center().y() - 18
        painting.dot(painter, x, top + 10, painting.project_color(row.color))
        painting.text(painter, QRect(room.left(), top, room.width(), 19), name, color)
        painter.setFont(face(option.font, 12))
        painting.text(painter, QRect(room.left(), top + 19, room.width(), 17), quiet, colors.dim)

    def _paint_sum(self, painter: QPainter, option: QStyleOptionViewItem, row: int) -> None:
        text, colors = self._model.text(row, Column.SUM), painting.tokens()
        painter.setFont(fitting(option.font, text, option.rect.width() - looks.PAD - 4))
        painting.text(painter, option.rect.adjusted(0, 0, -looks.PAD, 0), text or "–",
                      colors.text if text else colors.faint, align=_RIGHT)  # fmt: skip

    def _paint_day(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, column, rect = index.row(), index.column(), option.rect
        colors, shown = painting.tokens(), self._model.row(row)
        area, text = looks.pill(rect), self._model.text(row, column)
        cell = shown.cells[column - Column.FIRST_DAY]
        if text:
            painting.ground(painter, area, looks.tint(shown.color), radius=7)
        if self.hovered == (row, column):
            line = colors.faint if shown.is_open else colors.line
            painting.outline(painter, area.adjusted(0.5, 0.5, -0.5, -0.5), line, radius=7)
        if not text:
            return
        is_tight = len(text) > _SHORT and area.width() < _ROOMY
        painter.setFont(face(option.font, 11 if is_tight else 13, bold=cell.is_running and not is_tight))
        color = colors.dim if self._model.is_on_its_way(row, column) else colors.text
        if cell.is_running:
            color = colors.accent
        if cell.is_running and not is_tight:
            painting.ground(painter, QRectF(area.left() + 6, area.center().y() - 3, 6, 6), colors.accent, radius=3)
        painter.setPen(QColor(color))
        painter.drawText(area, _MIDDLE, text)

    # --- the line that is typed into ---

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the line for a day's cell."""
        self.line = line = CellLine(parent)
        line.setFont(face(parent.font(), 13))
        line.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show what stands in the cell, once: what is typed is not taken back when the week is read anew."""
        if isinstance(editor, CellLine) and not editor.is_filled:
            editor.is_filled = True
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def setModelData(self, editor: QWidget, _model: QAbstractItemModel, index: Index) -> None:
        """The mouse went elsewhere: what was typed counts."""
        if isinstance(editor, CellLine) and editor.isModified():
            editor.setModified(False)
            if not self.on_typed(index, editor.text(), (0, 0)):
                self.on_lost(editor.problem)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """Fill the cell."""
        editor.setGeometry(looks.pill(option.rect).toRect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Tab take what was typed and go on; Escape leaves everything as it is."""
        if not isinstance(watched, CellLine) or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.type() is not QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        steps = _STEPS | (_STEPS_WHEN_TYPING if watched.replaces else {})
        step = steps.get(_Key(event.key()))
        if step is None:
            return super().eventFilter(watched, event)
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and event.key() in (_Key.Key_Return, _Key.Key_Enter):
            step = (-1, 0)
        self._take(watched, step)
        return True

    def _take(self, line: CellLine, step: tuple[int, int]) -> None:
        view = self._view
        index = view.currentIndex()
        is_changed = line.isModified() and line.text() != str(index.data(Qt.ItemDataRole.EditRole) or "")
        # Going on commits what is open: it would be taken twice, which counts for +15m.
        line.setModified(False)
        if is_changed and not self.on_typed(index, line.text(), step):
            line.setModified(True)
            return
        self.closeEditor.emit(line, QStyledItemDelegate.EndEditHint.NoHint)
        if not is_changed:
            self.on_left(step)
