"""The tasks of a project: the list, and a line to add the next one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from app.ui.projects.detail.lines import TaskLine
from app.ui.projects.detail.tasks import TasksList, TasksModel
from app.ui.widgets.titled_card import TitledCard, empty_line


class TasksCard(TitledCard):
    """Enter in the line adds; the line stays ready for the next."""

    added = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.heading.setText(self.tr("Tasks"))
        self.setAccessibleName(self.heading.text())
        self.model = TasksModel(self)
        self.list = TasksList(self.model)
        self.add = QLineEdit()
        self.add.setPlaceholderText(self.tr("Add a task…"))
        self.add.setAccessibleName(self.tr("Name of the new task"))
        self.add.returnPressed.connect(self._submit)
        self._empty = empty_line(self.tr("Tasks tell the work of a project apart. Track on one with @project/task."))
        self._note = QLabel()
        self._note.setWordWrap(True)
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setContentsMargins(16, 0, 16, 12)
        self._note.setProperty("tone", "problem")
        self._note.hide()
        line = QVBoxLayout()
        line.setContentsMargins(12, 8, 12, 12)
        line.addWidget(self.add)
        for widget in (self._empty, self.list):
            self.body.addWidget(widget)
        self.body.addLayout(line)
        self.body.addWidget(self._note)
        self.body.addStretch(1)

    def show_lines(self, lines: tuple[TaskLine, ...]) -> None:
        """Replace the rows."""
        self.model.show(lines)
        self.list.setVisible(bool(lines))
        self._empty.setVisible(not lines)

    def say(self, text: str) -> None:
        """Say what is wrong; an empty text takes it away."""
        self._note.setText(text)
        self._note.setVisible(bool(text))

    def _submit(self) -> None:
        if self.add.text().strip():
            self.added.emit(self.add.text())
