"""Reports and lists of our store beside the floor's."""

import sqlite3
from collections.abc import Callable
from functools import partial

from app.orchestrators.reports.reports import summary_report
from app.storage.context import Context
from app.storage.filters import EntryFilter
from app.storage.unit_of_work import Repositories, reading
from tests.benchmarks.floor import MONTH, QUESTIONS, YEAR
from tests.benchmarks.generate import NEEDLE
from tests.benchmarks.measure import Measured, alternately

_MONTH_DAYS = (f"{MONTH}-01", f"{MONTH}-31")
_YEAR_DAYS = (YEAR[0], "2024-12-31")
CAP_MS, SEARCH_CAP_MS = 15.0, 30.0


def _totals(*keys: str, days: tuple[str, str] | None = None) -> Callable[[Repositories], object]:
    chosen = EntryFilter(since_day=days and days[0], until_day=days and days[1])
    return lambda read: read.totals.by(*keys, chosen=chosen)


# What the store answers, model for row, beside the same question in hand-written SQL.
STORE: dict[str, Callable[[Repositories], object]] = {
    "month by project": _totals("project", days=_MONTH_DAYS),
    "year by week": _totals("week", "project", days=(YEAR[0], "2025-01-05")),
    "full history by project": _totals("project"),
    "tag totals": _totals("tag"),
    "last 50": lambda read: read.time_entries.recent(limit=50),
    "text search": lambda read: read.time_entries.search(NEEDLE),
}

# The same as a person's report: names, colours, nesting, order; no floor has those, so they have a cap of their own.
REPORTS: dict[str, Callable[[Context], object]] = {
    "report: month by project": partial(
        summary_report, since=_MONTH_DAYS[0], until=_MONTH_DAYS[1], group_by=("project",)),
    "report: year by week and project": partial(
        summary_report, since=_YEAR_DAYS[0], until=_YEAR_DAYS[1], group_by=("week", "project")),
    "report: full history by client and project": partial(summary_report, group_by=("client", "project")),
}  # fmt: skip


def ask(ctx: Context, floor: sqlite3.Connection, size: str) -> list[Measured]:
    """Ask both stores every question."""

    def in_sql(name: str) -> object:
        return floor.execute(*QUESTIONS[name]).fetchall()

    measured = []
    for name, question in STORE.items():
        with reading(ctx) as read:
            ours, least = alternately(partial(question, read), partial(in_sql, name), rounds=15)
        cap = SEARCH_CAP_MS if name == "text search" else CAP_MS
        measured.append(Measured(name, size, ours, least, budget=2, cap_ms=cap, unfelt_ms=1))
    for name, report in REPORTS.items():
        (ours,) = alternately(partial(report, ctx))
        measured.append(Measured(name, size, ours, cap_ms=300))
    return measured
