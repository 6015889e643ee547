"""Signs of life of a running timer: where it was alive last. Stays on this device and is no part of the history."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING

from app.storage.columns import id_from_row, id_to_row

if TYPE_CHECKING:
    from app.storage.repository import Session


class Heartbeats:
    """One row a running entry: present while a window lives, or after it ended without being asked to."""

    def __init__(self, session: Session) -> None:
        self._db = session.connection
        self._context = session.context

    def beat(self, entries: Iterable[str]) -> None:
        """Note that these entries run and somebody watches; every other note is dropped."""
        self._db.execute("DELETE FROM heartbeat")
        now = self._context.now()
        self._db.executemany(
            "INSERT INTO heartbeat (entry, at) VALUES (?, ?)", [(id_to_row(entry), now) for entry in entries]
        )
        # Whoever closes the store was asked to; after a crash or a power cut nobody does, and the notes stay.
        farewells = self._context.database.at_close
        if _forget not in farewells:
            farewells.append(_forget)

    def all(self) -> dict[str, int]:
        """Return the last sign of life (Unix seconds) by entry."""
        return {id_from_row(entry): at for entry, at in self._db.execute("SELECT entry, at FROM heartbeat")}

    def clear(self) -> None:
        """Forget every sign of life: what they told is decided."""
        _forget(self._db)


def _forget(connection: sqlite3.Connection) -> None:
    # A note that cannot be taken away makes one question too many at the next start, nothing worse.
    with contextlib.suppress(sqlite3.OperationalError):
        connection.execute("DELETE FROM heartbeat")
