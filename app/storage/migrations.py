"""Schema versions, append-only; all steps a file lacks run in one transaction, so that a kill leaves it as it was."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.storage.meta import write_meta
from app.storage.schema import APPLICATION_ID, CREATED_AS, FIRST, SCHEMA_VERSION, SECOND
from app.storage.search_index import INDEXED_THROUGH

if TYPE_CHECKING:
    from sqlite_utils import Database


def _add_calendars(db: Database) -> None:
    for statement in _statements(SECOND):
        db.execute(statement)


# STEPS[n] takes a file from version n + 1 to n + 2; version 1 is schema.FIRST. A released step is never changed.
# Its name and the time it ran are kept in the file by sqlite-utils, which loads only when a step is due.
STEPS: tuple[Callable[[Database], None], ...] = (_add_calendars,)


def migrate(
    connection: sqlite3.Connection, *, device: str, before: Callable[[sqlite3.Connection], None] = lambda _: None
) -> bool:
    """Bring the file to the current version; ``before`` runs once if there is anything to do in a file with data.

    Returns whether anything was done.
    """
    version = _version(connection)
    if version >= SCHEMA_VERSION:
        return False
    if version:
        before(connection)
    # Another process may be opening the same file: only the holder of the write lock looks again and acts.
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = _version(connection)
        if version == 0:
            _create(connection, device)
            version = CREATED_AS
        if version < SCHEMA_VERSION:
            _apply(connection, version)
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise
    return True


def _create(connection: sqlite3.Connection, device: str) -> None:
    for statement in _statements(FIRST + SECOND):
        connection.execute(statement)
    write_meta(connection, "device", device)
    write_meta(connection, INDEXED_THROUGH, 0)
    renew_replica(connection)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def _statements(script: str) -> list[str]:
    return [statement for statement in script.split(";") if statement.strip()]


def renew_replica(connection: sqlite3.Connection) -> None:
    """Mark the file as another copy than before, so that sync notices a restored or copied one."""
    connection.execute(
        "INSERT INTO meta (key, value) VALUES ('replica', lower(hex(randomblob(16))))"
        " ON CONFLICT DO UPDATE SET value = excluded.value"
    )


def _apply(connection: sqlite3.Connection, version: int) -> None:
    from sqlite_utils import Database, Migrations

    due = Migrations("stintbook")
    for step in STEPS[version - 1 : SCHEMA_VERSION - 1]:
        due()(step)
    due.apply(Database(connection, recursive_triggers=False, execute_plugins=False))


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
