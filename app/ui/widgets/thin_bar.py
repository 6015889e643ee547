"""A bar four pixels high."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.widgets import painting


class ThinBar(QWidget):
    """How much of a whole is used."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share, self._color = 0.0, ""
        self.setFixedHeight(4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, share: float, color: str = "") -> None:
        """Show a share, 1.0 being the whole; the accent where no project colour is given."""
        self._share, self._color = share, color
        self.setAccessibleDescription(f"{share:.0%}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = painting.project_color(self._color) if self._color else QColor(painting.tokens().accent)
        painting.bar(painter, QRectF(self.rect()), self._share, color)
