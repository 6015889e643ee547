"""A calm full page in place of everything else: what happened, what it means for the data, what can be done."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.ui import icons
from app.ui.theme.tokens import TYPE_FIGURE
from app.ui.widgets import painting

_WIDE = 560


class OpeningFault(QWidget):
    """Offers ways out; the first is the one to try first."""

    chosen = Signal(str)
    """retry, restore, salvage, folder or quit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.about, self.note = QLabel(), QLabel(), QLabel()
        self.title.setStyleSheet(f"font-size: {TYPE_FIGURE:g}px; font-weight: 700;")
        self.buttons: dict[str, QPushButton] = {}
        self._ways = QHBoxLayout()
        self._ways.setSpacing(8)
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addStretch(2)
        column.addWidget(_Mark(), 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(6)
        for label in (self.title, self.about, self.note):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            label.setFixedWidth(_WIDE)
            column.addWidget(label)
        column.addSpacing(10)
        column.addLayout(self._ways)
        column.addStretch(3)
        middle = QHBoxLayout(self)
        middle.addStretch(1)
        middle.addLayout(column)
        middle.addStretch(1)

    def show_fault(self, title: str, about: str, ways: "list[tuple[str, str]]") -> None:
        """Show what happened; ``ways`` are names and words of the buttons."""
        self.title.setText(title)
        self.about.setText(about)
        self.setAccessibleName(title)
        self.setAccessibleDescription(about)
        self.say("")
        for button in self.buttons.values():
            button.hide()
            button.deleteLater()
        while self._ways.count():
            self._ways.takeAt(0)
        self.buttons = {name: self._button(name, words) for name, words in ways}
        self._ways.addStretch(1)
        first = next(iter(self.buttons.values()))
        first.setObjectName("primaryButton")
        first.setFocus()

    def say(self, text: str, tone: str = "hint") -> None:
        """Say how an attempt goes."""
        self.note.setText(text)
        self.note.setVisible(bool(text))
        self.note.setProperty("tone", tone)
        self.note.style().unpolish(self.note)
        self.note.style().polish(self.note)

    def set_busy(self, *, is_busy: bool) -> None:
        """While something is tried, nothing else can be."""
        for button in self.buttons.values():
            button.setEnabled(not is_busy)

    def _button(self, name: str, words: str) -> QPushButton:
        button = QPushButton(words)
        button.setAccessibleName(words)
        button.setObjectName("quietButton" if name == "quit" else "")
        button.clicked.connect(lambda: self.chosen.emit(name))
        self._ways.addWidget(button)
        return button


class _Mark(QWidget):
    """A sign in a calm circle."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(56, 56)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = painting.tokens()
        painting.ground(painter, QRectF(self.rect()), colors.warning_ground, radius=28)
        icons.paint(painter, "database", QRectF(15, 15, 26, 26), colors.warning)
