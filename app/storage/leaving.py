"""Leaving a server: everything stays, and is ready to be offered to another one, or to the same once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.storage.adoption import SHARED_UNTIL
from app.storage.followed import WORKSPACE_FACT, all_states
from app.storage.meta import write_meta
from app.storage.partials import log_what_is_not_logged
from app.storage.scopes import WORKSPACE
from app.storage.unit_of_work import unit_of_work
from app.storage.write_log import ACKED, CONFIRMED, PENDING, QUARANTINED, SYNC

if TYPE_CHECKING:
    from app.storage.context import Context

_OFFER = f"""
    UPDATE change SET state = {PENDING} WHERE state IN ({ACKED}, {CONFIRMED}, {QUARANTINED})
        AND (SELECT scope FROM action WHERE number = change.action) IN (?, ?)
"""


def leave(ctx: Context) -> int:
    """Forget the scopes that are followed; returns how many changes wait for a server from now on.

    What one may offer, shared things and one's own, waits again: the versions of the changes tell a server what it has
    already, so nothing doubles. What others recorded in scopes of their own stays as a copy. What was known only from a
    snapshot is logged, so that it can be offered too.
    """
    with unit_of_work(ctx, SYNC, role=SYNC) as work:
        db, own = work.session.connection, work.session.write_log().own
        for state in all_states(db):
            log_what_is_not_logged(work, state.offer.user or WORKSPACE)
        db.execute(_OFFER, (WORKSPACE, own))
        db.execute("DELETE FROM quarantined")
        db.execute("DELETE FROM sync_scope")
        db.execute("DELETE FROM meta WHERE key = ?", (WORKSPACE_FACT,))
        write_meta(db, "clock_offset_ms", 0)
        (newest,) = db.execute("SELECT max(version) FROM change").fetchone()
        if newest:
            write_meta(db, SHARED_UNTIL, newest.hex())
        (waiting,) = db.execute(f"SELECT count(*) FROM change WHERE state = {PENDING} AND state < 2").fetchone()
    return int(waiting)
