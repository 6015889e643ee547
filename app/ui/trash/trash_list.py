"""The deleted things as a list: what, when, how long it is still kept, and the way back."""

from dataclasses import dataclass

from PySide6.QtCore import (
    QEvent,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.ui.widgets import painting
from app.ui.widgets.painting import Ends
from app.ui.widgets.rows_list import LINE, Index, RowsList, RowsModel

ROW, BUTTON = 56, 92


@dataclass(frozen=True, slots=True, kw_only=True)
class TrashLine:
    """One deleting: its key, what it took away, when, and the days it is still kept."""

    key: object
    title: str
    detail: str
    when: str
    kept: str


class TrashModel(RowsModel[TrashLine]):
    """The latest deletings first."""

    def words(self, line: TrashLine) -> str:
        """Return what was deleted."""
        return line.title

    def spoken(self, line: TrashLine) -> str:
        """Return what was deleted, when, and how long it is kept."""
        return f"{line.title}, {line.detail}, {line.when}, {line.kept}"


class TrashDelegate(QStyledItemDelegate):
    """Paints a row of the card with its button."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Every row is equally high."""
        return QSize(0, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint title, detail, times and the button."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line: TrashLine = index.data(LINE)
        rect, colors = option.rect, painting.tokens()
        painting.card_slice(painter, rect, _ends(index))
        button = restore_place(rect)
        times = QRect(button.left() - 172, rect.top(), 156, rect.height())
        words = QRect(rect.left() + 16, rect.top(), times.left() - rect.left() - 32, rect.height())
        self._two_lines(painter, option, words, line.title, line.detail, right=False)
        self._two_lines(painter, option, times, line.when, line.kept, right=True)
        hot = bool(option.state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus))
        area = QRectF(button)
        painting.ground(painter, area, colors.accent_ground if hot else colors.window)
        painter.setFont(painting.font(option.font, 12, bold=True))
        painting.text(painter, button, self.tr("Restore"), colors.accent, align=Qt.AlignmentFlag.AlignHCenter)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painting.focus_ring(painter, area)
        painter.restore()

    def _two_lines(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, first: str, second: str, *, right: bool
    ) -> None:
        colors = painting.tokens()
        align = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        half = QRect(rect.left(), rect.center().y() - 18, rect.width(), 19)
        painter.setFont(painting.font(option.font, 12 if right else 13, tabular=True))
        painting.text(painter, half, first, colors.dim if right else colors.text, align=align)
        painter.setFont(painting.font(option.font, 12, tabular=True))
        painting.text(painter, half.translated(0, 19), second, colors.dim, align=align)


def restore_place(row: QRect) -> QRect:
    """Return where a row's button is."""
    return QRect(row.right() - BUTTON - 12, row.center().y() - 14, BUTTON, 29)


def _ends(index: Index) -> Ends:
    first, last = index.row() == 0, index.row() == index.model().rowCount() - 1
    if first and last:
        return Ends.BOTH
    return Ends.TOP if first else Ends.BOTTOM if last else Ends.NONE


class TrashList(RowsList):
    """Click the button, or press Enter, to restore."""

    restore_wanted = Signal(object)

    def __init__(self, model: TrashModel, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._model = model
        self.setModel(model)
        self.setItemDelegate(TrashDelegate(self))
        self.setObjectName("trashList")
        self.setAccessibleName(self.tr("Deleted things"))
        self.setMouseTracking(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space restore."""
        index = self.currentIndex()
        if index.isValid() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.restore_wanted.emit(self._model.lines[index.row()].key)
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the button restores."""
        super().mouseReleaseEvent(event)
        point = event.position().toPoint()
        index = self.indexAt(point)
        if index.isValid() and restore_place(self.visualRect(index)).contains(point):
            self.restore_wanted.emit(self._model.lines[index.row()].key)

    def viewportEvent(self, event: QEvent) -> bool:
        """A hand over the button."""
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            index = self.indexAt(event.position().toPoint())
            over = index.isValid() and restore_place(self.visualRect(index)).contains(event.position().toPoint())
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        return super().viewportEvent(event)
