"""What has to be known about the store that was opened; it stays until it was read."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from app.ui.widgets import painting


class Notice(QWidget):
    """A sentence on a quiet card, and a button that takes it away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.close_button = QPushButton(self.tr("Understood"))
        self.close_button.setObjectName("quietButton")
        self.close_button.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 10, 10, 10)
        row.setSpacing(12)
        row.addWidget(self.words, 1)
        row.addWidget(self.close_button)
        self.hide()

    def say(self, notices: tuple[str, ...]) -> None:
        """Show sentences; none takes the card away."""
        self.words.setText("\n".join(notices))
        self.setAccessibleName(self.words.text())
        self.setVisible(bool(notices))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card, with a stripe that says it matters."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self.rect().adjusted(0, 0, 0, -self.contentsMargins().bottom())
        painting.card(painter, area)
        stripe = area.toRectF().adjusted(8, 12, 0, -12)
        stripe.setWidth(4)
        painting.ground(painter, stripe, painting.tokens().warning, radius=2)
