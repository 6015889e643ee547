"""The section of working hours: the week, the weeks over time, single days, and overtime."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton

from app.ui.formats import hours
from app.ui.settings.section import Section
from app.ui.settings.work_hours.lists import DaysCard, WeeksCard
from app.ui.settings.work_hours.week_card import WeekCard
from app.ui.widgets.field import Field
from app.ui.widgets.value_fields import DateField, SignedHoursField

if TYPE_CHECKING:
    from app.ui.settings.work_hours.work import Shown


class WorkHoursSection(Section):
    """Shows what was loaded; its cards say what is wanted."""

    load_wanted = Signal()
    hours_wanted = Signal()
    """Somebody wants to see working hours against work."""

    def build(self) -> None:
        """Make the controls."""
        self.week, self.weeks, self.days = WeekCard(), WeeksCard(), DaysCard()
        self.add_widget(self.week)
        self._add_headed(self.tr("Weeks over time"), self.weeks)
        self._add_headed(self.tr("Single days"), self.days)
        self._add_overtime()

    def _add_headed(self, title: str, card: WeeksCard | DaysCard) -> None:
        heading = QLabel(title)
        heading.setObjectName("cardHeading")
        self._column.addSpacing(12)
        self.add_widget(heading)
        self.add_widget(card)

    def _add_overtime(self) -> None:
        card = self.card(self.tr("Overtime"))
        self._stored: tuple[str | None, int] = (None, 0)
        self.since, self.opening, self.balance = DateField(), SignedHoursField(), QLabel()
        self.since.setFixedWidth(168)
        self.opening.setFixedWidth(168)
        self._since_field, self._opening_field = Field("", self.since), Field("", self.opening)
        for control in (self.since, self.opening):
            control.editingFinished.connect(self._say_overtime)
        self.since.picked.connect(self._say_overtime)
        self.balance.setObjectName("rowTitle")
        about = self.tr("Tracked time and working hours are compared from this day on; empty for not at all")
        card.add(self.tr("Count from"), about, self._named(self.since, self._since_field, self.tr("Count from")))
        about = self.tr("What had come together before that day; less is written with a minus")
        named = self._named(self.opening, self._opening_field, self.tr("Balance before"))
        card.add(self.tr("Balance before"), about, named)
        self._balance_row = card.add(self.tr("Balance today"), self.tr("Today counts when it is over"), self.balance)
        self.see = QPushButton(self.tr("See"))
        self.see.clicked.connect(self.hours_wanted)
        about = self.tr("Capacity, tracked, planned and overtime by day, week and month")
        card.add(self.tr("Working hours against work"), about, self.see)

    def _named(self, control: DateField | SignedHoursField, field: Field, name: str) -> Field:
        control.setAccessibleName(name)
        return field

    def activate(self) -> None:
        """Load it."""
        self.load_wanted.emit()

    def show_hours(self, shown: "Shown") -> None:
        """Show what is stored."""
        self.week.show_week(shown)
        self.weeks.show_weeks(shown)
        self.days.show_days(shown)
        self._stored = (shown.balance_since, shown.opening_minutes)
        self.since.set_day(shown.balance_since)
        self.opening.set_minutes(shown.opening_minutes)
        self._since_field.clear()
        self._opening_field.clear()
        self._balance_row.setVisible(shown.balance_since is not None)
        sign = "+" if shown.balance_seconds > 0 else "−" if shown.balance_seconds < 0 else ""
        self.balance.setText(sign + hours(abs(shown.balance_seconds)))

    def _say_overtime(self) -> None:
        problems = [self.since.problem("balance_since"), self.opening.problem("balance_opening_minutes")]
        for field, problem in zip((self._since_field, self._opening_field), problems, strict=True):
            if problem is None:
                field.clear()
            else:
                field.show_problem(problem)
        if any(problems):
            return
        wanted = (self.since.day(), self.opening.minutes())
        if wanted != self._stored:
            self._stored = wanted
            self.changed.emit({"balance_since": wanted[0], "balance_opening_minutes": wanted[1]})
