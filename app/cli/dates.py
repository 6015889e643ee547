"""Days as they are written on the command line."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from app.domain.days import local_day, month_range, next_day, week_of
from app.domain.errors import RuleBroken

if TYPE_CHECKING:
    from app.storage.context import Context

_FIRST_DAY, _LAST_DAY = "1970-12-31", "9000-01-01"
# Eleven years: more than that nobody reads day by day.
_MOST_DAYS = 4_000
_RELATIVE = {"yesterday": -1, "today": 0, "tomorrow": 1}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_STEP = re.compile(r"([+-]\d{1,5})([dw])")
_MONTH = re.compile(r"\d{4}-\d{2}")
PERIODS = ("today", "yesterday", "week", "last-week", "month", "last-month", "year", "all")


def today_of(ctx: Context) -> str:
    """Return the day it is."""
    return local_day(ctx.now(), ctx.zone)


def read_day(ctx: Context, text: str | None, *, last: bool = False) -> str | None:
    """Read ``2026-03-02``, ``2026-03`` (its last day with ``last``), today, monday (the latest), -7d, +2w.

    Raises:
        RuleBroken: it is none of these.
    """
    if text is None:
        return None
    word, today = text.strip().lower(), today_of(ctx)
    if word in _RELATIVE:
        return next_day(today, _RELATIVE[word])
    weekday = [name for name in _WEEKDAYS if len(word) >= 3 and name.startswith(word)]
    if weekday:
        return next_day(today, -((date.fromisoformat(today).weekday() - _WEEKDAYS.index(weekday[0])) % 7))
    if match := _STEP.fullmatch(word):
        return next_day(today, int(match[1]) * (7 if match[2] == "w" else 1))
    try:
        return month_range(word)[last] if _MONTH.fullmatch(word) else date.fromisoformat(word).isoformat()
    except ValueError as error:
        raise RuleBroken(f"“{text}” is not a day. Write 2026-03-02, 2026-03, today, monday, -7d or +2w.") from error


def read_period(ctx: Context, text: str, week_start: int = 0) -> tuple[str | None, str | None]:
    """Return the first and the last day of today, yesterday, week, last-week, month, last-month, year, all.

    Raises:
        RuleBroken: it is none of these.
    """
    today = today_of(ctx)
    monday = week_of(today, week_start)
    before = month_range(next_day(f"{today[:7]}-01", -1)[:7])
    spans: dict[str, tuple[str | None, str | None]] = {
        "today": (today, today),
        "yesterday": (next_day(today, -1), next_day(today, -1)),
        "week": (monday, next_day(monday, 6)),
        "last-week": (next_day(monday, -7), next_day(monday, -1)),
        "month": month_range(today[:7]),
        "last-month": before,
        "year": (f"{today[:4]}-01-01", f"{today[:4]}-12-31"),
        "all": (None, None),
    }
    if text not in spans:
        raise RuleBroken(f"“{text}” is not a period. There are: {', '.join(PERIODS)}.")
    return spans[text]


def bounds(ctx: Context, since: str | None, until: str | None) -> tuple[str, str]:
    """Return the first and the last day to show: two weeks from today where nothing else is said.

    Raises:
        RuleBroken: a day cannot be read, the last is before the first, or there are too many days between them.
    """
    first = within_reach(read_day(ctx, since or "today") or "")
    last = within_reach(read_day(ctx, until, last=True) or next_day(first, 13))
    if last < first:
        raise RuleBroken(f"The last day ({last}) is before the first ({first}).")
    if last > next_day(first, _MOST_DAYS):
        raise RuleBroken(f"From {first} to {last} is too long to look at day by day. Ask for ten years at most.")
    return first, last


def within_reach(day: str) -> str:
    """Return a day, unless it is so far away that no calendar goes on beside it.

    Raises:
        RuleBroken: it is.
    """
    if not _FIRST_DAY < day < _LAST_DAY:
        raise RuleBroken(f"The day {day} is too far away.", part=day)
    return day
