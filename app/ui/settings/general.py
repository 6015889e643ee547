"""How times, dates and money are written, when a week and a day begin, and what an hour costs."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QPushButton

from app.ui.settings.section import Section
from app.ui.widgets.choice import Choice
from app.ui.widgets.field import Field
from app.ui.widgets.rows_card import RowsCard
from app.ui.widgets.value_fields import MoneyField

if TYPE_CHECKING:
    from app.orchestrators.preferences import Settings

_MINUTES_OF_HOUR = 60
_LATEST_DAY_START = 6
_BOX_WIDTH = 204
_CURRENCIES = (
    "AUD", "BGN", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HUF", "ILS", "INR", "JPY", "KRW",
    "MXN", "NOK", "NZD", "PLN", "RON", "SEK", "SGD", "TRY", "UAH", "USD", "ZAR",
)  # fmt: skip


class GeneralSection(Section):
    """Settings that follow the person to every device."""

    rate_wanted = Signal(int, str)
    """What an hour costs from today on: minor units and currency."""

    def build(self) -> None:
        """Make the controls."""
        self._boxes: dict[str, Choice] = {}
        self._add_formats()
        self._add_days()
        self._add_money()

    def _add_formats(self) -> None:
        card = self.card(self.tr("Times and durations"))
        self._add(card, "duration_style", self.tr("Durations"), self.tr("How tracked time is written"), [
            (self.tr("1:30"), "h:mm"),
            (self.tr("1:30:05"), "h:mm:ss"),
            (self.tr("1.50 h"), "decimal"),
        ])  # fmt: skip
        self._add(card, "clock24", self.tr("Clock"), self.tr("How times of day are written"), [
            (self.tr("As the system"), None),
            (self.tr("14:30 (24 hours)"), True),
            (self.tr("2:30 pm (12 hours)"), False),
        ])  # fmt: skip
        about = self.tr("Dates, numbers and month names follow your system: {language}").format(
            language=QLocale().nativeLanguageName() or self.tr("English")
        )
        card.add(self.tr("Language and region"), about)

    def _add_days(self) -> None:
        card = self.card(self.tr("Weeks and days"))
        days = [(QLocale().standaloneDayName(day), day - 1) for day in (1, 6, 7)]
        self._add(card, "week_start", self.tr("The week starts on"), self.tr("In the week strip and reports"), days)
        hours = [(self.tr("Midnight"), 0)] + [
            (f"{hour}:00", hour * _MINUTES_OF_HOUR) for hour in range(1, _LATEST_DAY_START + 1)
        ]
        about = self.tr("Work after midnight and before this time counts for the day before")
        self._add(card, "day_starts_at", self.tr("The day starts at"), about, hours)

    def _add_money(self) -> None:
        card = self.card(self.tr("Money"))
        choices = [(code, code) for code in _CURRENCIES]
        about = self.tr("For rates and amounts where a client names no other")
        self._add(card, "currency", self.tr("Currency"), about, choices)
        self.rate, self.set_rate = MoneyField(), QPushButton(self.tr("Set"))
        self.rate.setFixedWidth(96)
        self._rate_field = Field("", self.rate)
        self.rate.setAccessibleName(self.tr("Your hourly rate"))
        self.rate.returnPressed.connect(self._say_rate)
        self.set_rate.clicked.connect(self._say_rate)
        about = self.tr("From today on, where a project or client has none of its own")
        card.add(self.tr("Your hourly rate"), about, self._rate_field, self.set_rate)

    def _say_rate(self) -> None:
        problem = self.rate.problem("amount")
        if problem is not None:
            self._rate_field.show_problem(problem)
            return
        self._rate_field.clear()
        currency = str(self._boxes["currency"].currentData())
        self.rate_wanted.emit(self.rate.minor_units(currency), currency)

    def _add(self, card: RowsCard, name: str, title: str, about: str, choices: Sequence[tuple[str, object]]) -> None:
        box = Choice(choices)
        # All as wide as the widest, so that they stand under one another.
        box.setFixedWidth(_BOX_WIDTH)
        box.activated.connect(lambda _place: self.changed.emit({name: box.currentData()}))
        card.add(title, about, box)
        self._boxes[name] = box

    def box(self, name: str) -> Choice:
        """Return the control of a setting."""
        return self._boxes[name]

    def show_settings(self, settings: "Settings") -> None:
        """Show what is stored."""
        for name, box in self._boxes.items():
            value = getattr(settings, name)
            if box.place_of(value) < 0:
                box.offer(str(value), value)
            box.choose(value)

    def show_rate(self, rate: tuple[int, str] | None) -> None:
        """Show what an hour costs today, in minor units and a currency; nothing when no rate is set."""
        self.rate.set_minor_units(*(rate or (None, "EUR")))
