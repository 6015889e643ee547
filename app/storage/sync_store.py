"""A device's copy as the rounds of sync see it: every method one transaction of the store's writing connection.

A page is taken in whole, with its cursor, whatever its size: who wants other writers to get their turn asks for pages of
a few hundred changes. What is taken in, with the place up to which it was read, can be asked for again, so that no commit
of it waits for the disk. What came is told as ``Changes`` after the commit, so that a window can show it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.domain.entities.base import Kind
from app.domain.outcome import Changes
from app.storage import outbox
from app.storage.columns import id_to_row
from app.storage.followed import all_states, change_state, name_here, of_this_workspace, put_state, state_of
from app.storage.meta import read_meta, write_meta
from app.storage.partials import anything_unlogged, log_what_is_not_logged
from app.storage.receiving import Receiving
from app.storage.receiving_objects import receive_objects
from app.storage.scope_states import ScopeStates
from app.storage.scopes import WORKSPACE
from app.storage.unit_of_work import unit_of_work
from app.storage.upgrading import unpark_known_kinds
from app.storage.write_log import SYNC
from sync.client.ports import Applied, ScopeState, Waiting
from sync.engine.digest import BUCKETS, bucket_of, of_entity
from sync.protocol.messages import Cursor
from sync.protocol.version import SIZE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.storage.context import Context
    from app.storage.unit_of_work import UnitOfWork
    from sync.protocol.change import Change
    from sync.protocol.messages import ObjectPage, Page, ScopeOffer
    from sync.protocol.version import Version

OFFSET = "clock_offset_ms"
# What a fresh store has of its own is no reason to read a whole log instead of a snapshot.
_OF_EVERY_STORE = frozenset((Kind.SETTING,))


def _nobody(_changes: Changes) -> None:
    """Tell nobody."""


class SqliteSyncStore:
    """The store of a context; ``told`` is called with what came from elsewhere, after each commit that brought it."""

    def __init__(self, ctx: Context, told: Callable[[Changes], None] = _nobody) -> None:
        self._ctx, self._told = ctx, told
        self._own = id_to_row(ctx.user).hex()

    # --- the scopes

    def scopes(self) -> Sequence[ScopeState]:
        """Return the scopes that are followed, what the workspace shares first."""
        with self._ctx.database.reading() as connection:
            return all_states(connection)

    def follow(self, offers: Iterable[ScopeOffer]) -> None:
        """Take over what a hello offered of this file's workspace."""
        with self._writing() as work:
            db = work.session.connection
            offered = {offer.scope: offer for offer in of_this_workspace(db, offers)}
            known = {state.offer.scope: state for state in all_states(db)}
            for scope, offer in offered.items():
                state = known.get(scope)
                if state is None:
                    # A copy that was linked before holds what counted as confirmed there.
                    outbox.offer_again(db, offer.user or WORKSPACE)
                    put_state(db, ScopeState(offer, "new", Cursor()))
                elif state.phase == "revoked":
                    put_state(db, ScopeState(offer, "rereading", Cursor(offer.history)))
                    self._offer_everything(work, offer.user or WORKSPACE)
                else:
                    change_state(db, scope, offer=offer)
            for scope in known.keys() - offered.keys():
                change_state(db, scope, phase="revoked")
            unpark_known_kinds(work)

    def holds_anything(self, scope: str) -> bool:
        """Return whether there are rows of this scope, other than settings, or changes that wait."""
        with self._ctx.database.reading() as connection:
            name = name_here(connection, scope)
            states = ScopeStates(connection, name, self._own)
            return any(states.any_row_of(kind) for kind in states.kinds() if kind not in _OF_EVERY_STORE)

    def reread(self, scope: str, history: str) -> None:
        """Begin to read a history from its beginning; what the server lacks of all that is here is offered then."""
        with self._writing() as work:
            state = change_state(
                work.session.connection,
                scope,
                phase="rereading",
                cursor=Cursor(history),
                copied_at=None,
                copied_after=None,
                backfill=None,
            )
            self._offer_everything(work, state.offer.user or WORKSPACE)

    def settle(self, scope: str) -> int:
        """At the head of the log: let what was acknowledged and has not come back wait again; returns how many."""
        with self._ctx.database.transaction(repeatable=True) as connection:
            state = state_of(connection, scope)
            if state.phase in ("new", "rereading"):
                change_state(connection, scope, phase="following")
            return outbox.settle(connection, state.offer.user or WORKSPACE)

    # --- what comes

    def receive(self, scope: str, page: Page, cursor: Cursor) -> Applied:
        """Merge a page of the log and move the cursor."""
        with self._writing(repeatable=True) as work:
            applied = Receiving(work, name_here(work.session.connection, scope)).take(page.changes)
            state = state_of(work.session.connection, scope)
            phase = "following" if state.phase == "new" else state.phase
            change_state(work.session.connection, scope, cursor=cursor, phase=phase)
        return applied

    def receive_earlier(self, scope: str, page: Page, cursor: Cursor | None) -> Applied:
        """Merge a page of the log before a snapshot and move the backfill's cursor, None when it is complete.

        By then the whole log was read. What only the snapshot knows, a restored server has lost since: it is offered.
        """
        lost = cursor is None and self._knows_more_than_its_log(scope, page)
        with self._writing(repeatable=True) as work:
            name = name_here(work.session.connection, scope)
            applied = Receiving(work, name).take(page.changes)
            change_state(work.session.connection, scope, backfill=cursor)
            if lost:
                log_what_is_not_logged(work, name)
        return applied

    def receive_objects(self, scope: str, page: ObjectPage) -> int:
        """Merge a part of a snapshot and note where to go on."""
        with self._writing(repeatable=True) as work:
            db = work.session.connection
            receive_objects(work, name_here(db, scope), page.objects)
            at = state_of(db, scope).copied_at or page.at
            if page.after is None:
                beginning = Cursor(at.history) if at.seq else None
                change_state(
                    db, scope, phase="following", cursor=at, copied_at=at, copied_after=None, backfill=beginning
                )
            else:
                change_state(db, scope, phase="copying", copied_at=at, copied_after=page.after)
        return len(page.objects)

    # --- what goes

    def pending(self, scope: str, limit: int, after: Version | None = None) -> Sequence[Change]:
        """Return the oldest pending changes of groups after one, ordered by (group, version), groups whole."""
        with self._ctx.database.reading() as connection:
            return outbox.pending(connection, name_here(connection, scope), limit, after)

    def waiting(self, scope: str) -> Waiting:
        """Return how much waits and how much was set aside."""
        with self._ctx.database.reading() as connection:
            return outbox.waiting(connection, name_here(connection, scope))

    def acknowledge(self, scope: str, versions: Iterable[Version]) -> None:  # noqa: ARG002 - versions are unique
        """Note what the server has taken."""
        with self._ctx.database.transaction(repeatable=True) as connection:
            outbox.acknowledge(connection, versions)

    def quarantine(self, scope: str, refused: Mapping[Version, str]) -> None:  # noqa: ARG002 - versions are unique
        """Set aside what the server refused, and the rest of its groups with it."""
        with self._ctx.database.transaction() as connection:
            outbox.quarantine(connection, refused, self._ctx.now())

    def learn_offset(self, offset_ms: int) -> None:
        """Note by how much the server's clock is ahead."""
        with self._ctx.database.reading() as connection:
            known = read_meta(connection, OFFSET)
        if known != offset_ms:
            with self._ctx.database.transaction() as connection:
                write_meta(connection, OFFSET, offset_ms)

    # --- comparing

    def digest(self, scope: str) -> Mapping[str, Sequence[bytes]]:
        """Return the 256 buckets of every kind there is something of."""
        sums: dict[str, list[int]] = {}
        with self._ctx.database.reading() as connection:
            for state in ScopeStates(connection, name_here(connection, scope), self._own).all():
                of_kind = sums.setdefault(state.kind, [0] * BUCKETS)
                of_kind[bucket_of(state.entity)] ^= int.from_bytes(of_entity(state.entity, state.stamps), "big")
        return {kind: [number.to_bytes(SIZE, "big") for number in numbers] for kind, numbers in sums.items()}

    def digest_of(self, scope: str, kind: str, bucket: int) -> Mapping[bytes, bytes]:
        """Return the digest of every entity of one bucket, by its id."""
        with self._ctx.database.reading() as connection:
            states = ScopeStates(connection, name_here(connection, scope), self._own)
            return {state.entity: of_entity(state.entity, state.stamps) for state in states.of_kind(kind, bucket)}

    def _knows_more_than_its_log(self, scope: str, page: Page) -> bool:
        # Everything is looked through, once in the life of a copy: not while others wait to write.
        with self._ctx.database.reading() as connection:
            coming = {change.version for change in page.changes}
            return anything_unlogged(connection, name_here(connection, scope), self._own, coming)

    def _offer_everything(self, work: UnitOfWork, name: str) -> None:
        outbox.offer_again(work.session.connection, name)
        log_what_is_not_logged(work, name)

    @contextmanager
    def _writing(self, *, repeatable: bool = False) -> Iterator[UnitOfWork]:
        with unit_of_work(self._ctx, SYNC, role=SYNC, repeatable=repeatable) as work:
            yield work
        changes = work.outcome(None).changes
        if changes:
            self._told(changes)
