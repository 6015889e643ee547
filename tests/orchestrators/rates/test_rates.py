"""Rates: what an hour costs, for whom, from when."""

from typing import Any

import pytest

from app.domain.entities.billing import RateScope
from app.domain.errors import NotFound, RuleBroken
from app.domain.ids import ClientId, ProjectId, UserId
from app.orchestrators.rates.rates import delete_rate, list_rates, set_rate
from app.storage.context import Context
from tests.orchestrators.making import a_client, a_project
from tests.support.store import USER


def test_a_rate_is_for_what_is_named(ctx: Context) -> None:
    project, client, other = a_project(ctx), a_client(ctx), UserId(ctx.new_id())

    mine = set_rate(ctx, amount=9500, currency="eur").value
    of_project = set_rate(
        ctx, amount=8000, currency="EUR", project=ProjectId(project.id), client=ClientId(client.id)
    ).value
    of_client = set_rate(
        ctx, amount=7000, currency="EUR", client=ClientId(client.id), effective_from="2026-01-01"
    ).value
    theirs = set_rate(ctx, amount=6000, currency="EUR", project=ProjectId(project.id), user=other).value

    assert (mine.scope, mine.user, mine.currency, mine.effective_from) == (RateScope.USER, USER, "EUR", "2026-03-02")
    assert (of_project.scope, of_project.client, of_project.user) == (RateScope.PROJECT, None, None)
    assert (of_client.scope, of_client.client) == (RateScope.CLIENT, client.id)
    assert (theirs.scope, theirs.user) == (RateScope.PROJECT_USER, other)
    assert list_rates(ctx)[0] == of_client
    assert len(list_rates(ctx)) == 4


def test_a_rate_from_the_same_day_replaces_the_one_before(ctx: Context) -> None:
    set_rate(ctx, amount=9000, currency="EUR")
    kept = set_rate(ctx, amount=8000, currency="EUR", effective_from="2026-01-01").value

    newest = set_rate(ctx, amount=9500, currency="EUR").value

    assert list_rates(ctx) == [kept, newest]
    assert delete_rate(ctx, newest.id).value == newest
    assert list_rates(ctx) == [kept]
    with pytest.raises(NotFound):
        delete_rate(ctx, newest.id)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"amount": -1, "currency": "EUR"}, "amount"),
        ({"amount": 1, "currency": "Euro"}, "currency"),
        ({"amount": 1, "currency": "EUR", "effective_from": "1.1."}, "effective_from"),
    ],
    ids=["amount", "currency", "day"],
)
def test_an_impossible_rate_is_refused(ctx: Context, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        set_rate(ctx, **fields)

    assert [problem.field for problem in caught.value.problems] == [field]
    assert list_rates(ctx) == []


def test_a_rate_needs_its_project_or_client(ctx: Context) -> None:
    with pytest.raises(NotFound):
        set_rate(ctx, amount=1, currency="EUR", project=ProjectId(ctx.new_id()))
    with pytest.raises(NotFound):
        set_rate(ctx, amount=1, currency="EUR", client=ClientId(ctx.new_id()))
