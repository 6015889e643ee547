"""The search index over descriptions, written in lots: to index one costs as much as the entry, thirty hardly more than one.

Entries are numbered in the order they come and are never removed, so that one number in the file tells which ones wait
to be indexed: those behind it. A search reads these few as they stand.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING

from app.storage.meta import write_meta

if TYPE_CHECKING:
    from app.storage.repository import Session

INDEXED_THROUGH = "indexed_through"
LOT = 32
_THROUGH = f"(SELECT value FROM meta WHERE key = '{INDEXED_THROUGH}')"

# Entries whose description contains a text: the two parameters are the same pattern for both parts.
MATCHING = f"""
    SELECT rowid FROM time_entry WHERE rowid > {_THROUGH} AND description LIKE ?
    UNION ALL SELECT rowid FROM entry_search WHERE description LIKE ?
"""
# A file that does not say how far its index goes has everything indexed.
_EVERY = 1 << 62
# What the index holds when it is right.
TEXTS = f"""
    SELECT rowid, description FROM time_entry
    WHERE deleted_at IS NULL AND description <> '' AND rowid <= coalesce({_THROUGH}, rowid)
"""
_ADD = "INSERT INTO entry_search (rowid, description) VALUES (?, ?)"
_FORGET = "INSERT INTO entry_search (entry_search, rowid, description) VALUES ('delete', ?, ?)"
_ADD_LOT = """
    INSERT INTO entry_search (rowid, description) SELECT rowid, description FROM time_entry
    WHERE rowid > ? AND rowid <= ? AND deleted_at IS NULL AND description <> ''
"""


class SearchIndex:
    """Keeps the index in the transaction that changes descriptions."""

    def __init__(self, session: Session) -> None:
        self._db, self._session = session.connection, session

    def change(self, rowid: int, before: str, after: str) -> None:
        """Note that a living entry's description changed; empty means that it has none, or lives no more."""
        if before == after:
            return
        through = self._through
        if rowid > through:
            if rowid - through >= LOT:
                self.catch_up(rowid)
            return
        if before:
            self._db.execute(_FORGET, (rowid, before))
        if after:
            self._db.execute(_ADD, (rowid, after))

    def catch_up(self, rowid: int) -> None:
        """Index every entry up to this one."""
        through = self._through
        if rowid > through:
            self._db.execute(_ADD_LOT, (through, rowid))
            self._session.meta[INDEXED_THROUGH] = rowid
            write_meta(self._db, INDEXED_THROUGH, rowid)

    def add_all(self, texts: Iterable[tuple[int, str]]) -> None:
        """Index descriptions that entries have from now on, but for those that wait."""
        self._db.executemany(_ADD, self._not_waiting(texts))

    def forget_all(self, texts: Iterable[tuple[int, str]]) -> None:
        """Take out descriptions that entries have no longer."""
        self._db.executemany(_FORGET, self._not_waiting(texts))

    @property
    def _through(self) -> int:
        through = self._session.meta.get(INDEXED_THROUGH)
        return _EVERY if through is None else int(through)

    def _not_waiting(self, texts: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
        through = self._through
        return [(rowid, text) for rowid, text in texts if text and rowid <= through]


def rebuild_search(connection: sqlite3.Connection) -> None:
    """Make the index anew from all entries, in the open transaction."""
    (last,) = connection.execute("SELECT coalesce(max(rowid), 0) FROM time_entry").fetchone()
    write_meta(connection, INDEXED_THROUGH, last)
    connection.execute("INSERT INTO entry_search (entry_search) VALUES ('delete-all')")
    connection.execute(f"INSERT INTO entry_search (rowid, description) {TEXTS}")
