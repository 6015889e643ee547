"""The table of a server under load: ``python -m tests.load [--devices N] [--workspaces M] [--seconds S] [BACK-END …]``.

A back end is ``sqlite``, ``postgres`` or ``postgres:2`` (workers). Devices push single changes as fast as they are
answered (``--rate`` makes each write so many a second instead, and push what has gathered), and all listen. With
``--apart`` the server has a core of its own and shares none with the database and the devices.
"""

import argparse
import asyncio
import json
import platform
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from sync.server.admin.office import opened
from sync.server.migrations import upgrade
from sync.server.settings import Settings
from tests.load.cost import Cost, Meter
from tests.load.devices import Player, Seen, SignedIn
from tests.support.postgres import new_database, running_postgres
from tests.support.server import QUICK, add_device, new_person
from tests.support.server_process import ServerProcess

BACK_ENDS = ("sqlite", "postgres", "postgres:2")


@dataclass(frozen=True, slots=True)
class Load:
    """How much is played."""

    devices: int
    workspaces: int
    seconds: float
    rate: float | None
    apart: bool


@dataclass(frozen=True, slots=True)
class Row:
    """What came of it: rates a second, times in ms, memory of all server processes in MB, processor ms for each push."""

    back_end: str
    pushes: float
    changes: float
    push_p50: float
    push_p95: float
    hint_p50: float
    hint_p95: float
    memory_before: float
    memory_after: float
    server_cpu: float
    database_cpu: float
    devices_cpu: float
    refused: int


def main() -> None:
    """Play every back end asked for, and print the table."""
    reader = argparse.ArgumentParser(prog="tests.load")
    reader.add_argument("back_ends", nargs="*", default=list(BACK_ENDS))
    reader.add_argument("--devices", type=int, default=200)
    reader.add_argument("--workspaces", type=int, default=20)
    reader.add_argument("--seconds", type=float, default=20)
    reader.add_argument("--rate", type=float, help="changes a second of each device")
    reader.add_argument("--apart", action="store_true", help="the server on a core of its own")
    reader.add_argument("--json", type=Path)
    asked = reader.parse_args()
    load = Load(asked.devices, asked.workspaces, asked.seconds, asked.rate, asked.apart)
    rows = [_play(back_end, load) for back_end in asked.back_ends]
    print(f"{platform.machine()}, {psutil.cpu_count()} cores, {load.devices} devices of {load.workspaces} workspaces")
    print(_table(rows))
    if asked.json:
        asked.json.write_text(json.dumps([asdict(row) for row in rows], indent=1), "utf-8")


def _play(back_end: str, load: Load) -> Row:
    kind, _, workers = back_end.partition(":")
    with tempfile.TemporaryDirectory(prefix="stintbook-load-") as scratch, _database(kind) as url:
        folder = Path(scratch) / "server"
        folder.mkdir()
        devices = _sign_in(Settings(data_dir=folder, database_url=url, **QUICK), load)
        with ServerProcess(folder, url, workers=int(workers or 1)).start() as server:
            assert server.process is not None
            meter = Meter(server.process.pid, url)
            if load.apart:
                meter.put_apart()
            before = meter.memory_mb()
            seen, cost = asyncio.run(_run(server.port, devices, load, meter))
            return _row(back_end, seen, load, cost, (before, meter.memory_mb()))


@contextmanager
def _database(kind: str) -> Iterator[str]:
    if kind == "sqlite":
        yield ""
        return
    with running_postgres() as address:
        yield new_database(address)


def _sign_in(settings: Settings, load: Load) -> list[SignedIn]:
    upgrade(settings)
    with opened(settings) as desk:
        people = [new_person(desk) for _ in range(load.workspaces)]
        owners = [people[number % load.workspaces] for number in range(load.devices)]
        added = [(person, add_device(desk, person.account)) for person in owners]
    return [SignedIn(one.device, person.account, one.token, person.own) for person, one in added]


async def _run(port: int, devices: list[SignedIn], load: Load, meter: Meter) -> tuple[Seen, Cost]:
    seen = Seen()
    players = [await Player.ready(("127.0.0.1", port), who, seen) for who in devices]
    await asyncio.gather(*(player.listen() for player in players))
    began = meter.cost()
    until = time.monotonic() + load.seconds
    await asyncio.gather(*(player.write(until, load.rate) for player in players))
    cost = meter.cost() - began
    for player in players:
        player.close()
    return seen, cost


def _row(back_end: str, seen: Seen, load: Load, cost: Cost, memory: tuple[float, float]) -> Row:
    pushes = statistics.quantiles([taken * 1000 for taken in seen.push_times], n=20)
    hints = statistics.quantiles([taken * 1000 for taken in seen.hint_times()] or [0.0, 0.0], n=20)
    each = 1000 / seen.pushes
    return Row(
        back_end, seen.pushes / load.seconds, seen.changes / load.seconds, pushes[9], pushes[18], hints[9], hints[18],
        *memory, cost.server * each, cost.database * each, cost.devices * each, seen.refused,
    )  # fmt: skip


def _table(rows: list[Row]) -> str:
    first = (
        "back end|pushes/s|changes/s|push p50|p95|hint p50|p95|memory before|after|CPU: server|database|devices|refused"
    )
    lines = [f"| {first.replace('|', ' | ')} |", "|---" + 12 * "|---:" + "|"]
    lines += [
        f"| {row.back_end} | {row.pushes:,.0f} | {row.changes:,.0f} | {row.push_p50:.0f} ms | {row.push_p95:.0f} ms |"
        f" {row.hint_p50:.0f} ms | {row.hint_p95:.0f} ms | {row.memory_before:.0f} MB | {row.memory_after:.0f} MB |"
        f" {row.server_cpu:.2f} ms | {row.database_cpu:.2f} ms | {row.devices_cpu:.2f} ms | {row.refused} |"
        for row in rows
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
