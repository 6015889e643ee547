"""The table of a server under load: ``python -m tests.load [--devices N] [--workspaces M] [--seconds S] [BACK-END …]``.

A back end is ``sqlite``, ``postgres`` or ``postgres:2`` (workers). Devices push single changes as fast as they are
answered (``--rate`` makes each write so many a second instead, and push what has gathered), and all listen.
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

from tests.load.devices import Player, Seen, SignedIn
from tests.support.postgres import new_database, running_postgres
from tests.support.server_process import PASSWORD, ServerProcess

BACK_ENDS = ("sqlite", "postgres", "postgres:2")


@dataclass(frozen=True, slots=True)
class Load:
    """How much is played."""

    devices: int
    workspaces: int
    seconds: float
    rate: float | None


@dataclass(frozen=True, slots=True)
class Row:
    """What came of it: rates a second, times in ms, memory of all server processes in MB."""

    back_end: str
    pushes: float
    changes: float
    push_p50: float
    push_p95: float
    hint_p95: float
    memory_before: float
    memory_after: float
    refused: int


def main() -> None:
    """Play every back end asked for, and print the table."""
    reader = argparse.ArgumentParser(prog="tests.load")
    reader.add_argument("back_ends", nargs="*", default=list(BACK_ENDS))
    reader.add_argument("--devices", type=int, default=200)
    reader.add_argument("--workspaces", type=int, default=20)
    reader.add_argument("--seconds", type=float, default=20)
    reader.add_argument("--rate", type=float, help="changes a second of each device")
    reader.add_argument("--json", type=Path)
    asked = reader.parse_args()
    load = Load(asked.devices, asked.workspaces, asked.seconds, asked.rate)
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
        server = ServerProcess(folder, url, workers=int(workers or 1))
        server.set_up()
        with server.start():
            devices = _sign_in(server, load)
            before = _memory_mb(server)
            seen = asyncio.run(_run(server, devices, load))
            return _row(back_end, seen, load, before, _memory_mb(server))


@contextmanager
def _database(kind: str) -> Iterator[str]:
    if kind == "sqlite":
        yield ""
        return
    with running_postgres() as address:
        yield new_database(address)


def _sign_in(server: ServerProcess, load: Load) -> list[SignedIn]:
    for number in range(load.workspaces):
        server.admin(
            "user", "add", f"u{number}@example.org", "--name", f"U {number}", "--workspace", f"W {number}",
            "--password-stdin", stdin=PASSWORD,
        )  # fmt: skip
    devices = []
    for number in range(load.devices):
        found = server.sign_in(f"u{number % load.workspaces}@example.org", name=f"device {number}")
        hello = server.ask("GET", "/sync/v1/hello", token=found["token"])
        own = tuple(offer["scope"] for offer in hello["scopes"] if offer["user"] == found["user"])
        devices.append(SignedIn(found["device"], found["user"], found["token"], own))
    return devices


async def _run(server: ServerProcess, devices: list[SignedIn], load: Load) -> Seen:
    seen = Seen()
    place = ("127.0.0.1", server.port)
    players = [Player(place, who, seen, load.rate, number) for number, who in enumerate(devices)]
    for player in players:
        await player.get_ready()
    ears = [asyncio.create_task(player.listen()) for player in players]
    until = time.monotonic() + load.seconds
    await asyncio.gather(*(player.write(until) for player in players))
    for ear in ears:
        ear.cancel()
    await asyncio.gather(*ears, return_exceptions=True)
    for player in players:
        player.close()
    return seen


def _memory_mb(server: ServerProcess) -> float:
    assert server.process is not None
    top = psutil.Process(server.process.pid)
    return float(sum(process.memory_info().rss for process in [top, *top.children(recursive=True)])) / (1 << 20)


def _row(back_end: str, seen: Seen, load: Load, before: float, after: float) -> Row:
    pushes = [taken * 1000 for taken in seen.push_times]
    hints = [taken * 1000 for taken in seen.hint_times]
    return Row(
        back_end, seen.pushes / load.seconds, seen.changes / load.seconds, statistics.median(pushes),
        statistics.quantiles(pushes, n=20)[-1], statistics.quantiles(hints, n=20)[-1] if len(hints) > 1 else 0.0,
        before, after, seen.refused,
    )  # fmt: skip


def _table(rows: list[Row]) -> str:
    lines = [
        "| back end | pushes/s | changes/s | push p50 | push p95 | hint p95 | memory before | after | refused |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {row.back_end} | {row.pushes:,.0f} | {row.changes:,.0f} | {row.push_p50:.1f} ms | {row.push_p95:.1f} ms |"
        f" {row.hint_p95:.1f} ms | {row.memory_before:.0f} MB | {row.memory_after:.0f} MB | {row.refused} |"
        for row in rows
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
