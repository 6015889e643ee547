"""Times of day as people type them, turned into instants near another one."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.days import Resolved, resolve_local, wall_clock
from app.domain.durations import parse_duration

_CLOCK = re.compile(r"(\d{1,2})(?:[:.h]?(\d{2}))?\s*(?:([ap])\.?m\.?)?", re.IGNORECASE)
_BARE = re.compile(r"(\d{1,2})(\d{2})")
_DAY_MINUTES, _HALF = 1440, 12


@dataclass(frozen=True, slots=True)
class Meant:
    """What a typed time means on a day: its wall clock, and the instants that show it."""

    wall: datetime
    found: Resolved


def read_minutes(text: str) -> int | None:
    """Return the minutes after midnight of ``9:30``, ``930``, ``9`` or ``9:30am``; None when it is no time of day."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half:
        if not 1 <= hour <= _HALF:
            return None
        hour = hour % _HALF + (_HALF if half == "p" else 0)
    minutes = hour * 60 + minute
    return None if minute > 59 or minutes > _DAY_MINUTES else minutes


def on_day_of(minutes: int, near: int, tz: str, *, days_later: int = 0) -> Meant:
    """Return what a time of day means on the day of an instant, or some days later."""
    day = wall_clock(near, tz).date()
    wall = datetime(day.year, day.month, day.day) + timedelta(days=days_later, minutes=minutes)  # noqa: DTZ001
    return Meant(wall, resolve_local(wall, tz))


def read_clock(text: str, *, near: int, tz: str) -> int | None:
    """Return the instant at which clocks show ``text`` on the day of ``near``; None when it is no time of day.

    Of a time that came twice the one nearer to ``near``.
    """
    minutes = read_minutes(text)
    if minutes is None:
        return None
    return min(on_day_of(minutes, near, tz).found.instants, key=lambda instant: abs(instant - near))


def read_length(text: str) -> int | None:
    """Return the seconds of ``1:30``, ``130``, ``1h30m``, ``90m`` or ``1.5``; None when it is no duration."""
    text = text.strip()
    bare = _BARE.fullmatch(text)
    # Nobody means 130 hours: three or four digits are hours and minutes, as on a clock.
    if bare and int(bare[2]) < 60 and len(text) > 2:
        return int(bare[1]) * 3600 + int(bare[2]) * 60
    try:
        return parse_duration(text)
    except ValueError:
        return None
