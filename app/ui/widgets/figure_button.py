"""A card with a figure that leads to what it counts."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.ui.widgets import painting
from app.ui.widgets.titled_card import FigureCard

_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class FigureButton(FigureCard):
    """A FigureCard that is pressed by mouse or keys; ``is_on`` marks the one whose things are shown."""

    pressed = Signal()

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(label, parent)
        self._is_on = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def mark(self, *, is_on: bool) -> None:
        """Show whether what this counts is what is shown."""
        self._is_on = is_on
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card, and how it is touched."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.hasFocus() or self._is_on:
            painting.focus_ring(painter, area, radius=painting.RADIUS - 1)
        elif self.underMouse():
            painting.outline(painter, area, painting.tokens().faint, radius=painting.RADIUS - 1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click leads there."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space do what a click does."""
        if event.key() in _KEYS:
            self.pressed.emit()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be pressed."""
        super().enterEvent(event)
        self.update()
