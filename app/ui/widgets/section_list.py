"""A short list of names at the side of a page, of which one is open."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListWidget, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.ui.widgets import painting


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(120, 36)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors, area = painting.tokens(), QRectF(option.rect).adjusted(2, 1, -2, -1)
        is_open = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_open:
            painting.ground(painter, area, colors.panel)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painting.ground(painter, area, colors.hover)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painting.focus_ring(painter, area)
        painter.setFont(painting.font(option.font, 13, bold=is_open))
        words = option.rect.adjusted(12, 0, -8, 0)
        painting.text(painter, words, str(index.data()), colors.text if is_open else colors.dim)
        painter.restore()


class SectionList(QListWidget):
    """Up and Down change the section at once."""

    def __init__(self, name: str, titles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setItemDelegate(_Delegate(self))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.addItems(list(titles))
        metrics = QFontMetrics(painting.font(self.font(), 13, bold=True))
        widest = max(metrics.horizontalAdvance(title) for title in titles)
        self.setFixedWidth(max(136, widest + 40))
