"""The little card beside a chart's cursor: a title, and names with their figures."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from app.ui.widgets import painting

_LINE, _PAD, _WIDEST, _AWAY = 18, 10, 280, 12


def paint(
    painter: QPainter,
    area: QRectF,
    x: float,
    title: str,
    lines: Sequence[tuple[str, str]],
    *,
    font: QFont,
    is_high: bool = True,
) -> None:
    """Paint the card right of ``x``, or left of it where there is no room; at the top of the area or at its foot."""
    colors = painting.tokens()
    bold, plain = painting.font(font, 12, bold=True, tabular=True), painting.font(font, 12, tabular=True)
    width = _width(title, lines, QFontMetrics(bold), QFontMetrics(plain))
    height = _LINE * (len(lines) + 1) + 2 * _PAD - 4
    left = x + _AWAY if x + _AWAY + width <= area.right() else x - _AWAY - width
    top = area.top() + 6 if is_high else area.bottom() - 6 - height
    card = QRectF(max(4.0, left), top, width, height)
    painter.setPen(QPen(QColor(colors.line), 1))
    painter.setBrush(QColor(colors.window if colors.is_dark else colors.panel))
    painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
    row = QRect(round(card.left()) + _PAD, round(card.top()) + _PAD - 2, round(width) - 2 * _PAD, _LINE)
    painter.setFont(bold)
    painting.text(painter, row, title, colors.text)
    for name, told in lines:
        row.translate(0, _LINE)
        painter.setFont(plain)
        used = painting.text(painter, row, name, colors.dim)
        painter.setFont(bold)
        room = row.adjusted(used + 8, 0, 0, 0)
        painting.text(painter, room, told, colors.text, align=Qt.AlignmentFlag.AlignRight)


def _width(title: str, lines: Sequence[tuple[str, str]], bold: QFontMetrics, plain: QFontMetrics) -> float:
    wide = max((plain.horizontalAdvance(name) + bold.horizontalAdvance(told) for name, told in lines), default=0)
    return min(_WIDEST, max(bold.horizontalAdvance(title), wide + 18) + 2 * _PAD)
