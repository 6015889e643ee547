"""The tasks of a project: a check, the name edited in place, the tracked time."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.ui.formats import hours
from app.ui.projects import words
from app.ui.projects.detail.lines import TaskLine
from app.ui.widgets import painting
from app.ui.widgets.rows_list import LINE, Index, RowsList, RowsModel

ROW, CHECK = 40, 44


class TasksModel(RowsModel[TaskLine]):
    """Open tasks first, as they come; says what the person changed."""

    renamed = Signal(str, str)
    toggled = Signal(str, bool)

    def show(self, lines: Sequence[TaskLine]) -> None:
        """Replace everything that is shown."""
        super().show(sorted(lines, key=lambda line: line.done))

    def words(self, line: TaskLine) -> str:
        """Return the name."""
        return line.name

    def spoken(self, line: TaskLine) -> str:
        """Return name, state and time."""
        state = self.tr("done") if line.done else self.tr("open")
        return f"{line.name}, {state}, {hours(line.tracked_seconds)}"

    def setData(self, index: Index, value: object, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        """Say the new name."""
        line = self.lines[index.row()]
        if role != Qt.ItemDataRole.EditRole or value == line.name:
            return False
        self.renamed.emit(line.id, str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Names can be edited."""
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def toggle(self, row: int) -> None:
        """Say that a task is done, or open again."""
        line = self.lines[row]
        self.toggled.emit(line.id, not line.done)


class TasksDelegate(QStyledItemDelegate):
    """Paints a task."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Every row is equally high."""
        return QSize(40, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row: check, name, time."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, rect = painting.tokens(), option.rect
        line: TaskLine = index.data(LINE)
        painting.hairline(painter, rect.left(), rect.right(), rect.top())
        if option.state & QStyle.StateFlag.State_HasFocus:
            painting.focus_ring(painter, QRectF(rect).adjusted(4, 3, -4, -3))
        painting.check(painter, QRect(rect.left() + 14, rect.center().y() - 8, 17, 17), is_on=line.done)
        painter.setFont(painting.font(option.font, 12, bold=True, tabular=True))
        time = words.hours_of(line.tracked_seconds, line.estimate_minutes)
        painting.text(painter, rect.adjusted(0, 0, -16, 0), time, tokens.text, align=Qt.AlignmentFlag.AlignRight)
        room = rect.adjusted(CHECK, 0, -32 - painter.fontMetrics().horizontalAdvance(time), 0)
        painter.setFont(painting.font(option.font, 13))
        painting.text(painter, room, line.name, tokens.dim if line.done else tokens.text)
        painter.restore()

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, _index: Index) -> QWidget:
        """Edit the name."""
        editor = QLineEdit(parent)
        editor.setObjectName("cellEditor")
        editor.setAccessibleName(self.tr("Name of the task"))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """Leave the check free."""
        editor.setGeometry(option.rect.adjusted(CHECK - 8, 4, -12, -4))


class TasksList(RowsList):
    """As high as its rows: the page scrolls, not the list."""

    delete_wanted = Signal(str)

    def __init__(self, model: TasksModel, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._model = model
        self.setModel(model)
        self.setItemDelegate(TasksDelegate(self))
        self.setObjectName("tasks")
        self.setAccessibleName(self.tr("Tasks"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed)
        model.modelReset.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the height of all rows."""
        return QSize(240, self._model.rowCount() * ROW + 1)

    def minimumSizeHint(self) -> QSize:
        """The rows are never squeezed."""
        return QSize(160, self.sizeHint().height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the check toggles the task."""
        index = self.indexAt(event.position().toPoint())
        super().mouseReleaseEvent(event)
        if index.isValid() and event.position().x() < CHECK and event.button() == Qt.MouseButton.LeftButton:
            self._model.toggle(index.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space toggles, Enter and F2 edit, Delete deletes."""
        row, key = self.currentIndex().row(), event.key()
        if row < 0 or self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Space:
            self._model.toggle(row)
        elif key == Qt.Key.Key_Delete:
            self.delete_wanted.emit(self._model.lines[row].id)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)
