"""How long to wait after a failure: full jitter, so that a thousand devices do not come back in the same moment."""

from collections.abc import Callable
from random import SystemRandom

FLOOR_S = 1.0
CEILING_S = 300.0
# A server that asks for more is asked again after this all the same.
LONGEST_RETRY_AFTER_S = 3_600.0

Dice = Callable[[], float]
"""Returns a fresh number in [0, 1)."""

SYSTEM_DICE: Dice = SystemRandom().random


class BackOff:
    """Counts failures in a row. The wait is even between 1 s and a bound that doubles with each, up to 5 min."""

    def __init__(self, dice: Dice = SYSTEM_DICE, floor_s: float = FLOOR_S) -> None:
        self._dice, self._floor_s = dice, floor_s
        self._failures = 0

    def succeed(self) -> None:
        """Forget the failures."""
        self._failures = 0

    def fail(self, retry_after_s: float = 0.0) -> float:
        """Count a failure; return how many seconds to wait, never fewer than the server asked for."""
        self._failures += 1
        # The doubling ends where the ceiling is reached anyway: 2**9 s is more than that.
        bound = min(CEILING_S, 2.0 ** min(self._failures, 9))
        wait = self._floor_s + self._dice() * (bound - self._floor_s)
        if retry_after_s <= 0:
            return wait
        return min(retry_after_s, LONGEST_RETRY_AFTER_S) + wait - self._floor_s
