"""Putting a backup in place: into a store that is open everywhere, or instead of a file that cannot be opened."""

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
from typing import TYPE_CHECKING, NamedTuple

from app.storage.backups import (
    NotABackup,
    examine,
    folder_of,
    listing,
    make_from,
    opened,
    publish,
    require_room,
    size_of,
)
from app.storage.failures import Locked, NewerSchema, NotWritable
from app.storage.logical_clock import COUNTER, MS, last_time
from app.storage.meta import read_all_meta, read_meta, write_meta, write_several_meta
from app.storage.migrations import migrate, renew_replica
from app.storage.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from app.storage.context import Context

_TRIES = 5
_BACKUP_FACTS = ("backup_at", "backup_reason", "backup_entries")


@dataclass(frozen=True, slots=True)
class Restored:
    """What is in place now: from which backup, how many living entries, and where the replaced state is kept.

    ``needs_restart`` when the work in it is another user's than the one this process works for, as after a move to
    another computer: opened anew, the store says whose it is.
    """

    backup: Path
    entries: int
    kept: Path | None
    needs_restart: bool = False


class _Facts(NamedTuple):
    """What must go on from where the replaced store was, or other processes and sync would take new for old."""

    cache_version: int
    hlc_ms: int
    hlc_counter: int
    device: str


class _WrittenMeanwhile(Exception):
    """Somebody committed after the facts were read."""


def restore(ctx: Context, path: Path) -> Restored:
    """Let the open store hold what a backup holds, in one step; what is replaced is kept as a backup first.

    Every other connection and process stays valid and reads the new state at its next transaction.

    Raises:
        NotABackup: the file is damaged or something else. NewerSchema: a newer Stintbook made it. DiskFull, Locked,
            NotWritable, BackupFailed: see there. In each case nothing was changed.
    """
    database = ctx.database
    if database.read_only:
        raise NotWritable(database.why_read_only, path=database.path)
    folder = folder_of(database)
    with database.reading() as connection:
        require_room(path.parent, size_of(connection) + 2 * _size(path))
    for _ in range(_TRIES):
        with database.reading() as connection:
            facts = _facts(connection)
        with _prepared(path, folder, facts.device, facts) as (copy, entries):
            kept: list[Path] = []

            def keep(facts: _Facts = facts, kept: list[Path] = kept) -> None:
                with database.reading() as connection:
                    if _facts(connection) != facts:
                        raise _WrittenMeanwhile
                    kept.append(make_from(connection, folder, reason="before-restore", now=ctx.now()).path)

            with contextlib.suppress(_WrittenMeanwhile), opened(copy) as source:
                database.replace(source, locked=keep)
                owner = read_meta(source, "user")
                return Restored(path, entries, kept[0], needs_restart=owner not in (None, ctx.user))
    raise Locked("Another program keeps writing to the database. Nothing was changed; try again.", path=database.path)


def put_in_place(target: Path, backups: Path, backup: Path | None, *, device: str, now: int) -> Restored:
    """Put a backup (the newest good one when None) where a file is that cannot be opened; that file is set aside.

    Raises:
        NotABackup: there is no good backup. NewerSchema, DiskFull: nothing was changed.
    """
    chosen = newest_good(backups) if backup is None else backup
    require_room(target.parent, 2 * _size(chosen))
    with _prepared(chosen, target.parent, device, None) as (copy, entries):
        kept = set_aside_and_place(copy, target, now=now)
    return Restored(chosen, entries, kept)


def newest_good(backups: Path) -> Path:
    """Return the newest backup that can be read from the first to the last page.

    What an earlier restore replaced was not wanted any more, so it comes last.

    Raises:
        NotABackup: there is none.
    """
    for backup in sorted(listing(backups), key=lambda backup: backup.reason == "before-restore"):
        if examine(backup.path) is not None:
            return backup.path
    raise NotABackup(
        "There is no backup that can be read. “stintbook doctor --salvage” saves what can still be read of the"
        " database itself.",
        path=str(backups),
    )


def set_aside_and_place(new: Path, target: Path, *, now: int) -> Path | None:
    """Put a finished file at ``target``; what was there is kept, untouched, under a name with the date.

    Returns where it is kept, None where nothing was there.
    """
    aside = _aside_name(target, now)
    found = target.exists()
    if found:
        _keep_as(target, aside)
    # The log belongs to the old file: SQLite would play it into the new one.
    for ending in ("-wal", "-shm"):
        log = target.with_name(target.name + ending)
        if log.exists():
            log.replace(aside.with_name(aside.name + ending))
    publish(new, target)
    return aside if found else None


@contextlib.contextmanager
def _prepared(path: Path, folder: Path, device: str, facts: _Facts | None) -> Iterator[tuple[Path, int]]:
    """Give a copy of a backup that is ready to be the store, and its number of living entries."""
    entries = examine(path)
    if entries is None:
        raise NotABackup(f"“{path}” is damaged or no backup of Stintbook. Nothing was changed.", path=str(path))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    copy = folder / f".making-{secrets.token_hex(8)}"
    try:
        os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        shutil.copyfile(path, copy)
        _make_ready(copy, device, facts)
        yield copy, entries
    finally:
        copy.unlink(missing_ok=True)


def _make_ready(copy: Path, device: str, facts: _Facts | None) -> None:
    connection = sqlite3.connect(copy, isolation_level=None)
    try:
        if connection.execute("PRAGMA user_version").fetchone()[0] > SCHEMA_VERSION:
            raise NewerSchema(
                "This backup was made by a newer Stintbook. Nothing was changed; install the newer version to restore"
                " it.",
                path=str(copy),
            )
        connection.execute("PRAGMA journal_mode = DELETE")
        migrate(connection, device=device)
        connection.execute("BEGIN")
        connection.executemany("DELETE FROM meta WHERE key = ?", [(key,) for key in _BACKUP_FACTS])
        connection.execute("DELETE FROM heartbeat")
        renew_replica(connection)
        write_meta(connection, "device", device)
        if facts:
            _carry_over(connection, facts)
        connection.execute("COMMIT")
    finally:
        connection.close()


def _carry_over(connection: sqlite3.Connection, facts: _Facts) -> None:
    mine = _facts(connection)
    # Other processes compare this number with what they hold: it must be one they have never seen.
    write_meta(connection, "cache_version", max(mine.cache_version, facts.cache_version) + 1)
    ms, counter = max((mine.hlc_ms, mine.hlc_counter), (facts.hlc_ms, facts.hlc_counter))
    write_several_meta(connection, {MS: ms, COUNTER: counter})


def _facts(connection: sqlite3.Connection) -> _Facts:
    meta = read_all_meta(connection)
    return _Facts(int(meta.get("cache_version") or 0), *last_time(connection, meta), str(meta.get("device")))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise NotABackup(f"“{path}” cannot be read: {error.strerror}. Nothing was changed.", path=str(path)) from error


def _aside_name(target: Path, now: int) -> Path:
    stem = f"{target.stem}-replaced-{time.strftime('%Y-%m-%d-%H%M%S', time.gmtime(now))}"
    names = (target.with_name(f"{stem}{ending}{target.suffix}") for ending in ("", *(f"-{n}" for n in range(2, 1_000))))
    return next(name for name in names if not name.exists())


def _keep_as(target: Path, aside: Path) -> None:
    try:
        # A second name for the same file, so that at no moment there is nothing at the first.
        os.link(target, aside)
    except OSError:
        shutil.copy2(target, aside)
