"""Salvage: what can still be read of a damaged file, in a new one. The damaged file is kept as it is."""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.entities.base import Kind
from app.domain.errors import EnvironmentFailed
from app.storage.backups import require_room
from app.storage.derived import rebuild_derived
from app.storage.migrations import migrate, renew_replica
from app.storage.replay import replay_lost_rows
from app.storage.restoring import set_aside_and_place
from sync.protocol.version import SIZE

if TYPE_CHECKING:
    from sqlite_utils import Database

# What is derived from these is made anew; heartbeats and old checks are of no use. How far a server was read is forgotten:
# it is read from the beginning, which brings back what was lost here.
_TABLES = (*(kind.value for kind in Kind), "action", "change", "parked", "quarantined", "rejected_row",
           "calendar_source", "refused_event", "meta")  # fmt: skip


class NothingToSalvage(EnvironmentFailed):
    """Not a single row could be read. The file was left as it is."""

    code = "nothing_to_salvage"


@dataclass(slots=True)
class Salvaged:
    """What could be read, by table, and where the damaged file is kept.

    ``from_history`` counts rows made again from the history, ``lost`` the places (runs of rows, or single rows) that
    could not be read.
    """

    rows: dict[str, int] = field(default_factory=dict)
    from_history: int = 0
    lost: int = 0
    kept: Path | None = None

    @property
    def entries(self) -> int:
        """Time entries that are in the new file, those in the trash included."""
        return self.rows.get(Kind.TIME_ENTRY.value, 0)


def salvage(damaged: Path, *, device: str, now: int) -> Salvaged:
    """Read what can be read of a damaged store into a new one and put that in its place.

    Raises:
        NothingToSalvage: nothing can be read. DiskFull: there is no room for it. Nothing was changed.
    """
    if not damaged.exists():
        raise NothingToSalvage(f"There is no file “{damaged}”.", path=str(damaged))
    require_room(damaged.parent, 3 * damaged.stat().st_size)
    workplace = damaged.parent / f".salvage-{secrets.token_hex(8)}"
    workplace.mkdir(mode=0o700)
    try:
        new, done = workplace / "new.db", Salvaged()
        _read_over(_copied(damaged, workplace), new, device, done)
        done.kept = set_aside_and_place(new, damaged, now=now)
    finally:
        shutil.rmtree(workplace, ignore_errors=True)
    return done


def _copied(damaged: Path, workplace: Path) -> Path:
    """Copy the file and its log: reading plays the log in, and the original stays as it was found."""
    for ending in ("", "-wal"):
        source = damaged.with_name(damaged.name + ending)
        if source.exists():
            shutil.copyfile(source, workplace / f"damaged.db{ending}")
    return workplace / "damaged.db"


def _read_over(damaged: Path, new: Path, device: str, done: Salvaged) -> None:
    from sqlite_utils import Database

    os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    target, source = sqlite3.connect(new, isolation_level=None), sqlite3.connect(damaged, isolation_level=None)
    # Half a letter at the end of a torn page must not cost the row.
    source.text_factory = lambda raw: raw.decode("utf-8", "replace")
    try:
        target.execute("PRAGMA synchronous = OFF")
        migrate(target, device=device)
        into = Database(target, recursive_triggers=False, execute_plugins=False)
        target.execute("BEGIN IMMEDIATE")
        for table in _TABLES:
            _Table(source, into, table, done).read_over()
        if not any(done.rows[table] for table in _TABLES if table != "meta"):
            raise NothingToSalvage(
                "Nothing of the damaged file can be read. It was left as it is."
                " “stintbook restore” puts the newest backup in its place.",
                path=str(damaged),
            )
        done.from_history = replay_lost_rows(target)
        done.rows[Kind.TIME_ENTRY.value] = target.execute("SELECT count(*) FROM time_entry").fetchone()[0]
        rebuild_derived(target)
        renew_replica(target)
        target.execute("COMMIT")
    finally:
        source.close()
        target.close()


class _Table:
    """One table on its way from the damaged file to the new one."""

    def __init__(self, source: sqlite3.Connection, into: Database, name: str, done: Salvaged) -> None:
        self._source, self._connection, self._name, self._done = source, into.conn, name, done
        columns = [column.name for column in into[name].columns]
        self._names = [column for column in columns if column != "rowid" and column in self._columns_there()]
        self._key = {"change": "version", "quarantined": "version", "meta": "key"}.get(name, "rowid")
        self._listing = ", ".join(f'"{column}"' for column in self._names)

    def read_over(self) -> None:
        """Insert every row that can be read; what the new file refuses as no such row is left behind."""
        self._done.rows[self._name] = 0
        if not self._names:
            return
        # What a fresh file has of its own (its device) gives way to what the damaged one knew.
        marks = ", ".join("?" * len(self._names))
        statement = f'INSERT OR REPLACE INTO "{self._name}" ({self._listing}) VALUES ({marks})'
        for row in self._rows():
            try:
                self._connection.execute(statement, row)
                self._done.rows[self._name] += 1
            except sqlite3.IntegrityError:
                self._done.lost += 1

    def _columns_there(self) -> set[str]:
        try:
            return {row[1] for row in self._source.execute(f'PRAGMA table_info("{self._name}")')}
        except sqlite3.DatabaseError:
            return set()

    def _rows(self) -> Iterator[tuple[Any, ...]]:
        position: Any = {"version": b"", "key": ""}.get(self._key, -1)
        while position is not None:
            try:
                for row in self._source.execute(self._statement(), (position, -1)):
                    position = _later(row[0], position)
                    yield row[1:]
                return
            except sqlite3.DatabaseError:
                # The cursor reads one row ahead: when that one is bad, the good one before it is not given out.
                row = self._one_after(position)
                if row:
                    position = row[0]
                    yield row[1:]
                else:
                    self._done.lost += 1
                    position = self._behind(position)

    def _statement(self) -> str:
        key = self._key
        return f'SELECT "{key}", {self._listing} FROM "{self._name}" WHERE "{key}" > ? ORDER BY "{key}" LIMIT ?'

    def _behind(self, position: Any) -> Any:
        """Return a place behind the unreadable rows that begin after ``position``, None where all of the rest is so."""
        if isinstance(position, str):
            return None
        last = _number(position)
        stride, limit = 1, (1 << 62 if isinstance(position, int) else 1 << 127)
        while not self._readable_after(_like(position, last + stride)):
            stride *= 2
            if stride > limit:
                return None
        bad, good = last + stride // 2, last + stride
        while good - bad > 1:
            middle = (bad + good) // 2
            bad, good = (bad, middle) if self._readable_after(_like(position, middle)) else (middle, good)
        return _like(position, good)

    def _readable_after(self, position: Any) -> bool:
        return self._one_after(position) is not None

    def _one_after(self, position: Any) -> tuple[Any, ...] | None:
        """Return the next row, empty where there is none any more, None where it cannot be read."""
        try:
            rows = self._source.execute(self._statement(), (position, 1)).fetchall()
            if rows:
                _later(rows[0][0], position)
        except sqlite3.DatabaseError:
            return None
        return tuple(rows[0]) if rows else ()


def _later(key: Any, position: Any) -> Any:
    if not isinstance(key, type(position)) or key <= position:
        raise sqlite3.DatabaseError("rows are out of order")
    return key


def _number(position: Any) -> int:
    return position if isinstance(position, int) else int.from_bytes(position.ljust(SIZE, b"\0"), "big")


def _like(position: Any, number: int) -> Any:
    if isinstance(position, int):
        return min(number, (1 << 63) - 1)
    return min(number, (1 << 128) - 1).to_bytes(SIZE, "big")
