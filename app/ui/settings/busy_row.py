"""What goes on with the data just now: a word, a bar, and a way to stop it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget


class BusyRow(QWidget):
    """Says what came of a job; while one runs, how far it is."""

    cancel_wanted = Signal()
    next_wanted = Signal()
    """What is to be done next, as it was offered."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._note = QLabel()
        self._note.setWordWrap(True)
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.clicked.connect(self.cancel_wanted)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel)
        self.next = QPushButton()
        self.next.setObjectName("softButton")
        self.next.clicked.connect(self.next_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.addWidget(self._note)
        column.addLayout(row)
        column.addWidget(self.next, 0, Qt.AlignmentFlag.AlignLeft)
        self.say("")

    @property
    def note(self) -> str:
        """Return what is said."""
        return self._note.text()

    @property
    def tone(self) -> str:
        """Return in which tone it is said."""
        return str(self._note.property("tone"))

    def say(self, text: str, tone: str = "hint") -> None:
        """Say what came of it; tone is hint, good, warning or problem. An empty text takes the row away."""
        self._show(text, tone)
        self.bar.hide()
        self.cancel.hide()
        self.next.hide()

    def offer(self, text: str, next_step: str, tone: str = "warning") -> None:
        """Say what came of it, and offer what has to be done next."""
        self.say(text, tone)
        self.next.setText(next_step)
        self.next.show()
        self.next.setFocus()

    def begin(self, text: str, *, can_stop: bool) -> None:
        """Show that something runs."""
        self._show(text, "hint")
        self.bar.setRange(0, 0)
        self.bar.show()
        self.next.hide()
        self.cancel.setVisible(can_stop)

    def show_progress(self, done: int, total: int) -> None:
        """Show how far it is."""
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)

    def _show(self, text: str, tone: str) -> None:
        self._note.setText(text)
        self._note.setProperty("tone", tone)
        self._note.style().unpolish(self._note)
        self._note.style().polish(self._note)
        self.setVisible(bool(text))
