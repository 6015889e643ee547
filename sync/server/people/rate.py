"""Who asks too often waits: requests of each device, counted by every worker for itself."""

import threading
from typing import Final

from sync.server.problems import Throttled

_MINUTE_MS: Final = 60_000


class Rate:
    """Counts requests by key in a window that slides over a minute; each worker counts for itself."""

    def __init__(self, per_minute: int) -> None:
        self._limit = per_minute
        self._lock = threading.Lock()
        self._minute = 0
        self._now: dict[str, int] = {}
        self._before: dict[str, int] = {}

    def take(self, key: str, now_ms: int) -> None:
        """Count a request.

        Raises:
            Throttled: the limit is reached; the request does not count.
        """
        if not self._limit:
            return
        minute, passed_ms = divmod(now_ms, _MINUTE_MS)
        with self._lock:
            self._turn(minute)
            # The minute before counts for as much of it as lies within the last sixty seconds.
            still = self._before.get(key, 0) * (_MINUTE_MS - passed_ms) / _MINUTE_MS
            if self._now.get(key, 0) + still >= self._limit:
                raise Throttled(max(1, (_MINUTE_MS - passed_ms) // 1_000), "This device asks too often.")
            self._now[key] = self._now.get(key, 0) + 1

    def _turn(self, minute: int) -> None:
        if minute != self._minute:
            self._before = self._now if minute == self._minute + 1 else {}
            self._now, self._minute = {}, minute
