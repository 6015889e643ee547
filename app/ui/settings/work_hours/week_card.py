"""The card of the week: from when on it holds, the grid, and what a change would mean."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.domain.days import next_day
from app.ui.formats import budget
from app.ui.settings.work_hours import words
from app.ui.settings.work_hours.grid import WeekGrid
from app.ui.widgets.field import Field
from app.ui.widgets.titled_card import TitledCard
from app.ui.widgets.value_fields import DateField

if TYPE_CHECKING:
    from app.ui.settings.work_hours.work import Shown

_SIDE = 16


class WeekCard(TitledCard):
    """Says which week is wanted from which day on, and for which day the week is to be shown."""

    week_wanted = Signal(tuple, str)
    day_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Your week"), parent)
        self._day = ""
        self.total = QLabel()
        self.total.setObjectName("quiet")
        self.head.addWidget(self.total)
        self.since = DateField()
        self.since.setClearButtonEnabled(False)
        self.since.setFixedWidth(168)
        self.since.editingFinished.connect(self._say_day)
        self.since.picked.connect(self._say_day)
        self._since_field = Field("", self.since)
        self.since.setAccessibleName(self.tr("In force from"))
        self.grid = WeekGrid()
        self.grid.changed.connect(lambda spans: self.week_wanted.emit(spans, self._day))
        self.grid.unreadable.connect(self._say_unreadable)
        self.keep = QPushButton(self.tr("Keep these times"))
        self.keep.setObjectName("softButton")
        self.keep.clicked.connect(lambda: self.week_wanted.emit(self.grid.spans, self._day))
        self.hint, self.problem = self._line("hint"), self._line("problem")
        self.body.addLayout(self._first_row())
        self.body.addSpacing(4)
        self.body.addWidget(self.grid)
        self.body.addLayout(self._last_rows())

    def _first_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(_SIDE, 0, _SIDE, 4)
        row.setSpacing(8)
        label = QLabel(self.tr("In force from"))
        label.setBuddy(self.since)
        self.until = QLabel()
        self.until.setObjectName("quiet")
        row.addWidget(label)
        row.addWidget(self._since_field)
        row.addWidget(self.until, 1)
        return row

    def _last_rows(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(_SIDE, 10, _SIDE, 14)
        column.setSpacing(4)
        keys = self._line("hint")
        keys.setText(
            self.tr(
                "Drag to set working time, drag it or its ends to change it, Alt+drag to copy it. With the keyboard: "
                "Enter types a day's times, Ctrl+arrows move, Shift+arrows stretch, Ctrl+C and Ctrl+V copy a day."
            )
        )
        said = QHBoxLayout()
        said.setSpacing(12)
        said.addWidget(self.hint, 1)
        said.addWidget(self.keep)
        column.addWidget(self.problem)
        column.addLayout(said)
        column.addWidget(keys)
        return column

    def _line(self, tone: str) -> QLabel:
        line = QLabel()
        line.setProperty("tone", tone)
        line.setWordWrap(True)
        line.setTextFormat(Qt.TextFormat.PlainText)
        line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        line.setVisible(tone != "problem")
        return line

    def show_week(self, shown: "Shown") -> None:
        """Show the week of a day."""
        plan, self._day = shown.plan, shown.day
        self.total.setText(self.tr("{hours} a week").format(hours=budget(plan.minutes)))
        if not self.since.hasFocus() or self.since.problem("") is None:
            self.since.set_day(shown.day)
            self._since_field.clear()
        self.keep.setVisible(plan.usual)
        last = next_day(plan.next_change, -1) if plan.next_change else None
        self.until.setText(self._until(plan.next_change))
        self.hint.setText(self._usual() if plan.usual else words.holds(shown.day, last))
        self._say_unreadable("")
        self.grid.show_week(plan.spans, usual=plan.usual, week_start=shown.week_start)

    def _until(self, change: str | None) -> str:
        from app.ui.widgets import dates

        return self.tr("until {day}").format(day=dates.full_day(next_day(change, -1))) if change else ""

    def _usual(self) -> str:
        return self.tr(
            "You have not set your week yet, so five days of eight hours are assumed. Drag to change them, or keep them."
        )

    def _say_day(self) -> None:
        problem = self.since.problem("effective_from")
        if problem is not None:
            self._since_field.show_problem(problem)
            return
        self._since_field.clear()
        day = self.since.day()
        if day is None:
            self.since.set_day(self._day)
        elif day != self._day:
            self.day_wanted.emit(day)

    def _say_unreadable(self, text: str) -> None:
        said = self.tr("“{text}” is no working time. Write it like 9–12:30, 13–17.").format(text=text)
        self.problem.setText(said if text else "")
        self.problem.setVisible(bool(text))
