"""Thousands of new time entries in one action: the same rows, records and sums as saving one by one, several times as fast."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from app.domain.days import local_day
from app.domain.entities.base import Kind
from app.storage.columns import KIND_NUMBER, id_to_row, layout
from app.storage.rollups import Share, Totals
from app.storage.write_log import PENDING, SET, pack_body

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.domain.entities.time_entries import TimeEntry
    from app.storage.unit_of_work import Repositories, UnitOfWork

_ID_SIZE = 16
_KIND = KIND_NUMBER[Kind.TIME_ENTRY]
_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

_CHANGE = "INSERT INTO change (version, action, kind, entity, op, body, state) VALUES (?, ?, ?, ?, ?, ?, ?)"
_TAG = "INSERT INTO entry_tag (tag, entry) VALUES (?, ?)"
_SEARCH = "INSERT INTO entry_search (rowid, description) VALUES (?, ?)"
_LONGEST = """
    INSERT INTO meta (key, value) VALUES ('longest_entry', ?)
    ON CONFLICT DO UPDATE SET value = excluded.value WHERE excluded.value > value
"""


class BulkEntries:
    """Adds new entries in the open unit of work; ``finish`` writes what they sum up to.

    Which entries changed is not listed one by one afterwards: the action says that everything may have.
    """

    def __init__(self, work: UnitOfWork) -> None:
        self._session = work.session
        self._db = work.session.connection
        self._log = work.session.write_log()
        self._layout = layout(Kind.TIME_ENTRY)
        self._totals = Totals(work.session.day_starts_at)
        self._longest = -1
        names = "".join(f', "{name}"' for name in self._layout.names)
        marks = ", ".join("?" * (6 + len(self._layout.names) + 2))
        self._insert = (
            f"INSERT INTO time_entry (rowid, id, created_at, extra, clock, deleted_at{names}, day, seconds)"
            f" VALUES ({marks})"
        )

    def add(self, entries: Iterable[TimeEntry]) -> None:
        """Write entries that are not here yet."""
        rows, changes, tags, texts = [], [], [], []
        rowid = int(self._db.execute("SELECT coalesce(max(rowid), 0) FROM time_entry").fetchone()[0])
        at = self._layout.index
        description = at["description"]
        for entry in entries:
            rowid += 1
            raw, row = id_to_row(entry.id), self._layout.to_row(entry)
            clock, change = self._logged(raw, entry.created_at, row)
            changes.append(change)
            rows.append((rowid, raw, entry.created_at, None, clock, None, *row, *self._derived(row)))
            if row[description]:
                texts.append((rowid, row[description]))
            raw_tags = row[at["tags"]]
            tags += [(raw_tags[place : place + _ID_SIZE], rowid) for place in range(0, len(raw_tags), _ID_SIZE)]
        self._db.executemany(self._insert, rows)
        self._db.executemany(_CHANGE, changes)
        self._db.executemany(_TAG, tags)
        self._db.executemany(_SEARCH, texts)
        self._log.everything = self._log.everything or bool(rows)

    def finish(self) -> None:
        """Add what was written to the running totals."""
        self._totals.write(self._db)
        if self._longest >= 0:
            self._db.execute(_LONGEST, (self._longest,))

    def _logged(self, raw: bytes, created_at: int, row: tuple[Any, ...]) -> tuple[bytes, tuple[Any, ...]]:
        """Return the clock of a new entity, whose fields all have one version, and its change record."""
        version = self._log.next_version()
        fields = self._layout.to_wire(created_at, row)
        members = {name: version.hex() for name in fields.keys() - self._layout.standard}
        clock = bytes(version)
        if members:
            # In the order of the fields, as sync.engine.stamps.encode has them.
            clock += _compact({"f": {name: members[name] for name in fields if name in members}}).encode()
        body = pack_body(_compact(fields))
        return clock, (version, self._log.place(version), _KIND, raw, SET, body, PENDING)

    def _derived(self, row: tuple[Any, ...]) -> tuple[str, int]:
        at = self._layout.index
        started, ended, tz = row[at["started_at"]], row[at["ended_at"]], row[at["tz"]]
        day = local_day(started, tz, self._session.day_starts_at)
        if ended is None:
            return day, 0
        self._totals.add(
            Share(
                started, ended, tz, row[at["project"]] or b"", row[at["task"]] or b"", row[at["user"]],
                row[at["billable"]], row[at["tags"]],
            )
        )  # fmt: skip
        self._longest = max(self._longest, ended - started)
        return day, max(0, ended - started)


def imported_before(read: Repositories, source: str, external_ids: Sequence[str]) -> set[str]:
    """Return those of a few hundred external ids that living entries of a source have."""
    marks = ",".join("?" * len(external_ids))
    rows = read.session.connection.execute(
        f"SELECT external_id FROM time_entry WHERE external_id IN ({marks}) AND external_id IS NOT NULL"
        " AND deleted_at IS NULL AND source = ?",
        (*external_ids, source),
    )
    return {row[0] for row in rows}
