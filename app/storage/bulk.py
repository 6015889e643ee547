"""Thousands of new time entries in one action: the same rows, records and sums as saving one by one, several times as fast."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from app.domain.days import day_bounds, local_day, split_by_day
from app.domain.entities.base import Kind
from app.storage.bodies import pack_new
from app.storage.columns import KIND_NUMBER, id_to_row, ids_to_row
from app.storage.rollups import Share, Totals
from app.storage.search_index import SearchIndex
from app.storage.write_log import PENDING, SET

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.domain.entities.time_entries import TimeEntry
    from app.storage.repository import Session
    from app.storage.unit_of_work import Repositories, UnitOfWork

_ID_SIZE = 16
_CACHE_KB = 32 * 1024
_KIND = KIND_NUMBER[Kind.TIME_ENTRY]
# The columns as the table and the wire have them; a test holds them equal to the entity's own layout.
COLUMNS = ("user", "started_at", "tz", "ended_at", "description", "project", "task", "milestone", "billable", "tags",
           "source", "external_id")  # fmt: skip
_values_of = attrgetter(*COLUMNS)

_ENTRY = f"""
    INSERT INTO time_entry (rowid, id, created_at, clock, owner, {", ".join(f'"{name}"' for name in COLUMNS)}, day, seconds)
    VALUES ({", ".join("?" * (len(COLUMNS) + 7))})
"""
_CHANGE = "INSERT INTO change (version, action, kind, entity, op, body, state) VALUES (?, ?, ?, ?, ?, ?, ?)"
_TAG = "INSERT INTO entry_tag (tag, entry) VALUES (?, ?)"


class EntryRows:
    """Writes rows of entries that are not here yet, with tags and search index; ``finish`` writes what they sum up to."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._db = session.connection
        self._totals = Totals(session.day_starts_at)
        self._days = _Days(session.day_starts_at)
        self._longest = -1
        # Indexes are written all over; with the usual 2 MB their pages would be read and spilled again and again.
        self._cache = int(self._db.execute("PRAGMA cache_size").fetchone()[0])
        self._db.execute(f"PRAGMA cache_size = -{_CACHE_KB}")

    def add(self, entries: Iterable[tuple[bytes, int, bytes, str | None, tuple[Any, ...]]]) -> None:
        """Write entries: id, birth, clock, owner, and the values of COLUMNS."""
        last = int(self._db.execute("SELECT coalesce(max(rowid), 0) FROM time_entry").fetchone()[0])
        rows = [
            (rowid, raw, created_at, clock, owner, *row, *self._derived(row))
            for rowid, (raw, created_at, clock, owner, row) in enumerate(entries, last + 1)
        ]
        self._db.executemany(_ENTRY, rows)
        self._db.executemany(_TAG, [(tag, row[0]) for row in rows if row[14] for tag in members_of(row[14])])
        search = SearchIndex(self._session)
        search.add_all((row[0], row[9]) for row in rows)
        search.catch_up(last + len(rows))

    def finish(self) -> None:
        """Add what was written to the running totals."""
        self._totals.write(self._db)
        if self._longest >= 0:
            self._session.note_length(self._longest)
        self._db.execute(f"PRAGMA cache_size = {self._cache}")

    def _derived(self, row: tuple[Any, ...]) -> tuple[str, int]:
        """Count an entry in and return its day and its seconds."""
        user, started, tz, ended, _, project, task, _, billable, tags, *_ = row
        if ended is None:
            return self._days.of(started, tz), 0
        pieces = self._days.pieces(started, ended, tz)
        self._totals.add(Share(started, ended, tz, project or b"", task or b"", user, billable, tags), pieces=pieces)
        self._longest = max(self._longest, ended - started)
        return pieces[0][0], max(0, ended - started)


class BulkEntries:
    """Adds new entries in the open unit of work; ``finish`` writes what they sum up to.

    Which entries changed is not listed one by one afterwards: the action says that everything may have.
    """

    def __init__(self, work: UnitOfWork) -> None:
        self._db = work.session.connection
        self._log = work.session.write_log()
        self._rows = EntryRows(work.session)

    def add(self, entries: Iterable[TimeEntry]) -> None:
        """Write entries that are not here yet."""
        rows: list[tuple[bytes, int, bytes, str | None, tuple[Any, ...]]] = []
        changes: list[tuple[Any, ...]] = []
        for entry in entries:
            # Not by the cache of ids: each of these is seen once.
            raw, row = bytes.fromhex(entry.id.replace("-", "")), _row(entry)
            version = self._log.next_version()
            body = pack_new(Kind.TIME_ENTRY, entry.created_at, row)
            changes.append((version, self._log.place(version, Kind.TIME_ENTRY), _KIND, raw, SET, body, PENDING))
            # Stamps of which all are the same version are stored as that one.
            rows.append((raw, entry.created_at, version, None, row))
        self._rows.add(rows)
        self._db.executemany(_CHANGE, changes)
        self._log.everything = self._log.everything or bool(rows)

    def finish(self) -> None:
        """Add what was written to the running totals."""
        self._rows.finish()


class _Days:
    """The days of instants. Entries mostly come in order, so the next is likely of the day before's bounds."""

    def __init__(self, day_starts_at: int) -> None:
        self._day_starts_at = day_starts_at
        self._last: dict[str, tuple[str, int, int]] = {}

    def of(self, instant: int, tz: str) -> str:
        """Return the day of an instant."""
        return self._around(instant, tz)[0]

    def pieces(self, started: int, ended: int, tz: str) -> list[tuple[str, int]]:
        """Return the seconds on each day, as ``split_by_day`` does."""
        day, _, until = self._around(started, tz)
        if ended <= until:
            return [(day, max(0, ended - started))]
        return split_by_day(started, ended, tz, self._day_starts_at)

    def _around(self, instant: int, tz: str) -> tuple[str, int, int]:
        found = self._last.get(tz)
        if found is None or not found[1] <= instant < found[2]:
            day = local_day(instant, tz, self._day_starts_at)
            found = self._last[tz] = (day, *day_bounds(day, tz, self._day_starts_at))
        return found


def _row(entry: TimeEntry) -> tuple[Any, ...]:
    user, started, tz, ended, text, project, task, milestone, billable, tags, source, external_id = _values_of(entry)
    return (
        id_to_row(user), started, tz, ended, text,
        project and id_to_row(project), task and id_to_row(task), milestone and id_to_row(milestone),
        int(billable), ids_to_row(tags) if tags else b"", source, external_id,
    )  # fmt: skip


def members_of(raw: bytes) -> list[bytes]:
    """Return the ids of a set's blob."""
    return [raw[at : at + _ID_SIZE] for at in range(0, len(raw), _ID_SIZE)]


def imported_before(read: Repositories, source: str, external_ids: Sequence[str]) -> set[str]:
    """Return those of a few hundred external ids that living entries of a source have."""
    marks = ",".join("?" * len(external_ids))
    rows = read.session.connection.execute(
        f"SELECT external_id FROM time_entry WHERE external_id IN ({marks}) AND external_id IS NOT NULL"
        " AND deleted_at IS NULL AND source = ?",
        (*external_ids, source),
    )
    return {row[0] for row in rows}
