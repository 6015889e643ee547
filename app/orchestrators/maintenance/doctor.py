"""The doctor: check the store, repair what can be made anew, salvage a file that cannot be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.outcome import Changes, Outcome
from app.orchestrators.workflow import workflow
from app.storage.consistency import CheckReport, examine_store, repair_store
from app.storage.meta import write_meta

if TYPE_CHECKING:
    from app.storage.context import Context
    from app.storage.salvage import Salvaged
    from app.system.paths import Paths

__all__ = ["CheckReport", "check", "repair", "salvage"]


@workflow
def check(ctx: Context, *, full: bool = True) -> CheckReport:
    """Look for damage, and, when ``full``, whether sums, index and history are what the entries say."""
    return examine_store(ctx.database, full=full)


@workflow
def repair(ctx: Context) -> Outcome[CheckReport]:
    """Make anew everything that can be told from the entries; answers with a check afterwards.

    Raises:
        EnvironmentFailed: the file itself is too damaged to be written; salvage helps then.
    """
    outcome = repair_store(ctx)
    return Outcome(outcome.value, Changes(everything=True, action=outcome.changes.action))


def salvage(paths: Paths) -> Salvaged:
    """Read what can be read of a damaged file into a new one in its place; the damaged file is kept.

    Raises:
        NothingToSalvage, DiskFull: nothing was changed.
    """
    from app.domain.ids import UserId
    from app.storage import salvage as stored
    from app.storage.context import Context
    from app.storage.opening import open_store
    from app.system.clock import SystemClock, SystemIds
    from app.system.config import Config
    from app.system.zone import local_zone

    config, clock, ids = Config(paths.config), SystemClock(), SystemIds()
    device, user = (config.get(name) or ids.new_id() for name in ("device", "user"))
    done = stored.salvage(paths.database, device=device, now=clock.now())
    opened = open_store(paths.database, backups=paths.backups, device=device, user=user, now=clock.now())
    try:
        repair_store(Context(opened.database, clock, ids, UserId(opened.user), local_zone()))
        with opened.database.transaction() as connection:
            write_meta(connection, "last_full_check", clock.now())
    finally:
        opened.database.close()
    return done
