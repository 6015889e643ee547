"""How long an edit takes to another device: ``python -m tests.load.latency [EDITS] [--postgres]``.

Two processes with the lane that a window has, one real server. Measured is the time from the end of a commit on one to
the moment the other is told what has changed; both read the same monotonic clock.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from app.bootstrap import open_context
from app.domain.outcome import Changes
from app.orchestrators.sync.lane import SyncLane
from app.orchestrators.sync.linking import link
from app.orchestrators.sync.rounds import sync_now
from app.orchestrators.sync.values import LinkRequest, SyncState
from app.orchestrators.time_tracking.entries import add_entry
from app.storage.context import Context
from tests.support.postgres import new_database, running_postgres
from tests.support.server_process import EMAIL, PASSWORD, ServerProcess

BUDGET_MS = 300
# Longer than any machine takes, so that whoever waits learns that nothing comes.
PATIENCE_S = 60.0


def listen(folder: str) -> None:
    """Print a line for whatever the lane of a folder brings, until standard input ends."""
    ctx = open_context(folder)

    def told(changes: Changes) -> None:
        print(json.dumps({"at": time.monotonic(), "ids": sorted(id_ for _, id_ in changes.ids)}), flush=True)

    with _lane(ctx, told):
        print(json.dumps({"ready": True}), flush=True)
        sys.stdin.read()
    ctx.database.close()


class Pair:
    """Two devices with lanes that run: this process, which records, and another one, which is told."""

    def __init__(self, ctx: Context, lane: SyncLane, there: "subprocess.Popen[str]") -> None:
        self._ctx, self._lane, self._there = ctx, lane, there

    def edit(self, number: int) -> float:
        """Record something; return after how many ms the other one was told."""
        # Whoever reads is not kept for ever.
        patience = threading.Timer(PATIENCE_S, self._there.kill)
        patience.start()
        try:
            return self._edit(number)
        finally:
            patience.cancel()
            patience.join()

    def _edit(self, number: int) -> float:
        at = self._ctx.now() - 3_600
        entry = add_entry(self._ctx, started_at=at, ended_at=at + 60, description=f"edit {number}").value
        committed = time.monotonic()
        self._lane.wake()
        assert self._there.stdout is not None
        for line in self._there.stdout:
            told = json.loads(line)
            if entry.id in told["ids"]:
                return float(told["at"] - committed) * 1_000
        raise AssertionError("the other device ended before it was told")


@contextmanager
def two_devices(server: ServerProcess, root: Path) -> Iterator[Pair]:
    """Link two folders and let both lanes run."""
    for name in ("here", "there"):
        ctx = open_context(str(root / name))
        link(ctx, LinkRequest(server.address, email=EMAIL, password=PASSWORD, device_name=name))
        ctx.database.close()
        ctx = open_context(str(root / name))
        sync_now(ctx)
        ctx.database.close()
    with ExitStack() as ends:
        there = ends.enter_context(_there(root / "there"))
        ctx = open_context(str(root / "here"))
        ends.callback(ctx.database.close)
        assert there.stdout is not None
        lane = ends.enter_context(_lane(ctx, lambda _: None))
        assert json.loads(there.stdout.readline())["ready"]
        yield Pair(ctx, lane, there)


@contextmanager
def _there(folder: Path) -> Iterator["subprocess.Popen[str]"]:
    line = [sys.executable, "-m", "tests.load.latency", "--listen", str(folder)]
    process = subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.communicate()


@contextmanager
def _lane(ctx: Context, told: Callable[[Changes], None]) -> Iterator[SyncLane]:
    """Run a lane, once its first exchange is done."""
    synced = threading.Event()
    lane = SyncLane(
        ctx, on_state=lambda status: synced.set() if status.state is SyncState.SYNCED else None, on_changes=told
    )
    lane.start()
    try:
        assert synced.wait(PATIENCE_S), "the lane does not come to its first exchange"
        yield lane
    finally:
        lane.stop()


def measure(edits: int, *, postgres: bool) -> list[float]:
    """Return how many ms each edit took."""
    with ExitStack() as ends:
        root = Path(ends.enter_context(tempfile.TemporaryDirectory()))
        os.environ |= {"STINTBOOK_KEYRING": "file", "STINTBOOK_STATE": str(root / "state")}
        folder = root / "server"
        folder.mkdir()
        database = new_database(ends.enter_context(running_postgres())) if postgres else ""
        server = ServerProcess(folder, database)
        server.set_up()
        pair = ends.enter_context(two_devices(ends.enter_context(server.start()), root))
        pause = threading.Event()
        took = []
        for number in range(edits):
            took.append(pair.edit(number))
            # What a hint of one's own push brings about is over by then, as between the deeds of a person.
            pause.wait(0.5)
        return took


def main() -> None:
    """Measure, and print the figures."""
    reader = argparse.ArgumentParser(prog="tests.load.latency")
    reader.add_argument("edits", nargs="?", type=int, default=100)
    reader.add_argument("--postgres", action="store_true")
    reader.add_argument("--listen", metavar="FOLDER", help=argparse.SUPPRESS)
    asked = reader.parse_args()
    if asked.listen:
        listen(asked.listen)
        return
    took = sorted(measure(asked.edits, postgres=asked.postgres))
    p95 = statistics.quantiles(took, n=20)[-1]
    print(f"{len(took)} edits: p50 {statistics.median(took):.0f} ms, p95 {p95:.0f} ms, longest {took[-1]:.0f} ms")
    print(f"budget {BUDGET_MS} ms p95: {'kept' if p95 <= BUDGET_MS else 'missed'}")


if __name__ == "__main__":
    main()
