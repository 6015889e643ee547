"""Adopting the user of an account: a file kept by oneself has a user of its own, which becomes the account's.

What no server has seen yet is rewritten as if it had been recorded by the account from the beginning. What was shared
once, by an earlier link, is known elsewhere by its versions and stays as it is; there the user is set by ordinary
changes. Which scope a change is offered in is no part of its record, so that moves along for all of them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.entities.base import Kind
from app.domain.ids import UserId
from app.storage.bodies import Body, with_user
from app.storage.columns import KIND_NUMBER, id_from_row, id_to_row, layout
from app.storage.derived import day_starts_at
from app.storage.meta import read_meta, write_meta
from app.storage.rollups import rebuild
from app.storage.unit_of_work import unit_of_work
from app.storage.write_log import SYNC
from sync.protocol.version import Version

if TYPE_CHECKING:
    from app.storage.context import Context
    from app.storage.unit_of_work import UnitOfWork

# The newest version that a server may have seen, in hex; noted when a link is left.
SHARED_UNTIL = "shared_until"

_WITH_TOTALS = ("total_day", "total_week", "total_month")


def adopt_user(ctx: Context, user: str) -> bool:
    """Let everything of the context's user be another user's from now on; returns whether there was anything to do.

    One transaction. The store has to be opened anew afterwards: every open context still names the old user.
    """
    new, old = id_to_row(user), id_to_row(ctx.user)
    if new == old:
        return False
    with unit_of_work(replace(ctx, user=UserId(id_from_row(new))), "adopt_user", role=SYNC) as work:
        _Adoption(work, old, new).run()
    with ctx.database.transaction() as connection:
        # Whatever is held in memory, here or in another process, names the old user.
        write_meta(connection, "cache_version", int(read_meta(connection, "cache_version") or 0) + 1)
    return True


class _Adoption:
    def __init__(self, work: UnitOfWork, old: bytes, new: bytes) -> None:
        self._work, self._old, self._new = work, old, new
        self._db = work.session.connection
        self._shared = Version(bytes.fromhex(str(work.session.meta.get(SHARED_UNTIL) or "")))

    def run(self) -> None:
        """Rewrite what was never shared, set the user of what was, and say whose the file is."""
        self._move_scopes()
        for kind in _kinds():
            self._rewrite_changes(kind)
            self._rewrite_rows(kind)
        if self._shared or self._has_totals_of_new():
            rebuild(self._db, day_starts_at(self._db))
        else:
            for table in _WITH_TOTALS:
                self._db.execute(f'UPDATE {table} SET "user" = ? WHERE "user" = ?', (self._new, self._old))
        write_meta(self._db, "user", id_from_row(self._new))

    def _move_scopes(self) -> None:
        new, old = self._new.hex(), self._old.hex()
        self._db.execute("UPDATE action SET scope = ? WHERE scope = ?", (new, old))
        self._db.execute(
            'UPDATE action SET "user" = ? WHERE "user" = ? AND version > ?', (self._new, self._old, self._shared)
        )
        self._db.execute("UPDATE parked SET scope = ? WHERE scope = ?", (new, old))
        for kind in Kind:
            # What came in the scope of this very user, as another's, is one's own now.
            self._db.execute(f'UPDATE "{kind}" SET owner = NULL WHERE owner = ?', (new,))
        self._db.execute("UPDATE conflict SET owner = ? WHERE owner = ?", (new, old))

    def _rewrite_changes(self, kind: Kind) -> None:
        old, new = self._old, self._new

        def adopted(body: Body) -> Body:
            return with_user(body, old, new)

        self._db.create_function("adopted", 1, adopted, deterministic=True)
        self._db.execute(
            "UPDATE change SET body = adopted(body) WHERE version > ? AND kind = ?", (self._shared, KIND_NUMBER[kind])
        )

    def _rewrite_rows(self, kind: Kind) -> None:
        if not self._shared:
            self._db.execute(f'UPDATE "{kind}" SET "user" = ? WHERE "user" = ?', (self._new, self._old))
            return
        shared, alone = self._rows_of_old(kind)
        self._db.executemany(f'UPDATE "{kind}" SET "user" = ? WHERE id = ?', [(self._new, entity) for entity in alone])
        repository = self._work.of(kind)
        for entity in shared:
            stored = repository.stored(entity)
            # What is in the trash stays there: a new change would bring it back.
            if stored is not None and stored.deleted_at is None:
                repository.set_fields(id_from_row(entity), stored, {"user": self._new.hex()})

    def _rows_of_old(self, kind: Kind) -> tuple[list[bytes], list[bytes]]:
        """Return the rows whose user was set by a change that others know, and the other ones."""
        shape = layout(kind)
        rows = self._db.execute(f'SELECT id, clock, {shape.listing} FROM "{kind}" WHERE "user" = ?', (self._old,))
        found: tuple[list[bytes], list[bytes]] = [], []
        for entity, clock, *row in rows:
            is_shared = shape.read_stamps(clock, tuple(row)).of("user") <= self._shared
            found[0 if is_shared else 1].append(entity)
        return found

    def _has_totals_of_new(self) -> bool:
        found = self._db.execute('SELECT 1 FROM total_day WHERE "user" = ? LIMIT 1', (self._new,)).fetchone()
        return found is not None


def _kinds() -> list[Kind]:
    """Return the kinds that say whose they are."""
    return [kind for kind in Kind if "user" in layout(kind).fields]
