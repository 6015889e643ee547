"""The tasks of a project: the list, and a line to add the next one."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.ui.projects.detail.lines import TaskLine
from app.ui.projects.detail.tasks import TasksList, TasksModel
from app.ui.widgets.titled_card import NotedCard, empty_line


class TasksCard(NotedCard):
    """Enter in the line adds; the line stays ready for the next."""

    added = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("TasksCard", "Tasks"), parent)
        self.model = TasksModel(self)
        self.list = TasksList(self.model)
        self.add = QLineEdit()
        self.add.setPlaceholderText(self.tr("Add a task…"))
        self.add.setAccessibleName(self.tr("Name of the new task"))
        self.add.returnPressed.connect(self._submit)
        self._empty = empty_line(self.tr("Tasks tell the work of a project apart. Track on one with @project/task."))
        line = QVBoxLayout()
        line.setContentsMargins(12, 8, 12, 12)
        line.addWidget(self.add)
        for widget in (self._empty, self.list):
            self.body.addWidget(widget)
        self.body.addLayout(line)
        self.body.addWidget(self.note)
        self.body.addStretch(1)

    def show_lines(self, lines: tuple[TaskLine, ...]) -> None:
        """Replace the rows."""
        self.model.show(lines)
        self.list.setVisible(bool(lines))
        self._empty.setVisible(not lines)

    def _submit(self) -> None:
        if self.add.text().strip():
            self.added.emit(self.add.text())
