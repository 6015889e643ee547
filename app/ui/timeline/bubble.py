"""A small card at what is being moved: the new date, and what it would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.ui.timeline.preview_words import Told
from app.ui.widgets import painting

if TYPE_CHECKING:
    from PySide6.QtGui import QFont

_PAD_X, _PAD_Y, _LINE, _TITLE, _WIDEST, _AWAY = 14, 10, 18, 20, 380, 10
_MARK = 14
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_SIGNS = {"good": "✓", "warning": "!", "danger": "!", "plain": "·"}


class Bubble(QWidget):
    """Never takes the mouse or the keyboard."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._around = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._told = Told("")
        self.hide()

    @property
    def told(self) -> Told:
        """Return what is said."""
        return self._told

    def say(self, told: Told, at: QPoint) -> None:
        """Say something below a point, or above it where there is no room."""
        self._told = told
        self.setAccessibleName(" ".join([told.title, *(line for line, _ in told.lines)]))
        width, height = self._size()
        room = self._around.rect()
        left = min(max(4, at.x() - width // 2), max(4, room.width() - width - 4))
        top = at.y() + _AWAY
        if top + height > room.height() - 4:
            top = max(4, at.y() - height - _AWAY - 36)
        self.setGeometry(left, top, width, height)
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card and its lines."""
        painter, colors = QPainter(self), painting.tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(colors.line))
        painter.setBrush(QColor(colors.panel))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        painter.setFont(self._title_font())
        painter.setPen(QColor(colors.text))
        room = QRect(_PAD_X, _PAD_Y - 2, self.width() - 2 * _PAD_X, _TITLE)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), self._told.title)
        tones = {"good": colors.accent, "warning": colors.warning, "danger": colors.danger, "plain": colors.dim}
        top = _PAD_Y + _TITLE
        for line, tone in self._told.lines:
            painter.setFont(self._line_font())
            painter.setPen(QColor(tones[tone]))
            height = self._line_height(line)
            painter.drawText(QRect(_PAD_X, top, _MARK, _LINE), int(Qt.AlignmentFlag.AlignVCenter), _SIGNS[tone])
            painter.drawText(QRect(_PAD_X + _MARK, top, self._line_width(), height), _WRAP, line)
            top += height

    def _size(self) -> tuple[int, int]:
        metrics = QFontMetrics(self._line_font())
        wanted = [QFontMetrics(self._title_font()).horizontalAdvance(self._told.title)]
        wanted += [metrics.horizontalAdvance(line) + _MARK + 4 for line, _ in self._told.lines]
        width = min(_WIDEST, max(wanted) + 2 * _PAD_X + 2)
        self.resize(width, self.height())
        height = 2 * _PAD_Y + _TITLE - 4 + sum(self._line_height(line) for line, _ in self._told.lines)
        return width, height

    def _line_width(self) -> int:
        return self.width() - 2 * _PAD_X - _MARK

    def _line_height(self, line: str) -> int:
        metrics = QFontMetrics(self._line_font())
        return max(_LINE, metrics.boundingRect(0, 0, self._line_width(), 400, _WRAP, line).height() + 2)

    def _title_font(self) -> QFont:
        return painting.font(self.font(), 13, bold=True, tabular=True)

    def _line_font(self) -> QFont:
        return painting.font(self.font(), 12)
