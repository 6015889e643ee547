"""``stintbook-server``, one process of which kills itself at a named point when it is told to by a file.

The file ``dies-at`` in its folder says where: ``push before`` is everything folded and nothing written, ``push written``
everything written and not committed (SQLite), ``push after`` committed and not answered; ``pull`` and ``snapshot`` likewise
before anything was read, and with the answer ready. Of several workers, the one that takes the file away dies.
"""

import os
import signal
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI

from sync.server.admin import commands
from sync.server.log.lane_postgres import PostgresLane
from sync.server.log.lane_sqlite import SqliteLane
from sync.server.log.reads import Reader
from sync.server.main import app_factory as real_factory
from tests.support.server_process import ServerProcess

BEFORE, WRITTEN, AFTER = "before", "written", "after"
_FOLDER = "STINTBOOK_SERVER_DATA_DIR"
_FILE = "dies-at"


@dataclass(slots=True)
class DyingServer(ServerProcess):
    """The process, as a test sees it."""

    module: str = "tests.support.dying_server"

    def die_at(self, what: str, moment: str) -> None:
        """Let whichever process comes there first die."""
        (self.folder / _FILE).write_text(f"{what} {moment}")

    def start_again(self) -> None:
        """Start it after it died."""
        self.kill()
        self.start()

    @property
    def somebody_died(self) -> bool:
        """Whether the point was reached."""
        return not (self.folder / _FILE).exists()


class _Doomed:
    """A connection that does not come to its commit."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def commit(self) -> None:
        _pass("push", WRITTEN)
        self._connection.commit()


def app_factory() -> FastAPI:
    """Return the application, with what may end the process put in."""
    for lane in (SqliteLane, PostgresLane):
        _put_in(lane, "write", "push")
    _put_in(Reader, "changes", "pull")
    _put_in(Reader, "objects", "snapshot")
    write = SqliteLane.write
    SqliteLane.write = lambda self, connection, *rest: write(self, _Doomed(connection), *rest)  # type: ignore[arg-type, method-assign]
    return real_factory()


def _put_in(where: type, name: str, what: str) -> None:
    call: Callable[..., Any] = getattr(where, name)

    def called(*args: Any, **fields: Any) -> Any:
        _pass(what, BEFORE)
        result = call(*args, **fields)
        _pass(what, AFTER)
        return result

    setattr(where, name, called)


def _pass(what: str, moment: str) -> None:
    file = Path(os.environ[_FOLDER]) / _FILE
    try:
        if file.read_text() != f"{what} {moment}":
            return
        file.unlink()
    except FileNotFoundError:
        # Nobody is to die, or another worker does.
        return
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    """Run the administrator's command, with this module's application in the place of the real one."""
    run = uvicorn.run
    uvicorn.run = lambda _, **options: run("tests.support.dying_server:app_factory", **options)
    commands.main()


if __name__ == "__main__":
    main()
