"""Set, delete and list what an hour costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.entities.billing import Rate, RateScope
from app.domain.errors import raise_if_blocked
from app.domain.rules.planning import check_rate
from app.orchestrators.progress import today_of
from app.orchestrators.workflow import workflow
from app.storage.unit_of_work import reading, unit_of_work

if TYPE_CHECKING:
    from app.domain.ids import ClientId, ProjectId, UserId
    from app.domain.outcome import Outcome
    from app.storage.context import Context
    from app.storage.unit_of_work import UnitOfWork


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

    A project's rate is everybody's, or with ``user`` one person's. A second rate from the same day replaces the first.

    Raises:
        NotFound: the project or client is gone. RuleBroken: a negative amount, a currency that is no ISO 4217 code,
            or a day that is none.
    """
    scope = _scope(project, client, user)
    with unit_of_work(ctx, "set_rate", f"{amount / 100:.2f} {currency.upper()}") as work:
        _require_known(work, project, client)
        rate = Rate(
            id=ctx.new_id(),
            created_at=ctx.now(),
            scope=scope,
            amount=amount,
            currency=currency.upper(),
            effective_from=effective_from or today_of(ctx, work),
            # Only what the scope speaks of is kept.
            user=(user or ctx.user) if scope in (RateScope.USER, RateScope.PROJECT_USER) else None,
            client=client if scope is RateScope.CLIENT else None,
            project=project,
        )
        raise_if_blocked(check_rate(rate))
        work.rates.delete_all(old.id for old in work.rates.all() if _meaning(old) == _meaning(rate))
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
        work.describe(f"{rate.amount / 100:.2f} {rate.currency}")
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


def _meaning(rate: Rate) -> tuple[str | None, ...]:
    return (rate.scope, rate.user, rate.client, rate.project, rate.effective_from)


def _require_known(work: UnitOfWork, project: str | None, client: str | None) -> None:
    if project:
        work.projects.require(project)
    if client:
        work.clients.require(client)
