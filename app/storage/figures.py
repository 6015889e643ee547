"""Figures of the file: how much of what is in it."""

from __future__ import annotations

import sqlite3
from typing import Any

from app.domain.entities.base import Kind
from app.storage.meta import read_meta


def sqlite_version() -> str:
    """Return the version of the database library."""
    return sqlite3.sqlite_version


def database_figures(connection: sqlite3.Connection) -> dict[str, Any]:
    """Return schema, sizes and counts of a store; counting a million entries takes a few milliseconds."""
    pages, page_size, free, schema = (
        int(connection.execute(f"PRAGMA {name}").fetchone()[0])
        for name in ("page_count", "page_size", "freelist_count", "user_version")
    )
    rows = {kind.value: _count(connection, kind.value) for kind in Kind}
    return {
        "schema": schema,
        "pages": pages,
        "page_bytes": page_size,
        "free_pages": free,
        "journal": connection.execute("PRAGMA journal_mode").fetchone()[0],
        "last_full_check": read_meta(connection, "last_full_check"),
        "changes": _count(connection, "change"),
        "waiting_for_sync": connection.execute("SELECT count(*) FROM change WHERE state = 0 AND state < 2").fetchone()[
            0
        ],
        "rows": {name: count for name, count in rows.items() if count},
    }


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])
