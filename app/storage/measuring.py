"""How long every question and every write takes; what is slow is logged with SQLite's own plan for it."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable
from types import FunctionType
from typing import Any

from app.system.metrics import METRICS

SLOW_S = 0.1
_GENERATOR = 0x20  # CPython's mark of a function that yields
_log = logging.getLogger("app.storage")


class Connection(sqlite3.Connection):
    """A connection that remembers its last statement, so that a slow one can be explained."""

    statement = ""
    parameters: Any = ()

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        """Run a statement."""
        self.statement, self.parameters = sql, parameters
        return super().execute(sql, parameters)

    def plan(self) -> str:
        """Return how SQLite runs the last statement, in one line; empty where it has no plan."""
        try:
            rows = super().execute(f"EXPLAIN QUERY PLAN {self.statement}", self.parameters).fetchall()
        except sqlite3.Error:
            return ""
        return "; ".join(row[3] for row in rows)


def measure(repository: type, name: str, *, without: frozenset[str] = frozenset()) -> None:
    """Let every public method of a repository be timed as ``storage.name.method``."""
    for base in reversed(repository.__mro__):
        for method, run in list(vars(base).items()):
            if method.startswith("_") or method in without or not isinstance(run, FunctionType):
                continue
            run = getattr(run, "measured", run)
            # What yields has hardly begun when it returns: its time is its reader's.
            if not run.__code__.co_flags & _GENERATOR:
                setattr(repository, method, _timed(run, f"storage.{name}.{method}"))


def _timed(run: Callable[..., Any], name: str) -> Callable[..., Any]:
    clock, add = time.perf_counter, METRICS.series(name).add

    def timed(self: Any, *args: Any, **fields: Any) -> Any:
        started, failed, rows = clock(), True, 0
        try:
            result = run(self, *args, **fields)
            failed, rows = False, len(result) if isinstance(result, list) else 1
            return result
        finally:
            seconds = clock() - started
            add(seconds, failed, rows)
            if seconds > SLOW_S:
                tell_slow(self._db, name, seconds, rows)

    timed.measured = run  # type: ignore[attr-defined]
    timed.__doc__, timed.__name__ = run.__doc__, run.__name__
    return timed


def tell_slow(connection: sqlite3.Connection, name: str, seconds: float, rows: int) -> None:
    """Log a slow operation with its last statement and the plan of it; values never get into the log."""
    statement = plan = ""
    if isinstance(connection, Connection):
        statement, plan = " ".join(connection.statement.split()), connection.plan()
    _log.info("%s took %.0f ms for %d rows: %s [%s]", name, seconds * 1000, rows, statement, plan)
