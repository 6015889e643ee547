"""What can go wrong with the file, each as a sentence that says what is safe and what to do."""

from __future__ import annotations

import sqlite3

from app.domain.errors import EnvironmentFailed


class NotOurs(EnvironmentFailed):
    """The file is a database of another program, or no database at all. It was not touched."""

    code = "not_ours"


class NewerSchema(EnvironmentFailed):
    """The file was written by a newer Stintbook. It was opened for reading only."""

    code = "newer_schema"


class DiskFull(EnvironmentFailed):
    """There is no room left on the disk; the action was not saved."""

    code = "disk_full"


class Locked(EnvironmentFailed):
    """Another program holds the file for longer than we wait."""

    code = "locked"


class NotWritable(EnvironmentFailed):
    """The file or its folder may not be written."""

    code = "not_writable"


class Damaged(EnvironmentFailed):
    """The file cannot be read as a database. It was left untouched; backups and salvage are offered."""

    code = "damaged"


def damaged(path: str, *, backed_up: bool = True) -> Damaged:
    """Return the error of a damaged file, naming the commands that help."""
    restore = "“stintbook restore” puts the newest good backup in its place" if backed_up else "There is no backup yet"
    return Damaged(
        f"The database “{path}” is damaged. It was left as it is. {restore};"
        " “stintbook doctor --salvage” saves what can still be read. Both keep the damaged file.",
        path=path,
    )


def code_of(error: sqlite3.Error) -> int:
    """Return SQLite's primary result code of an error, 0 where the error is not SQLite's own."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def explained(error: sqlite3.DatabaseError, path: str) -> Exception:
    """Return what an error of the database means for a person; the error itself where it is a bug of ours."""
    code = code_of(error)
    if code == sqlite3.SQLITE_FULL:
        return DiskFull(
            "The disk is full, so this was not saved. Nothing that was saved before is lost. Make room and try again.",
            path=path,
        )
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Locked("Another program is using the database right now. Nothing was changed; try again.", path=path)
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM):
        return NotWritable(f"“{path}” cannot be used: {error}. Nothing was changed.", path=path)
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return damaged(path)
    return error
