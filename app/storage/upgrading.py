"""After an upgrade: what was parked because its kind was not known becomes rows, with all the history it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.storage.columns import KIND_NUMBER, UNKNOWN_KIND
from app.storage.merging import Merging
from app.storage.meta import write_meta
from app.storage.records import known_kind

if TYPE_CHECKING:
    from app.storage.unit_of_work import UnitOfWork


# How many kinds the version knew that looked last.
KINDS_KNOWN = "kinds_known"


def unpark_known_kinds(work: UnitOfWork) -> int:
    """Let everything parked whose kind is known now become rows where it can; returns how many did."""
    db = work.session.connection
    if work.session.meta.get(KINDS_KNOWN) == len(KIND_NUMBER):
        return 0
    write_meta(db, KINDS_KNOWN, len(KIND_NUMBER))
    found = db.execute("SELECT DISTINCT scope, kind FROM parked").fetchall()
    count = 0
    for scope, name in found:
        kind = known_kind(name)
        if kind is not None:
            count += Merging(work, scope).unpark(name)
            db.execute(
                "UPDATE change SET kind = ?, more = nullif(json_remove(more, '$.k'), '{}')"
                " WHERE kind = ? AND more ->> '$.k' = ?",
                (KIND_NUMBER[kind], UNKNOWN_KIND, name),
            )
    return count
