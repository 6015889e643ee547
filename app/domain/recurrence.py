"""Repeating: the days an RRULE names, and the periods they begin."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from itertools import islice, pairwise, takewhile
from typing import TYPE_CHECKING

from app.domain.days import next_day

if TYPE_CHECKING:
    from collections.abc import Iterable

# What is understood of RFC 5545: whole days only, and nothing that could be asked for without ever coming.
_PART = re.compile(
    r"FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)|(?:INTERVAL|COUNT)=[1-9]\d{0,3}|UNTIL=\d{8}(?:T\d{6}Z?)?|WKST=(?:MO|TU|WE|TH|FR|SA|SU)"
    r"|BYDAY=[+-]?[1-5]?(?:MO|TU|WE|TH|FR|SA|SU)(?:,[+-]?[1-5]?(?:MO|TU|WE|TH|FR|SA|SU))*"
    r"|BYMONTHDAY=-?[1-9]\d?(?:,-?[1-9]\d?)*|BYMONTH=[1-9]\d?(?:,[1-9]\d?)*|BYSETPOS=-?1"
)
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# Every day for 27 years.
MOST = 10_000


def is_rule(rule: str) -> bool:
    """Return whether a text is a rule that names whole days."""
    parts = rule.removeprefix("RRULE:").split(";")
    names = [part.partition("=")[0] for part in parts]
    if "FREQ" not in names or len(set(names)) < len(names) or not all(_PART.fullmatch(part) for part in parts):
        return False
    if not _can_come(dict(part.split("=", 1) for part in parts)):
        return False
    try:
        _dates(rule, "2024-01-01")
    except ValueError:
        return False
    return True


def _can_come(parts: dict[str, str]) -> bool:
    # 30 February is looked for until the end of the calendar, which takes seconds.
    months = [int(month) for month in parts.get("BYMONTH", "1").split(",")]
    days = [abs(int(day)) for day in parts.get("BYMONTHDAY", "1").split(",")]
    return max(months) <= len(_LONGEST) and min(days) <= max(_LONGEST[month - 1] for month in months)


def occurrences(rule: str, first_day: str, last_day: str) -> list[str]:
    """Return the days of a rule that begins on ``first_day``, up to ``last_day``; at most 10,000.

    Raises:
        ValueError: the rule is none (see is_rule).
    """
    if not is_rule(rule):
        raise ValueError(f"not a rule for repeating: {rule[:80]!r}")
    days = (found.date().isoformat() for found in _dates(rule, first_day))
    return list(islice(takewhile(lambda day: day <= last_day, days), MOST))


def repeated_periods(rule: str, first_day: str, last_day: str) -> list[tuple[str, str]]:
    """Return the periods that a rule's days begin, both ends included; the last one ends with ``last_day``."""
    days = occurrences(rule, first_day, last_day)
    if not days:
        return []
    return [(day, next_day(after, -1)) for day, after in pairwise(days)] + [(days[-1], last_day)]


def _dates(rule: str, first_day: str) -> Iterable[datetime]:
    from dateutil.rrule import rrulestr  # type: ignore[import-untyped]

    begin = datetime.combine(date.fromisoformat(first_day), time())
    return rrulestr(rule, dtstart=begin, ignoretz=True)  # type: ignore[no-any-return]
