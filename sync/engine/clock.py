"""The hybrid logical clock: physical time where it moves on, a counter where it stands still or goes back."""

from typing import NamedTuple

from sync.protocol.version import LATEST_MS, MAX_COUNTER, Version, counter_of, ms_of


class HybridTime(NamedTuple):
    """The last time this copy gave out or saw: milliseconds and the counter within them."""

    ms: int
    counter: int


START = HybridTime(0, 0)


def tick(last: HybridTime, wall_ms: int, offset_ms: int = 0) -> HybridTime:
    """Return the time of the next write: later than ``last``, and not before the corrected wall clock.

    ``ms = max(last, wall + offset)``; the counter counts while ms stands still, and carries into ms when full.
    """
    now = min(max(wall_ms + offset_ms, 0), LATEST_MS)
    if now > last.ms:
        return HybridTime(now, 0)
    if last.counter < MAX_COUNTER:
        return HybridTime(last.ms, last.counter + 1)
    return HybridTime(last.ms + 1, 0)


def observe(last: HybridTime, version: Version) -> HybridTime:
    """Return the clock after seeing ``version``: never behind anything it has seen."""
    return max(last, HybridTime(ms_of(version), counter_of(version)))
