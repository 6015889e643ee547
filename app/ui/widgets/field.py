"""A labelled control of a form, with what is wrong said right under it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.domain.problems import Problem, Severity


class Field(QWidget):
    """Label above, control, then a quiet hint or the problem. The label is the control's accessible name."""

    def __init__(self, label: str, control: QWidget, *, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.control = control
        self._hint = hint
        self._label = QLabel(label)
        # Shown before it has a parent it would be a window of its own for a moment, and take the focus.
        if not label:
            self._label.hide()
        self._label.setObjectName("fieldLabel")
        self._label.setBuddy(control)
        self._note = QLabel()
        self._note.setWordWrap(True)
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        # A wrapped sentence must take the height it needs, not the height one line would need.
        policy = self._note.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        self._note.setSizePolicy(policy)
        if label:
            control.setAccessibleName(label)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self._label, control, self._note):
            column.addWidget(widget)
        self.clear()

    @property
    def note(self) -> str:
        """Return the sentence under the control."""
        return self._note.text()

    def clear(self) -> None:
        """Take the problem away; the hint comes back."""
        self._say(self._hint, "hint")

    def show_problem(self, problem: Problem) -> None:
        """Say what is wrong, to the eye and to a screen reader."""
        self._say(problem.message, "warning" if problem.severity is Severity.WARNING else "problem")

    def _say(self, text: str, tone: str) -> None:
        self._note.setText(text)
        self._note.setVisible(bool(text))
        self._note.setProperty("tone", tone)
        self.control.setProperty("tone", tone if tone != "hint" else "")
        self.control.setAccessibleDescription(text)
        for widget in (self._note, self.control):
            widget.style().unpolish(widget)
            widget.style().polish(widget)
