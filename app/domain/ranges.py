"""Ranges of days by name: this week, last month, this quarter, as of a day."""

from datetime import date
from enum import StrEnum

from app.domain.days import month_of, month_range, next_day, week_of

Span = tuple[str | None, str | None]
"""First and last day, both included; None is open."""


class Range(StrEnum):
    """The names, in the order in which they are offered."""

    ALL = "all"
    THIS_WEEK = "this_week"
    LAST_WEEK = "last_week"
    NEXT_WEEK = "next_week"
    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    NEXT_MONTH = "next_month"
    LAST_30_DAYS = "last_30_days"
    THIS_QUARTER = "this_quarter"
    LAST_QUARTER = "last_quarter"
    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"


def span_of(name: Range, today: str, week_start: int = 0) -> Span:
    """Return the days of a range as of ``today``; weeks begin on ``week_start``, 0 is Monday."""
    week, month, year = week_of(today, week_start), month_of(today), today[:4]
    quarter = _quarter(today)
    return {
        Range.ALL: (None, None),
        Range.THIS_WEEK: (week, next_day(week, 6)),
        Range.LAST_WEEK: (next_day(week, -7), next_day(week, -1)),
        Range.NEXT_WEEK: (next_day(week, 7), next_day(week, 13)),
        Range.THIS_MONTH: month_range(month),
        Range.NEXT_MONTH: month_range(month_of(next_day(month_range(month)[1]))),
        Range.LAST_MONTH: month_range(month_of(next_day(f"{month}-01", -1))),
        Range.LAST_30_DAYS: (next_day(today, -29), today),
        Range.THIS_QUARTER: quarter,
        Range.LAST_QUARTER: _quarter(next_day(quarter[0], -1)),
        Range.THIS_YEAR: (f"{year}-01-01", f"{year}-12-31"),
        Range.LAST_YEAR: (f"{int(year) - 1:04d}-01-01", f"{int(year) - 1:04d}-12-31"),
    }[name]


def _quarter(day: str) -> tuple[str, str]:
    found = date.fromisoformat(day)
    first = found.replace(month=(found.month - 1) // 3 * 3 + 1, day=1)
    return first.isoformat(), month_range(month_of(first.replace(month=first.month + 2).isoformat()))[1]
