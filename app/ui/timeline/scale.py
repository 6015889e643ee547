"""Days along the timeline: where each one stands, and which columns they make at a zoom. Days are counted, not named."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from math import ceil, floor

NARROWEST, WIDEST = 0.9, 72.0
# Beyond these there is no date, or soon none.
FIRST, LAST = 800, 3_650_000
_WEEK = 7


class Unit(StrEnum):
    """What a column is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


# How wide a day is when somebody asks for a unit, and from which width on its columns are shown.
USUAL = {Unit.DAY: 25.0, Unit.WEEK: 8.0, Unit.MONTH: 2.4}
_FROM = ((Unit.DAY, 13.0), (Unit.WEEK, 3.4))


@dataclass(frozen=True, slots=True)
class Column:
    """A day, week or month: its first day, the first day after it, and its edges in pixels."""

    first: int
    end: int
    left: int
    right: int

    @property
    def width(self) -> int:
        """Pixels from edge to edge."""
        return self.right - self.left


@dataclass(frozen=True, slots=True)
class Scale:
    """A zoom (pixels a day) and a place (pixels left of the edge).

    The place is whole pixels, so that what is scrolled can be moved as it stands.
    """

    day_width: float = USUAL[Unit.DAY]
    offset: int = 0
    week_start: int = 0

    @property
    def unit(self) -> Unit:
        """What a column is at this zoom."""
        return next((unit for unit, width in _FROM if self.day_width >= width), Unit.MONTH)

    def x(self, day: int) -> int:
        """Return where a day begins."""
        return round(day * self.day_width) - self.offset

    def exact(self, x: float) -> float:
        """Return the day at a place, with the part of it that is left of there."""
        return (x + self.offset) / self.day_width

    def day_at(self, x: float) -> int:
        """Return the day at a place."""
        day = floor(self.exact(x))
        # Edges are rounded to pixels, so a day may begin half a pixel away from where it is counted.
        return day + 1 if x >= self.x(day + 1) else day - 1 if x < self.x(day) else day

    def scrolled(self, pixels: int) -> "Scale":
        """Return the scale that shows what lies so many pixels later."""
        return replace(self, offset=self.offset + pixels)

    def showing(self, day: int, x: float) -> "Scale":
        """Return the scale on which a day begins at a place."""
        return replace(self, offset=round(day * self.day_width - x))

    def zoomed(self, day_width: float, x: float) -> "Scale":
        """Return another zoom, with the same moment at a place."""
        kept = self.exact(x)
        width = min(WIDEST, max(NARROWEST, day_width))
        return replace(self, day_width=width, offset=round(kept * width - x))

    def columns(self, left: float, right: float) -> Iterator[Column]:
        """Yield the columns that are seen between two places, in order."""
        first = self.first_of(floor(self.exact(left)))
        while True:
            end = self.end_of(first)
            column = Column(first, end, self.x(first), self.x(end))
            if column.left >= right:
                return
            if column.right > left:
                yield column
            first = end

    def first_of(self, day: int) -> int:
        """Return the first day of the column that holds a day."""
        return first_of(day, self.unit, self.week_start)

    def end_of(self, day: int) -> int:
        """Return the first day after the column that holds a day."""
        return end_of(day, self.unit, self.week_start)

    def within(self, width: float) -> "Scale":
        """Return the scale that shows no day for which there is no date."""
        least, most = round(FIRST * self.day_width), round(LAST * self.day_width - width)
        return replace(self, offset=min(max(self.offset, least), most))

    def days(self, width: float) -> tuple[int, int]:
        """Return the first day that is seen in a width and the first that is not."""
        return self.day_at(0), ceil(self.exact(width))


def first_of(day: int, unit: Unit, week_start: int = 0) -> int:
    """Return the first day of the week or month a day is in."""
    if unit is Unit.DAY:
        return day
    if unit is Unit.WEEK:
        # Day 1 was a Monday.
        return day - (day - 1 - week_start) % _WEEK
    return day - as_date(day).day + 1


def end_of(day: int, unit: Unit, week_start: int = 0) -> int:
    """Return the first day after the day, week or month a day is in."""
    if unit is Unit.DAY:
        return day + 1
    first = first_of(day, unit, week_start)
    if unit is Unit.WEEK:
        return first + _WEEK
    return (as_date(first) + timedelta(days=31)).replace(day=1).toordinal()


def step(day: int, unit: Unit, count: int) -> int:
    """Return the day that is so many days, weeks or months later; a month's last day stays within the month."""
    if unit is not Unit.MONTH:
        return day + count * (_WEEK if unit is Unit.WEEK else 1)
    found = as_date(day)
    months = found.year * 12 + found.month - 1 + count
    first = date(months // 12, months % 12 + 1, 1).toordinal()
    return min(first + found.day, end_of(first, Unit.MONTH)) - 1


@lru_cache(maxsize=8192)
def number_of(day: str) -> int:
    """Return the count of an ISO day."""
    return date.fromisoformat(day).toordinal()


@lru_cache(maxsize=8192)
def iso(day: int) -> str:
    """Return the ISO day of a count."""
    return date.fromordinal(day).isoformat()


@lru_cache(maxsize=8192)
def as_date(day: int) -> date:
    """Return the date of a count."""
    return date.fromordinal(day)
