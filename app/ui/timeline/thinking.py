"""The form of "Can I take this on?": some hours until a day, and at once whether they fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.domain.problems import Problem
from app.ui.timeline.answer_card import AnswerCard
from app.ui.widgets.field import Field
from app.ui.widgets.side_panel import PanelContent
from app.ui.widgets.value_fields import DateField, HoursField

if TYPE_CHECKING:
    from collections.abc import Sequence

_MONDAY_FIRST = 7


class WeekdayPicker(QWidget):
    """Seven small switches; all on means: as the person works."""

    changed = Signal()

    def __init__(self, week_start: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[int, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for place in range(_MONDAY_FIRST):
            day = (week_start + place) % _MONDAY_FIRST
            button = QPushButton(QLocale().dayName(day + 1, QLocale.FormatType.ShortFormat))
            button.setObjectName("dayToggle")
            button.setAccessibleName(QLocale().dayName(day + 1))
            button.setCheckable(True)
            button.setChecked(True)
            button.toggled.connect(lambda _: self.changed.emit())
            self.buttons[day] = button
            row.addWidget(button, 1)
        self.setFocusProxy(next(iter(self.buttons.values())))

    def weekdays(self) -> tuple[int, ...] | None:
        """Return the days that are on, None for all of them."""
        found = tuple(sorted(day for day, button in self.buttons.items() if button.isChecked()))
        return None if len(found) == _MONDAY_FIRST else found


class ThinkForm(PanelContent):
    """Says what is asked as one types; nothing is saved before "Create this project"."""

    asked = Signal(object)
    """The fields to think about; None while they cannot be read."""
    create_wanted = Signal(object)
    left = Signal()

    def __init__(self, week_start: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.hours = QLineEdit(), HoursField()
        self.due, self.start = DateField(), DateField()
        self.weekdays = WeekdayPicker(week_start)
        self.name.setPlaceholderText(self.tr("optional"))
        self.name.setMaxLength(200)
        self.hours.setPlaceholderText(self.tr("e.g. 40"))
        self.start.setPlaceholderText(self.tr("today"))
        self.due.setPlaceholderText("")
        self.answer = AnswerCard()
        self.make = QPushButton(self.tr("Create this project"))
        self.make.setObjectName("primaryButton")
        self.make.setEnabled(False)
        self.make.clicked.connect(self._create)
        self._fields = {
            "name": Field(self.tr("Name"), self.name),
            "estimate_minutes": Field(self.tr("Hours"), self.hours),
            "due_date": Field(self.tr("Due"), self.due),
            "start_date": Field(self.tr("Starts"), self.start),
            "weekdays": Field(self.tr("Worked on"), self.weekdays),
        }
        self._lay_out()
        for edit in (self.name, self.hours, self.due, self.start):
            edit.textChanged.connect(self._on_edited)
        self.weekdays.changed.connect(self._on_edited)
        self.setFocusProxy(self.hours)

    def field(self, name: str) -> Field:
        """Return a field by the name that rules call it by."""
        return self._fields[name]

    def _lay_out(self) -> None:
        about = QLabel(self.tr("Nothing is saved. The timeline shows it as if you had said yes."))
        about.setObjectName("rowAbout")
        about.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(about)
        for names in (("estimate_minutes", "due_date"), ("start_date", "name")):
            row = QHBoxLayout()
            row.setSpacing(12)
            for name in names:
                row.addWidget(self._fields[name], 1, Qt.AlignmentFlag.AlignTop)
            column.addLayout(row)
        column.addWidget(self._fields["weekdays"])
        column.addWidget(self.answer)
        column.addStretch(1)
        foot = QHBoxLayout(self.foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self.make)
        foot.addStretch(1)

    def fields(self) -> dict[str, Any] | None:
        """Return what is asked; None while hours or due date are missing or cannot be read."""
        if any(problem is not None for problem in self._problems()):
            return None
        due, minutes = self.due.day(), self.hours.minutes()
        if not due or not minutes:
            return None
        return {
            "estimate_minutes": minutes,
            "due_date": due,
            "start_date": self.start.day(),
            "weekdays": self.weekdays.weekdays(),
            "name": self.name.text().strip(),
        }

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show each at its field."""
        for problem in problems:
            self._fields.get(problem.field or "", self._fields["due_date"]).show_problem(problem)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter creates, once it could be."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.make.isEnabled():
            self._create()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.answer.restyle()

    def _problems(self) -> list[Problem | None]:
        return [
            self.hours.problem("estimate_minutes"),
            self.due.problem("due_date"),
            self.start.problem("start_date"),
        ]

    def _on_edited(self) -> None:
        for field in self._fields.values():
            field.clear()
        # What is still being typed is not called wrong; it is just not thought about yet.
        asked = self.fields()
        self.make.setEnabled(asked is not None)
        self.asked.emit(asked)

    def _create(self) -> None:
        asked = self.fields()
        if asked is None:
            return
        if not asked["name"]:
            # First the focus: a field that loses it tidies what it shows, and that counts as typing.
            self.name.setFocus()
            self._fields["name"].show_problem(Problem("name_empty", self.tr("A project needs a name."), "name"))
            return
        self.make.setEnabled(False)
        self.create_wanted.emit(asked)
