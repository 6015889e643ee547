"""Rows of imported files that could not be used, kept for Review with their reasons. Stays on this device."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from app.storage.repository import Session


class RejectedBatch(NamedTuple):
    """The rejected rows of one import: how many, and the first of them."""

    batch: str
    file: str
    count_: int
    line: int
    reason: str
    at: int


class RejectedRows:
    """Rejected rows, by import."""

    def __init__(self, session: Session) -> None:
        self._db = session.connection
        self._context = session.context

    def add(self, batch: str, file: str, rows: Iterable[tuple[int, str]]) -> None:
        """Keep the rows (line, reason) of an import."""
        self._db.executemany(
            "INSERT INTO rejected_row (batch, file, line, reason, at) VALUES (?, ?, ?, ?, ?)",
            [(batch, file, line, reason, self._context.now()) for line, reason in rows],
        )

    def batches(self) -> list[RejectedBatch]:
        """Return the imports that have rejected rows, newest first."""
        rows = self._db.execute(
            "SELECT batch, file, count(*), min(line), reason, max(at) FROM rejected_row WHERE NOT dismissed"
            " GROUP BY batch ORDER BY max(at) DESC, batch DESC"
        )
        return [RejectedBatch(*row) for row in rows]

    def of(self, batch: str) -> list[tuple[int, str]]:
        """Return an import's rejected rows: line and reason."""
        return list(self._db.execute("SELECT line, reason FROM rejected_row WHERE batch = ? ORDER BY line", (batch,)))
