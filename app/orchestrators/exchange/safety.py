"""Before much is written: is there room for it, and a verified copy of what is there now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.storage import backups

if TYPE_CHECKING:
    from app.storage.context import Context

# An import larger than this is written in bulk, after a backup.
LARGE = 500
# What an entry takes while it is written: its row, its record, its place in the indexes, and all of it in the log once.
_BYTES_AN_ENTRY = 3_000


def make_safe(ctx: Context, entries: int) -> None:
    """Refuse what the disk has no room for, and back up the store before a large import.

    Raises:
        DiskFull: there is not enough room. BackupFailed: no good copy could be made. Nothing was changed.
    """
    if entries <= LARGE or ctx.database.in_memory:
        return
    folder = backups.folder_of(ctx.database)
    backups.require_room(folder.parent, entries * _BYTES_AN_ENTRY)
    backups.make_before(ctx, "before-import")
