"""How an event repeats: presets in words, a small editor for the rest, and until when."""

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.domain.days import weekday
from app.domain.problems import Problem
from app.ui.planning.repeats import (
    WORKDAYS,
    Repeat,
    is_last_day,
    is_last_week,
    month_words,
    read,
    rule_for,
    sentence,
)
from app.ui.widgets.choice import Choice
from app.ui.widgets.value_fields import DateField

_CUSTOM, _KEPT = "custom", "kept"
_MOST = 999


class RepeatField(QWidget):
    """``value`` is a rule, None when it happens once. ``day`` is the one it begins on, which the presets name."""

    changed = Signal()

    def __init__(self, day: str, *, week_start: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._day, self._kept = day, ""
        self.presets = Choice()
        self.custom, self.ends = _Custom(week_start), _Ends()
        self.said = QLabel()
        self.said.setProperty("tone", "hint")
        self.said.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.presets, self.custom, self.ends, self.said):
            column.addWidget(widget)
        self.setFocusProxy(self.presets)
        self.presets.activated.connect(self._choose)
        self.custom.changed.connect(self._tell)
        self.ends.changed.connect(self._tell)
        self._offer()
        self._show_parts()

    def setAccessibleName(self, name: str) -> None:
        """The name is that of the choice, which has the focus."""
        super().setAccessibleName(name)
        self.presets.setAccessibleName(name)

    def show_rule(self, rule: str | None) -> None:
        """Show a rule; one that the form cannot say is kept as it is."""
        repeat = read(rule, self._day) if rule else None
        self._kept = rule if rule and repeat is None else ""
        self._offer()
        if repeat is not None:
            self.custom.show_repeat(repeat, self._day)
            self.ends.show_end(repeat)
            plain = Repeat(repeat.unit, repeat.every, repeat.weekdays, repeat.monthly)
            place = self.presets.place_of(rule_for(plain, self._day))
            self.presets.choose(self.presets.itemData(place) if place >= 0 else _CUSTOM)
        else:
            self.presets.choose(_KEPT if rule else None)
        self._show_parts()

    def set_day(self, day: str) -> None:
        """Name the presets by another first day; what was chosen stays the same kind of choice."""
        place, old = self.presets.currentIndex(), self._day
        self._day = day
        self._offer()
        self.presets.setCurrentIndex(min(place, self.presets.count() - 1))
        self.custom.set_day(day, old)
        self._show_parts()

    def value(self) -> str | None:
        """Return the rule.

        Raises:
            ValueError: a number or a date can't be read, see ``problem``.
        """
        chosen = self.presets.currentData()
        if chosen is None or chosen == _KEPT:
            return self._kept or None if chosen else None
        until, count = self.ends.value()
        repeat = self.custom.value() if chosen == _CUSTOM else read(str(chosen), self._day)
        assert repeat is not None  # noqa: S101 - the presets are rules made here
        return rule_for(Repeat(repeat.unit, repeat.every, repeat.weekdays, repeat.monthly, until, count), self._day)

    def problem(self) -> Problem | None:
        """Return what can't be read, None when everything can."""
        if self.presets.currentData() in (None, _KEPT):
            return None
        if self.presets.currentData() == _CUSTOM and not self.custom.is_readable():
            text = self.tr("Write a number from 1 to {most}.").format(most=_MOST)
            return Problem("number_unreadable", text, "recurrence")
        return self.ends.problem()

    def _offer(self) -> None:
        self.presets.clear()
        self.presets.offer(self.tr("Does not repeat"), None)
        if self._kept:
            self.presets.offer(self.tr("Repeats by a rule of its own"), _KEPT)
        for repeat in _presets(self._day):
            rule = rule_for(repeat, self._day)
            self.presets.offer(sentence(rule, self._day), rule)
        self.presets.offer(self.tr("Custom…"), _CUSTOM)

    def _choose(self) -> None:
        if self.presets.currentData() == _CUSTOM:
            self.custom.show_repeat(Repeat(weekdays=(weekday(self._day),)), self._day)
        self._show_parts()
        if self.presets.currentData() == _CUSTOM:
            self.custom.every.setFocus()
        self.changed.emit()

    def _show_parts(self) -> None:
        chosen = self.presets.currentData()
        self.custom.setVisible(chosen == _CUSTOM)
        self.ends.setVisible(chosen is not None and chosen != _KEPT)
        self._tell()

    def _tell(self) -> None:
        """Say the whole rule, where the choice alone does not."""
        is_whole = self.presets.currentData() in (None, _KEPT) or self.problem() is not None
        text = "" if is_whole else sentence(self.value() or "", self._day)
        shown = "" if text == self.presets.currentText() else text
        self.said.setText(shown)
        self.said.setVisible(bool(shown))
        self.changed.emit()


