"""A small list to pick from, with a line to narrow it: opens under a chip, works by keyboard alone."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.ui import icons
from app.ui.choices import Choice
from app.ui.widgets import painting

_ROW, _WIDTH, _MOST_ROWS = 34, 280, 8
CHOICE = Qt.ItemDataRole.UserRole
PICKED = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


class Picker(QFrame):
    """``picked`` says one choice; with ``many`` each Enter or click takes one in or out, and it stays open."""

    picked = Signal(object)
    """A Choice; None for "none of them"; a text for a new one."""
    closed = Signal()

    def __init__(self, prompt: str, *, many: bool = False, new: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("card")
        self._many, self._new = many, new
        self._all: Sequence[Choice] = ()
        self._model = _ChoicesModel(self)
        self.field = QLineEdit()
        self.field.setPlaceholderText(prompt)
        self.field.setAccessibleName(prompt)
        self.field.textChanged.connect(self._narrow)
        self.field.installEventFilter(self)
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(_ChoiceDelegate(self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setMouseTracking(True)
        self._list.setAccessibleName(prompt)
        self._list.entered.connect(self._list.setCurrentIndex)
        self._list.clicked.connect(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self.field)
        column.addWidget(self._list)

    def open_under(self, anchor: QWidget, choices: Sequence[Choice], picked: Iterable[str] = ()) -> None:
        """Open below a control; ``picked`` are ids that are chosen already."""
        self._all = choices
        self._model.picked = set(picked)
        self.field.clear()
        self._narrow("")
        corner = anchor.mapToGlobal(QPoint(anchor.width(), anchor.height() + 4))
        self.move(max(0, corner.x() - _WIDTH), corner.y())
        self.show()
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list while the line has the focus."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._move(1 if key == Qt.Key.Key_Down else -1)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
                self._take(self._list.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Say that it is closed."""
        super().hideEvent(event)
        self.closed.emit()

    def _move(self, step: int) -> None:
        rows = self._model.rowCount()
        if rows:
            self._list.setCurrentIndex(self._model.index((self._list.currentIndex().row() + step) % rows))

    def _take(self, index: QModelIndex) -> None:
        choice = index.data(CHOICE)
        if choice is None:
            return
        if self._many and choice.id:
            self._model.flip(index)
        if not self._many or not choice.id:
            self.close()
        self.picked.emit(choice if choice.id else (choice.name if choice.about == "new" else None))

    def _narrow(self, typed: str) -> None:
        words = typed.casefold().split()
        found = [c for c in self._all if all(word in f"{c.name} {c.about}".casefold() for word in words)]
        name = typed.strip()
        if name and self._new and all(c.name.casefold() != name.casefold() for c in self._all):
            found.append(Choice("", name, about="new"))
        if not typed and not self._many:
            found.append(Choice("", self.tr("None"), about="none"))
        self._model.show(found, self._new)
        self._list.setFixedHeight(max(1, min(_MOST_ROWS, len(found))) * _ROW + 4)
        self._list.setCurrentIndex(self._model.index(0))
        self.setFixedWidth(_WIDTH)
        self.adjustSize()


class _ChoicesModel(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._choices: list[Choice] = []
        self._new = ""
        self.picked: set[str] = set()

    def show(self, choices: list[Choice], new: str) -> None:
        self.beginResetModel()
        self._choices, self._new = choices, new
        self.endResetModel()

    def flip(self, index: QModelIndex) -> None:
        self.picked ^= {self._choices[index.row()].id}
        self.dataChanged.emit(index, index)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._choices)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        choice = self._choices[index.row()]
        if role == CHOICE:
            return choice
        if role == PICKED:
            return choice.id in self.picked
        if role == Qt.ItemDataRole.DisplayRole:
            return self._new.format(name=choice.name) if choice.about == "new" else choice.name
        return None


class _ChoiceDelegate(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(_WIDTH - 24, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        choice, colors = index.data(CHOICE), painting.tokens()
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painting.ground(painter, rect.adjusted(0, 1, 0, -1).toRectF(), colors.accent_ground, radius=6)
        middle = rect.center().y() + 1
        if choice.id and choice.color:
            painting.dot(painter, rect.left() + 14, middle, painting.project_color(choice.color))
        elif choice.id:
            icons.paint(painter, "tag", QRect(rect.left() + 7, middle - 8, 16, 16).toRectF(), colors.dim)
        else:
            mark = "plus" if choice.about == "new" else "close"
            icons.paint(painter, mark, QRect(rect.left() + 7, middle - 8, 16, 16).toRectF(), colors.dim)
        painter.setFont(painting.font(option.font, 13))
        words = rect.adjusted(28, 0, -28, 0)
        used = painting.text(painter, words, index.data(), colors.text if choice.id else colors.dim)
        if choice.id and choice.about:
            painter.setFont(painting.font(option.font, 12))
            painting.text(painter, words.adjusted(used + 8, 1, 0, 1), choice.about, colors.dim)
        if index.data(PICKED):
            icons.paint(painter, "check", QRect(rect.right() - 24, middle - 8, 16, 16).toRectF(), colors.accent)
        painter.restore()
