"""Seven cards for the days of a week, and one for the week: a click goes to the day."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.domain.days import next_day
from app.ui.today.day_card import DayCard, WeekCard
from app.ui.today.words import Style, card_day, week_title

if TYPE_CHECKING:
    from app.orchestrators.time_tracking.status import DayTotal

_HEIGHT, _DAYS, _WEEK_S = 66, 7, 7


class WeekStrip(QWidget):
    """Shows a week; arrows move along it, Enter goes, Page Up and Page Down change the week."""

    day_wanted = Signal(str)
    week_wanted = Signal(str)
    """A day of the week to show."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Week"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)
        self.cards = [DayCard() for _ in range(_DAYS)]
        self.week = WeekCard()
        self._days: Sequence[DayTotal] = ()
        self._style, self._today, self._chosen, self._more = Style(), "", "", 0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for card in self.cards:
            card.clicked.connect(lambda _=False, card=card: self.day_wanted.emit(card.day))
            row.addWidget(card, 10)
        row.addWidget(self.week, 16)
        self.week.earlier.connect(lambda: self._turn(-_DAYS))
        self.week.later.connect(lambda: self._turn(_DAYS))
        self.week.home.connect(lambda: self.day_wanted.emit(self._today))

    @property
    def first_day(self) -> str:
        """Return the first day of the week that is shown, "" before any is."""
        return self._days[0].day if self._days else ""

    def show_week(self, days: "Sequence[DayTotal]", style: Style, today: str) -> None:
        """Show the figures of a week."""
        self._days, self._style, self._today, self._more = days, style, today, 0
        self._show()

    def choose(self, day: str) -> None:
        """Mark the day that the list shows."""
        if day != self._chosen:
            self._chosen = day
            self._show()

    def grow(self, seconds: int) -> None:
        """So many seconds passed since the figures were read, with so many timers running."""
        # What counts is when a total shows another minute, not when a minute of the timer is full.
        today = next((day.seconds for day in self._days if day.day == self._today), 0)
        totals, length = (today, sum(day.seconds for day in self._days)), self._style.length
        if any(length(total + seconds) != length(total + self._more) for total in totals):
            self._more = seconds
            self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move along the week, or change it."""
        place = next((place for place, card in enumerate(self.cards) if card.hasFocus()), None)
        key = event.key()
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._turn(_DAYS if key == Qt.Key.Key_PageDown else -_DAYS)
        elif place is not None and key in steps:
            self.cards[(place + steps[Qt.Key(key)]) % _DAYS].setFocus(Qt.FocusReason.TabFocusReason)
        elif place is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.day_wanted.emit(self.cards[place].day)
        elif key == Qt.Key.Key_Home:
            self.day_wanted.emit(self._today)
        else:
            super().keyPressEvent(event)

    def _turn(self, days: int) -> None:
        if self._days:
            self.week_wanted.emit(next_day(self.first_day, days))

    def _show(self) -> None:
        if not self._days:
            return
        shown = {day.day for day in self._days}
        # One stop for Tab: the chosen day, else today, else the first.
        stop = next((day for day in (self._chosen, self._today) if day in shown), self.first_day)
        for card, day in zip(self.cards, self._days, strict=True):
            seconds = day.seconds + (self._more if day.day == self._today else 0)
            card.show_day(
                day.day, card_day(day.day), self._style.length(seconds) if seconds else "–", seconds,
                day.capacity_minutes * 60, is_today=day.day == self._today, is_chosen=day.day == self._chosen,
            )  # fmt: skip
            card.setFocusPolicy(Qt.FocusPolicy.StrongFocus if day.day == stop else Qt.FocusPolicy.ClickFocus)
        self._show_sum(is_this=self._today in shown)

    def _show_sum(self, *, is_this: bool) -> None:
        seconds = sum(day.seconds for day in self._days) + (self._more if is_this else 0)
        target = sum(day.capacity_minutes for day in self._days) * 60
        title = self.tr("This week") if is_this else week_title(self.first_day, self._days[-1].day)
        of = f"/ {self._style.budget(target // 60)}" if target else ""
        self.week.show_sum(title, self._style.length(seconds) if seconds else "–", of, seconds, target, is_this=is_this)
