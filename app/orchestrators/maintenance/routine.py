"""What is done by itself, in the background: the check at the start, the daily backup, the thinning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.orchestrators.workflow import workflow
from app.storage import backups
from app.storage.consistency import damage_found
from app.storage.meta import read_meta, write_meta

if TYPE_CHECKING:
    from app.storage.context import Context

_DAY = 86_400
_FULL_CHECK_EVERY = 7 * _DAY
# A little less than a day, so that somebody who starts at nine each morning has one each morning.
_BACKUP_EVERY = 20 * 3_600
_LAST_ROUTINE = "last_routine"


@workflow
def daily_routine(ctx: Context) -> None:
    """Check the file once a start (fully once a week), back it up once a day, thin the old backups.

    Takes its time: a window calls it beside its lanes after the first paint, and every hour or so; a quick command
    never does. Its own writes are short transactions, so nobody waits for it.

    Raises:
        Damaged: the file is; no backup was made or thinned. DiskFull, BackupFailed: there is no new backup.
    """
    _routine(ctx)


@workflow
def routine_when_due(ctx: Context) -> bool:
    """Do the daily routine unless it was done today, by whomever; returns whether it was done.

    For a store that is opened again and again by commands, which would each check it as a start.

    Raises:
        Damaged, DiskFull, BackupFailed: see daily_routine; the next call tries again.
    """
    with ctx.database.reading() as connection:
        last = int(read_meta(connection, _LAST_ROUTINE) or 0)
    if 0 <= ctx.now() - last < _BACKUP_EVERY or ctx.database.read_only:
        return False
    _routine(ctx)
    return True


def _routine(ctx: Context) -> None:
    _check(ctx)
    if ctx.database.in_memory or ctx.database.read_only:
        return
    folder = backups.folder_of(ctx.database)
    backups.thin(folder, ctx.now())
    if _is_due(ctx, backups.listing(folder)):
        backups.make(ctx, "daily")
    with ctx.database.transaction() as connection:
        write_meta(connection, _LAST_ROUTINE, ctx.now())


def _check(ctx: Context) -> None:
    database = ctx.database
    with database.reading() as connection:
        last = int(read_meta(connection, "last_full_check") or 0)
    full = not 0 <= ctx.now() - last < _FULL_CHECK_EVERY
    if database.checked and not full:
        return
    damage_found(database, full=full)
    database.checked = True
    if full and not database.read_only:
        with database.transaction() as connection:
            write_meta(connection, "last_full_check", ctx.now())


def _is_due(ctx: Context, made: list[backups.Backup]) -> bool:
    if made and 0 <= ctx.now() - made[0].made_at < _BACKUP_EVERY:
        return False
    with ctx.database.reading() as connection:
        newest = backups.newest_action(connection)
    return newest > 0 and not (made and backups.holds_action(made[0], newest))
