"""Amounts of money as they read on the command line."""

# ISO 4217: currencies whose smallest unit is not a hundredth.
_WHOLE = frozenset(
    ("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF")
)
_THOUSANDTHS = frozenset(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"))


def minor_digits(currency: str) -> int:
    """Return how many digits the smallest unit of a currency is away from the whole."""
    code = currency.upper()
    return 0 if code in _WHOLE else 3 if code in _THOUSANDTHS else 2


def decimal(minor: int, currency: str) -> str:
    """Return an amount as ``1234.50``."""
    digits = minor_digits(currency)
    return f"{minor / 10**digits:.{digits}f}"


def money(minor: int, currency: str) -> str:
    """Return an amount as ``1234.50 EUR``."""
    return f"{decimal(minor, currency)} {currency}"
