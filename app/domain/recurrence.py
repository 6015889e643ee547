"""Repeating: the days an RRULE names, and the periods they begin."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice, pairwise, takewhile
from typing import TYPE_CHECKING

from app.domain.days import next_day, weekday

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# What is understood of RFC 5545: whole days only, and nothing that could be asked for without ever coming.
_PART = re.compile(
    r"FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)|(?:INTERVAL|COUNT)=[1-9]\d{0,3}|UNTIL=\d{8}(?:T\d{6}Z?)?|WKST=(?:MO|TU|WE|TH|FR|SA|SU)"
    r"|BYDAY=[+-]?[1-5]?(?:MO|TU|WE|TH|FR|SA|SU)(?:,[+-]?[1-5]?(?:MO|TU|WE|TH|FR|SA|SU))*"
    r"|BYMONTHDAY=-?[1-9]\d?(?:,-?[1-9]\d?)*|BYMONTH=[1-9]\d?(?:,[1-9]\d?)*|BYSETPOS=-?1"
)
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# Every day for 27 years.
MOST = 10_000
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_STEPS = {"DAILY": 1, "WEEKLY": 7}


@lru_cache(maxsize=2048)
def is_rule(rule: str) -> bool:
    """Return whether a text is a rule that names whole days."""
    parts = rule.removeprefix("RRULE:").split(";")
    names = [part.partition("=")[0] for part in parts]
    if "FREQ" not in names or len(set(names)) < len(names) or not all(_PART.fullmatch(part) for part in parts):
        return False
    if not can_come(parts_of(rule)):
        return False
    try:
        _dates(rule, "2024-01-01")
    except ValueError:
        return False
    return True


def can_come(parts: Mapping[str, str]) -> bool:
    """Return whether there are days that the parts of a rule name; 30 February is none.

    Raises:
        ValueError: what should be numbers are none.
    """
    # 30 February is looked for until the end of the calendar, which takes seconds.
    months = [int(month) for month in parts.get("BYMONTH", "1").split(",")]
    days = [abs(int(day)) for day in parts.get("BYMONTHDAY", "1").split(",")]
    return max(months) <= len(_LONGEST) and min(days) <= max(_LONGEST[month - 1] for month in months)


def occurrences(rule: str, first_day: str, last_day: str, *, since: str = "") -> list[str]:
    """Return the days of a rule that begins on ``first_day``, from ``since`` up to ``last_day``; at most 10,000.

    However long ago a rule began, its days are looked for where they are asked for.

    Raises:
        ValueError: the rule is none (see is_rule).
    """
    return list(islice(takewhile(lambda day: day <= last_day, _days(rule, first_day, since)), MOST))


def next_occurrence(rule: str, first_day: str, since: str) -> str | None:
    """Return the first day from ``since`` on of a rule that begins on ``first_day``, None when no more come.

    Raises:
        ValueError: the rule is none (see is_rule).
    """
    return next(iter(_days(rule, first_day, since)), None)


def is_occurrence(rule: str, first_day: str, day: str) -> bool:
    """Return whether a rule that begins on ``first_day`` names a day."""
    return next_occurrence(rule, first_day, day) == day


def _days(rule: str, first_day: str, since: str) -> Iterable[str]:
    if not is_rule(rule):
        raise ValueError(f"not a rule for repeating: {rule[:80]!r}")
    last = last_occurrence(rule, first_day)
    if never_meets(parts_of(rule), first_day) or (last is not None and last < since):
        return ()
    nearer = _nearer(rule, first_day, since)
    dates = _dates(rule if nearer == first_day else _without_count(rule), nearer)
    days = (found.date().isoformat() for found in dates)
    return (day for day in takewhile(lambda day: last is None or day <= last, days) if day >= since)


def never_meets(parts: Mapping[str, str], first_day: str) -> bool:
    """Return whether a rule of every seventh day waits for another day of the week than the one it began on."""
    if parts["FREQ"] != "DAILY" or int(parts.get("INTERVAL", "1")) % 7 or "BYDAY" not in parts:
        return False
    return WEEKDAYS[weekday(first_day)] not in {day[-2:] for day in parts["BYDAY"].split(",")}


@lru_cache(maxsize=2048)
def last_occurrence(rule: str, first_day: str) -> str | None:
    """Return the last day of a rule that counts its days, None of one that does not."""
    if "COUNT" not in parts_of(rule) or never_meets(parts_of(rule), first_day):
        return None
    last = first_day
    for found in _dates(rule, first_day):
        last = found.date().isoformat()
    return last


def parts_of(rule: str) -> dict[str, str]:
    """Return the parts of a rule, by name."""
    return dict(part.split("=", 1) for part in rule.removeprefix("RRULE:").split(";"))


def rule_of(parts: Mapping[str, str]) -> str:
    """Return the rule of some parts."""
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _nearer(rule: str, first_day: str, since: str) -> str:
    """Return a day shortly before ``since`` from which a daily or weekly rule names the same days as from its first."""
    parts = parts_of(rule)
    step = _STEPS.get(parts["FREQ"], 0) * int(parts.get("INTERVAL", "1"))
    if not step or since <= first_day:
        return first_day
    first = date.fromisoformat(first_day)
    gone = (date.fromisoformat(since) - first).days
    # A week earlier than needed: a weekly rule may name days before the weekday it began on.
    return (first + timedelta(days=max(0, gone // step - 1) * step)).isoformat()


def _without_count(rule: str) -> str:
    return rule_of({name: value for name, value in parts_of(rule).items() if name != "COUNT"})


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
