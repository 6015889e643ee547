"""Small strokes that delegates and painted widgets share: cards, hairlines, bars, dots, marks, text."""

import math
from enum import Enum

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen

from app.ui.theme import tokens as theme

RADIUS = 12


class Ends(Enum):
    """Which ends of a card a row is."""

    TOP = "top"
    BOTTOM = "bottom"
    BOTH = "both"
    NONE = "none"


def tokens() -> theme.Tokens:
    """Return the colours in force."""
    return theme.current()


def project_color_names() -> list[str]:
    """Return the stored names of the colours to choose from."""
    return list(theme.project_colors())


def project_color(name: str) -> QColor:
    """Return a project's colour as it is shown on the present ground."""
    return QColor(theme.project_color(name))


def thin(color: QColor, alpha: int) -> QColor:
    """Return a colour that lets its ground through; ``alpha`` 255 is all colour."""
    made = QColor(color)
    made.setAlpha(alpha)
    return made


def font(base: QFont, pixels: float, *, bold: bool = False, tabular: bool = False) -> QFont:
    """Return the base font in another size; digits of equal width for figures that stand above each other."""
    made = QFont(base)
    made.setPixelSize(round(pixels))
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def fitting(base: QFont, words: str, width: int, sizes: range) -> QFont:
    """Return the largest bold, tabular font of some pixel sizes in which a figure fits; the smallest when none does."""
    made = font(base, sizes.stop, bold=True, tabular=True)
    for pixels in range(sizes.stop, sizes.start - 1, -1):
        made = font(base, pixels, bold=True, tabular=True)
        if QFontMetrics(made).horizontalAdvance(words) <= width:
            break
    return made


def text(
    painter: QPainter,
    rect: QRect,
    words: str,
    color: str | QColor,
    *,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> int:
    """Draw one line, centred upright, cut with an ellipsis; return the width it took."""
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0, rect.width()))
    painter.setPen(QColor(color))
    painter.drawText(rect, int(align | Qt.AlignmentFlag.AlignVCenter), shown)
    return metrics.horizontalAdvance(shown)


def card(painter: QPainter, rect: QRect) -> None:
    """Paint a whole card."""
    card_slice(painter, rect, Ends.BOTH)


def card_slice(painter: QPainter, rect: QRect, ends: Ends) -> None:
    """Paint a row's share of a card: the ground, the sides, and the rounded end where the card ends.

    A row that is not the top starts with a hairline.
    """
    area = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
    if ends in (Ends.BOTTOM, Ends.NONE):
        area.setTop(area.top() - RADIUS * 2)
    if ends in (Ends.TOP, Ends.NONE):
        area.setBottom(area.bottom() + RADIUS * 2)
    colors = tokens()
    painter.save()
    painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
    painter.setPen(_hair(painter, colors.line))
    painter.setBrush(QColor(colors.panel))
    painter.drawRoundedRect(area, RADIUS, RADIUS)
    if ends in (Ends.BOTTOM, Ends.NONE):
        hairline(painter, rect.left(), rect.right(), rect.top())
    painter.restore()


def hairline(painter: QPainter, left: float, right: float, y: float) -> None:
    """Paint a line of one device pixel."""
    painter.setPen(_hair(painter, tokens().line))
    painter.drawLine(QPointF(left, y + 0.5), QPointF(right, y + 0.5))


def ground(painter: QPainter, rect: QRectF, color: str, *, radius: float = 8) -> None:
    """Fill a rounded area."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color))
    painter.drawRoundedRect(rect, radius, radius)


def focus_ring(painter: QPainter, rect: QRectF, *, radius: float = 8) -> None:
    """Show where the keyboard is."""
    painter.setPen(QPen(QColor(tokens().accent), 1.6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect, radius, radius)


def outline(painter: QPainter, rect: QRectF, color: str, *, radius: float = 8) -> None:
    """Draw a thin rounded line around something that can be pressed."""
    painter.setPen(QPen(QColor(color), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect, radius, radius)


def ring(painter: QPainter, rect: QRectF, color: QColor) -> None:
    """Paint a circle around what is chosen."""
    painter.setPen(QPen(color, 1.8))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(rect)


def dot(painter: QPainter, x: float, y: float, color: QColor) -> None:
    """Paint a project's dot, its centre at x, y."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawEllipse(QPointF(x, y), 4.5, 4.5)


