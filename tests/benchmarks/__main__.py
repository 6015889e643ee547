"""The table of ratios: ``python -m tests.benchmarks [--check] [--json FILE] [--only PART,…] SIZE …``."""

import argparse
import json
import platform
import sys
import tempfile
from pathlib import Path

from app.bootstrap import open_context
from tests.benchmarks import actions, floor, imports, planning, processes, questions, store
from tests.benchmarks.generate import SIZES
from tests.benchmarks.measure import Measured, as_markdown

PARTS = ("actions", "questions", "import", "commands", "window", "planning")


def main() -> int:
    """Measure, print the table; with ``--check`` return 1 when a limit is broken."""
    reader = argparse.ArgumentParser(prog="tests.benchmarks")
    reader.add_argument("sizes", nargs="*", default=["1k", "10k", "100k"], choices=[*SIZES, []])
    reader.add_argument("--check", action="store_true", help="fail on a breach")
    reader.add_argument("--json", type=Path, help="write the rows there too")
    reader.add_argument("--only", default=",".join(PARTS), help=f"some of {', '.join(PARTS)}")
    asked = reader.parse_args()
    parts = set(asked.only.split(","))
    measured: list[Measured] = []
    with tempfile.TemporaryDirectory(prefix="stintbook-bench-") as scratch:
        for size in asked.sizes:
            print(f"measuring {size} …", file=sys.stderr)
            measured += _measure(Path(scratch), size, parts)
    if "import" in parts:
        measured += imports.bring_in("100k")
    print(
        f"{platform.processor() or platform.machine()}, Python {platform.python_version()}\n\n{as_markdown(measured)}"
    )
    if asked.json:
        asked.json.write_text(json.dumps([row.as_json() for row in measured], indent=1), "utf-8")
    over = [row for row in measured if not row.holds]
    return int(asked.check and bool(over))


def _measure(scratch: Path, size: str, parts: set[str]) -> list[Measured]:
    folder, raw, empty = scratch / size, scratch / f"floor-{size}.db", scratch / "empty"
    store.build(folder, SIZES[size])
    floor.build(raw, SIZES[size])
    measured: list[Measured] = []
    ctx, least = open_context(str(folder)), floor.connect(raw)
    try:
        if "questions" in parts:
            measured += questions.ask(ctx, least, size)
        if "actions" in parts:
            measured += actions.track(ctx, least, size)
    finally:
        ctx.database.close()
        least.close()
    if "commands" in parts:
        measured += processes.commands(folder, size)
    if "window" in parts:
        open_context(str(empty)).database.close()
        measured += processes.windows(folder, empty, size)
    if "planning" in parts:
        measured += _plan(folder, size)
    return measured


def _plan(folder: Path, size: str) -> list[Measured]:
    # The last part: it gives the store's projects plans, which would make everything else another question.
    ctx = open_context(str(folder))
    try:
        return planning.measure(ctx, size)
    finally:
        ctx.database.close()


if __name__ == "__main__":
    sys.exit(main())
