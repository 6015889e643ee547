"""Where the timesheet's columns lie, and how its marks look."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QPainter

from app.ui.theme import tokens as theme
from app.ui.timesheet.model import DAYS
from app.ui.widgets import painting

HEAD, FOOT = 46, 58
ROW, ROW_COMPACT = 50, 38
PAD = 16
_NAME, _SUM = (172, 380, 0.27), (76, 112, 0.11)


def widths(total: int) -> list[int]:
    """Return how wide the name, the seven days and the sum are, together exactly ``total``."""
    name = _within(total, *_NAME)
    last = _within(total, *_SUM)
    rest = max(DAYS, total - name - last)
    days = [rest * (day + 1) // DAYS - rest * day // DAYS for day in range(DAYS)]
    return [name, *days, last]


def _within(total: int, least: int, most: int, share: float) -> int:
    return min(most, max(least, round(total * share)))


def pill(rect: QRect) -> QRectF:
    """Return where a cell's time stands."""
    return QRectF(rect).adjusted(3, 5, -3, -5)


def tint(color: str) -> str:
    """Return a project's colour as the ground of its time."""
    return wash(theme.project_color(color), 0.26 if theme.current().is_dark else 0.15).name(QColor.NameFormat.HexArgb)


def wash(color: str, share: float) -> QColor:
    """Return a colour thinned."""
    made = QColor(color)
    made.setAlphaF(share)
    return made


def column_ground(painter: QPainter, rect: QRect, *, is_today: bool, is_off: bool) -> None:
    """Tint today's column, and shade a day without working time."""
    colors = theme.current()
    if is_today:
        painter.fillRect(rect, wash(colors.accent, 0.07 if colors.is_dark else 0.05))
    elif is_off:
        painter.fillRect(rect, wash(colors.text, 0.035 if colors.is_dark else 0.025))


def capacity_bar(painter: QPainter, rect: QRectF, seconds: int, capacity: int) -> None:
    """Paint how much of a day's capacity is reached; what goes beyond it is marked, work on a free day is calm."""
    colors = painting.tokens()
    if capacity:
        painting.bar(painter, rect, seconds / capacity, QColor(colors.accent))
        return
    painting.ground(painter, rect, colors.track, radius=2)
    if seconds:
        painting.ground(painter, rect, colors.faint, radius=2)
