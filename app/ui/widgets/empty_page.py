"""What an empty page says: what belongs here, and the first step."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.ui import icons
from app.ui.widgets import painting

_WIDEST = 420


class _Mark(QWidget):
    """The page's icon in a calm circle."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon = icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(64, 64)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = painting.tokens()
        painting.ground(painter, QRectF(self.rect()), colors.accent_ground, radius=32)
        icons.paint(painter, self._icon, QRectF(18, 18, 28, 28), colors.accent)


class EmptyPage(QWidget):
    """An icon, a title, a sentence, and buttons for the first step."""

    stepped = Signal(str)
    """The name of the step that was chosen."""

    def __init__(self, icon: str, title: str, about: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._about = QLabel(title), QLabel(about)
        self._title.setObjectName("emptyTitle")
        self._about.setObjectName("rowAbout")
        self._about.setWordWrap(True)
        self._steps = QHBoxLayout()
        self._steps.setSpacing(8)
        self.buttons: dict[str, QPushButton] = {}
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(_Mark(icon), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(4)
        for label in (self._title, self._about):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        column.addLayout(self._steps)
        column.addStretch(3)
        self._steps.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.say(title, about)

    def say(self, title: str, about: str) -> None:
        """Say something else."""
        self._title.setText(title)
        self._about.setText(about)
        # A layout asks a centred label how high it is at the page's width, not at its own.
        self._about.setFixedWidth(_WIDEST)
        self._about.setMinimumHeight(self._about.heightForWidth(_WIDEST))
        self.setAccessibleName(title)
        self.setAccessibleDescription(about)

    def offer(self, name: str, label: str) -> None:
        """Offer a step; the first one is the main one."""
        button = QPushButton(label)
        button.setObjectName("" if self.buttons else "primaryButton")
        button.clicked.connect(lambda: self.stepped.emit(name))
        self._steps.addWidget(button)
        if not self.buttons:
            self.setFocusProxy(button)
        self.buttons[name] = button
