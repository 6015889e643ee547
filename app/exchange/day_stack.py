"""Work of which only the day and the length are known: each day's entries are laid end to end, from nine o'clock on."""

from __future__ import annotations

from datetime import datetime, timedelta

NOTE = "This file says how long, but not when: each day's entries were laid end to end from 9:00 on."
_DAY = timedelta(days=1)
_MORNING = timedelta(hours=9)


class DayStack:
    """Where the next entry of a day begins. Make a new one for every reading."""

    def __init__(self) -> None:
        self._ends: dict[datetime, timedelta] = {}

    def start(self, day: datetime, seconds: int, first: timedelta = _MORNING) -> datetime:
        """Return when an entry of so many seconds begins; ``day`` is the midnight that begins it."""
        length = timedelta(seconds=seconds)
        at = self._ends.get(day, first)
        if at + length > _DAY:
            # A day must keep its own hours, so the last ones end at midnight and overlap others.
            at = max(timedelta(), _DAY - length)
        self._ends[day] = at + length
        return day + at
