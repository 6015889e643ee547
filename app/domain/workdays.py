"""The days somebody works, with their capacity, prepared once for the forecasts of many projects."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import accumulate

from app.domain.days import next_day, weekday

# So many days are looked ahead: three years of working days, weekends and holidays with them.
HORIZON_DAYS = 1_560
# Days are known one by one for so long at most; of what is due later, the rest is taken to be like them.
FARTHEST_DAYS = 3_653
# What lies beyond the days that are known is taken to be like the last of them.
_LIKE_DAYS = 364


class Workdays(Mapping[str, int]):
    """The capacity in minutes of each of some days; ``days`` are those that have any, in order.

    ``sums``, ``squares`` and ``cubes`` run over them: the sum before the first is 0, that before the third is of two.
    """

    def __init__(self, capacity: Mapping[str, int]) -> None:
        self.capacity = dict(capacity)
        self.days = sorted(day for day, minutes in self.capacity.items() if minutes > 0)
        self.last_known = max(self.capacity, default="")
        minutes = list(map(self.capacity.__getitem__, self.days))
        self.sums, self.squares, self.cubes = (
            list(accumulate((one**power for one in minutes), initial=0)) for power in (1, 2, 3)
        )
        self._on: dict[tuple[int, ...], Workdays] = {}

    def __getitem__(self, day: str) -> int:
        return self.capacity[day]

    def __iter__(self) -> Iterator[str]:
        return iter(self.capacity)

    def __len__(self) -> int:
        return len(self.capacity)

    def on(self, weekdays: Sequence[int] | None) -> Workdays:
        """Return those of the days that fall on some days of the week, 0 = Monday; all for None."""
        if weekdays is None:
            return self
        key = tuple(sorted(set(weekdays)))
        if key not in self._on:
            on = frozenset(key)
            self._on[key] = Workdays({day: n for day, n in self.capacity.items() if weekday(day) in on})
            # A day off on the last day does not make it unknown.
            self._on[key].last_known = self.last_known
        return self._on[key]

    def places(self, since: str, until: str) -> tuple[int, int]:
        """Return where the days of a span begin in ``days`` and where they have ended; both its ends belong to it."""
        first = bisect_left(self.days, since)
        return first, max(first, bisect_right(self.days, until))

    def between(self, since: str, until: str) -> list[str]:
        """Return the days with capacity of a span, both its ends included."""
        first, end = self.places(since, until)
        return self.days[first:end]

    def total(self, since: str, until: str) -> int:
        """Return the minutes of a span, both its ends included."""
        first, end = self.places(since, until)
        return self.sums[end] - self.sums[first]

    def count(self, since: str, until: str) -> int:
        """Return how many days of a span have capacity; of those not known about as many as among the last known."""
        first, end = self.places(since, until)
        return end - first + self._like_the_last(since, until, range(len(self.sums)))

    def beyond(self, since: str, until: str) -> int:
        """Return about how many minutes of a span lie after the days that are known: as many as in the last of them."""
        return self._like_the_last(since, until, self.sums)

    def _like_the_last(self, since: str, until: str, running: Sequence[int]) -> int:
        """Return how much of a running sum belongs to the days of a span that are not known."""
        if until <= self.last_known or not self.last_known:
            return 0
        first = max(since, next_day(self.last_known))
        days = date.fromisoformat(until).toordinal() - date.fromisoformat(first).toordinal() + 1
        begins, ends = self.places(next_day(self.last_known, 1 - _LIKE_DAYS), self.last_known)
        return max(0, days) * (running[ends] - running[begins]) // _LIKE_DAYS
