"""What can be done with a milestone, as a menu; and how it can repeat."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from app.ui.projects import words
from app.ui.projects.detail.milestones_model import Column, MilestonesModel
from app.ui.projects.detail.milestones_table import MilestonesTable

RULES = ("FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY", "FREQ=MONTHLY;INTERVAL=3", "FREQ=YEARLY")


def repeat_choices() -> list[tuple[str, str | None]]:
    """Return words and rules to choose from; None is for once."""
    return [(_tr("Once"), None), *((words.repeats(rule).capitalize(), rule) for rule in RULES)]


class MilestoneMenu(QMenu):
    """The menu of one row."""

    def __init__(self, table: MilestonesTable, model: MilestonesModel, row: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        line = model.lines[row]
        done = self.addAction(_tr("Open again") if line.completed else _tr("Complete"))
        done.triggered.connect(lambda: model.toggle(row))
        self.addAction(_tr("Rename")).triggered.connect(lambda: table.edit(model.index(row, Column.NAME)))
        self._add_repeats(model, row)
        self.addSeparator()
        for label, to in ((_tr("Move up"), row - 1), (_tr("Move down"), row + 1)):
            action = self.addAction(label)
            action.setEnabled(0 <= to < len(model.lines))
            action.triggered.connect(lambda _=False, to=to: model.move(row, to))
        self.addSeparator()
        self.addAction(_tr("Delete")).triggered.connect(lambda: table.delete_wanted.emit(line.id))

    def _add_repeats(self, model: MilestonesModel, row: int) -> None:
        menu, present = self.addMenu(_tr("Repeats")), model.lines[row].recurrence or None
        group = QActionGroup(menu)
        choices = repeat_choices()
        if present and present not in RULES:
            choices.append((words.repeats(present).capitalize(), present))
        for label, rule in choices:
            action = menu.addAction(label)
            action.setCheckable(True)
            action.setChecked(rule == present)
            action.triggered.connect(lambda _=False, rule=rule: model.repeat(row, rule))
            group.addAction(action)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Projects", text)
