"""Opening the file a person's work is in: what to do when it is damaged, newer, locked, read-only or not ours."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.storage.database import Database, allowed
from app.storage.failures import Locked, NewerSchema, NotOurs, NotWritable, code_of, damaged
from app.storage.meta import read_meta, write_meta

if TYPE_CHECKING:
    from pathlib import Path

_READ_ONLY = "The database may not be written, so Stintbook shows it but cannot track in it. Nothing of it is lost."
_STARTED_ANEW = (
    "There was no database here, so a new one was started. There are backups of earlier work:"
    " “stintbook restore” puts the newest one back."
)
_SQLITE = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class Opened:
    """The store, whose work is in it, and what a person has to be told about it."""

    database: Database
    user: str
    notices: tuple[str, ...] = ()


def open_store(path: Path, *, backups: Path, device: str, user: str, now: int) -> Opened:
    """Open or create the store; ``device`` and ``user`` are for a new one.

    A file written by a newer version, or one that may not be written, is opened for reading with a notice.

    Raises:
        Damaged, NotOurs, Locked, NotWritable: nothing was changed; the sentence says what can be done.
    """
    notices = _notices_before(path, backups)
    try:
        database = _open(path, backups, device, now)
        if database.read_only:
            notices = (*notices, database.why_read_only)
        return Opened(database, _owner(database, user), notices)
    except NotOurs:
        if _any(backups) and not _is_sqlite(path):
            raise damaged(str(path)) from None
        raise
    except sqlite3.OperationalError as error:
        raise _unusable(path, error) from error
    except sqlite3.DatabaseError as error:
        raise damaged(str(path), backed_up=_any(backups)) from error


def _open(path: Path, backups: Path, device: str, now: int) -> Database:
    if path.exists() and not allowed(path, os.W_OK):
        return _open_read_only(path, device, _READ_ONLY)

    def keep(connection: sqlite3.Connection) -> None:
        from app.storage.backups import make_from

        make_from(connection, backups, reason="before-migration", now=now)

    try:
        return Database.open(path, device=device, before_migration=keep)
    except NewerSchema as newer:
        return _open_read_only(path, device, str(newer))
    except sqlite3.OperationalError as error:
        if path.exists() and code_of(error) == sqlite3.SQLITE_READONLY:
            return _open_read_only(path, device, _READ_ONLY)
        raise


def _open_read_only(path: Path, device: str, why: str) -> Database:
    if not allowed(path, os.R_OK):
        raise NotWritable(
            f"The database “{path}” may not be read: it belongs to somebody else. Nothing was changed."
            " Choose another folder with --data-dir, or ask for the permission.",
            path=str(path),
        )
    return Database.open(path, device=device, why_read_only=why)


def _owner(database: Database, user: str) -> str:
    """Return whose entries the file holds: it may have come from another computer, and its timers with it."""
    with database.reading() as connection:
        found = read_meta(connection, "user")
    if found is not None:
        return str(found)
    if not database.read_only:
        with database.transaction() as connection:
            write_meta(connection, "user", user)
    return user


def _notices_before(path: Path, backups: Path) -> tuple[str, ...]:
    if (path.exists() and path.stat().st_size) or not _any(backups):
        return ()
    return (_STARTED_ANEW,)


def _unusable(path: Path, error: sqlite3.OperationalError) -> Exception:
    if code_of(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Locked("Another program is holding the database. Nothing was changed; try again.", path=str(path))
    return NotWritable(
        f"The database “{path}” cannot be opened: {error}. Nothing was changed."
        " Choose another folder with --data-dir, or ask for the permission.",
        path=str(path),
    )


def _is_sqlite(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE


def _any(backups: Path) -> bool:
    return backups.is_dir() and any(backups.glob("*.db"))
