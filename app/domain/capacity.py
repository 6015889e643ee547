"""Capacity: how much somebody can work on a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from app.domain.days import days_between, weekday

if TYPE_CHECKING:
    from app.domain.entities.planning import DayOverride, TimeOff, WorkSlot

# Until somebody has set their week: Monday to Friday, eight hours.
USUAL_MINUTES = 480
_USUAL_DAYS = range(5)


class Calendar:
    """One person's working time. Answers are minutes a day."""

    def __init__(
        self, slots: Sequence[WorkSlot] = (), overrides: Iterable[DayOverride] = (), time_off: Sequence[TimeOff] = ()
    ) -> None:
        self._slots = slots
        # Two devices may each have set one; the newest counts, on every device.
        by_age = sorted(overrides, key=lambda override: (override.created_at, override.id))
        self._overrides = {override.date: override.minutes for override in by_age}
        self._time_off = time_off

    def capacity(self, day: str) -> int:
        """Return the minutes of the slots in force, replaced by an override, multiplied by (1 − fraction off)."""
        minutes = self._overrides.get(day)
        if minutes is None:
            minutes = self._of_slots(day)
        for off in self._time_off:
            if _is_off(off, day):
                minutes = round(minutes * (1 - off.fraction))
        return minutes

    def by_day(self, since: str, until: str) -> dict[str, int]:
        """Return the capacity of every day from ``since`` to ``until``, both included."""
        return {day: self.capacity(day) for day in days_between(since, until)}

    def _of_slots(self, day: str) -> int:
        if not self._slots:
            return USUAL_MINUTES if weekday(day) in _USUAL_DAYS else 0
        return sum(slot.end_minute - slot.start_minute for slot in slots_on(self._slots, day))


def slots_on(slots: Iterable[WorkSlot], day: str) -> list[WorkSlot]:
    """Return the slots in force on a day."""
    number = weekday(day)
    return [
        slot
        for slot in slots
        if slot.weekday == number
        and slot.effective_from <= day
        and (slot.effective_to is None or day <= slot.effective_to)
    ]


def _is_off(off: TimeOff, day: str) -> bool:
    if not off.recurs_annually:
        return off.start_date <= day <= off.end_date
    start, end, this = off.start_date[5:], off.end_date[5:], day[5:]
    if day < off.start_date:
        return False
    return start <= this <= end if start <= end else this >= start or this <= end
