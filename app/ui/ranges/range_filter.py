"""Which days are looked at: a range by name, or from one day to another."""

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.domain.ranges import Range
from app.ui.widgets.filter_button import FilterButton
from app.ui.widgets.value_fields import DateField

_FIELD_WIDTH = 168
CUSTOM = "custom"


class Chosen(NamedTuple):
    """A range by its name, or two days, each of which may be open."""

    name: Range | None = Range.ALL
    since: str | None = None
    until: str | None = None


ALL_TIME = Chosen()


class RangeFilter(QWidget):
    """The pill, and two dates that are there while somebody chooses their own."""

    changed = Signal()

    def __init__(self, usual: Range = Range.ALL, parent: QWidget | None = None, *, has_all: bool = True) -> None:
        super().__init__(parent)
        self.button = FilterButton(self.tr("Dates"), says_usual=True)
        names = [usual, *(name for name in Range if name is not usual and (has_all or name is not Range.ALL))]
        choices: list[tuple[str, object]] = [(range_word(name), name) for name in names]
        self.button.set_choices([*choices, (self.tr("From … to …"), CUSTOM)])
        self.since, self.until, self._dash = DateField(), DateField(), QLabel("–")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.button)
        for field, label in ((self.since, self.tr("First day")), (self.until, self.tr("Last day"))):
            field.setAccessibleName(label)
            field.setPlaceholderText(self.tr("open"))
            field.setFixedWidth(_FIELD_WIDTH)
            field.editingFinished.connect(self._on_dates)
            field.picked.connect(self._on_dates)
        for widget in (self.since, self._dash, self.until):
            row.addWidget(widget)
        self._seen = Chosen(usual)
        self._show_fields()
        self.button.chosen.connect(self._on_chosen)

    def value(self) -> Chosen:
        """Return what is chosen; a date that cannot be read is open."""
        name = self.button.value()
        if isinstance(name, Range):
            return Chosen(name)
        return Chosen(None, _day(self.since), _day(self.until))

    def choose(self, chosen: Chosen) -> None:
        """Choose, as by hand."""
        self.since.set_day(chosen.since)
        self.until.set_day(chosen.until)
        self.button.choose(chosen.name if chosen.name is not None else CUSTOM)

    def _on_chosen(self, _value: object) -> None:
        self._show_fields()
        if self.button.value() == CUSTOM:
            self.since.setFocus()
        self._say()

    def _on_dates(self) -> None:
        for field in (self.since, self.until):
            field.setProperty("tone", "problem" if field.problem("") is not None else "")
            field.style().unpolish(field)
            field.style().polish(field)
        self._say()

    def _say(self) -> None:
        if self.value() != self._seen:
            self._seen = self.value()
            self.changed.emit()

    def _show_fields(self) -> None:
        for widget in (self.since, self._dash, self.until):
            widget.setVisible(self.button.value() == CUSTOM)


def range_word(name: Range) -> str:
    """Return what a range is called."""
    return {
        Range.ALL: _tr("All time"),
        Range.THIS_WEEK: _tr("This week"),
        Range.LAST_WEEK: _tr("Last week"),
        Range.NEXT_WEEK: _tr("Next week"),
        Range.THIS_MONTH: _tr("This month"),
        Range.LAST_MONTH: _tr("Last month"),
        Range.NEXT_MONTH: _tr("Next month"),
        Range.LAST_30_DAYS: _tr("Last 30 days"),
        Range.THIS_QUARTER: _tr("This quarter"),
        Range.LAST_QUARTER: _tr("Last quarter"),
        Range.THIS_YEAR: _tr("This year"),
        Range.LAST_YEAR: _tr("Last year"),
    }[name]


def _day(field: DateField) -> str | None:
    return field.day() if field.problem("") is None else None


def _tr(text: str) -> str:
    return QCoreApplication.translate("Ranges", text)
