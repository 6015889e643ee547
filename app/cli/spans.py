"""Weekdays, working hours and spans of a day as they are written on the command line."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.cli.dates import read_day, today_of, within_reach
from app.cli.words import read_instant
from app.domain.days import next_day, weekday
from app.domain.durations import parse_duration
from app.domain.errors import RuleBroken
from app.domain.quick_entry.clocks import DAY_MINUTES, FROM_FOR, RANGE, WEEKDAYS, clock_range, clock_time

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.storage.context import Context

NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_GROUPS = {"daily": range(7), "weekdays": range(5), "weekend": range(5, 7)}


def read_weekdays(text: str) -> tuple[int, ...]:
    """Read ``mon-fri``, ``mon,wed``, ``fri``, ``sat-mon``, daily, weekdays or weekend; returns 0 for Monday … 6.

    Raises:
        RuleBroken: it is none of these.
    """
    found: set[int] = set()
    for part in text.lower().replace(" ", "").split(","):
        if part in _GROUPS:
            found.update(_GROUPS[part])
            continue
        first, dash, last = part.replace("–", "-").partition("-")
        begin, end = _weekday(first), _weekday(last if dash else first)
        if begin is None or end is None:
            raise RuleBroken(f"“{text}” names no days of the week. Write mon-fri, mon,wed or sat.", part=text)
        found.update((begin + step) % 7 for step in range((end - begin) % 7 + 1))
    return tuple(sorted(found))


def _weekday(word: str) -> int | None:
    if word in WEEKDAYS:
        return WEEKDAYS[word]
    fits = {number for name, number in WEEKDAYS.items() if len(word) > 1 and name.startswith(word)}
    return fits.pop() if len(fits) == 1 else None


def weekday_names(numbers: Iterable[int]) -> str:
    """Return weekdays as ``Mon–Fri`` or ``Mon, Wed``."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{NAMES[run[0]]}–{NAMES[run[-1]]}" if len(run) > 1 else NAMES[run[0]] for run in runs)


def read_hours(text: str) -> tuple[int, int]:
    """Read ``9:00-17:00``, ``9-17`` or ``9am-5pm``; returns minutes after midnight.

    Raises:
        RuleBroken: it is no span of hours.
    """
    match = RANGE.fullmatch(text.strip())
    found = clock_range(match.group(1, 2, 3), match.group(4, 5, 6)) if match else None
    if found is None:
        raise RuleBroken(f"“{text}” is no span of hours. Write 9:00-17:00.", part=text)
    return found


def read_span(ctx: Context, day: str, text: str, repeated: str | None = None) -> tuple[int, int]:
    """Read ``9:00-15:00`` or ``14:00+1:30`` on a day; returns two instants. An end before the start is the next day's.

    Raises:
        RuleBroken: it is no span, or a time that the clocks skipped, or showed twice and it is not said which.
    """
    if match := FROM_FOR.fullmatch(text.strip()):
        begin = clock_time(match[1], match[2], match[3])
        if begin is None or begin == DAY_MINUTES:
            raise RuleBroken(f"“{text}” is no span of a day. Write 9:00-15:00 or 14:00+1:30.", part=text)
        start = _instant(ctx, day, begin, repeated)
        return start, start + parse_duration(match[4])
    begin, end = read_hours(text)
    if begin == end:
        raise RuleBroken(f"“{text}” begins and ends at the same time. Nothing was planned.", part=text)
    return _instant(ctx, day, begin, repeated), _instant(ctx, day, end + DAY_MINUTES * (end < begin), repeated)


def _instant(ctx: Context, day: str, minute: int, repeated: str | None) -> int:
    wall = datetime.fromisoformat(day) + timedelta(minutes=minute)
    return read_instant(ctx, f"{wall:%Y-%m-%d %H:%M}", repeated=repeated)


def read_day_ahead(ctx: Context, text: str) -> str:
    """Read a day as ``read_day`` does, but a weekday's name means the next one, today included.

    Raises:
        RuleBroken: it is none.
    """
    number = _weekday(text.strip().lower())
    today = today_of(ctx)
    if number is not None:
        return next_day(today, (number - weekday(today)) % 7)
    return within_reach(read_day(ctx, text) or today)


def clock(minute: int) -> str:
    """Return minutes after midnight as ``9:00``."""
    return f"{minute // 60}:{minute % 60:02d}"
