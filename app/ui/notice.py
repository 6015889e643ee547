"""What has to be known about the store; it stays until it was read."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from app.ui.widgets import painting


class Card(QWidget):
    """A sentence on a quiet card with a stripe that says it matters; ``row`` takes its buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(20, 10, 10, 10)
        self.row.setSpacing(12)
        self.row.addWidget(self.words, 1)
        self.hide()

    def show_words(self, text: str) -> None:
        """Show a sentence; nothing takes the card away."""
        self.words.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card and its stripe."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self.rect().adjusted(0, 0, 0, -self.contentsMargins().bottom())
        painting.card(painter, area)
        stripe = area.toRectF().adjusted(8, 12, 0, -12)
        stripe.setWidth(4)
        painting.ground(painter, stripe, painting.tokens().warning, radius=2)


class Notice(Card):
    """What the store had to say when it was opened, and a button that takes it away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.close_button = QPushButton(self.tr("Understood"))
        self.close_button.setObjectName("quietButton")
        self.close_button.clicked.connect(self.hide)
        self.row.addWidget(self.close_button)

    def say(self, notices: tuple[str, ...]) -> None:
        """Show sentences; none takes the card away."""
        self.show_words("\n".join(notices))
