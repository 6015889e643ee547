"""Taking back thousands of new entries at once: the same tombstones and sums as deleting one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.domain.entities.base import Kind
from app.storage.bulk import clock_of_new, members_of
from app.storage.columns import KIND_NUMBER, layout
from app.storage.rollups import Share, Totals
from app.storage.write_log import DELETE, PENDING, SET, pack_body, unpack_body

if TYPE_CHECKING:
    from app.storage.unit_of_work import UnitOfWork

_KIND = KIND_NUMBER[Kind.TIME_ENTRY]
_GROUPS = "SELECT number FROM action WHERE batch = ? ORDER BY number DESC"
_MADE = """
    SELECT change.version, change.body, time_entry.clock, time_entry.rowid, time_entry.id, started_at, ended_at, tz,
        coalesce(project, x''), coalesce(task, x''), "user", billable, tags, description
    FROM change JOIN time_entry ON time_entry.id = change.entity
    WHERE change.action = ? AND change.kind = ? AND change.op = ? AND time_entry.deleted_at IS NULL
    ORDER BY change.version DESC
"""
_CHANGE = "INSERT INTO change (version, action, kind, entity, op, body, state) VALUES (?, ?, ?, ?, ?, ?, ?)"
_BURY = "UPDATE time_entry SET clock = ?, deleted_at = ? WHERE rowid = ?"
_UNTAG = "DELETE FROM entry_tag WHERE tag = ? AND entry = ?"
_FORGET = "INSERT INTO entry_search (entry_search, rowid, description) VALUES ('delete', ?, ?)"


def bury_new_entries(work: UnitOfWork, batch: int) -> set[bytes]:
    """Move to the trash the entries an action made that are still as it made them; returns their ids.

    Entries that were changed or deleted since are left to whoever looks at them one by one.
    """
    connection = work.session.connection
    totals = Totals(work.session.day_starts_at)
    buried: set[bytes] = set()
    for (number,) in connection.execute(_GROUPS, (batch,)).fetchall():
        made = [row for row in connection.execute(_MADE, (number, _KIND, SET)) if _is_untouched(row)]
        _bury(work, made)
        for row in made:
            share = Share(*row[5:13])
            if share.ended_at is not None:
                totals.add(share, -1)
        buried.update(row[4] for row in made)
    totals.write(connection)
    return buried


def _is_untouched(row: tuple[Any, ...]) -> bool:
    version, body, clock, tags = row[0], row[1], row[2], row[12]
    # Every field has the version that made it, nothing was ever deleted, and the record knows of no value before.
    return bool(clock == clock_of_new(version, tags) and unpack_body(body).startswith("{"))


def _bury(work: UnitOfWork, made: list[tuple[Any, ...]]) -> None:
    connection, log, now = work.session.connection, work.session.write_log(), work.session.context.now()
    # In the order in which stamps are read back.
    standard = tuple(layout(Kind.TIME_ENTRY).standard)
    changes, rows = [], []
    for version, _, _, rowid, id_, *_, tags, _ in made:
        text = version.hex()
        seen = ",".join(f'"{name}":"{text}"' for name in (*standard, *(f"tag:{tag.hex()}" for tag in members_of(tags))))
        deleted = log.next_version()
        changes.append((deleted, log.place(deleted), _KIND, id_, DELETE, pack_body(f"[{{}},{{{seen}}}]"), PENDING))
        rows.append((clock_of_new(version, tags, seen=seen), now, rowid))
    connection.executemany(_CHANGE, changes)
    connection.executemany(_BURY, rows)
    connection.executemany(_UNTAG, [(tag, row[3]) for row in made for tag in members_of(row[12])])
    connection.executemany(_FORGET, [(row[3], row[13]) for row in made if row[13]])
    log.everything = log.everything or bool(made)
