"""Exchanges that end in the middle: a process that has everything loaded forks one for each, which kills itself.

``python -m tests.support.dying`` reads a line of JSON for each exchange and answers with one: the points that it passed,
and how it ended. The points are the calls of the store and of the transport, counted by name: before a call, with
everything of it written but not committed, and after it.
"""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Self

from app.orchestrators.sync.failing import SyncFailed
from app.orchestrators.sync.rounds import sync_now
from app.storage.database import Database
from app.storage.sync_store import SqliteSyncStore
from sync.client.ports import DigestSource, SyncStore, Transport
from sync.client.transport import HttpTransport
from tests.support.linked import Computer

BEFORE, UNCOMMITTED, AFTER = "before", "uncommitted", "after"
# What only looks leaves nothing behind, wherever it ends.
_LOOKS = frozenset(("scopes", "holds_anything", "pending", "waiting"))


class Point(NamedTuple):
    """A moment of an exchange: the call, which one of its name it is, and where in it."""

    call: str
    nth: int
    moment: str


@dataclass(frozen=True, slots=True)
class Ended:
    """How an exchange ended: what it passed, and the signal that ended it (0: none did)."""

    passed: tuple[Point, ...]
    killed_by: int


def calls_of(port: type) -> frozenset[str]:
    """Return the names of the calls of a port at which it matters where one dies."""
    of_port = {name for name, made in vars(port).items() if callable(made) and not name.startswith("_")}
    return frozenset(of_port - _LOOKS - vars(DigestSource).keys())


WRITES, QUESTIONS = calls_of(SyncStore), calls_of(Transport)


class Nursery:
    """The process that forks, as whoever asks it sees it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.dying"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def exchange(self, folder: Path, seed: int, point: Point | None) -> Ended:
        """Let the computer of a folder exchange, and die at a point."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([str(folder), seed, point]) + "\n")
        self._process.stdin.flush()
        passed, killed_by = json.loads(self._process.stdout.readline())
        return Ended(tuple(Point(*each) for each in passed), killed_by)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # The end of its input is the end of it.
        self._process.communicate()


class Interruption:
    """Counts the calls of an exchange as they pass, and ends the process at one point of them."""

    def __init__(self, point: Point | None, passed: Callable[[Point], None]) -> None:
        self._point, self._passed = point, passed
        self._counts: Counter[str] = Counter()
        self._inside: str = ""

    def put_in(self) -> None:
        """Stand in the way of every call, in this process."""
        for where, names in ((SqliteSyncStore, WRITES), (HttpTransport, QUESTIONS)):
            for name in names:
                setattr(where, name, self._around(name, getattr(where, name)))
        Database.transaction = self._watching(Database.transaction)  # type: ignore[method-assign]

    def _around(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def called(*args: Any, **fields: Any) -> Any:
            self._counts[name] += 1
            self._pass(name, BEFORE)
            self._inside = name
            try:
                result = call(*args, **fields)
            finally:
                self._inside = ""
            self._pass(name, AFTER)
            return result

        return called

    def _watching(self, transaction: Callable[..., Any]) -> Callable[..., Any]:
        @contextmanager
        def watched(*args: Any, **fields: Any) -> Iterator[Any]:
            with transaction(*args, **fields) as connection:
                yield connection
                if self._inside:
                    self._pass(self._inside, UNCOMMITTED)

        return watched

    def _pass(self, name: str, moment: str) -> None:
        here = Point(name, self._counts[name], moment)
        self._passed(here)
        if here == self._point:
            os.kill(os.getpid(), signal.SIGKILL)


def _live(folder: str, seed: int, point: Point | None, out: int) -> None:
    """Exchange once; only ever in a process of its own."""

    def tell(here: Point) -> None:
        os.write(out, (json.dumps(here) + "\n").encode())

    Interruption(point, tell).put_in()
    computer = Computer(Path(folder), seed)
    try:
        sync_now(computer.ctx)
    except SyncFailed as failed:
        sys.exit(f"the exchange failed: {failed}")
    finally:
        computer.close()


def _forked(folder: str, seed: int, point: Point | None) -> tuple[list[Any], int]:
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        _live(folder, seed, point, write)
        sys.exit(0)
    os.close(write)
    with os.fdopen(read) as told:
        passed = [json.loads(line) for line in told]
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the exchange failed"
    return passed, os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def main() -> None:
    """Answer line by line."""
    for line in sys.stdin:
        folder, seed, point = json.loads(line)
        print(json.dumps(_forked(folder, seed, Point(*point) if point else None)), flush=True)


if __name__ == "__main__":
    main()
