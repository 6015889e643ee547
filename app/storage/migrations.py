"""Schema versions, append-only; each step in one transaction, so that a kill halfway leaves the version before."""

import sqlite3
from collections.abc import Callable

from app.storage.meta import write_meta
from app.storage.schema import APPLICATION_ID, FIRST, SCHEMA_VERSION


def _first(connection: sqlite3.Connection) -> None:
    for statement in FIRST.split(";"):
        if statement.strip():
            connection.execute(statement)


# STEPS[n] takes a file from version n to n + 1. A released step is never changed.
STEPS: tuple[Callable[[sqlite3.Connection], None], ...] = (_first,)


def migrate(connection: sqlite3.Connection, *, device: str, before: Callable[[], None] = lambda: None) -> bool:
    """Bring the file to the current version; ``before`` runs once if there is anything to do in a file with data.

    Returns whether anything was done.
    """
    version = _version(connection)
    if version >= SCHEMA_VERSION:
        return False
    if version:
        before()
    # Another process may be opening the same file: only the holder of the write lock looks again and acts.
    connection.execute("BEGIN IMMEDIATE")
    try:
        for step in STEPS[_version(connection) : SCHEMA_VERSION]:
            step(connection)
        if not connection.execute("SELECT 1 FROM meta WHERE key = 'device'").fetchone():
            write_meta(connection, "device", device)
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise
    return True


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
