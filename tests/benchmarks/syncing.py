"""A first sync of 100 k entries, A → server → B, beside the least it could cost and other programs.

``python -m tests.benchmarks.syncing [--check] [--json FILE] [--count N] [--rounds R] [--peers FOLDER | --no-peers]``
"""

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import psutil

from app.bootstrap import open_context
from app.domain.entities.projects import Project
from app.domain.entities.time_entries import TimeEntry
from app.domain.ids import ProjectId
from app.orchestrators.sync.exchanging import Exchange
from app.orchestrators.sync.link import require_link
from app.orchestrators.sync.linking import link
from app.orchestrators.sync.values import LinkRequest
from app.storage.bulk import BulkEntries
from app.storage.context import Context
from app.storage.unit_of_work import unit_of_work
from sync.protocol.version import Version
from tests.benchmarks import sync_floor, sync_peers
from tests.benchmarks.measure import Measured, as_markdown
from tests.benchmarks.peers.records import records
from tests.support.server_process import EMAIL, PASSWORD, ServerProcess

BUDGETS = {"push": 8.0, "pull": 5.0, "snapshot": 3.0}
_MEMORY_MB = 150
_STEPS = ("push", "push and read back", "pull", "snapshot")
Seconds = dict[str, float]


def ours(folder: Path, count: int) -> Seconds:
    """Push everything from one store, read it by the log into a second and by a snapshot into a third."""
    (folder / "server").mkdir(parents=True)
    server = ServerProcess(folder / "server")
    server.set_up()
    with server.start():
        assert server.process is not None
        found: Seconds = {}
        first = _device(folder / "a", server)
        _fill(first, count)
        found["push"], found["push and read back"] = _push(first)
        # A store that holds something already reads the log; an empty one takes the snapshot.
        second = _device(folder / "b", server)
        _fill(second, 1)
        found["pull"] = _exchange(second)
        third = _device(folder / "c", server)
        found["snapshot"] = _exchange(third, until_copied=True)
        found["server MB"] = psutil.Process(server.process.pid).memory_info().rss / (1 << 20)
        for ctx in (first, second, third):
            ctx.database.close()
    return found


def _device(folder: Path, server: ServerProcess) -> Context:
    ctx = open_context(str(folder))
    link(ctx, LinkRequest(server.address, email=EMAIL, password=PASSWORD, device_name=folder.name))
    ctx.database.close()
    return open_context(str(folder))


def _fill(ctx: Context, count: int) -> None:
    with unit_of_work(ctx, "import") as work:
        names = sorted({record["project"] for record in records(count)})
        projects = {name: Project(id=ctx.new_id(), created_at=ctx.now(), name=name) for name in names}
        for project in projects.values():
            work.projects.add(project)
        bulk = BulkEntries(work)
        bulk.add(
            TimeEntry(
                id=ctx.new_id(), created_at=ctx.now(), user=ctx.user, started_at=record["start"], tz="Europe/Berlin",
                ended_at=record["end"], description=record["description"],
                project=ProjectId(projects[record["project"]].id), source="import:toggl",
            )
            for record in records(count)
        )  # fmt: skip
        bulk.finish()


def _push(ctx: Context) -> tuple[float, float]:
    """Exchange; return the seconds until the server had acknowledged everything, and until all was read back."""
    exchange = Exchange(ctx, require_link(ctx))
    acknowledge, acknowledged = exchange.store.acknowledge, [0.0]

    def noting(scope: str, versions: Iterable[Version]) -> None:
        acknowledge(scope, versions)
        acknowledged[0] = time.perf_counter()

    exchange.store.acknowledge = noting  # type: ignore[method-assign]
    started = time.perf_counter()
    try:
        while exchange.run().is_unfinished:
            pass
        return acknowledged[0] - started, time.perf_counter() - started
    finally:
        exchange.close()


def _exchange(ctx: Context, *, until_copied: bool = False) -> float:
    """Exchange until there is nothing more to do, or until a new device is ready to be used; return the seconds."""
    exchange = Exchange(ctx, require_link(ctx))
    started = time.perf_counter()
    try:
        while exchange.run().is_unfinished:
            if until_copied and all(state.phase == "following" for state in exchange.store.scopes()):
                break
        return time.perf_counter() - started
    finally:
        exchange.close()


def compare(count: int, rounds: int, peers: Path | None) -> list[Measured]:
    """Measure all in turn; a program that is not there is named and left out."""
    found: dict[str, list[Seconds]] = {"ours": []}
    floors: list[sync_floor.Floor] = []
    names = [] if peers is None else list(sync_peers.PEERS)
    for number in range(rounds):
        with tempfile.TemporaryDirectory(prefix="stintbook-sync-") as scratch:
            floors.append(sync_floor.measure(count, Path(scratch), number))
            found["ours"].append(ours(Path(scratch), count))
        for name in list(names):
            assert peers is not None
            try:
                found.setdefault(name, []).append(sync_peers.PEERS[name](peers, count))
            except sync_peers.Missing as missing:
                print(f"{name} is left out: {missing}", file=sys.stderr)
                names.remove(name)
    return _rows(found, floors, count)


def _rows(found: dict[str, list[Seconds]], floors: list[sync_floor.Floor], count: int) -> list[Measured]:
    least = {
        "push": statistics.median(floor.push for floor in floors),
        "pull": statistics.median(floor.pull for floor in floors),
    }
    least["snapshot"], least["push and read back"] = least["pull"], least["push"]
    size, rows = f"{count // 1000}k", []
    for name, runs in found.items():
        for step in _STEPS:
            taken = [run[step] * 1e3 for run in runs if step in run]
            if taken:
                budget = BUDGETS.get(step) if name == "ours" else None
                rows.append(Measured(f"{step}: {name}", size, statistics.median(taken), least[step] * 1e3, budget))
    memory = statistics.median(run["server MB"] for run in found["ours"])
    return [*rows, Measured("memory of the server", size, memory, cap_ms=_MEMORY_MB, unit="MB")]


def main() -> int:
    """Measure and print; with ``--check`` return 1 when a limit is broken."""
    reader = argparse.ArgumentParser(prog="tests.benchmarks.syncing")
    reader.add_argument("--count", type=int, default=100_000)
    reader.add_argument("--rounds", type=int, default=3)
    reader.add_argument("--peers", type=Path, default=Path(".peers"))
    reader.add_argument("--no-peers", action="store_true")
    reader.add_argument("--check", action="store_true")
    reader.add_argument("--json", type=Path)
    asked = reader.parse_args()
    os.environ["STINTBOOK_KEYRING"] = "file"
    rows = compare(asked.count, asked.rounds, None if asked.no_peers else asked.peers.absolute())
    print(f"{platform.machine()}, Python {platform.python_version()}\n\n{as_markdown(rows)}")
    if asked.json:
        asked.json.write_text(json.dumps([row.as_json() for row in rows], indent=1), "utf-8")
    return int(asked.check and not all(row.holds for row in rows))


if __name__ == "__main__":
    sys.exit(main())
