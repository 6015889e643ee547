"""What an hour of one's own costs, for the Settings page."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.storage.context import Context


def own_rate(ctx: "Context") -> tuple[int, str] | None:
    """Return what an hour costs today where no project or client has a rate, in minor units and currency."""
    from app.domain.days import local_day
    from app.domain.money import rate_for
    from app.orchestrators.rates.rates import list_rates

    rate = rate_for(list_rates(ctx), day=local_day(ctx.now(), ctx.zone), user=ctx.user)
    return None if rate is None else (rate.amount, rate.currency)


def set_own_rate(ctx: "Context", *, amount: int, currency: str) -> Any:
    """Let an hour cost so much from today on."""
    from app.orchestrators.rates.rates import set_rate

    return set_rate(ctx, amount=amount, currency=currency)
