"""How often, how long, how many errors: counted in memory, shown to the person, never sent."""

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

# Enough for stable percentiles, small enough to forget about.
_KEPT = 512


class Figures(NamedTuple):
    """One operation's figures; times in milliseconds, rows over all runs."""

    name: str
    runs: int
    errors: int
    rows: int
    p50_ms: float
    p95_ms: float
    max_ms: float


class _Series:
    __slots__ = ("count", "errors", "longest", "recent", "rows")

    def __init__(self) -> None:
        self.count = 0
        self.errors = 0
        self.rows = 0
        self.longest = 0.0
        self.recent: deque[float] = deque(maxlen=_KEPT)


class Metrics:
    """Timings of one process."""

    def __init__(self) -> None:
        self._series: dict[str, _Series] = {}
        self._lock = threading.Lock()

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """Time the block; an exception counts as an error and goes on its way."""
        started, failed = time.perf_counter(), True
        try:
            yield
            failed = False
        finally:
            self.note(name, time.perf_counter() - started, failed=failed)

    def note(self, name: str, seconds: float, *, failed: bool = False, rows: int = 0) -> None:
        """Count one run of an operation and the rows it gave or wrote."""
        with self._lock:
            series = self._series.get(name) or self._series.setdefault(name, _Series())
            series.count += 1
            series.errors += failed
            series.rows += rows
            series.longest = max(series.longest, seconds)
            series.recent.append(seconds)

    def figures(self) -> list[Figures]:
        """Return every operation's figures, the slowest first."""
        with self._lock:
            found = [_figures(name, series) for name, series in self._series.items()]
        return sorted(found, key=lambda figures: -figures.p95_ms)


def _figures(name: str, series: _Series) -> Figures:
    ordered = sorted(series.recent)
    half, most = ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, len(ordered) * 95 // 100)]
    return Figures(name, series.count, series.errors, series.rows, half * 1e3, most * 1e3, series.longest * 1e3)


METRICS = Metrics()
