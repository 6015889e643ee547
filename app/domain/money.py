"""Amounts: whole minor units of a currency."""

from collections.abc import Iterable

from app.domain.entities.billing import Rate, RateScope

_HOUR = 3600

# ISO 4217: currencies whose smallest unit is not a hundredth.
_WHOLE = frozenset(
    ("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF")
)
_THOUSANDTHS = frozenset(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"))


def amount_minor(rate_minor: int, seconds: int) -> int:
    """Return ``round_half_even(rate × seconds ÷ 3600)`` in minor units, exactly.

    95.00 an hour for 50 minutes is 79.17. Totals add these rounded amounts, so that a printed list adds up.
    """
    whole, rest = divmod(rate_minor * seconds, _HOUR)
    up = rest * 2 > _HOUR or (rest * 2 == _HOUR and whole % 2 == 1)
    return whole + up


def rate_for(
    rates: Iterable[Rate], *, day: str, user: str | None = None, project: str | None = None, client: str | None = None
) -> Rate | None:
    """Return the rate of an entry: the newest in force on its day, in the first scope that has one.

    The scopes in order: project and user, project, client, user.
    """
    in_force = [rate for rate in rates if rate.effective_from <= day]
    for scope in RateScope:
        found = [rate for rate in in_force if rate.scope is scope and _fits(rate, user, project, client)]
        if found:
            # Two devices may set two for the same day; every device takes the same one.
            return max(found, key=lambda rate: (rate.effective_from, rate.created_at, rate.id))
    return None


def _fits(rate: Rate, user: str | None, project: str | None, client: str | None) -> bool:
    if rate.scope is RateScope.PROJECT_USER:
        return rate.project == project and rate.user == user
    if rate.scope is RateScope.PROJECT:
        return rate.project == project
    if rate.scope is RateScope.CLIENT:
        return rate.client == client
    return rate.user == user


def minor_digits(currency: str) -> int:
    """Return how many digits the smallest unit of a currency is away from the whole."""
    code = currency.upper()
    return 0 if code in _WHOLE else 3 if code in _THOUSANDTHS else 2
