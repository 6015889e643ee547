"""What the page of working hours asks of the workflows."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from app.domain.days import local_day
from app.ui.ranges.spans import days_of

if TYPE_CHECKING:
    from app.orchestrators.work_hours.analytics import WorkHours
    from app.storage.context import Context
    from app.ui.ranges.range_filter import Chosen

By = Literal["day", "week", "month"]
# More days than that are told by week, more weeks by month.
_MOST_DAYS, _MOST_WEEKS = 186, 190


@dataclass(frozen=True, slots=True)
class BalanceView:
    """The working hours of some days, as of today; ``by`` may be coarser than what was asked for."""

    hours: "WorkHours"
    today: str
    by: By


def load_balance(ctx: "Context", *, chosen: "Chosen", by: By) -> BalanceView:
    """Return the working hours of the chosen days; an end that was left open is today."""
    from app.orchestrators.work_hours.analytics import work_hours_analytics

    since, until = days_of(ctx, *chosen)
    today = local_day(ctx.now(), ctx.zone)
    since, until = since or min(today, until or today), until or max(today, since or today)
    coarse = _coarse(by, since, until)
    return BalanceView(work_hours_analytics(ctx, since=since, until=until, by=coarse), today, coarse)


def _coarse(by: By, since: str, until: str) -> By:
    days = (date.fromisoformat(until) - date.fromisoformat(since)).days + 1
    if by == "day" and days > _MOST_DAYS:
        by = "week"
    return "month" if by == "week" and days > 7 * _MOST_WEEKS else by
