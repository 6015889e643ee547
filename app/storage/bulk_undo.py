"""Taking back thousands of new entries at once, and bringing them back: the same rows, records and sums as one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.domain.entities.base import Kind
from app.storage.bodies import makes_new, pack
from app.storage.bulk import COLUMNS, members_of
from app.storage.columns import KIND_NUMBER, layout
from app.storage.history import CHANGES_OF_GROUP, groups_of
from app.storage.rollups import Share, Totals
from app.storage.search_index import SearchIndex
from app.storage.write_log import DELETE, PENDING, SET
from sync.engine.stamps import Stamps
from sync.protocol.change import DELETION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.storage.unit_of_work import UnitOfWork

_KIND = KIND_NUMBER[Kind.TIME_ENTRY]
_ROWS = f"""
    SELECT change.version, change.body, time_entry.clock, time_entry.rowid, time_entry.id, created_at,
        {", ".join(f'"{name}"' for name in COLUMNS)}
    FROM {CHANGES_OF_GROUP} JOIN time_entry ON time_entry.id = change.entity
    WHERE change.kind = ? AND change.op = ? AND (time_entry.deleted_at IS NULL) = ? AND owner IS NULL
    ORDER BY change.version DESC
"""
_CHANGE = "INSERT INTO change (version, action, kind, entity, op, body, state) VALUES (?, ?, ?, ?, ?, ?, ?)"
_STATE = "UPDATE time_entry SET clock = ?, deleted_at = ? WHERE rowid = ?"
_UNTAG = "DELETE FROM entry_tag WHERE tag = ? AND entry = ?"
_TAG = "INSERT INTO entry_tag (tag, entry) VALUES (?, ?)"


def bury_new_entries(work: UnitOfWork, batch: int) -> set[bytes]:
    """Move to the trash the entries an action made that are still as it made them; returns their ids.

    Entries that were changed or deleted since are left to whoever looks at them one by one.
    """
    return _Turn(work, living=False).run(batch)


def revive_buried_entries(work: UnitOfWork, batch: int) -> set[bytes]:
    """Bring back from the trash the entries an action deleted that were never changed before or since; returns their ids.

    Others are left to whoever looks at them one by one.
    """
    return _Turn(work, living=True).run(batch)


class _Turn:
    """Turns many entries to dead or to living."""

    def __init__(self, work: UnitOfWork, *, living: bool) -> None:
        self._db, self._log = work.session.connection, work.session.write_log()
        self._living = living
        self._deleted_at = None if living else work.session.context.now()
        self._layout = layout(Kind.TIME_ENTRY)
        self._totals = Totals(work.session.day_starts_at)
        self._search = SearchIndex(work.session)

    def run(self, batch: int) -> set[bytes]:
        """Turn what an action made or deleted; returns the ids of what was turned."""
        turned: set[bytes] = set()
        for group in groups_of(self._db, batch):
            chosen = list(self._chosen(group))
            self._write(chosen)
            turned.update(row[4] for row, _ in chosen)
        self._totals.write(self._db)
        self._log.everything = self._log.everything or bool(turned)
        return turned

    def _chosen(self, group: tuple[bytes, int, int]) -> Iterator[tuple[tuple[Any, ...], Stamps]]:
        """Yield the rows of a group that nothing but the group's action has touched."""
        operation = DELETE if self._living else SET
        for row in self._db.execute(_ROWS, (*group, _KIND, operation, not self._living)):
            version, body, clock = row[:3]
            stamps = self._layout.read_stamps(clock, row[6:])
            of_one_change = len(set(stamps.fields.values())) == 1
            if self._living:
                fits = of_one_change and stamps.seen == stamps.fields and stamps.deleted == version
            else:
                # The record of a new entry knows of no value before.
                fits = set(stamps.fields.values()) == {version} and not stamps.seen and makes_new(body)
            if fits:
                yield row, stamps

    def _write(self, chosen: list[tuple[tuple[Any, ...], Stamps]]) -> None:
        changes, states = [], []
        for row, stamps in chosen:
            version = self._log.next_version()
            if self._living:
                fields = self._layout.to_wire(row[5], row[6:])
                body = pack(fields, {name: stamps.of(name) for name in fields} | {DELETION: stamps.deleted})
                now = Stamps(dict.fromkeys(stamps.fields, version), stamps.seen, stamps.deleted)
            else:
                body = pack({}, stamps.fields)
                now = Stamps(stamps.fields, stamps.fields, version)
            operation = SET if self._living else DELETE
            changes.append(
                (version, self._log.place(version, Kind.TIME_ENTRY), _KIND, row[4], operation, body, PENDING)
            )
            states.append((self._layout.write_stamps(now, row[6:]), self._deleted_at, row[3]))
            self._count(row[6:])
        self._db.executemany(_CHANGE, changes)
        self._db.executemany(_STATE, states)
        tags = [(tag, row[3]) for row, _ in chosen for tag in members_of(row[15])]
        self._db.executemany(_TAG if self._living else _UNTAG, tags)
        texts = ((row[3], row[10]) for row, _ in chosen)
        (self._search.add_all if self._living else self._search.forget_all)(texts)

    def _count(self, row: tuple[Any, ...]) -> None:
        user, started, tz, ended, _, project, task, _, billable, tags, *_ = row
        if ended is not None:
            share = Share(started, ended, tz, project or b"", task or b"", user, billable, tags)
            self._totals.add(share, 1 if self._living else -1)
