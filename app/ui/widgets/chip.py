"""A small pill: a dot or an icon, a word, and a state that is told by more than colour."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.ui import icons
from app.ui.widgets import painting

_HEIGHT, _PAD, _MARK, _LONGEST = 28, 9, 16, 220


class Chip(QAbstractButton):
    """A pill to press. ``dot`` is a project's stored colour; ``icon`` a name of the icon set."""

    def __init__(self, text: str = "", *, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._dot, self._tone = icon, None if icon else "", "plain"
        self._has_dot = False
        self.setText(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_chip(self, text: str, *, dot: str | None = None, icon: str = "", tone: str = "plain") -> None:
        """Show words; ``tone`` is plain, accent, warning or empty (an offer, not a value)."""
        self._icon, self._dot, self._has_dot, self._tone = icon, dot, dot is not None, tone
        self.setText(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as its words, within reason."""
        metrics = QFontMetrics(painting.font(self.font(), 12))
        width = metrics.horizontalAdvance(self.text()) if self.text() else 0
        mark = (_MARK if self._icon else 14) if self._icon or self._has_dot else 0
        gap = 5 if mark and self.text() else 0
        return QSize(min(_LONGEST, width + mark + gap + 2 * _PAD), _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, mark and word."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, ink = self._colors()
        area = QRectF(self.rect()).adjusted(0.5, 1.5, -0.5, -1.5)
        line = painting.tokens().accent if self.hasFocus() else painting.tokens().line
        painter.setPen(QColor(line if self._tone != "accent" or self.hasFocus() else ground))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(area, 7, 7)
        left = self._paint_mark(painter, ink)
        painter.setFont(painting.font(self.font(), 12))
        words = self.rect().adjusted(left, 0, -_PAD + 2, 0)
        painting.text(painter, words, self.text(), ink)

    def _paint_mark(self, painter: QPainter, ink: str) -> int:
        middle = self.height() / 2
        if self._icon:
            side = QRectF(_PAD - 1, middle - _MARK / 2, _MARK, _MARK)
            icons.paint(painter, self._icon, side, ink)
            return _PAD + _MARK + 4
        if self._has_dot:
            painting.dot(painter, _PAD + 4.5, middle, painting.project_color(self._dot or ""))
            return _PAD + 15
        return _PAD

    def _colors(self) -> tuple[str, str]:
        colors = painting.tokens()
        if self._tone == "accent":
            return colors.accent_ground, colors.accent
        if self._tone == "warning":
            return colors.warning_ground, colors.warning
        ground = colors.hover if self.underMouse() else colors.window if self._tone == "plain" else colors.panel
        return ground, colors.text if self._tone == "plain" else colors.dim
