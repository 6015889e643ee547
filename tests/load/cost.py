"""What a run costs: processor time of the server, of the database and of the played devices; memory of the server."""

from dataclasses import dataclass
from typing import Self

import psutil
import psycopg


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor time in seconds."""

    server: float
    database: float
    devices: float

    def __sub__(self, before: Self) -> "Cost":
        """Return what was used since then."""
        return Cost(
            self.server - before.server, self.database - before.database, self.devices - before.devices
        )  # fmt: skip


class Meter:
    """Looks at the processes of a server and of its database."""

    def __init__(self, server: int, database_url: str) -> None:
        self._server = psutil.Process(server)
        self._database = _database(database_url) if database_url else None

    def cost(self) -> Cost:
        """Return what was used so far, by processes that still run."""
        database = _used(self._database) if self._database else 0.0
        return Cost(_used(self._server), database, _used(psutil.Process(), alone=True))

    def memory_mb(self) -> float:
        """Return the memory of the server's processes."""
        return float(sum(each.memory_info().rss for each in _family(self._server))) / (1 << 20)

    def put_apart(self) -> None:
        """Give the server the first core, and the others to the database and the devices."""
        first, *others = psutil.Process().cpu_affinity() or []
        for each in _family(self._server):
            each.cpu_affinity([first])
        for each in [*(_family(self._database) if self._database else ()), psutil.Process()]:
            each.cpu_affinity(others)


def _database(url: str) -> psutil.Process:
    with psycopg.connect(url) as connection:
        row = connection.execute("select pg_backend_pid()").fetchone()
        assert row is not None
        postmaster = psutil.Process(row[0]).parent()
        assert postmaster is not None
        return postmaster


def _family(top: psutil.Process) -> list[psutil.Process]:
    return [top, *top.children(recursive=True)]


def _used(top: psutil.Process, *, alone: bool = False) -> float:
    times = [each.cpu_times() for each in ([top] if alone else _family(top))]
    return sum(float(each.user + each.system) for each in times)
