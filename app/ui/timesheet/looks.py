"""Where the timesheet's columns lie, and how its marks look."""

from __future__ import annotations

from functools import lru_cache

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
    return _tint(color, theme.current())


@lru_cache(maxsize=256)
def _tint(color: str, colors: theme.Tokens) -> str:
    made = QColor(theme.project_color(color))
    made.setAlphaF(0.26 if colors.is_dark else 0.15)
    return made.name(QColor.NameFormat.HexArgb)


def column_ground(painter: QPainter, rect: QRect, *, is_today: bool, is_off: bool) -> None:
    """Tint today's column, and shade a day without working time."""
    colors = theme.current()
    if is_today:
        painter.fillRect(rect, _thinned(colors.panel, colors.accent, 0.07 if colors.is_dark else 0.05))
    elif is_off:
        painter.fillRect(rect, _thinned(colors.panel, colors.text, 0.035 if colors.is_dark else 0.025))


@lru_cache(maxsize=16)
def _thinned(ground: str, color: str, share: float) -> QColor:
    """Return a ground with a share of a colour in it: opaque, since mixing a whole column anew at each paint is slow."""
    one, other = QColor(ground), QColor(color)
    parts = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return QColor(*(round(first + (second - first) * share) for first, second in parts))


def capacity_bar(painter: QPainter, rect: QRectF, seconds: int, capacity: int) -> None:
    """Paint how much of a day's capacity is reached; what goes beyond it is marked, work on a free day is calm."""
    colors = painting.tokens()
    if capacity:
        painting.bar(painter, rect, seconds / capacity, QColor(colors.accent))
        return
    painting.ground(painter, rect, colors.track, radius=2)
    if seconds:
        painting.ground(painter, rect, colors.faint, radius=2)
