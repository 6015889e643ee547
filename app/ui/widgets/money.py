"""Amounts of money in the locale's way."""

from PySide6.QtCore import QLocale

_USUAL_PLACES = 2


def places(currency: str) -> int:
    """Return how many decimal places a currency has: 2 for EUR, 0 for JPY; 2 for a code nobody knows."""
    from babel.numbers import UnknownCurrencyError, get_currency_precision

    try:
        return int(get_currency_precision(currency))
    except UnknownCurrencyError:
        return _USUAL_PLACES


def amount_of(minor: int, currency: str) -> str:
    """Return minor units as the locale writes money: ``10.379,34 €``."""
    from decimal import Decimal

    from babel.numbers import format_currency

    amount = Decimal(minor).scaleb(-places(currency))
    return format_currency(amount, currency, locale=_babel_locale())


def _babel_locale() -> str:
    name = QLocale().name()
    return "en" if name == "C" else name
