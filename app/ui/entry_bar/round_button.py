"""The one large button: starts, and stops."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui import icons
from app.ui.widgets import painting
from app.ui.widgets.painted_button import PaintedButton

_SIDE = 44


class RoundButton(PaintedButton):
    """A circle with play or stop in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._running = False
        self.show_running(running=False)

    def show_running(self, *, running: bool) -> None:
        """Offer to stop when running, else to start."""
        self._running = running
        self.setAccessibleName(self.tr("Stop the timer") if running else self.tr("Start the timer"))
        self.setToolTip(self.tr("Stop (Ctrl+S)") if running else self.tr("Start (Enter)"))
        self.update()

    def sizeHint(self) -> QSize:
        """As large as is easy to hit."""
        return QSize(_SIDE, _SIDE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint circle and mark."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = painting.tokens()
        ground = QColor(colors.danger if self._running else colors.accent)
        if self.isDown() or self.underMouse():
            ground = ground.darker(112) if not colors.is_dark else ground.lighter(112)
        area = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawEllipse(area)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colors.text), 1.6))
            painter.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        ink = colors.on_danger if self._running else colors.on_accent
        middle = area.center()
        if self._running:
            painting.ground(painter, QRectF(middle.x() - 6, middle.y() - 6, 12, 12), ink, radius=2.5)
        else:
            icons.paint(painter, "play", QRectF(middle.x() - 8, middle.y() - 9, 18, 18), ink)
