"""The milestones of a project: the table, and a line to add the next one."""

from PySide6.QtCore import QCoreApplication, QPoint, Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from app.domain.problems import Problem
from app.ui.projects.detail.lines import MilestoneLine
from app.ui.projects.detail.milestone_menu import MilestoneMenu, repeat_choices
from app.ui.projects.detail.milestones_model import MilestonesModel
from app.ui.projects.detail.milestones_table import MilestonesTable
from app.ui.widgets.filter_button import FilterButton
from app.ui.widgets.titled_card import NotedCard, empty_line
from app.ui.widgets.value_fields import DateField, HoursField


class AddMilestone(QWidget):
    """Name, due date, budget; Enter in any of them adds."""

    added = Signal(dict)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.due, self.budget = QLineEdit(), DateField(), HoursField()
        self.name.setPlaceholderText(self.tr("Add a milestone…"))
        self.due.setPlaceholderText(self.tr("due date"))
        self.budget.setPlaceholderText(self.tr("hours"))
        for field, label, width in (
            (self.name, self.tr("Name of the new milestone"), 0),
            (self.due, self.tr("Due date of the new milestone"), 150),
            (self.budget, self.tr("Budget of the new milestone in hours"), 84),
        ):
            field.setAccessibleName(label)
            if width:
                field.setFixedWidth(width)
        self.repeats = FilterButton(self.tr("Repeats"))
        self.repeats.set_choices(repeat_choices())
        self.button = QPushButton(self.tr("Add"))
        self.button.clicked.connect(self.submit)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 12)
        row.setSpacing(8)
        row.addWidget(self.name, 1)
        for widget in (self.due, self.repeats, self.budget, self.button):
            row.addWidget(widget)

    def submit(self) -> None:
        """Hand the values on, or say what is missing."""
        problem: Problem | None = self.due.problem("due_date") or self.budget.problem("budget_minutes")
        if problem is not None:
            self.refused.emit(problem.message)
        elif not self.name.text().strip():
            self.refused.emit(self.tr("A milestone needs a name."))
            self.name.setFocus()
        elif self.due.day() is None:
            self.refused.emit(self.tr("A milestone needs a due date."))
            self.due.setFocus()
        else:
            self.added.emit({
                "name": self.name.text(), "due_date": self.due.day(), "budget_minutes": self.budget.minutes(),
                "recurrence": self.repeats.value(),
            })  # fmt: skip

    def clear(self) -> None:
        """Make room for the next one."""
        for field in (self.name, self.due, self.budget):
            field.clear()
        self.repeats.reset()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter adds."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submit()
            return
        super().keyPressEvent(event)


class MilestonesCard(NotedCard):
    """Table, sentence about what is wrong, and the line to add."""

    added = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("MilestonesCard", "Milestones"), parent)
        self.model = MilestonesModel(self)
        self.table = MilestonesTable(self.model)
        self.add = AddMilestone()
        self.add.added.connect(self.added)
        self.add.refused.connect(self.say)
        self.table.menu_wanted.connect(self._open_menu)
        self._empty = empty_line(
            self.tr("Milestones divide a project into dated parts with an hour budget. Add the first one here.")
        )
        for widget in (self._empty, self.table, self.add, self.note):
            self.body.addWidget(widget)

    def show_lines(self, lines: tuple[MilestoneLine, ...], color: str) -> None:
        """Replace the rows."""
        index = self.table.currentIndex()
        kept = self.model.lines[index.row()].id if index.isValid() else ""
        self.table.delegate.color = color
        self.model.show(lines)
        # The keyboard goes on with the milestone it was on, wherever that was moved.
        row = next((row for row, line in enumerate(lines) if line.id == kept), -1)
        self.table.setCurrentIndex(self.model.index(row, index.column()))
        self.table.setVisible(bool(lines))
        self._empty.setVisible(not lines)

    def _open_menu(self, row: int, at: QPoint) -> None:
        MilestoneMenu(self.table, self.model, row, self).popup(at)
