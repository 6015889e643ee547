"""What was worked on before, offered under the line while it is typed."""

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.ui.widgets import painting

if TYPE_CHECKING:
    from app.orchestrators.time_tracking.log import Suggestion

_ROW = 38
SUGGESTION = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class SuggestionPopup(QFrame):
    """A list that never takes the focus: the line above it has the keys."""

    taken = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("card")
        self._model = _SuggestionsModel(self)
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(_SuggestionDelegate(self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName(self.tr("Worked on before"))
        self._list.clicked.connect(lambda index: self.taken.emit(index.data(SUGGESTION)))
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self._list)
        self.hide()

    def offer(self, found: "list[Suggestion]", under: QWidget) -> None:
        """Show what was found under a widget; nothing hides it."""
        self._model.show(found)
        self.setVisible(bool(found))
        if not found:
            return
        corner = under.mapTo(self._window, QPoint(0, under.height() + 4))
        self.setGeometry(corner.x(), corner.y(), min(under.width(), 620), len(found) * _ROW + 14)
        self._list.setCurrentIndex(QModelIndex())
        self.setGraphicsEffect(None if painting.tokens().is_dark else self._shadow())  # type: ignore[arg-type]
        self.raise_()

    def _shadow(self) -> QGraphicsDropShadowEffect:
        made = QGraphicsDropShadowEffect(self)
        made.setBlurRadius(28)
        made.setOffset(0, 8)
        made.setColor(QColor(painting.tokens().shadow))
        return made

    def move_choice(self, step: int) -> None:
        """Mark the next or the one before."""
        rows = self._model.rowCount()
        at = self._list.currentIndex().row()
        self._list.setCurrentIndex(self._model.index((at + step) % rows if at >= 0 else (0 if step > 0 else rows - 1)))

    def marked(self) -> "Suggestion | None":
        """Return what is marked."""
        found: Suggestion | None = self._list.currentIndex().data(SUGGESTION)
        return found

    def best(self) -> "Suggestion | None":
        """Return what is marked, else the likeliest."""
        first: Suggestion | None = self._model.index(0).data(SUGGESTION)
        return self.marked() or first


class _SuggestionsModel(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._found: list[Suggestion] = []

    def show(self, found: "list[Suggestion]") -> None:
        self.beginResetModel()
        self._found = found
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._found)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        found = self._found[index.row()]
        if role == SUGGESTION:
            return found
        return found.description if role == Qt.ItemDataRole.DisplayRole else None


class _SuggestionDelegate(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        found, colors = index.data(SUGGESTION), painting.tokens()
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painting.ground(painter, rect.adjusted(0, 1, 0, -1).toRectF(), colors.accent_ground, radius=6)
        words = rect.adjusted(12, 0, -44, 0)
        painter.setFont(painting.font(option.font, 13))
        used = painting.text(painter, words.adjusted(0, 0, -80, 0), found.description, colors.text)
        rest = words.adjusted(used + 14, 0, 0, 0)
        painter.setFont(painting.font(option.font, 12))
        if found.project_name:
            painting.dot(painter, rest.left() + 5, rest.center().y() + 1, painting.project_color(found.project_color))
            rest.adjust(16, 0, 0, 0)
        where = " · ".join(part for part in (found.project_name, found.task_name) if part)
        tags = " ".join(f"#{name}" for name in found.tag_names)
        painting.text(painter, rest, "  ".join(part for part in (where, tags) if part), colors.dim)
        if index.row() == 0:
            key = rect.adjusted(0, 0, -10, 0)
            painter.setFont(painting.font(option.font, 11))
            painting.text(painter, key, "Tab", colors.dim, align=Qt.AlignmentFlag.AlignRight)
        painter.restore()
