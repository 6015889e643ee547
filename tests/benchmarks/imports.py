"""Bringing in a history: how many entries a second, through parsing, checks, log, totals and search index."""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.generate import SIZES, ZONES
from tests.benchmarks.measure import Measured
from tests.benchmarks.store import bring_in as run
from tests.benchmarks.store import write_csv

ROOT = Path(__file__).parents[2]
_RATE = 10_000
_MEMORY_MB = 150


def bring_in(size: str) -> list[Measured]:
    """Import a file of ``size`` entries into a fresh store, in a process of its own so that its memory can be told."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "entries.csv"
        # One zone has two fifths of the generated entries.
        write_csv(path, ZONES[0], SIZES[size] * 5 // 2)
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.imports", str(path)],
            cwd=ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
    rate, memory = map(float, done.stdout.split())
    return [
        Measured("import, entries a second", size, rate, at_least=_RATE, unit="/s"),
        Measured("import, memory on top", size, memory, cap_ms=_MEMORY_MB, unit="MB"),
    ]


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _measure(path: Path) -> None:
    from app.bootstrap import open_context

    with tempfile.TemporaryDirectory() as scratch:
        ctx = open_context(scratch)
        before, started = _peak_mb(), time.perf_counter()
        added = run(ctx, path, ZONES[0])
        print(added / (time.perf_counter() - started), _peak_mb() - before)
        ctx.database.close()


if __name__ == "__main__":
    _measure(Path(sys.argv[1]))
