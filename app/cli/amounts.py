"""Amounts of money as they read on the command line."""

from app.domain.money import minor_digits


def decimal(minor: int, currency: str) -> str:
    """Return an amount as ``1234.50``."""
    digits = minor_digits(currency)
    return f"{minor / 10**digits:.{digits}f}"


def money(minor: int, currency: str) -> str:
    """Return an amount as ``1234.50 EUR``."""
    return f"{decimal(minor, currency)} {currency}"
