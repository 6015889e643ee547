"""Verified copies of the store: made while people work, listed, and thinned as they age."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import EnvironmentFailed, RuleBroken
from app.storage.failures import DiskFull, code_of
from app.storage.meta import read_meta, write_meta
from app.storage.schema import APPLICATION_ID

if TYPE_CHECKING:
    from app.storage.context import Context
    from app.storage.database import Database

REASONS = ("manual", "daily", "before-migration", "before-import", "before-restore", "before-delete", "before-link")
# So many entries are not changed without a backup.
MANY = 500
_UNFINISHED = ".making-"
# What has to stay free on the disk beside the copy, so that a backup never is what fills it.
_HEADROOM_BYTES = 16 << 20
_DAY = 86_400
_KEPT_DAYS, _KEPT_WEEKS, _KEPT_MONTHS = 7, 4, 12
_LIVING = "SELECT count(*) FROM time_entry WHERE deleted_at IS NULL"


class BackupFailed(EnvironmentFailed):
    """A copy was made but is not good; it was thrown away, and the work itself is untouched."""

    code = "backup_failed"


class NotABackup(EnvironmentFailed):
    """The file chosen is no usable backup. Nothing was changed."""

    code = "not_a_backup"


class NoFile(RuleBroken):
    """The store has no file, so there is nothing to copy beside it."""

    code = "no_file"


@dataclass(frozen=True, slots=True)
class Backup:
    """One verified copy: when it was made (Unix seconds), why, how many living entries it holds."""

    path: Path
    made_at: int
    reason: str
    entries: int
    size_bytes: int


def folder_of(database: Database) -> Path:
    """Return the folder a store's backups are in.

    Raises:
        NoFile: the store is in memory.
    """
    if database.in_memory:
        raise NoFile("This store is in memory only, so there is no place for its backups.")
    return Path(database.path).absolute().parent / "backups"


def make(ctx: Context, reason: str = "manual") -> Backup:
    """Copy the store as it is now, verify the copy by reading it, and keep it.

    Raises:
        DiskFull: there is no room for it. BackupFailed: the copy is not good. NoFile: the store is in memory. In each
            case nothing was changed.
    """
    folder = folder_of(ctx.database)
    with ctx.database.reading() as connection:
        return make_from(connection, folder, reason=reason, now=ctx.now())


def make_before(ctx: Context, reason: str) -> Backup | None:
    """Make a backup before something large; None where there is nothing that could be lost, or no file.

    Raises:
        DiskFull, BackupFailed: see ``make``.
    """
    if ctx.database.in_memory:
        return None
    with ctx.database.reading() as connection:
        if not newest_action(connection):
            return None
    return make(ctx, reason)


def make_before_deleting(ctx: Context, entries: int) -> None:
    """Make a backup before many entries are deleted."""
    # The trash and undo keep them as well, so a backup that cannot be made forbids nothing.
    if entries > MANY:
        with contextlib.suppress(EnvironmentFailed):
            make_before(ctx, "before-delete")


def make_from(connection: sqlite3.Connection, folder: Path, *, reason: str, now: int) -> Backup:
    """Make a backup of what a connection sees.

    Raises:
        DiskFull, BackupFailed: see ``make``.
    """
    if reason not in REASONS:
        raise ValueError(f"no reason for a backup: {reason}")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        require_room(folder, size_of(connection))
        unfinished = _private_file(folder)
    except OSError as error:
        raise BackupFailed(f"No backup could be made in “{folder}”: {error.strerror}. Your work is safe.") from error
    try:
        entries = _copy(connection, unfinished, reason, now)
        _verify(unfinished, entries)
        target = _free_name(folder, reason, now)
        publish(unfinished, target)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    return Backup(target, now, reason, entries, target.stat().st_size)


def require_room(folder: Path, wanted_bytes: int) -> None:
    """Refuse early what would fill the disk.

    Raises:
        DiskFull: there is less than ``wanted_bytes`` and a little more.
    """
    free = shutil.disk_usage(folder).free
    if free < wanted_bytes + _HEADROOM_BYTES:
        raise DiskFull(
            f"The disk has {free >> 20} MB left, and {(wanted_bytes + _HEADROOM_BYTES) >> 20} MB are needed."
            " Nothing was changed. Make room and try again.",
            path=str(folder),
        )


def size_of(connection: sqlite3.Connection) -> int:
    """Return the bytes a copy of a store takes."""
    pages, size = (int(connection.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "page_size"))
    return pages * size


def publish(unfinished: Path, target: Path) -> None:
    """Give a finished file its name, so that after a power cut it is there whole or not at all."""
    with unfinished.open("rb+") as file:
        os.fsync(file.fileno())
    unfinished.replace(target)
    with contextlib.suppress(OSError):  # Windows opens no folders, and needs no such call
        handle = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a finished copy for reading, without leaving anything beside it."""
    # A copy is complete in one file and nobody writes to it, so no lock or log is needed.
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


