"""How often, how long, how many errors: counted in memory, shown to the person, never sent."""

import threading
from collections import deque
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


class Series:
    """The runs of one operation."""

    __slots__ = ("count", "errors", "longest", "recent", "rows")

    def __init__(self) -> None:
        self.count = 0
        self.errors = 0
        self.rows = 0
        self.longest = 0.0
        self.recent: deque[float] = deque(maxlen=_KEPT)

    def add(self, seconds: float, failed: bool, rows: int) -> None:
        """Count one run."""
        # No lock: two threads that meet here may lose a count, and that is cheaper than making each read wait.
        self.recent.append(seconds)
        self.errors += failed
        self.rows += rows
        if seconds > self.longest:
            self.longest = seconds
        self.count += 1


class Metrics:
    """Timings of one process."""

    def __init__(self) -> None:
        self._series: dict[str, Series] = {}
        self._lock = threading.Lock()

    def note(self, name: str, seconds: float, *, failed: bool = False, rows: int = 0) -> None:
        """Count one run of an operation and the rows it gave or wrote."""
        self.series(name).add(seconds, failed, rows)

    def series(self, name: str) -> Series:
        """Return the series of an operation, for those who add to it often."""
        found = self._series.get(name)
        if found is None:
            with self._lock:
                found = self._series.setdefault(name, Series())
        return found

    def figures(self) -> list[Figures]:
        """Return every operation's figures, the slowest first."""
        with self._lock:
            found = [_figures(name, series) for name, series in self._series.items() if series.count]
        return sorted(found, key=lambda figures: -figures.p95_ms)


def _figures(name: str, series: Series) -> Figures:
    ordered = sorted(series.recent)
    half, most = ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, len(ordered) * 95 // 100)]
    return Figures(name, series.count, series.errors, series.rows, half * 1e3, most * 1e3, series.longest * 1e3)


METRICS = Metrics()
