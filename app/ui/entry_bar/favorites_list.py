"""The favourites as a list: started by a key, a click or their number; renamed, moved and removed in place."""

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
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
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.ui import icons
from app.ui.entry_bar.favorites_work import FavoriteLine
from app.ui.widgets import painting

Index = QModelIndex | QPersistentModelIndex
_Key, _CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
ROW, WIDTH, _SIDE, _NUMBERED = 40, 400, 26, 9
LINE = Qt.ItemDataRole.UserRole


class Part(Enum):
    """What a row's buttons do."""

    UP = "up"
    DOWN = "down"
    RENAME = "edit"
    REMOVE = "trash"


class FavoritesModel(QAbstractListModel):
    """The lines in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: Sequence[FavoriteLine] = ()

    def show(self, lines: Sequence[FavoriteLine]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many there are."""
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def flags(self, _index: Index) -> Qt.ItemFlag:
        """Each can be chosen and renamed."""
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a line, its words, and how it is said."""
        line = self.lines[index.row()]
        if role == LINE:
            return line
        if role == Qt.ItemDataRole.EditRole:
            return line.description
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            number = f"{index.row() + 1}. " if index.row() < _NUMBERED else ""
            return number + ", ".join(part for part in (line.title, line.about) if part)
        return None


def places(rect: QRect) -> dict[Part, QRect]:
    """Return where a row's buttons stand."""
    right, y = rect.right() - 8, rect.center().y() - _SIDE // 2 + 1
    parts = tuple(Part)
    return {part: QRect(right - (len(parts) - place) * _SIDE, y, _SIDE, _SIDE) for place, part in enumerate(parts)}


