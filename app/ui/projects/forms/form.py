"""What every form shares: fields in a column, problems at their fields, save and cancel."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.domain.problems import Problem, Severity
from app.ui.widgets.field import Field
from app.ui.widgets.side_panel import PanelContent


class Form(PanelContent):
    """A column of fields. ``submitted`` carries the values and whether warnings are accepted."""

    submitted = Signal(dict, bool)
    cancelled = Signal()

    def __init__(self, save_label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._save_label = save_label
        self._fields: dict[str, Field] = {}
        self._accepts = False
        self._general = QLabel()
        self._general.setWordWrap(True)
        self._general.setTextFormat(Qt.TextFormat.PlainText)
        self._general.hide()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(14)
        self._save = QPushButton(save_label)
        self._save.setObjectName("primaryButton")
        self._save.clicked.connect(self.submit)
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.clicked.connect(self.cancelled)

    def add(self, name: str, label: str, control: QWidget, *, hint: str = "") -> None:
        """Add a field under the name that rules call it by."""
        self._fields[name] = Field(label, control, hint=hint)
        self.column.addWidget(self._fields[name])
        changed = next((s for s in ("textEdited", "textChanged") if hasattr(control, s)), None)
        if changed:
            getattr(control, changed).connect(lambda *_: self._fields[name].clear())

    def pair(self, *names: str) -> None:
        """Put fields that were added last side by side."""
        row = QHBoxLayout()
        row.setSpacing(12)
        for name in names:
            self.column.removeWidget(self._fields[name])
            row.addWidget(self._fields[name], 1, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(row)

    def finish(self) -> None:
        """Add the buttons; call it after the last field."""
        self.column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._save)
        row.addWidget(self._cancel)
        row.addStretch(1)
        foot = QVBoxLayout(self.foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(8)
        foot.addWidget(self._general)
        foot.addLayout(row)

    def field(self, name: str) -> Field:
        """Return a field by the name that rules call it by."""
        return self._fields[name]

    def values(self) -> Mapping[str, object]:
        """Return what was entered; a form overrides it."""
        raise NotImplementedError

    def own_problems(self) -> list[Problem]:
        """Return what can't even be read; a form overrides it when it has such fields."""
        return []

    def submit(self) -> None:
        """Hand the values on, unless a field can't be read."""
        problems = self.own_problems()
        if problems:
            self.show_problems(problems)
            return
        self._clear()
        self._save.setEnabled(False)
        self.submitted.emit(dict(self.values()), self._accepts)

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Show each at its field, the rest above the buttons; warnings alone can be accepted."""
        problems = list(problems)
        self._clear()
        self._save.setEnabled(True)
        rest = [problem for problem in problems if problem.field not in self._fields]
        for problem in problems:
            if problem.field in self._fields:
                self._fields[problem.field].show_problem(problem)
        self._accepts = bool(problems) and all(p.severity is Severity.WARNING for p in problems)
        self._save.setText(self.tr("Save anyway") if self._accepts else self._save_label)
        self._say(" ".join(problem.message for problem in rest), is_warning=self._accepts)
        self._focus_first(problems)

    def say_error(self, text: str) -> None:
        """Show a sentence that belongs to no field."""
        self._save.setEnabled(True)
        self._say(text, is_warning=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._save.isEnabled():
            self.submit()
            return
        super().keyPressEvent(event)

    def _say(self, text: str, *, is_warning: bool) -> None:
        self._general.setText(text)
        self._general.setVisible(bool(text))
        self._general.setProperty("tone", "warning" if is_warning else "problem")
        self._general.style().unpolish(self._general)
        self._general.style().polish(self._general)

    def _focus_first(self, problems: list[Problem]) -> None:
        for name, field in self._fields.items():
            if any(problem.field == name for problem in problems):
                field.control.setFocus()
                return

    def _clear(self) -> None:
        for field in self._fields.values():
            field.clear()
        self._general.hide()
