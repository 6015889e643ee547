"""Amounts: whole minor units of a currency."""

from collections.abc import Iterable

from app.domain.entities.billing import Rate, RateScope

_HOUR = 3600


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
    wanted = {
        RateScope.PROJECT_USER: lambda rate: rate.project == project and rate.user == user,
        RateScope.PROJECT: lambda rate: rate.project == project,
        RateScope.CLIENT: lambda rate: rate.client == client,
        RateScope.USER: lambda rate: rate.user == user,
    }
    in_force = [rate for rate in rates if rate.effective_from <= day]
    for scope, fits in wanted.items():
        found = [rate for rate in in_force if rate.scope is scope and fits(rate)]
        if found:
            return max(found, key=lambda rate: rate.effective_from)
    return None