class FavoritesList(QListView):
    """Says what is wanted of a favourite by its place."""

    start_wanted = Signal(int)
    rename_wanted = Signal(int, str)
    move_wanted = Signal(int, int)
    remove_wanted = Signal(int)
    left = Signal()
    """Down behind the last one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.favorites = FavoritesModel()
        self.delegate = _Delegate(self)
        self.setModel(self.favorites)
        self.setItemDelegate(self.delegate)
        self.setAccessibleName(self.tr("Favourites"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.entered.connect(self.setCurrentIndex)

    @property
    def is_renaming(self) -> bool:
        """Whether a name is being typed."""
        return self.state() == QAbstractItemView.State.EditingState

    def show_lines(self, lines: Sequence[FavoriteLine], current: int) -> None:
        """Show favourites; the keyboard is on one of them."""
        self.favorites.show(lines)
        self.setCurrentIndex(self.favorites.index(max(0, min(current, len(lines) - 1))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Numbers and Enter start, F2 renames, Delete removes, Alt with an arrow moves."""
        if self.is_renaming:
            # The Enter that ends a name arrives here as well: it must not start anything.
            return
        row, key = self.currentIndex().row(), _Key(event.key())
        number = key - _Key.Key_0 if _Key.Key_1 <= key <= _Key.Key_9 and not event.modifiers() & _CTRL else 0
        if 0 < number <= self.favorites.rowCount():
            self.start_wanted.emit(number - 1)
        elif row < 0 or not self._took(event, key, row):
            super().keyPressEvent(event)

    def _took(self, event: QKeyEvent, key: Qt.Key, row: int) -> bool:
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and key in (_Key.Key_Up, _Key.Key_Down):
            self.act(Part.UP if key == _Key.Key_Up else Part.DOWN, row)
        elif key in (_Key.Key_Return, _Key.Key_Enter):
            self.start_wanted.emit(row)
        elif key == _Key.Key_F2:
            self.act(Part.RENAME, row)
        elif key in (_Key.Key_Delete, _Key.Key_Backspace):
            self.act(Part.REMOVE, row)
        elif key == _Key.Key_Down and row == self.favorites.rowCount() - 1:
            self.left.emit()
        else:
            return False
        return True

    def act(self, part: Part, row: int) -> None:
        """Do what a row's button does."""
        if part is Part.RENAME:
            self.edit(self.favorites.index(row))
        elif part is Part.REMOVE:
            self.remove_wanted.emit(row)
        else:
            self.move_wanted.emit(row, -1 if part is Part.UP else 1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Start a favourite, or do what the button under the mouse does."""
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid() or self.is_renaming:
            super().mouseReleaseEvent(event)
            return
        part = self.part_at(event.position().toPoint(), index)
        if part is None:
            self.start_wanted.emit(index.row())
        else:
            self.act(part, index.row())

    def part_at(self, point: QPoint, index: QModelIndex) -> Part | None:
        """Return the button of a row at a point."""
        return next((part for part, rect in places(self.visualRect(index)).items() if rect.contains(point)), None)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say what the button under the mouse does."""
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            index = self.indexAt(event.position().toPoint())
            part = self.part_at(event.position().toPoint(), index) if index.isValid() else None
            names = {
                Part.UP: self.tr("Move up (Alt+Up)"), Part.DOWN: self.tr("Move down (Alt+Down)"),
                Part.RENAME: self.tr("Rename (F2)"), Part.REMOVE: self.tr("Remove (Del)"),
            }  # fmt: skip
            self.setToolTip(names[part] if part is not None else "")
            self.delegate.hot = part
            self.viewport().update()
        return super().viewportEvent(event)


class _Delegate(QStyledItemDelegate):
    """Paints a row; ``hot`` is the button under the mouse."""

    def __init__(self, view: FavoritesList) -> None:
        super().__init__(view)
        self._view = view
        self.hot: Part | None = None

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(WIDTH - 24, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: FavoriteLine = index.data(LINE)
        colors, rect = painting.tokens(), option.rect
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_current:
            painting.ground(painter, QRectF(rect).adjusted(0, 1, 0, -1), colors.accent_ground, radius=7)
        if index.row() < _NUMBERED:
            self._paint_number(painter, rect, str(index.row() + 1))
        painting.dot(painter, rect.left() + 42, rect.center().y() + 0.5, painting.project_color(line.color))
        words = rect.adjusted(56, 0, -(len(Part) * _SIDE + 12) if is_current else -10, 0)
        painter.setFont(painting.font(option.font, 13))
        used = painting.text(painter, words, line.title, colors.text)
        if line.about and words.width() - used > 40:
            painter.setFont(painting.font(option.font, 12))
            painting.text(painter, words.adjusted(used + 8, 1, 0, 1), line.about, colors.dim)
        if is_current:
            for part, place in places(rect).items():
                if part is self.hot:
                    painting.ground(painter, QRectF(place).adjusted(2, 2, -2, -2), colors.panel, radius=5)
                icons.paint(painter, part.value, QRectF(place).adjusted(5, 5, -5, -5), colors.dim)
        painter.restore()

    def _paint_number(self, painter: QPainter, rect: QRect, number: str) -> None:
        colors = painting.tokens()
        cap = QRectF(rect.left() + 8, rect.center().y() - 9, 20, 20)
        painting.ground(painter, cap, colors.hover, radius=5)
        painting.outline(painter, cap.adjusted(0.5, 0.5, -0.5, -0.5), colors.line, radius=5)
        painter.setFont(painting.font(painter.font(), 11.5, tabular=True))
        painting.text(painter, cap.toRect(), number, colors.dim, align=Qt.AlignmentFlag.AlignHCenter)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, _index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setObjectName("cellEditor")
        editor.setAccessibleName(self._view.tr("New name"))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.selectAll()

    def setModelData(self, editor: QWidget, _model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit) and editor.text().strip() != index.data(Qt.ItemDataRole.EditRole):
            self._view.rename_wanted.emit(index.row(), editor.text().strip())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        editor.setGeometry(option.rect.adjusted(50, 5, -8, -5))
