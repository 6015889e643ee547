"""Capacity: how much somebody can work on a day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from math import prod
from typing import TYPE_CHECKING

from app.domain.days import days_between, next_day, weekday

if TYPE_CHECKING:
    from app.domain.entities.planning import DayOverride, TimeOff, WorkSlot

# Until somebody has set their week: Monday to Friday, eight hours.
USUAL_MINUTES = 480
USUAL_SPAN = (540, 1020)
USUAL_WEEKDAYS = range(5)
# Before any day that can be written, and the last that can.
_EVER, LAST_DAY = "", "9999-12-31"

Span = tuple[int, int]


class Calendar:
    """One person's working time. Answers are minutes a day.

    Before the first slot ever set holds the usual week, so that setting a week changes nothing about the past.
    """

    def __init__(
        self, slots: Sequence[WorkSlot] = (), overrides: Iterable[DayOverride] = (), time_off: Sequence[TimeOff] = ()
    ) -> None:
        self._slots = slots
        # Two devices may each have set one; the newest counts, on every device.
        by_age = sorted(overrides, key=lambda override: (override.created_at, override.id))
        self._overrides = {override.date: override.minutes for override in by_age}
        self._time_off = time_off
        self._starts = [_EVER, *change_days(slots)]
        self._of_week: dict[tuple[str, int], tuple[list[Span], int]] = {}
        self._off_in: dict[str, list[TimeOff]] = {}

    def capacity(self, day: str) -> int:
        """Return the minutes of the slots in force, replaced by an override, multiplied by (1 − fraction off)."""
        return self._minutes(day, weekday(day))

    def by_day(self, since: str, until: str) -> dict[str, int]:
        """Return the capacity of every day from ``since`` to ``until``, both included."""
        first = weekday(since)
        return {day: self._minutes(day, (first + at) % 7) for at, day in enumerate(days_between(since, until))}

    def spans(self, day: str) -> list[Span]:
        """Return the working spans of a day in minutes after midnight, in order; those that overlap as one."""
        return self._week_on(day, weekday(day))[0]

    def _minutes(self, day: str, number: int) -> int:
        minutes = self._overrides.get(day)
        if minutes is None:
            minutes = self._week_on(day, number)[1]
        off = self._near(day) if minutes else ()
        fractions = sorted(one.fraction for one in off if is_off(one, day)) if off else ()
        return max(0, round(minutes * prod(1 - fraction for fraction in fractions))) if fractions else minutes

    def _week_on(self, day: str, number: int) -> tuple[list[Span], int]:
        """Return the spans of a weekday in the week that is in force on a day, and their minutes."""
        start = self._starts[bisect_right(self._starts, day) - 1]
        found = self._of_week.get((start, number))
        if found is None:
            spans = self._spans(start, day, number)
            found = self._of_week[start, number] = spans, sum(end - begin for begin, end in spans)
        return found

    def _spans(self, start: str, day: str, number: int) -> list[Span]:
        if start == _EVER:
            return [USUAL_SPAN] if number in USUAL_WEEKDAYS else []
        return united((slot.start_minute, slot.end_minute) for slot in slots_on(self._slots, day))

    def _near(self, day: str) -> list[TimeOff]:
        """Return the time off that touches a day's month: few of many years' worth."""
        month = day[:7]
        found = self._off_in.get(month)
        if found is None:
            first, last = f"{month}-01", f"{month}-31"
            found = [
                off
                for off in self._time_off
                if off.start_date <= last and (off.recurs_annually or first <= off.end_date)
            ]
            self._off_in[month] = found
        return found


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


def change_days(slots: Iterable[WorkSlot]) -> list[str]:
    """Return the days from which other slots are in force than on the day before, as far as their dates tell."""
    days = set()
    for slot in slots:
        days.add(slot.effective_from)
        if slot.effective_to is not None and slot.effective_to < LAST_DAY:
            days.add(next_day(slot.effective_to))
    return sorted(days)


def united(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, those that touch or overlap as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def is_off(off: TimeOff, day: str) -> bool:
    """Return whether a day is one of the days off; one that recurs does so from its first year on."""
    if not off.recurs_annually:
        return off.start_date <= day <= off.end_date
    start, end, this = off.start_date[5:], off.end_date[5:], day[5:]
    if day < off.start_date:
        return False
    return start <= this <= end if start <= end else this >= start or this <= end