def listing(folder: Path) -> list[Backup]:
    """Return the backups in a folder, newest first; other files are passed over."""
    found = [backup for path in folder.glob("*.db") if (backup := described(path)) is not None]
    # Of one second, the longer name is the later: it has a number at its end.
    return sorted(found, key=lambda b: (b.made_at, len(b.path.name), b.path.name), reverse=True)


def described(path: Path) -> Backup | None:
    """Return what a backup says of itself, None for a file that is none."""
    try:
        with opened(path) as connection:
            if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                return None
            made_at, reason = read_meta(connection, "backup_at"), read_meta(connection, "backup_reason")
            entries = read_meta(connection, "backup_entries")
        return Backup(path, int(made_at or 0), str(reason), int(entries or 0), path.stat().st_size) if reason else None
    except (sqlite3.DatabaseError, OSError):
        return None


def newest_action(connection: sqlite3.Connection) -> int:
    """Return the number of the newest action a store holds, 0 for none."""
    return int(connection.execute("SELECT coalesce(max(number), 0) FROM action").fetchone()[0])


def holds_action(backup: Backup, number: int) -> bool:
    """Return whether a backup ends with this action, so that another one would be the same."""
    try:
        with opened(backup.path) as connection:
            return newest_action(connection) == number
    except sqlite3.DatabaseError:
        return False


def thin(folder: Path, now: int) -> list[Backup]:
    """Delete the backups that are not worth their room any more and return them.

    Stay: the newest of each of the last 7 days, 4 weeks and 12 months; everything of the last 24 hours; those a person
    made; and for a year those that keep what a restore replaced.
    """
    backups = listing(folder)
    kept = _kept(backups, now)
    gone = [backup for backup in backups if backup.path not in kept]
    for backup in gone:
        backup.path.unlink(missing_ok=True)
    for left in folder.glob(f"{_UNFINISHED}*"):
        # Left by a process that was ended while it copied.
        if left.stat().st_mtime < now - _DAY:
            left.unlink(missing_ok=True)
    return gone


def _kept(backups: list[Backup], now: int) -> set[Path]:
    kept = {b.path for b in backups if b.reason == "manual" or b.made_at > now - _DAY}
    kept |= {b.path for b in backups if b.reason == "before-restore" and b.made_at > now - 366 * _DAY}
    for pattern, number in (("%Y-%m-%d", _KEPT_DAYS), ("%G-%V", _KEPT_WEEKS), ("%Y-%m", _KEPT_MONTHS)):
        newest: dict[str, Path] = {}
        for backup in backups:
            newest.setdefault(time.strftime(pattern, time.gmtime(backup.made_at)), backup.path)
        kept |= set(list(newest.values())[:number])
    return kept


def _private_file(folder: Path) -> Path:
    path = folder / f"{_UNFINISHED}{secrets.token_hex(8)}"
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    return path


def _free_name(folder: Path, reason: str, now: int) -> Path:
    stem = f"stintbook-{time.strftime('%Y-%m-%d-%H%M%S', time.gmtime(now))}-{reason}"
    names = (folder / f"{stem}{ending}.db" for ending in ("", *(f"-{number}" for number in range(2, 10_000))))
    return next(name for name in names if not name.exists())


def _copy(source: sqlite3.Connection, target: Path, reason: str, now: int) -> int:
    copy = sqlite3.connect(target, isolation_level=None)
    own_snapshot = not source.in_transaction
    try:
        if own_snapshot:
            source.execute("BEGIN")
        entries = int(source.execute(_LIVING).fetchone()[0])
        source.backup(copy)
        # One file that stands for itself: no log beside it that could be forgotten.
        copy.execute("PRAGMA journal_mode = DELETE")
        copy.execute("BEGIN")
        write_meta(copy, "backup_at", now)
        write_meta(copy, "backup_reason", reason)
        write_meta(copy, "backup_entries", entries)
        copy.execute("COMMIT")
        return entries
    except sqlite3.OperationalError as error:
        if code_of(error) == sqlite3.SQLITE_FULL:
            raise DiskFull("The disk is full, so no backup was made. Your work is safe.", path=str(target)) from error
        raise BackupFailed(f"No backup could be made: {error}. Your work is safe.", path=str(target)) from error
    finally:
        copy.close()
        if own_snapshot:
            source.rollback()


def _verify(path: Path, entries: int) -> None:
    findings = examine(path)
    if findings is None or findings != entries:
        raise BackupFailed("The backup could not be read back, so it was thrown away. Your work is safe.")


def examine(path: Path) -> int | None:
    """Read a whole copy; return how many living entries it holds, None when it is damaged or not ours."""
    try:
        with opened(path) as connection:
            ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
            whole = ours and connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
            return int(connection.execute(_LIVING).fetchone()[0]) if whole else None
    except (sqlite3.DatabaseError, OSError):
        return None
