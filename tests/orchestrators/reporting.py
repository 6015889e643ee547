"""What tests of reports share: a rate, the lines of a report, and that they add up."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from app.domain.entities.billing import Rate, RateScope
from app.orchestrators.reports.reports import Report, ReportGroup
from app.storage.context import Context
from tests.orchestrators.making import (
    put,
)
from tests.support.store import USER


def a_rate(ctx: Context, amount: int = 9500, currency: str = "EUR", **fields: Any) -> None:
    put(
        ctx,
        Rate(
            id=ctx.new_id(), created_at=0, amount=amount, currency=currency, effective_from="2020-01-01",
            **({"scope": RateScope.USER, "user": USER} | fields),
        ),
    )  # fmt: skip


def lines(groups: Iterable[ReportGroup]) -> list[tuple[str, int]]:
    return [(group.name, group.seconds) for group in groups]


def assert_adds_up(report: Report) -> None:
    """Every level sums to the one above it: seconds, entries and money."""

    def level(groups: tuple[ReportGroup, ...], seconds: int, entries: int, amounts: dict[str, int]) -> None:
        assert sum(group.seconds for group in groups) == seconds
        assert sum(group.entries for group in groups) == entries
        money: Counter[str] = Counter()
        for group in groups:
            for currency, amount in group.amounts.items():
                money[currency] += amount
            if group.children:
                level(group.children, group.seconds, group.entries, group.amounts)
        assert {c: a for c, a in money.items() if a} == {c: a for c, a in amounts.items() if a}

    level(report.groups, report.total_seconds, report.entries, report.amounts)
