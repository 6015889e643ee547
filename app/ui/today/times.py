"""Times of day as people type them, turned into instants near another one."""

import re
from datetime import datetime, timedelta

from app.domain.days import resolve_local, wall_clock

_CLOCK = re.compile(r"\s*(\d{1,2})(?:[:.h]?(\d{2}))?\s*(am|pm)?\s*", re.IGNORECASE)


def read_clock(text: str, *, near: int, tz: str) -> int | None:
    """Return the instant at which clocks show ``text`` on the day of ``near``; None when it is no time of day."""
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    day = wall_clock(near, tz).date()
    wall = datetime(day.year, day.month, day.day) + timedelta(hours=hour, minutes=minute)  # noqa: DTZ001
    found = resolve_local(wall, tz).instants
    return min(found, key=lambda instant: abs(instant - near))
