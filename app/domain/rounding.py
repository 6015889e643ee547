"""Rounding of reports and invoices; entries themselves are never changed by it."""

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
