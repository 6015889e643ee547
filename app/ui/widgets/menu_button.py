"""A button that opens a menu, with a caret that has room of its own."""

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from app.ui import icons
from app.ui.widgets import painting

_CARET, _RIGHT = 12, 11


class MenuButton(QPushButton):
    """The style's own mark would push the words about, so the menu is opened and the caret painted here."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setObjectName("menuButton")
        self.opens = QMenu(self)
        self.clicked.connect(self.open)

    def open(self) -> None:
        """Open the menu under the button."""
        self.opens.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down opens too, as in a drop-down."""
        if event.key() == Qt.Key.Key_Down:
            self.open()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the button, then the caret in the words' colour."""
        super().paintEvent(event)
        painter, colors = QPainter(self), painting.tokens()
        place = QRectF(self.width() - _RIGHT - _CARET, (self.height() - _CARET) / 2 + 0.5, _CARET, _CARET)
        icons.paint(painter, "caret-down", place, colors.accent if self.property("narrows") else colors.dim)
