"""The weeks that were, are and will be; and single days with a time of their own."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from app.domain.problems import Problem
from app.ui.formats import budget
from app.ui.settings.work_hours import words
from app.ui.widgets import dates
from app.ui.widgets.field import Field
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.rows_card import RowsCard
from app.ui.widgets.value_fields import DateField, HoursField
from app.ui.words import short_day

if TYPE_CHECKING:
    from app.orchestrators.work_hours.slots import WeekPlan
    from app.ui.settings.work_hours.work import Shown, SingleDay


class WeeksCard(RowsCard):
    """Says which week is to be shown, or to go."""

    day_wanted = Signal(str)
    drop_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Weeks over time"), parent)
        self.show_buttons: dict[str, QPushButton] = {}
        self.drop_buttons: dict[str, QPushButton] = {}

    def show_weeks(self, shown: "Shown") -> None:
        """Replace the rows; the latest week stands first."""
        self.clear()
        self.show_buttons, self.drop_buttons = {}, {}
        for plan in reversed(shown.weeks):
            self._add(plan, shown)

    def _add(self, plan: "WeekPlan", shown: "Shown") -> None:
        about = self.tr("{hours} a week").format(hours=budget(plan.minutes))
        about += f" · {words.summary(plan.spans, shown.week_start)}"
        if plan.since is None:
            about = self.tr("Assumed: {week}").format(week=about)
        title = words.since(plan.since, is_only=len(shown.weeks) == 1)
        self.add(title, about, *self._controls(plan, shown))

    def _controls(self, plan: "WeekPlan", shown: "Shown") -> list[QWidget]:
        controls: list[QWidget] = []
        if (plan.since or "") <= shown.today and (plan.next_change is None or shown.today < plan.next_change):
            chip = QLabel(self.tr("in force"))
            chip.setObjectName("countChip")
            controls.append(chip)
        if plan.since is not None:
            show, drop = self._buttons(plan.since)
            show.setEnabled(plan.since != shown.day)
            controls += [show, drop]
        return controls

    def _buttons(self, since: str) -> tuple[QPushButton, QPushButton]:
        day = dates.full_day(since)
        show = IconButton("edit", self.tr("Change the week from {day}").format(day=day))
        show.clicked.connect(lambda: self.day_wanted.emit(since))
        drop = IconButton("trash", self.tr("Remove the week from {day}; the one before goes on").format(day=day))
        drop.clicked.connect(lambda: self.drop_wanted.emit(since))
        self.show_buttons[since], self.drop_buttons[since] = show, drop
        return show, drop


class DaysCard(RowsCard):
    """Says which day is to have a time of its own, and which no longer."""

    day_wanted = Signal(str, int, str)
    clear_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Single days"), parent)
        self.clear_buttons: dict[str, QPushButton] = {}
        self.day, self.hours, self.note = DateField(), HoursField(), QLineEdit()
        self.day.setPlaceholderText(self.tr("which one"))
        self.hours.setPlaceholderText(self.tr("0:00"))
        self.note.setPlaceholderText(self.tr("optional"))
        self.set = QPushButton(self.tr("Set"))
        self.set.clicked.connect(self.submit)
        for control in (self.day, self.hours, self.note):
            control.returnPressed.connect(self.submit)
        self._fields = {
            "date": Field(self.tr("Day"), self.day),
            "minutes": Field(self.tr("Hours"), self.hours),
            "note": Field(self.tr("Note"), self.note),
        }
        self._form = self.add_widget(self._lay_out())

    def _lay_out(self) -> QWidget:
        form = QWidget()
        grid = QGridLayout(form)
        grid.setContentsMargins(16, 12, 16, 14)
        grid.setHorizontalSpacing(10)
        top = Qt.AlignmentFlag.AlignTop
        for column, (field, share) in enumerate(zip(self._fields.values(), (3, 2, 4), strict=True)):
            grid.addWidget(field, 0, column, top)
            grid.setColumnStretch(column, share)
        # In line with the fields, whatever is said under them.
        spacer = QLabel(" ")
        spacer.setObjectName("fieldLabel")
        box = QWidget()
        column_of_button = QGridLayout(box)
        column_of_button.setContentsMargins(0, 0, 0, 0)
        column_of_button.setVerticalSpacing(4)
        column_of_button.addWidget(spacer, 0, 0)
        column_of_button.addWidget(self.set, 1, 0)
        grid.addWidget(box, 0, 3, top)
        return form

    def show_days(self, shown: "Shown") -> None:
        """Replace the rows; the form stays the last one."""
        self._column.removeWidget(self._form)
        self._rows.remove(self._form)
        self.clear()
        self.clear_buttons = {}
        for one in shown.days:
            self._add(one)
        self.add_widget(self._form)

    def _add(self, one: "SingleDay") -> None:
        override = one.override
        about = self.tr("{hours} instead of {usual}").format(
            hours=budget(override.minutes), usual=budget(one.usual_minutes)
        )
        day = dates.full_day(override.date)
        button = IconButton("trash", self.tr("Give {day} the week's hours again").format(day=day))
        button.clicked.connect(lambda: self.clear_wanted.emit(override.date))
        self.clear_buttons[override.date] = button
        title = f"{short_day(override.date)} {override.date[:4]}"
        self.add(title, f"{about} · {override.note}" if override.note else about, button)

    def submit(self) -> None:
        """Ask for the day that was entered, unless it cannot be read."""
        found = [self.day.problem("date"), self.hours.problem("minutes")]
        if self.day.day() is None if found[0] is None else False:
            found[0] = Problem("day_missing", self.tr("Which day?"), "date")
        self.show_problems([problem for problem in found if problem is not None])
        if not any(found):
            self.day_wanted.emit(self.day.day(), self.hours.minutes(), self.note.text().strip())

    def show_problems(self, problems: list[Problem]) -> None:
        """Say what is wrong, each at its field."""
        for name, field in self._fields.items():
            problem = next((one for one in problems if one.field == name), None)
            if problem is None:
                field.clear()
            else:
                field.show_problem(problem)

    def empty(self) -> None:
        """Make room for the next day."""
        for control in (self.day, self.hours, self.note):
            control.clear()
