"""Facts about this file: its device, logical clock, cache version."""

import sqlite3


def read_meta(connection: sqlite3.Connection, key: str) -> str | int | None:
    """Return a fact, None when it was never written."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def write_meta(connection: sqlite3.Connection, key: str, value: str | int) -> None:
    """Write a fact in the open transaction."""
    connection.execute(
        "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", (key, value)
    )
