"""The first thing a new person sees: one field, an example, quiet ways in."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget


class FirstStart(QWidget):
    """Says what the person typed, or which way in was chosen. No account, no wizard."""

    started = Signal(str)
    import_wanted = Signal()
    week_wanted = Signal()
    server_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(self.tr("What are you working on?"))
        title.setStyleSheet("font-size: 26px; font-weight: 700;")
        title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.field = QLineEdit()
        self.field.setStyleSheet("font-size: 17px; padding: 0 16px; min-height: 50px; border-radius: 12px;")
        self.field.setPlaceholderText(self.tr("Type it and press Enter: the timer starts"))
        self.field.setAccessibleName(title.text())
        self.field.returnPressed.connect(self.enter)
        example = QLabel(self.tr("For example  9:30-11 fix login @Website #bug"))
        example.setObjectName("rowAbout")
        example.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.note = QLabel()
        self.note.setProperty("tone", "problem")
        self.note.setWordWrap(True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.hide()
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addStretch(2)
        for widget in (title, self.field, example, self.note):
            column.addWidget(widget)
        column.addSpacing(20)
        column.addLayout(self._build_ways())
        column.addStretch(3)
        middle = QHBoxLayout(self)
        middle.setContentsMargins(32, 24, 32, 24)
        middle.addStretch(1)
        middle.addLayout(column, 4)
        middle.addStretch(1)
        self.setFocusProxy(self.field)

    def _build_ways(self) -> QHBoxLayout:
        self.import_button = QPushButton(self.tr("Import from another tracker"))
        self.week_button = QPushButton(self.tr("Set my week"))
        self.server_button = QPushButton(self.tr("Connect a server"))
        self.server_button.clicked.connect(self.server_wanted)
        self.import_button.clicked.connect(self.import_wanted)
        self.week_button.clicked.connect(self.week_wanted)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for button in (self.import_button, self.week_button, self.server_button):
            button.setObjectName("quietButton")
            row.addWidget(button)
        row.addStretch(1)
        return row

    def say(self, text: str) -> None:
        """Say why the line could not be read; an empty text takes it away."""
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def showEvent(self, event: QShowEvent) -> None:
        """The field waits for the first word."""
        super().showEvent(event)
        self.field.setFocus()

    def enter(self) -> None:
        """Do what the line says."""
        text = self.field.text().strip()
        if text:
            self.say("")
            self.started.emit(text)
