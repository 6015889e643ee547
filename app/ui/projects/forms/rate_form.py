"""What an hour costs, from a day on."""

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from app.domain.problems import Problem
from app.ui.projects.forms.form import Form
from app.ui.widgets.value_fields import CurrencyField, DateField, MoneyField


class RateForm(Form):
    """Amount, currency, first day; what was tracked before that day keeps its older rate."""

    def __init__(self, currency: str, today: str, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._save_label = self.tr("Set rate")
        self._save.setText(self._save_label)
        self._amount, self._currency, self._from = MoneyField(), CurrencyField(currency), DateField()
        self._from.set_day(today)
        self.add("amount", self.tr("Amount per hour"), self._amount)
        self.add("currency", self.tr("Currency"), self._currency)
        self.pair("amount", "currency")
        hint = self.tr("Time before this day keeps the rate it had. Leave it empty for today.")
        self.add("effective_from", self.tr("From"), self._from, hint=hint)
        self.finish()
        self.setFocusProxy(self._amount)

    def own_problems(self) -> list[Problem]:
        """Return what can't be read."""
        found = [
            self._amount.problem("amount"),
            self._currency.problem("currency"),
            self._from.problem("effective_from"),
        ]
        return [problem for problem in found if problem is not None]

    def values(self) -> Mapping[str, object]:
        """Return the amount in minor units, the currency, the first day."""
        currency = self._currency.text().strip().upper()
        return {
            "amount": self._amount.minor_units(currency),
            "currency": currency,
            "effective_from": self._from.day(),
        }
