"""Repeating: the days an RRULE names, and the periods they begin."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from app.domain.days import next_day

if TYPE_CHECKING:
    from collections.abc import Iterator

# A rule by the hour or second would never come to an end; nothing here repeats within a day.
_RULE = re.compile(r"(RRULE:)?(?=.*\bFREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)\b)[A-Z]+=[A-Z0-9+,-]+(;[A-Z]+=[A-Z0-9+,-]+)*")
_WITHIN_A_DAY = re.compile(r"\bBY(HOUR|MINUTE|SECOND)=")
MOST = 2_000


def is_rule(rule: str) -> bool:
    """Return whether a text is a rule that names whole days."""
    if not _RULE.fullmatch(rule) or _WITHIN_A_DAY.search(rule):
        return False
    try:
        next(_dates(rule, "2024-01-01", "2024-01-01"), None)
    except ValueError:
        return False
    return True


def occurrences(rule: str, first_day: str, last_day: str) -> list[str]:
    """Return the days of a rule that begins on ``first_day``, up to ``last_day``; at most 2,000.

    Raises:
        ValueError: the rule is none (see is_rule).
    """
    if not is_rule(rule):
        raise ValueError(f"not a rule for repeating: {rule[:80]!r}")
    return list(islice(_dates(rule, first_day, last_day), MOST))


def repeated_periods(rule: str, first_day: str, last_day: str) -> list[tuple[str, str]]:
    """Return the periods that a rule's days begin, both ends included; the last one ends with ``last_day``."""
    days = occurrences(rule, first_day, last_day)
    if not days:
        return []
    return [(day, next_day(after, -1)) for day, after in pairwise(days)] + [(days[-1], last_day)]


def _dates(rule: str, first_day: str, last_day: str) -> Iterator[str]:
    from dateutil.rrule import rrulestr  # type: ignore[import-untyped]

    begin = datetime.combine(date.fromisoformat(first_day), time())
    for found in rrulestr(rule, dtstart=begin, ignoretz=True):
        day = found.date().isoformat()
        if day > last_day:
            return
        yield day
