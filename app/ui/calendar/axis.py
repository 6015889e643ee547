"""Where instants stand on the axis of hours, and which instant a place means. Pure.

The axis is that of wall clocks, so that nine o'clock stands at the same height on every day. Where clocks are set back
an hour comes twice: the axis has that hour twice, and on the other days the second one is a hole. Where they are set
forward the hour that is missing is a hole on that day.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from app.domain.days import day_bounds, wall_clock

_MINUTE, _HOUR, _DAY_MINUTES = 60, 3600, 1440


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Part of a day in which clocks run on: from ``since`` to ``until``, beginning at ``place`` minutes on the axis."""

    since: int
    until: int
    place: float

    @property
    def end(self) -> float:
        return self.place + (self.until - self.since) / _MINUTE


@dataclass(frozen=True, slots=True)
class Hour:
    """A line of the axis: minutes from its top, and the wall-clock minute it is labelled with."""

    place: float
    minute: int


class Axis:
    """The axis of some days in a zone, in minutes from the top."""

    def __init__(self, days: Iterable[str], zone: str, day_starts_at: int = 0) -> None:
        self.zone, self.day_starts_at = zone, day_starts_at
        walls = {day: _walls(day, zone, day_starts_at) for day in days}
        # (place on an ordinary axis, minutes put in) of the one day of the span whose clocks go back.
        self._repeated = next((found for day in walls if (found := _repeated(walls[day]))), None)
        self._extra = self._repeated[1] if self._repeated else 0.0
        self.length = _DAY_MINUTES + self._extra
        self._stretches = {day: list(self._placed(found)) for day, found in walls.items()}
        self._starts = {day: [one.since for one in found] for day, found in self._stretches.items()}

    def place(self, day: str, instant: int) -> float:
        """Return where an instant stands on a day; one outside the day stands at its edge."""
        stretches = self._stretches[day]
        at = bisect_right(self._starts[day], instant) - 1
        if at < 0:
            return stretches[0].place
        one = stretches[at]
        return one.place + (min(instant, one.until) - one.since) / _MINUTE

    def instant(self, day: str, place: float) -> int:
        """Return the instant at a place on a day; in a hole that is the moment at which clocks jump over it."""
        stretches = self._stretches[day]
        for one in stretches:
            if place < one.end:
                return one.since + round(max(0.0, place - one.place) * _MINUTE)
        return stretches[-1].until

    def holes(self, day: str) -> list[tuple[float, float]]:
        """Return the parts of the axis that a day does not have, from place to place."""
        found, at = [], 0.0
        for one in self._stretches[day]:
            if one.place > at:
                found.append((at, one.place))
            at = one.end
        if at < self.length:
            found.append((at, self.length))
        return found

    def hours(self) -> list[Hour]:
        """Return the full hours of the axis, from the top."""
        first = -self.day_starts_at % _MINUTE
        found = [self._hour(minute) for minute in range(first, _DAY_MINUTES + 1, _MINUTE)]
        if self._repeated:
            at, extra = self._repeated
            steps = range(0, round(extra), _MINUTE)
            found += [Hour(at + step, (round(at - extra) + step + self.day_starts_at) % _DAY_MINUTES) for step in steps]
        return sorted(found, key=lambda hour: hour.place)

    def _hour(self, minute: int) -> Hour:
        return Hour(self._shifted(minute), (minute + self.day_starts_at) % _DAY_MINUTES)

    def _shifted(self, minute: float) -> float:
        return minute + self._extra if self._repeated and minute >= self._repeated[0] else float(minute)

    def _placed(self, walls: list[tuple[int, int, float]]) -> Iterable[_Stretch]:
        is_own = _repeated(walls) is not None
        for number, (since, until, wall) in enumerate(walls):
            if is_own:
                yield _Stretch(since, until, wall + (self._extra if number else 0.0))
            elif self._repeated and wall < self._repeated[0] < wall + (until - since) / _MINUTE:
                cut = since + round((self._repeated[0] - wall) * _MINUTE)
                yield _Stretch(since, cut, wall)
                yield _Stretch(cut, until, self._repeated[0] + self._extra)
            else:
                yield _Stretch(since, until, self._shifted(wall))


def _walls(day: str, zone: str, day_starts_at: int) -> list[tuple[int, int, float]]:
    """Return the stretches of a day in which clocks run on, each with the wall minutes after the day's start."""
    begin, end = day_bounds(day, zone, day_starts_at)
    start = datetime.fromisoformat(day) + timedelta(minutes=day_starts_at)
    cuts = [begin, *_jumps(begin, end, zone), end]
    return [
        (since, until, (wall_clock(since, zone) - start).total_seconds() / _MINUTE)
        for since, until in pairwise(cuts)
        if until > since
    ]


def _jumps(begin: int, end: int, zone: str) -> list[int]:
    """Return the instants of a day at which clocks jump."""
    found = []
    for since in range(begin, end, _HOUR):
        until = min(since + _HOUR, end)
        if _offset(until, zone) != _offset(since, zone):
            found.append(_first_with(_offset(until, zone), since, until, zone))
    return [jump for jump in found if begin < jump < end]


def _first_with(offset: int, since: int, until: int, zone: str) -> int:
    while until - since > 1:
        middle = (since + until) // 2
        since, until = (since, middle) if _offset(middle, zone) == offset else (middle, until)
    return until


def _offset(instant: int, zone: str) -> int:
    epoch = datetime(1970, 1, 1)  # noqa: DTZ001 - compared with a wall clock
    return round((wall_clock(instant, zone) - epoch).total_seconds()) - instant


def _repeated(walls: list[tuple[int, int, float]]) -> tuple[float, float] | None:
    for (since, until, wall), (_, _, after) in pairwise(walls):
        end = wall + (until - since) / _MINUTE
        if after < end:
            return end, end - after
    return None
