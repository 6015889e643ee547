"""The time off of a year: what it costs in working days, and what is left of the vacation."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.capacity import Calendar, is_off
from app.domain.days import days_between
from app.domain.entities.planning import TimeOff, TimeOffKind
from app.domain.errors import RuleBroken
from app.orchestrators.preferences import load_settings
from app.orchestrators.progress import today_of
from app.orchestrators.work_hours.time_off import dates_in, falls_between
from app.orchestrators.workflow import workflow
from app.storage.unit_of_work import reading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories

_YEARS = range(1900, 9999)


@dataclass(frozen=True, slots=True)
class OffLine:
    """Time off as it falls into a year: its days there, both included, and the working days it takes of them."""

    off: TimeOff
    first_day: str
    last_day: str
    days: float


@dataclass(frozen=True, slots=True)
class YearOff:
    """A year's time off, by date. ``days`` are working days by kind; ``vacation_ahead`` those of them still to come.

    ``allowance`` is the vacation of a year, None when nobody counts it. Days without work cost nothing, nor does
    vacation or sickness on a public holiday.
    """

    year: int
    today: str
    lines: tuple[OffLine, ...]
    days: dict[TimeOffKind, float]
    vacation_ahead: float
    allowance: float | None
    region: str | None

    @property
    def vacation_left(self) -> float | None:
        """The vacation days that are not planned yet, negative when there are too many; None when nobody counts."""
        return None if self.allowance is None else self.allowance - self.days.get(TimeOffKind.VACATION, 0.0)


@workflow
def time_off_of_year(ctx: Context, year: int | None = None) -> YearOff:
    """Return the time off of a year; of this one when None.

    Raises:
        RuleBroken: a year that cannot be written with four digits.
    """
    if year is not None and year not in _YEARS:
        raise RuleBroken(f"Choose a year from {_YEARS.start} to {_YEARS.stop - 1}.", field="year")
    with reading(ctx) as read:
        today, settings = today_of(ctx, read), load_settings(read)
        year = year or int(today[:4])
        counting = _Counting(ctx, read, year)
        lines = counting.lines()
        sums: dict[TimeOffKind, float] = defaultdict(float)
        for line in lines:
            sums[line.off.kind] += line.days
        ahead = sum(counting.days(line.off, max(today, line.first_day), line.last_day) for line in lines
                    if line.off.kind is TimeOffKind.VACATION)  # fmt: skip
        return YearOff(year, today, tuple(lines), dict(sums), ahead, settings.vacation_days, settings.holiday_region)


def _once(found: Iterable[TimeOff]) -> list[TimeOff]:
    """Return time off with each public holiday once: devices that kept them before they met each have one."""
    seen: dict[tuple[str, str], TimeOff] = {}
    for off in found:
        seen.setdefault((off.region, off.start_date) if off.region else ("", off.id), off)
    return list(seen.values())


class _Counting:
    """Counts the working days that time off takes of a year."""

    def __init__(self, ctx: Context, read: Repositories, year: int) -> None:
        self._first, self._last = f"{year}-01-01", f"{year}-12-31"
        own = _once(off for off in read.time_off.all() if off.user == ctx.user)
        self._off = [off for off in own if falls_between(off, self._first, self._last)]
        self._holidays = [off for off in self._off if off.kind is TimeOffKind.PUBLIC_HOLIDAY]
        self._year = year
        self._calendar = Calendar(
            [slot for slot in read.work_slots.all() if slot.user == ctx.user],
            [override for override in read.day_overrides.all() if override.user == ctx.user],
        )

    def lines(self) -> list[OffLine]:
        """Return each time off of the year, once for each time it comes."""
        found = []
        for off in self._off:
            for begun in (self._year - 1, self._year) if off.recurs_annually else (self._year,):
                start, end = dates_in(off, begun)
                first, last = max(start, off.start_date, self._first), min(end, self._last)
                if first <= last:
                    found.append(OffLine(off, first, last, self.days(off, first, last)))
        return sorted(found, key=lambda line: (line.first_day, line.last_day, line.off.name))

    def days(self, off: TimeOff, first: str, last: str) -> float:
        """Return the working days that time off takes of some days."""
        worked = (day for day in days_between(first, last) if self._calendar.capacity(day) > 0)
        return sum(off.fraction * self._left(off, day) for day in worked)

    def _left(self, off: TimeOff, day: str) -> float:
        """Return the part of a day that public holidays leave to be taken off."""
        if off.kind is TimeOffKind.PUBLIC_HOLIDAY:
            return 1.0
        return 1 - max((holiday.fraction for holiday in self._holidays if is_off(holiday, day)), default=0.0)
