"""The form of some time off: what, when, how much of the day, and whether every year."""

from collections.abc import Mapping

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from app.domain.entities.planning import TimeOff, TimeOffKind
from app.domain.problems import Problem
from app.ui.projects.forms.form import Form
from app.ui.settings.time_off import words
from app.ui.widgets.choice import Choice
from app.ui.widgets.value_fields import DateField

_HALF = 0.5


class TimeOffForm(Form):
    """Without a last day it is one day."""

    def __init__(self, off: TimeOff | None = None, *, day: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._save_label = self.tr("Save") if off else self.tr("Add time off")
        self._save.setText(self._save_label)
        self._fraction = off.fraction if off else 1.0
        self.kind = Choice([(words.kind_name(kind), kind.value) for kind in TimeOffKind])
        self.name, self.first, self.last = QLineEdit(), DateField(), DateField()
        self.half, self.annually = QCheckBox(self.tr("Half days")), QCheckBox(self.tr("Every year"))
        self.name.setPlaceholderText(words.kind_name(TimeOffKind.VACATION))
        self.last.setPlaceholderText(self.tr("the same day"))
        self.add("name", self.tr("Name"), self.name)
        self.add("kind", self.tr("Kind"), self.kind)
        self.add("start_date", self.tr("First day"), self.first)
        self.add("end_date", self.tr("Last day"), self.last)
        self.pair("start_date", "end_date")
        self.column.addWidget(self.half)
        self.column.addWidget(self.annually)
        self.finish()
        self.kind.activated.connect(lambda _place: self._suggest())
        self._show(off, day)
        self.setFocusProxy(self.name)

    def _show(self, off: TimeOff | None, day: str) -> None:
        self.kind.choose((off.kind if off else TimeOffKind.VACATION).value)
        self._suggest()
        self.first.set_day(off.start_date if off else day or None)
        if off is not None:
            self.name.setText(off.name)
            self.last.set_day(off.end_date if off.end_date != off.start_date else None)
            self.half.setChecked(off.fraction < 1)
            self.annually.setChecked(off.recurs_annually)

    def _suggest(self) -> None:
        self.name.setPlaceholderText(self.kind.currentText())

    def own_problems(self) -> list[Problem]:
        """Return what can't be read, or is missing."""
        found = [self.first.problem("start_date"), self.last.problem("end_date")]
        if found[0] is None and self.first.day() is None:
            found[0] = Problem("day_missing", self.tr("From which day on?"), "start_date")
        return [problem for problem in found if problem is not None]

    def values(self) -> Mapping[str, object]:
        """Return the fields as the workflow takes them; without a name it is called by its kind."""
        # A third of a day, as another program may have set it, is kept as long as it is part of a day.
        part = self._fraction if self._fraction < 1 else _HALF
        return {
            "name": self.name.text().strip() or self.kind.currentText(),
            "kind": self.kind.currentData(),
            "start_date": self.first.day(),
            "end_date": self.last.day() or self.first.day(),
            "fraction": part if self.half.isChecked() else 1.0,
            "recurs_annually": self.annually.isChecked(),
        }
