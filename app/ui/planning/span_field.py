"""When an event begins and ends: two days, two times of day, or whole days."""

from datetime import datetime, time

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QLineEdit, QWidget

from app.domain.days import day_bounds, next_day, resolve_local, wall_clock
from app.domain.problems import Problem
from app.ui.formats import clock
from app.ui.today.times import read_minutes
from app.ui.widgets.value_fields import DateField
from app.ui.words import short_day

_DAY_MINUTES, _MORNING = 1440, 9


class TimeField(QLineEdit):
    """A time of day as people type it: 9, 9:30, 930, 9:30am."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaximumWidth(92)
        self.editingFinished.connect(self._tidy)

    def show_instant(self, instant: int, zone: str) -> None:
        """Show the time of an instant."""
        self.setText(clock(instant, zone))

    def minutes(self) -> int | None:
        """Return the minutes after midnight, None when it is no time of day."""
        return read_minutes(self.text())

    def _tidy(self) -> None:
        minutes = self.minutes()
        if minutes is not None and minutes < _DAY_MINUTES:
            wall = datetime(2026, 1, 1, *divmod(minutes, 60))  # noqa: DTZ001 - a wall clock of no zone
            self.setText(clock(resolve_local(wall, "UTC").instants[0], "UTC"))


class SpanField(QWidget):
    """Moving the start takes the end along; whole days have no times."""

    day_changed = Signal(str)
    """The first day, when it is another."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = "UTC"
        self._shown = (0, 0)
        self._first = ""
        self.all_day = QCheckBox(self.tr("All day"))
        self.start_day, self.end_day = DateField(), DateField()
        self.start_time, self.end_time = TimeField(), TimeField()
        self.start_day.setAccessibleName(self.tr("First day"))
        self.end_day.setAccessibleName(self.tr("Last day"))
        self.start_time.setAccessibleName(self.tr("Start time"))
        self.end_time.setAccessibleName(self.tr("End time"))
        for field in (self.start_day, self.end_day):
            field.setClearButtonEnabled(False)
            field.setMinimumWidth(128)
        self._lay_out()
        self.all_day.toggled.connect(self._on_all_day)
        for changed in (self.start_day, self.start_time):
            changed.editingFinished.connect(self._take_end_along)
        self.start_day.picked.connect(self._take_end_along)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        for row, (label, day, hour) in enumerate(
            ((self.tr("From"), self.start_day, self.start_time), (self.tr("To"), self.end_day, self.end_time))
        ):
            name = QLabel(label)
            name.setObjectName("fieldLabel")
            name.setBuddy(day)
            grid.addWidget(name, row, 0)
            grid.addWidget(day, row, 1)
            grid.addWidget(hour, row, 2)
        grid.addWidget(self.all_day, 2, 1, 1, 2, Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(1, 1)

    def show_span(self, starts_at: int, ends_at: int, zone: str, *, all_day: bool) -> None:
        """Show a span as clocks of a zone do."""
        self._zone, self._shown = zone, (starts_at, ends_at)
        self.all_day.setChecked(all_day)
        self.start_time.show_instant(starts_at, zone)
        self.end_time.show_instant(ends_at, zone)
        first, last = _days(starts_at, ends_at, zone, all_day=all_day)
        self._first = first
        self.start_day.set_day(first)
        self.end_day.set_day(last)
        self._show_times(all_day)

    def first_day(self) -> str:
        """Return the first day, the one shown before when what stands there is none."""
        try:
            return self.start_day.day() or self._first
        except ValueError:
            return self._first

    def span(self) -> tuple[int, int]:
        """Return the instants; what was not touched stays what it was to the second.

        Raises:
            ValueError: something can't be read, see ``problem``.
        """
        first, last = self.start_day.day(), self.end_day.day()
        if not first or not last:
            raise ValueError("a day is missing")
        if self.all_day.isChecked():
            return day_bounds(first, self._zone)[0], day_bounds(last, self._zone)[1]
        return self._instant(first, self.start_time, self._shown[0]), self._instant(last, self.end_time, self._shown[1])

    def problem(self) -> Problem | None:
        """Return what is wrong with the span, None when it is one."""
        for field in (self.start_day, self.end_day):
            found = field.problem("starts_at")
            if found is not None or not field.text().strip():
                return found or Problem("day_missing", self.tr("An event needs a first and a last day."), "starts_at")
        if not self.all_day.isChecked() and None in (self.start_time.minutes(), self.end_time.minutes()):
            return Problem("time_unreadable", self.tr("Write times like 9:30 or 14:00."), "starts_at")
        try:
            starts_at, ends_at = self.span()
        except _Skipped:
            said = self.tr("The clocks go forward then: there is no such time on that day.")
            return Problem("time_skipped", said, "starts_at")
        if ends_at < starts_at or (self.all_day.isChecked() and ends_at == starts_at):
            return Problem("ends_before_start", self.tr("The event would end before it starts."), "starts_at")
        return None

    def _instant(self, day: str, field: TimeField, shown: int) -> int:
        minutes = field.minutes()
        if minutes is None:
            raise ValueError(field.text())
        day, minutes = (next_day(day), 0) if minutes == _DAY_MINUTES else (day, minutes)
        before = wall_clock(shown, self._zone)
        if (before.date().isoformat(), before.hour * 60 + before.minute) == (day, minutes):
            return shown
        wall = datetime.combine(datetime.fromisoformat(day), time(minutes // 60, minutes % 60))
        found = resolve_local(wall, self._zone)
        if found.gap:
            raise _Skipped(day)
        return found.instants[0]

    def _on_all_day(self, is_all_day: bool) -> None:
        """Give whole days that get times some that make sense: midnight to midnight would be none at all."""
        times = {self.start_time.minutes(), self.end_time.minutes()}
        if not is_all_day and times == {0}:
            first = self.first_day()
            for field, hour in ((self.start_time, _MORNING), (self.end_time, _MORNING + 1)):
                field.show_instant(day_bounds(first, "UTC")[0] + hour * 3600, "UTC")
        self._show_times(is_all_day)

    def _show_times(self, is_all_day: bool) -> None:
        for clock_field in (self.start_time, self.end_time):
            clock_field.setVisible(not is_all_day)

    def _take_end_along(self) -> None:
        """Keep the length when the start was moved."""
        try:
            first = self.start_day.day()
            starts_at = self._instant(first or "", self.start_time, self._shown[0])
            ends_at = self._instant(self.end_day.day() or "", self.end_time, self._shown[1])
        except ValueError:
            return
        moved = starts_at - self._shown[0]
        if moved and ends_at == self._shown[1]:
            last = _days(starts_at, ends_at + moved, self._zone, all_day=self.all_day.isChecked())[1]
            self.end_day.set_day(last)
            self.end_time.show_instant(ends_at + moved, self._zone)
            ends_at += moved
        self._shown = (starts_at, ends_at)
        if first and first != self._first:
            self._first = first
            self.day_changed.emit(first)


class _Skipped(ValueError):
    """Clocks never show this time on that day."""


def _days(starts_at: int, ends_at: int, zone: str, *, all_day: bool) -> tuple[str, str]:
    """Return the first and the last day of a span; whole days end with the midnight after the last."""
    first, end = wall_clock(starts_at, zone), wall_clock(ends_at, zone)
    last = end.date().isoformat()
    if all_day and end.time() == time() and end.date() > first.date():
        last = next_day(last, -1)
    return first.date().isoformat(), last


def span_words(starts_at: int, ends_at: int, zone: str, *, all_day: bool) -> str:
    """Return a span as a person reads it: ``Mon 2 Mar, 09:00–10:30``."""
    first, last = _days(starts_at, ends_at, zone, all_day=all_day)
    if all_day:
        return short_day(first) if first == last else f"{short_day(first)} – {short_day(last)}"
    end = clock(ends_at, zone)
    return f"{short_day(first)}, {clock(starts_at, zone)}–{end if first == last else f'{short_day(last)}, {end}'}"
