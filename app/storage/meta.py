"""Facts about this file: its device, logical clock, cache version."""

import sqlite3
from collections.abc import Mapping

Fact = str | int | None
_WRITE = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value"


def read_meta(connection: sqlite3.Connection, key: str) -> Fact:
    """Return a fact, None when it was never written."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def read_all_meta(connection: sqlite3.Connection) -> dict[str, Fact]:
    """Return every fact: a dozen, in one statement."""
    return dict(connection.execute("SELECT key, value FROM meta"))


def write_meta(connection: sqlite3.Connection, key: str, value: str | int) -> None:
    """Write a fact in the open transaction."""
    connection.execute(_WRITE, (key, value))


def write_several_meta(connection: sqlite3.Connection, facts: Mapping[str, str | int]) -> None:
    """Write some facts in the open transaction."""
    connection.executemany(_WRITE, facts.items())
