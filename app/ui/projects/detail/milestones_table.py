"""The milestones' view: a check, inline editors, a progress bar, Alt+Up and Alt+Down to reorder."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.ui.formats import hours
from app.ui.projects.detail.lines import MilestoneLine
from app.ui.projects.detail.milestones_model import ABOUT, LINE, Column, MilestonesModel
from app.ui.widgets import painting
from app.ui.widgets.value_fields import DateField, HoursField

ROW = 44
_WIDTHS = {Column.DONE: 44, Column.START: 104, Column.DUE: 118, Column.BUDGET: 76, Column.USED: 172}
_RIGHT = (Column.START, Column.DUE, Column.BUDGET)
Index = QModelIndex | QPersistentModelIndex


class MilestonesDelegate(QStyledItemDelegate):
    """Paints the cells and makes the editors."""

    color = ""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Every row is equally high."""
        return QSize(40, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a cell."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line: MilestoneLine = index.data(LINE)
        rect = option.rect
        if index.row():
            painting.hairline(painter, rect.left(), rect.right(), rect.top())
        if option.state & QStyle.StateFlag.State_HasFocus:
            painting.focus_ring(painter, QRectF(rect).adjusted(2, 3, -2, -3))
        column = Column(index.column())
        if column is Column.DONE:
            place = QRect(rect.center().x() - 8, rect.center().y() - 8, 17, 17)
            painting.check(painter, place, is_on=line.completed)
        elif column is Column.USED:
            self._paint_used(painter, option, line)
        elif column is Column.NAME and index.data(ABOUT):
            self._paint_name(painter, option, line, str(index.data(ABOUT)))
        else:
            self._paint_text(painter, option, column, line, str(index.data()))
        painter.restore()

    def _paint_text(
        self, painter: QPainter, option: QStyleOptionViewItem, column: Column, line: MilestoneLine, text: str
    ) -> None:
        tokens = painting.tokens()
        color = tokens.dim if line.completed or column is not Column.NAME else tokens.text
        is_late = column is Column.DUE and line.overdue
        if is_late:
            color = tokens.danger
        align = Qt.AlignmentFlag.AlignRight if column in _RIGHT else Qt.AlignmentFlag.AlignLeft
        painter.setFont(painting.font(option.font, 13 if column is Column.NAME else 12, tabular=True))
        room = option.rect.adjusted(8, 0, -8, 0)
        used = painting.text(painter, room, text, color, align=align)
        if is_late:
            mark = QRect(room.right() - used - 18, room.center().y() - 6, 13, 13)
            painting.risk_mark(painter, mark, "late", QColor(color))

    def _paint_name(self, painter: QPainter, option: QStyleOptionViewItem, line: MilestoneLine, about: str) -> None:
        tokens, rect = painting.tokens(), option.rect.adjusted(8, 0, -8, 0)
        painter.setFont(painting.font(option.font, 13))
        half = painter.fontMetrics().height()
        top = rect.center().y() - half + 1
        place = QRect(rect.left(), top, rect.width(), half)
        painting.text(painter, place, line.name, tokens.dim if line.completed else tokens.text)
        painter.setFont(painting.font(option.font, 11.5, tabular=True))
        painting.text(painter, place.translated(0, half), about, tokens.dim)

    def _paint_used(self, painter: QPainter, option: QStyleOptionViewItem, line: MilestoneLine) -> None:
        tokens = painting.tokens()
        rect = option.rect.adjusted(16, 0, -16, 0)
        painter.setFont(painting.font(option.font, 13, bold=True, tabular=True))
        right = Qt.AlignmentFlag.AlignRight
        painting.text(painter, rect, hours(line.tracked_seconds), tokens.text, align=right)
        if line.used is not None:
            track = QRectF(rect.left(), rect.center().y() - 1.5, rect.width() - 68, 4)
            painting.bar(painter, track, line.used, painting.project_color(self.color))

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the editor that reads what belongs into the column."""
        column = Column(index.column())
        if column in (Column.START, Column.DUE):
            editor: QLineEdit = DateField(parent)
        else:
            editor = HoursField(parent) if column is Column.BUDGET else QLineEdit(parent)
        editor.setObjectName("cellEditor")
        editor.setAccessibleName(str(index.model().headerData(column, Qt.Orientation.Horizontal)))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the present value."""
        value = index.data(Qt.ItemDataRole.EditRole)
        if isinstance(editor, DateField):
            editor.set_day(value)
        elif isinstance(editor, HoursField):
            editor.set_minutes(value)
        elif isinstance(editor, QLineEdit):
            editor.setText(value)
        if isinstance(editor, QLineEdit):
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand the value on; what can't be read leaves the old one."""
        if isinstance(editor, DateField):
            value: object = editor.day() if editor.problem("") is None else index.data(Qt.ItemDataRole.EditRole)
        elif isinstance(editor, HoursField):
            value = editor.minutes() if editor.problem("") is None else index.data(Qt.ItemDataRole.EditRole)
        else:
            value = editor.text() if isinstance(editor, QLineEdit) else None
        model.setData(index, value)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """Fill the cell; a date needs a little more than its column."""
        rect = option.rect.adjusted(2, 5, -2, -5)
        if isinstance(editor, DateField):
            rect = rect.adjusted(-56, 0, 0, 0)
        editor.setGeometry(rect)


class MilestonesTable(QTableView):
    """As high as its rows: the page scrolls, not the table."""

    delete_wanted = Signal(str)
    menu_wanted = Signal(int, QPoint)
    """A row, and a global point to open its menu at."""

    def __init__(self, model: MilestonesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.delegate = MilestonesDelegate(self)
        self.setModel(model)
        self.setItemDelegate(self.delegate)
        self.setObjectName("milestones")
        self.setAccessibleName(self.tr("Milestones"))
        self._set_up_look()
        model.modelReset.connect(self.updateGeometry)
        self.clicked.connect(self._on_clicked)

    def _set_up_look(self) -> None:
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.viewport().setAutoFillBackground(False)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)

    def sizeHint(self) -> QSize:
        """Return the height of all rows and the head."""
        rows = self._model.rowCount()
        return QSize(480, self.horizontalHeader().sizeHint().height() + rows * ROW + 2)

    def minimumSizeHint(self) -> QSize:
        """The rows are never squeezed."""
        return QSize(320, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space completes, Alt+Up and Alt+Down move, Delete deletes, Enter edits."""
        row, key = self.currentIndex().row(), event.key()
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if row < 0:
            super().keyPressEvent(event)
        elif alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._model.move(row, row + (1 if key == Qt.Key.Key_Down else -1))
        elif key == Qt.Key.Key_Space:
            self._model.toggle(row)
        elif key == Qt.Key.Key_Delete:
            self.delete_wanted.emit(self._model.lines[row].id)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.state() != QAbstractItemView.State.EditingState:
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open a row's menu by the right button or the menu key."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            self.setCurrentIndex(index)
            below = self.visualRect(index).bottomLeft()
            self.menu_wanted.emit(index.row(), self.viewport().mapToGlobal(below) if by_key else event.globalPos())

    def viewportEvent(self, event: QEvent) -> bool:
        """Hide the dates' start when the window is narrow, so that names stay readable."""
        if event.type() == QEvent.Type.Resize:
            self.setColumnHidden(Column.START, self.width() < 700)
        return super().viewportEvent(event)

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() == Column.DONE:
            self._model.toggle(index.row())
