"""Set, delete and list what an hour costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.days import local_day
from app.domain.entities.billing import Rate, RateScope
from app.domain.errors import RuleBroken
from app.orchestrators.workflow import workflow
from app.storage.unit_of_work import reading, unit_of_work

if TYPE_CHECKING:
    from app.domain.ids import ClientId, ProjectId, UserId
    from app.domain.outcome import Outcome
    from app.storage.context import Context


@workflow
def set_rate(
    ctx: Context,
    *,
    amount: int,
    currency: str,
    effective_from: str | None = None,
    project: ProjectId | None = None,
    client: ClientId | None = None,
    user: UserId | None = None,
) -> Outcome[Rate]:
    """Let an hour cost ``amount`` minor units from a day on (today when None), for what is named, else for oneself.

    Raises:
        RuleBroken: a negative amount, or a currency that is no ISO 4217 code.
    """
    if amount < 0:
        raise RuleBroken("A rate cannot be negative.", field="amount")
    if len(currency) != 3 or not currency.isalpha():
        raise RuleBroken(f"“{currency}” is not a currency code such as EUR.", field="currency")
    day = effective_from or local_day(ctx.now(), ctx.zone)
    scope = _scope(project, client, user)
    with unit_of_work(ctx, "set_rate", f"{amount / 100:.2f} {currency.upper()}") as work:
        owner = user or (ctx.user if scope is RateScope.USER else None)
        rate = Rate(
            id=ctx.new_id(), created_at=ctx.now(), scope=scope, amount=amount, currency=currency.upper(),
            effective_from=day, user=owner, client=client, project=project,
        )  # fmt: skip
        for old in work.rates.all():
            same = (old.scope, old.user, old.client, old.project, old.effective_from)
            if same == (rate.scope, rate.user, rate.client, rate.project, rate.effective_from):
                work.rates.delete(old.id)
        work.rates.save(rate)
    return work.outcome(rate)


@workflow
def delete_rate(ctx: Context, id: str) -> Outcome[Rate]:  # noqa: A002 - the field's own name
    """Delete a rate.

    Raises:
        NotFound: it is gone.
    """
    with unit_of_work(ctx, "delete_rate") as work:
        rate = work.rates.require(id)
        work.rates.delete(id)
    return work.outcome(rate)


@workflow
def list_rates(ctx: Context) -> list[Rate]:
    """Return every rate, by the day it takes effect."""
    with reading(ctx) as read:
        return read.rates.all()


def _scope(project: str | None, client: str | None, user: str | None) -> RateScope:
    if project and user:
        return RateScope.PROJECT_USER
    if project:
        return RateScope.PROJECT
    return RateScope.CLIENT if client else RateScope.USER
