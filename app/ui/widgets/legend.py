"""What the lines and areas of a chart are called."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.widgets import painting

_MARK, _GAP, _BETWEEN = 18, 6, 16


class Mark(Enum):
    """How a thing is drawn."""

    LINE = "line"
    DASHES = "dashes"
    AREA = "area"


@dataclass(frozen=True, slots=True)
class LegendItem:
    """A word with the mark it stands for."""

    word: str
    mark: Mark
    color: QColor


class Legend(QWidget):
    """Marks and words in a row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[LegendItem, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Legend"))
        self.setFont(painting.font(self.font(), 12))

    def show_items(self, items: Sequence[LegendItem]) -> None:
        """Replace the row."""
        self._items = tuple(items)
        self.setAccessibleDescription(", ".join(item.word for item in items))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the words."""
        widths = (self.fontMetrics().horizontalAdvance(item.word) for item in self._items)
        return QSize(sum(width + _MARK + _GAP + _BETWEEN for width in widths), 18)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint marks and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = _BETWEEN
        for item in self._items:
            _paint_mark(painter, item, QRectF(left, 0, _MARK, self.height()))
            room = QRect(left + _MARK + _GAP, 0, self.width(), self.height())
            left += _MARK + _GAP + painting.text(painter, room, item.word, painting.tokens().dim) + _BETWEEN


def _paint_mark(painter: QPainter, item: LegendItem, rect: QRectF) -> None:
    y = rect.center().y()
    if item.mark is Mark.AREA:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(item.color)
        painter.drawRoundedRect(QRectF(rect.left(), y - 5, rect.width(), 10), 3, 3)
        return
    pen = QPen(item.color, 2.2 if item.mark is Mark.LINE else 1.8)
    if item.mark is Mark.DASHES:
        pen.setDashPattern([3.0, 2.0])
    painter.setPen(pen)
    painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))
