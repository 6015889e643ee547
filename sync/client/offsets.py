"""How far this machine's clock is from the server's, learnt at each hello."""

from collections import deque
from dataclasses import dataclass, field
from statistics import median_low

SAMPLES = 5
# Whoever moves the clock moves it by more than this; what the two clocks drift apart between two rounds is less.
_STEP_MS = 1_000


@dataclass(slots=True)
class Offsets:
    """The last few measurements; their median is believed, since a single slow answer says little."""

    _samples: deque[int] = field(default_factory=lambda: deque(maxlen=SAMPLES))
    _drift_ms: int = 0

    def learn(self, *, server_ms: int, wall_ms: int, sent_ms: int, received_ms: int) -> int:
        """Take in one answer and return by how much the server is ahead, in milliseconds.

        ``sent_ms`` and ``received_ms`` are the monotonic clock around the question, ``wall_ms`` the wall clock when the
        answer had come: the server read its own half of that time earlier. Measurements from before the wall clock was
        set, or the machine slept, are dropped.
        """
        drift = wall_ms - received_ms
        if abs(drift - self._drift_ms) > _STEP_MS:
            self._samples.clear()
        self._drift_ms = drift
        self._samples.append(server_ms + (received_ms - sent_ms) // 2 - wall_ms)
        return median_low(self._samples)
