"""The quiet line under the bar: what is left, what was understood, what is wrong, or one question."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.ui.widgets.elided_label import ElidedLabel


class LineUnder(QWidget):
    """One sentence; a question has two answers, and Enter in the line above gives the first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(28)
        self._words = ElidedLabel()
        self._words.setProperty("tone", "hint")
        self._yes, self._no = QPushButton(), QPushButton()
        self._yes.setObjectName("linkButton")
        self._no.setObjectName("quietButton")
        self._answers: tuple[Callable[[], None], Callable[[], None]] | None = None
        self._yes.clicked.connect(lambda: self.answer(is_yes=True))
        self._no.clicked.connect(lambda: self.answer(is_yes=False))
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 4, 0)
        row.setSpacing(4)
        row.addWidget(self._words, 1)
        for button in (self._yes, self._no):
            button.setFixedHeight(26)
            button.setStyleSheet("padding: 0 8px; font-size: 12px;")
            button.hide()
            row.addWidget(button)

    @property
    def text(self) -> str:
        """Return what is said."""
        return self._words.text()

    @property
    def asks(self) -> bool:
        """Return whether a question waits for its answer."""
        return self._answers is not None

    def say(self, text: str, tone: str = "hint") -> None:
        """Say something; ``tone`` is hint, warning or problem."""
        self._answers = None
        self._yes.hide()
        self._no.hide()
        self._show(text, tone)

    def ask(self, text: str, yes: str, on_yes: Callable[[], None], no: str, on_no: Callable[[], None]) -> None:
        """Ask; the answers are buttons."""
        self._show(text, "warning")
        self._answers = (on_yes, on_no)
        for button, words in ((self._yes, yes), (self._no, no)):
            button.setText(words)
            button.setAccessibleName(words)
            button.show()

    def answer(self, *, is_yes: bool) -> None:
        """Answer the question."""
        if self._answers is not None:
            answers, self._answers = self._answers, None
            self.say("")
            answers[0 if is_yes else 1]()

    def _show(self, text: str, tone: str) -> None:
        if self._words.text() != text:
            self._words.setText(text)
        if self._words.property("tone") != tone:
            self._words.setProperty("tone", tone)
            self._words.style().unpolish(self._words)
            self._words.style().polish(self._words)
