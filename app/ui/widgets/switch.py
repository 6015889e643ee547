"""A switch: on or off, taking effect at once."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.ui.widgets import painting


class Switch(QAbstractButton):
    """Painted, checkable, and a check box to a screen reader through its role as a checkable button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Fixed, with room for the ring of focus."""
        return QSize(48, 30)

    def show_state(self, is_on: bool) -> None:
        """Show a state without saying that it changed."""
        self.blockSignals(True)  # noqa: FBT003
        self.setChecked(is_on)
        self.blockSignals(False)  # noqa: FBT003
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint track and knob; when on, a tick stands in the knob."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors, is_on = painting.tokens(), self.isChecked()
        track = QRectF(5, 4, 38, 22)
        painting.ground(painter, track, colors.accent if is_on else colors.dim, radius=11)
        center = QPointF(track.right() - 11 if is_on else track.left() + 11, track.center().y())
        painter.setBrush(QColor(colors.panel))
        painter.drawEllipse(center, 8.5, 8.5)
        if is_on:
            knob = QRectF(center.x() - 8, center.y() - 8, 16, 16)
            painting.tick(painter, knob, colors.accent)
        if self.hasFocus():
            painter.setPen(QColor(colors.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(track.adjusted(-3, -3, 3, 3), 14, 14)