def _presets(day: str) -> list[Repeat]:
    here = (weekday(day),)
    found = [
        Repeat("DAILY"), Repeat(weekdays=WORKDAYS), Repeat(weekdays=here), Repeat(every=2, weekdays=here),
        Repeat("MONTHLY", monthly="day"), Repeat("MONTHLY", monthly="last" if is_last_week(day) else "nth"),
        Repeat("YEARLY"),
    ]  # fmt: skip
    return found if weekday(day) in WORKDAYS else [one for one in found if one.weekdays != WORKDAYS]


class _Custom(QWidget):
    """Every so many days, weeks, months or years, and which of them."""

    changed = Signal()

    def __init__(self, week_start: int) -> None:
        super().__init__()
        self.every = QLineEdit("1")
        self.every.setFixedWidth(52)
        self.every.setAccessibleName(self.tr("How many between"))
        self.unit, self.monthly = Choice(), Choice()
        self.unit.setAccessibleName(self.tr("Days, weeks, months or years"))
        self.monthly.setAccessibleName(self.tr("Which day of the month"))
        self.days = _Weekdays(week_start)
        first = QHBoxLayout()
        first.setSpacing(8)
        every = QLabel(self.tr("Every"))
        every.setObjectName("fieldLabel")
        first.addWidget(every)
        first.addWidget(self.every)
        first.addWidget(self.unit, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(first)
        column.addWidget(self.days)
        column.addWidget(self.monthly)
        self.every.textEdited.connect(lambda _: self.changed.emit())
        self.unit.activated.connect(self._show_parts)
        self.monthly.activated.connect(lambda _: self.changed.emit())
        self.days.changed.connect(self.changed)
        self._offer_units()

    def _offer_units(self) -> None:
        for label, unit in (
            (self.tr("days"), "DAILY"), (self.tr("weeks"), "WEEKLY"), (self.tr("months"), "MONTHLY"),
            (self.tr("years"), "YEARLY"),
        ):  # fmt: skip
            self.unit.offer(label, unit)

    def show_repeat(self, repeat: Repeat, day: str) -> None:
        self.every.setText(QLocale().toString(repeat.every))
        self.unit.choose(repeat.unit)
        self.days.show_days(repeat.weekdays or (weekday(day),))
        self._offer_months(day)
        self.monthly.choose(repeat.monthly)
        self._show_parts()

    def set_day(self, day: str, old: str) -> None:
        chosen = self.monthly.currentData()
        if self.days.value() == (weekday(old),):
            self.days.show_days((weekday(day),))
        self._offer_months(day)
        self.monthly.choose(chosen)

    def _offer_months(self, day: str) -> None:
        self.monthly.clear()
        whats = ["day", "nth", *(["last"] if is_last_week(day) else []), *(["last_day"] if is_last_day(day) else [])]
        for what in whats:
            self.monthly.offer(self.tr("on {what}").format(what=month_words(what, day)), what)

    def is_readable(self) -> bool:
        number, reads = QLocale().toInt(self.every.text().strip())
        return reads and 1 <= number <= _MOST

    def value(self) -> Repeat:
        if not self.is_readable():
            raise ValueError(self.every.text())
        number, _ = QLocale().toInt(self.every.text().strip())
        unit = str(self.unit.currentData())
        days = self.days.value() if unit == "WEEKLY" else ()
        return Repeat(unit, number, days, str(self.monthly.currentData() or "day"))

    def _show_parts(self) -> None:
        unit = self.unit.currentData()
        self.days.setVisible(unit == "WEEKLY")
        self.monthly.setVisible(unit == "MONTHLY")
        self.changed.emit()


class _Weekdays(QWidget):
    """Seven buttons, at least one of them down."""

    changed = Signal()

    def __init__(self, week_start: int) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.buttons: dict[int, QPushButton] = {}
        for place in range(7):
            day = (week_start + place) % 7
            button = QPushButton(QLocale().dayName(day + 1, QLocale.FormatType.ShortFormat)[:2])
            button.setObjectName("way")
            button.setCheckable(True)
            button.setMinimumWidth(0)
            button.setStyleSheet("padding: 4px 0;")
            name = QLocale().dayName(day + 1, QLocale.FormatType.LongFormat)
            button.setAccessibleName(name)
            button.setToolTip(name)
            button.clicked.connect(lambda _=False, one=day: self._press(one))
            self.buttons[day] = button
            row.addWidget(button, 1)

    def show_days(self, days: tuple[int, ...]) -> None:
        for day, button in self.buttons.items():
            button.setChecked(day in days)

    def value(self) -> tuple[int, ...]:
        return tuple(day for day in sorted(self.buttons) if self.buttons[day].isChecked())

    def _press(self, day: int) -> None:
        if not self.value():
            self.buttons[day].setChecked(True)
        self.changed.emit()


class _Ends(QWidget):
    """Never, on a day, or after so many times."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.how = Choice(
            [(self.tr("Never ends"), None), (self.tr("Until a day"), "until"), (self.tr("A number of times"), "count")]
        )
        self.how.setAccessibleName(self.tr("When it ends"))
        self.until, self.count = DateField(), QLineEdit()
        self.until.setAccessibleName(self.tr("Last day"))
        self.until.setClearButtonEnabled(False)
        self.count.setAccessibleName(self.tr("How many times"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.how, 1)
        row.addWidget(self.until, 1)
        row.addWidget(self.count, 1)
        self.how.activated.connect(self._choose)
        self.until.textChanged.connect(lambda _: self.changed.emit())
        self.count.textEdited.connect(lambda _: self.changed.emit())
        self._show_parts()

    def show_end(self, repeat: Repeat) -> None:
        self.how.choose("until" if repeat.until else "count" if repeat.count else None)
        self.until.set_day(repeat.until)
        self.count.setText(QLocale().toString(repeat.count) if repeat.count else "")
        self._show_parts()

    def value(self) -> tuple[str | None, int | None]:
        how = self.how.currentData()
        if how == "until":
            return self.until.day(), None
        if how == "count":
            number, reads = QLocale().toInt(self.count.text().strip())
            if not reads or not 1 <= number <= _MOST:
                raise ValueError(self.count.text())
            return None, number
        return None, None

    def problem(self) -> Problem | None:
        try:
            until, _ = self.value()
        except ValueError:
            if self.how.currentData() == "until":
                return self.until.problem("recurrence")
            text = self.tr("Write how many times, from 1 to {most}.").format(most=_MOST)
            return Problem("number_unreadable", text, "recurrence")
        if self.how.currentData() == "until" and until is None:
            return Problem("day_missing", self.tr("Say on which day it ends."), "recurrence")
        return None

    def _choose(self) -> None:
        self._show_parts()
        field = {"until": self.until, "count": self.count}.get(self.how.currentData() or "")
        if field is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _show_parts(self) -> None:
        how = self.how.currentData()
        self.until.setVisible(how == "until")
        self.count.setVisible(how == "count")
