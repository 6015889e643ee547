"""A list of painted rows, each of which leads somewhere: by a click, or by Enter on the row the keyboard is on."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.ui.widgets import painting
from app.ui.widgets.rows_list import LINE, Index, RowsList, RowsModel

_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class RowDelegate(QStyledItemDelegate):
    """Paints the hairline and how a row is touched; what stands in it, ``paint_line`` does."""

    def __init__(self, height: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.height = height

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Every row is equally high."""
        return QSize(40, self.height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = option.rect
        if index.row():
            painting.hairline(painter, rect.left(), rect.right(), rect.top())
        inner = QRectF(rect).adjusted(5, 3, -5, -3)
        if option.state & QStyle.StateFlag.State_MouseOver:
            painting.ground(painter, inner, painting.tokens().hover)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painting.focus_ring(painter, inner)
        self.paint_line(painter, rect, option.font, index.data(LINE))
        painter.restore()

    def paint_line(self, painter: QPainter, rect: QRect, font: QFont, line: Any) -> None:
        """Paint what a row says; every delegate overrides it."""
        raise NotImplementedError


class PickedList(RowsList):
    """As high as its rows, so that the page scrolls, or with a scroll bar of its own."""

    picked = Signal(object)
    """The value of the row."""

    def __init__(
        self, name: str, model: RowsModel[Any], delegate: RowDelegate, parent: QWidget | None = None, *,
        scrolls: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(name, parent)
        self._model, self._delegate, self._scrolls = model, delegate, scrolls
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setObjectName("pickedList")
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        if not scrolls:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        model.modelReset.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the height of all rows."""
        return QSize(280, self._model.rowCount() * self._delegate.height + 1)

    def minimumSizeHint(self) -> QSize:
        """The rows are never squeezed."""
        return QSize(200, 120 if self._scrolls else self.sizeHint().height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click leads there."""
        index = self.indexAt(event.position().toPoint())
        super().mouseReleaseEvent(event)
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(index.data(LINE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter leads there; arrows go on."""
        index = self.currentIndex()
        if event.key() in _KEYS and index.isValid():
            self.picked.emit(index.data(LINE))
            return
        super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """A hand over what leads somewhere."""
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            over = self.indexAt(event.position().toPoint()).isValid()
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        return super().viewportEvent(event)

    def focusInEvent(self, event: Any) -> None:
        """Begin with the first row."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._model.rowCount():
            self.setCurrentIndex(self._model.index(0))
