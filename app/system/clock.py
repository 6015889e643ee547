"""The machine's clock and randomness: the only place that asks for them."""

import os
import time

from app.domain.ids import uuid7


class SystemClock:
    """The wall clock."""

    def now(self) -> int:
        """Return Unix seconds."""
        return int(time.time())

    def now_ms(self) -> int:
        """Return Unix milliseconds."""
        return time.time_ns() // 1_000_000


class SystemIds:
    """Fresh ids and random bits."""

    def __init__(self) -> None:
        self._last = 0

    def new_id(self) -> str:
        """Return a UUIDv7; ids made in one process sort in the order they were made."""
        # 10 fraction bits of the millisecond lead the random part, as RFC 9562 allows.
        self._last = max(self._last + 1, time.time_ns() // 1_000)
        ms, fraction = divmod(self._last, 1_000)
        return uuid7(ms, fraction << 64 | _random64())

    def random64(self) -> int:
        """Return 64 random bits."""
        return _random64()


def _random64() -> int:
    # What secrets.randbits asks the system for, without the 5 ms that loading it takes a quick command.
    return int.from_bytes(os.urandom(8), "big")
