"""Rules of iCalendar, checked so that working them out comes to an end."""

from __future__ import annotations

import re

from app.domain.recurrence import can_come, never_meets, parts_of

_WEEKDAY = r"(?:[+-]?[1-9]\d?)?(?:MO|TU|WE|TH|FR|SA|SU)"
_FORMS = {
    "FREQ": r"[A-Z]+",
    "INTERVAL": r"[1-9]\d{0,3}",
    "COUNT": r"[1-9]\d{0,4}",
    "UNTIL": r"\d{8}(?:T\d{6}Z?)?",
    "WKST": r"MO|TU|WE|TH|FR|SA|SU",
    "BYDAY": rf"{_WEEKDAY}(?:,{_WEEKDAY})*",
}
# The highest number of each list that may also be counted from the end, with a minus; and of those that may not.
_HIGHEST = {"BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53, "BYSETPOS": 366}
_FROM_ONE, _FROM_ZERO = {"BYMONTH": 12}, {"BYHOUR": 23, "BYMINUTE": 59, "BYSECOND": 59}
_WHOLE_DAYS = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_MOST_TIMES_A_DAY = 24


def checked_parts(rule: str, first_day: str) -> dict[str, str]:
    """Return the parts of a rule that begins on a day.

    Raises:
        ValueError: it cannot be read, never comes, or comes more often than can be shown; the text says which.
    """
    try:
        parts = {name.strip().upper(): value.strip().upper() for name, value in parts_of(rule.rstrip("; ")).items()}
        fits = all(_fits(name, value) for name, value in parts.items())
    except ValueError:
        fits = False
    if not fits:
        raise ValueError(f"its repetition “{rule[:60]}” cannot be read")
    if parts.get("FREQ") not in _WHOLE_DAYS:
        raise ValueError(
            f"it repeats by “{parts.get('FREQ', '')[:20]}”, which is no number of days, weeks, months or years"
        )
    times = 1
    for name in _FROM_ZERO:
        times *= len(parts.get(name, "").split(","))
    if times > _MOST_TIMES_A_DAY:
        raise ValueError("it repeats more often a day than a plan can show")
    if not can_come(parts) or never_meets(parts, first_day):
        raise ValueError(f"its repetition “{rule[:60]}” names a day that never comes")
    return parts


def _fits(name: str, value: str) -> bool:
    if name in _FORMS:
        return re.fullmatch(_FORMS[name], value) is not None
    numbers = [int(number) for number in value.split(",")]
    if name in _HIGHEST:
        return all(1 <= abs(number) <= _HIGHEST[name] for number in numbers)
    lowest = 1 if name in _FROM_ONE else 0
    highest = (_FROM_ONE | _FROM_ZERO).get(name, -1)
    return all(lowest <= number <= highest for number in numbers)
