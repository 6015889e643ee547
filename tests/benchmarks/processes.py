"""Whole processes: the quick commands beside a bare interpreter, the window beside a bare window."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.measure import Measured, alternately

ROOT = Path(__file__).parents[2]
_PROGRAM = Path(sys.executable).with_name("stintbook")
_ROUNDS = 7


def commands(folder: Path, size: str) -> list[Measured]:
    """Run the commands that must answer at once."""

    def ours(*arguments: str) -> Callable[[], object]:
        return lambda: _run(str(_PROGRAM), "--data-dir", str(folder), *arguments)

    status, started, stopped, least = alternately(
        ours("status"), ours("start", "a", "timer"), ours("stop"), lambda: _run(sys.executable, "-c", "import sqlite3"),
        rounds=_ROUNDS,
    )  # fmt: skip
    return [
        Measured(f"stintbook {name}", size, taken, least, budget=5)
        for name, taken in (("status", status), ("start", started), ("stop", stopped))
    ]


def windows(folder: Path, empty: Path, size: str) -> list[Measured]:
    """Start the window on both stores and a bare window, and wait for the first paint and for today's entries."""
    kinds = {"bare": (), "ours": (str(folder),), "empty": (str(empty),)}
    marks: dict[str, list[dict[str, float]]] = {kind: [] for kind in kinds}
    for number in range(_ROUNDS + 1):
        for kind, arguments in kinds.items():
            found = _paint(*arguments)
            if number:
                marks[kind].append(found)

    def median(kind: str, mark: str) -> float:
        return statistics.median(found[mark] for found in marks[kind])

    bare = median("bare", "window")
    return [
        Measured("start → window painted", size, median("ours", "window"), bare, budget=1.3),
        Measured("start → entries painted", size, median("ours", "entries"), bare, budget=2),
        Measured("window painted / empty store", size, median("ours", "window"), median("empty", "window"), budget=1.1),
        Measured(
            "entries painted / empty store", size, median("ours", "entries"), median("empty", "entries"), budget=1.1
        ),
    ]


def _environment(**more: str) -> dict[str, str]:
    # An installed program has its bytecode; a checkout whose shell forbids writing it would be measured compiling.
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | more


def _paint(*arguments: str) -> dict[str, float]:
    environment = _environment(STARTED_AT=repr(time.monotonic()), QT_QPA_PLATFORM="offscreen")
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.painted", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    marks: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return marks


def _run(*arguments: str) -> None:
    subprocess.run(arguments, check=True, capture_output=True, env=_environment())