def bar(painter: QPainter, rect: QRectF, share: float, color: QColor) -> None:
    """Paint how much is used; what goes beyond the whole turns to the danger colour at the end."""
    colors = tokens()
    ground(painter, rect, colors.track, radius=2)
    filled = QRectF(rect)
    filled.setWidth(rect.width() * min(1.0, max(0.0, share)))
    if share > 0:
        filled.setWidth(max(3.0, filled.width()))
        ground(painter, filled, color.name(), radius=2)
    if share > 1:
        over = QRectF(rect)
        over.setLeft(rect.right() - min(rect.width() * (share - 1), rect.width() * 0.4) - 2)
        ground(painter, over, colors.danger, radius=2)


def chevron(painter: QPainter, rect: QRect, *, is_open: bool) -> None:
    """Paint the fold mark: down when open, right when closed."""
    x, y = rect.center().x() + 0.5, rect.center().y() + 0.5
    points = [(-3.5, -1.8), (0, 1.8), (3.5, -1.8)] if is_open else [(-1.8, -3.5), (1.8, 0), (-1.8, 3.5)]
    painter.setPen(_stroke(tokens().dim))
    painter.drawPolyline([QPointF(x + dx, y + dy) for dx, dy in points])


def dots(painter: QPainter, rect: QRect, is_calm: bool) -> None:
    """Paint the three dots that open a row's menu."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens().faint if is_calm else tokens().text))
    for step in (-5, 0, 5):
        painter.drawEllipse(QPointF(rect.center().x() + step, rect.center().y() + 1), 1.5, 1.5)


def check(painter: QPainter, rect: QRect, *, is_on: bool) -> None:
    """Paint a round check: an empty ring, or filled with a tick."""
    area, colors = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), tokens()
    painter.setPen(QPen(QColor(colors.accent if is_on else colors.dim), 1.4))
    painter.setBrush(QColor(colors.accent) if is_on else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(area)
    if is_on:
        tick(painter, area, colors.on_accent)


def risk_mark(painter: QPainter, rect: QRect, risk: str, color: QColor) -> None:
    """Paint a risk's own shape, so that it is told without its colour."""
    area = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.save()
    painter.setPen(_stroke(color.name()))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    {
        "on_track": _mark_on_track,
        "at_risk": _mark_at_risk,
        "over_budget": _mark_over,
        "late": _mark_late,
    }.get(risk, _mark_none)(painter, area)
    painter.restore()


def _mark_on_track(painter: QPainter, area: QRectF) -> None:
    painter.drawEllipse(area)
    tick(painter, area, painter.pen().color().name())


def _mark_at_risk(painter: QPainter, area: QRectF) -> None:
    path = QPainterPath(QPointF(area.center().x(), area.top()))
    path.lineTo(area.bottomRight())
    path.lineTo(area.bottomLeft())
    path.closeSubpath()
    painter.drawPath(path)
    x = area.center().x()
    painter.drawLine(QPointF(x, area.top() + 4.6), QPointF(x, area.bottom() - 4.6))
    painter.drawPoint(QPointF(x, area.bottom() - 2.4))


def _mark_over(painter: QPainter, area: QRectF) -> None:
    painter.drawEllipse(area)
    x = area.center().x()
    painter.drawLine(QPointF(x, area.top() + 3), QPointF(x, area.center().y() + 0.6))
    painter.drawPoint(QPointF(x, area.bottom() - 3))


def _mark_late(painter: QPainter, area: QRectF) -> None:
    painter.drawEllipse(area)
    middle = area.center()
    painter.drawPolyline([QPointF(middle.x(), area.top() + 2.8), middle, QPointF(area.right() - 3, middle.y() + 1.6)])


def _mark_none(painter: QPainter, area: QRectF) -> None:
    y = area.center().y()
    painter.drawLine(QPointF(area.left() + 2, y), QPointF(area.right() - 2, y))


def tick(painter: QPainter, area: QRectF, color: str) -> None:
    """Paint a tick inside an area."""
    painter.setPen(_stroke(color))
    left, top, size = area.left(), area.top(), area.width()
    places = ((0.28, 0.53), (0.44, 0.68), (0.73, 0.35))
    painter.drawPolyline([QPointF(left + x * size, top + y * size) for x, y in places])


def _hair(painter: QPainter, color: str) -> QPen:
    ratio = painter.device().devicePixelRatioF()
    return QPen(QColor(color), 1 / math.floor(ratio) if ratio >= 1 else 1)


def _stroke(color: str) -> QPen:
    return QPen(QColor(color), 1.4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
