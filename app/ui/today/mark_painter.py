"""The hatching behind a mark: time that wants a word, told by more than its colour."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPixmap, QPolygonF, QTransform

from app.ui.widgets import painting

_TILE = 16


def paint_hatch(painter: QPainter, rect: QRect, *, is_last: bool) -> None:
    """Fill a row of a card with slanted stripes that scroll with it."""
    area = QRectF(rect).adjusted(1, 1, -1, -1 if is_last else 0)
    painter.save()
    if is_last:
        outline = QPainterPath()
        outline.addRoundedRect(area.adjusted(0, -painting.RADIUS, 0, 0), painting.RADIUS - 1, painting.RADIUS - 1)
        painter.setClipPath(outline)
    painter.setBrushOrigin(area.topLeft())
    painter.fillRect(area, _brush(painting.tokens().hover, painter.device().devicePixelRatioF()))
    painter.restore()


@lru_cache(maxsize=8)
def _brush(color: str, ratio: float) -> QBrush:
    side = round(_TILE * ratio)
    tile = QPixmap(side, side)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color))
    half = side / 2
    for corners in (((0, half), (half, 0), (side, 0), (0, side)), ((side, half), (side, side), (half, side))):
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
    painter.end()
    brush = QBrush(tile)
    brush.setTransform(QTransform.fromScale(_TILE / side, _TILE / side))
    return brush
