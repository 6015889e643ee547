"""Backups: make one, list them, put one in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.outcome import Changes, Outcome
from app.orchestrators.workflow import workflow
from app.storage import backups as stored
from app.storage.backups import Backup

if TYPE_CHECKING:
    from pathlib import Path

    from app.storage.context import Context
    from app.storage.restoring import Restored
    from app.system.paths import Paths

__all__ = ["Backup", "back_up", "list_backups", "restore_backup", "restore_from"]


@workflow
def back_up(ctx: Context, *, reason: str = "manual") -> Backup:
    """Make a backup now; it is verified by opening it and counting its entries.

    Raises:
        DiskFull, BackupFailed: no backup was made; the work itself is safe. NoFile: the store is in memory.
    """
    return stored.make(ctx, reason)


@workflow
def list_backups(ctx: Context) -> list[Backup]:
    """Return the backups, newest first."""
    return [] if ctx.database.in_memory else stored.listing(stored.folder_of(ctx.database))


@workflow
def restore_backup(ctx: Context, path: Path) -> Outcome[Restored]:
    """Let the store hold what a backup holds; what is replaced is kept as a backup.

    Raises:
        NotABackup, NewerSchema, DiskFull, Locked, NotWritable, BackupFailed: nothing was changed.
    """
    from app.storage.restoring import restore

    return Outcome(restore(ctx, path), Changes(everything=True))


def restore_from(paths: Paths, backup: Path | None) -> Restored:
    """Put a backup (the newest good one when None) in the place of a file that cannot be opened; that file is kept.

    Raises:
        NotABackup, NewerSchema, DiskFull: nothing was changed.
    """
    from app.storage.restoring import put_in_place
    from app.system.clock import SystemClock, SystemIds
    from app.system.config import Config

    device = Config(paths.config).get("device") or SystemIds().new_id()
    return put_in_place(paths.database, paths.backups, backup, device=device, now=SystemClock().now())
