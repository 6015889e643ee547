"""Rounding of reports and invoices; entries themselves are never changed by it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class RoundingMode(StrEnum):
    """Which way to go; nearest sends halves up."""

    NONE = "none"
    UP = "up"
    DOWN = "down"
    NEAREST = "nearest"


@dataclass(frozen=True, slots=True)
class Rounding:
    """A mode and a step in minutes."""

    mode: RoundingMode = RoundingMode.NONE
    minutes: int = 15

    def apply(self, seconds: int) -> int:
        """Return the seconds as a report or invoice shows them."""
        step = self.minutes * 60
        if self.mode is RoundingMode.NONE or step <= 0:
            return seconds
        whole, rest = divmod(seconds, step)
        up = rest > 0 if self.mode is RoundingMode.UP else self.mode is RoundingMode.NEAREST and rest * 2 >= step
        return (whole + up) * step

    def per_day_and_project(self, pieces: Sequence[tuple[str | None, str, int]]) -> list[int]:
        """Return the seconds to show for each (project, day, seconds), so that each day and project is rounded once.

        What rounding adds to or takes from a day and project goes to its last pieces, so that the lines add up to it.
        """
        sums: dict[tuple[str | None, str], int] = defaultdict(int)
        for project, day, seconds in pieces:
            sums[project, day] += seconds
        change = {key: self.apply(total) - total for key, total in sums.items()}
        shown = []
        for project, day, seconds in reversed(pieces):
            kept = max(0, seconds + change[project, day])
            change[project, day] -= kept - seconds
            shown.append(kept)
        return shown[::-1]
