"""Backups: make one, list them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.orchestrators.workflow import workflow
from app.storage import backups as stored

if TYPE_CHECKING:
    from app.storage.backups import Backup
    from app.storage.context import Context


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
