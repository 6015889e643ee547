"""One scope's part of a round: read until the head, offer what is pending, read once more.

::

    new, nothing held --> snapshot --.
    new, rows held ------------------+--> log until head --> settle --> push --> log until head --> settle --> backfill
    following -----------------------'
    Diverged anywhere --> reread: the same from the beginning of the log, then everything it lacks is offered

Every call of the store is one transaction and every question to the server can be repeated, so that it does not matter
where this is interrupted. While the store takes a page in, the next one may already be on its way; what is pushed next is
read while the server works on the last.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial

from sync.client.asking import Asking
from sync.client.batches import fitting, halves
from sync.client.checks import checked_answer, checked_objects, checked_page
from sync.client.failures import Diverged, NotUnderstood, TooLarge
from sync.client.ports import ScopeState, SyncStore, Transport
from sync.client.report import Tally
from sync.engine.conflict_records import KIND, OPEN
from sync.engine.lineage import along
from sync.protocol.change import Change
from sync.protocol.messages import Cursor, Limits, ObjectPage, Page, Push, PushAnswer
from sync.protocol.version import Version

TOO_LARGE, MALFORMED = "too_large", "malformed"


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much one round does for a scope, so that it ends and the next scope has its turn."""

    # A page is one transaction of the store: while it is taken in, nobody else can write.
    page: int = 500
    # On a new device there is nobody yet whose writes would wait, and much to read.
    first_page: int = 2_000
    pages: int = 400
    pushes: int = 200
    backfill_pages: int = 5
    divergences: int = 2


class ScopeRound:
    """One scope of a store on its way to being equal with the server's."""

    def __init__(
        self,
        store: SyncStore,
        transport: Transport,
        state: ScopeState,
        *,
        limits: Limits,
        bounds: Bounds,
        tally: Tally,
        step: Callable[[], None],
        ask: Asking,
    ) -> None:
        self._store, self._transport, self._ask = store, transport, ask
        self._scope, self._offer = state.offer.scope, state.offer
        self._limits, self._bounds, self._tally = limits, bounds, tally
        self._page_size = min(limits.page, bounds.page)
        # Called before every question to the server; it may end the round.
        self._step = step

    def run(self) -> None:
        """Do the scope's part; what the transport raises passes through, except a divergence that can be dealt with."""
        for _ in range(self._bounds.divergences):
            try:
                return self._run()
            except Diverged as diverged:
                self._begin_again(diverged)
        return self._run()

    def push_only(self) -> None:
        """Offer what is pending from where one stands, for a server that answers nothing else any more."""
        state = self._state()
        if state.phase == "following" and state.offer.writable:
            self._push(state.cursor)

    def _run(self) -> None:
        state = self._state()
        if state.phase == "revoked":
            return
        self._check_history(state)
        if state.phase in ("new", "copying"):
            self._page_size = min(self._limits.page, self._bounds.first_page)
        if self._wants_snapshot(state) and not self._copy(state):
            return
        cursor = self._pull(self._state().cursor)
        if cursor is None:
            return
        self._offer_again_what_did_not_come_back()
        if self._offer.writable and self._push(cursor):
            if self._pull(cursor) is None:
                return
            self._offer_again_what_did_not_come_back()
        self._backfill()

    def _state(self) -> ScopeState:
        return next(state for state in self._store.scopes() if state.offer.scope == self._scope)

    def _check_history(self, state: ScopeState) -> None:
        """Notice a server that says itself that it has another history than the one read."""
        if state.cursor.history not in ("", self._offer.history):
            raise Diverged(self._offer.history, "the server names another history")

    def _begin_again(self, diverged: Diverged) -> None:
        self._tally.diverged.append(self._scope)
        self._store.reread(self._scope, diverged.history or self._offer.history)
        self._offer = replace(self._offer, history=diverged.history or self._offer.history)

    def _offer_again_what_did_not_come_back(self) -> None:
        """At head: an acknowledgement is not believed until its change was read in the log."""
        self._store.settle(self._scope)

    # --- reading

    def _pull(self, cursor: Cursor) -> Cursor | None:
        """Read the log until its head; return where that is, None when there are pages left for the next round."""
        coming = self._ask_page(cursor)
        for left in reversed(range(self._bounds.pages)):
            page, after = self._checked(cursor, coming.result())
            is_head = page.next == page.head
            if not is_head and left:
                coming = self._ask_page(after)
            if page.changes:
                self._take(page, after)
                cursor = after
            if is_head:
                return cursor
        self._tally.unfinished = True
        return None

    def _take(self, page: Page, after: Cursor) -> None:
        applied = self._store.receive(self._scope, page, after)
        self._tally.pulled += applied.new
        # A page that brings nothing new is read for a second time.
        self._tally.conflicts += bool(applied.new) and sum(map(_opens_conflict, page.changes))

    def _ask_page(self, cursor: Cursor) -> Future[Page]:
        self._step()
        return self._ask(partial(self._transport.pull, self._scope, cursor, self._page_size))

    def _checked(self, cursor: Cursor, page: Page) -> tuple[Page, Cursor]:
        return page, checked_page(self._offer.history, cursor, page, self._page_size)

    # --- a new device

    def _wants_snapshot(self, state: ScopeState) -> bool:
        if state.phase == "copying":
            return True
        return state.phase == "new" and self._offer.head > 0 and not self._store.holds_anything(self._scope)

    def _copy(self, state: ScopeState) -> bool:
        """Take (the rest of) the snapshot; return whether it is complete."""
        at, after, limit = state.copied_at, state.copied_after, self._page_size
        coming = self._ask_objects(at, after)
        for left in reversed(range(self._bounds.pages)):
            page = coming.result()
            checked_objects(self._offer.history, at, after, page, limit)
            if page.after is not None and left:
                coming = self._ask_objects(page.at, page.after)
            self._tally.pulled += self._store.receive_objects(self._scope, page)
            if page.after is None:
                return True
            at, after = page.at, page.after
        self._tally.unfinished = True
        return False

    def _ask_objects(self, at: Cursor | None, after: str | None) -> Future[ObjectPage]:
        self._step()
        return self._ask(partial(self._transport.snapshot, self._scope, at, after, self._page_size))

    def _backfill(self) -> None:
        """Read some of the log before the snapshot."""
        for _ in range(self._bounds.backfill_pages):
            state = self._state()
            if state.backfill is None or state.copied_at is None:
                return
            self._page_size = min(self._limits.page, self._bounds.page)
            page, after = self._checked(state.backfill, self._ask_page(state.backfill).result())
            if not page.changes:
                # It was longer when the snapshot was taken, so the server was restored since the round began.
                raise Diverged(self._offer.history, "the log ends before the place of the snapshot")
            if after.seq < state.copied_at.seq:
                self._store.receive_earlier(self._scope, page, after)
            else:
                self._store.receive_earlier(self._scope, _until(page, state.backfill, state.copied_at), None)
        self._tally.unfinished |= self._state().backfill is not None

    # --- offering

    def _push(self, cursor: Cursor) -> bool:
        """Offer everything that is pending, oldest first; return whether there was anything."""
        batch = self._batch()
        for done in range(self._bounds.pushes):
            if not batch:
                return done > 0
            answer = self._offered(cursor, batch)
            later = self._batch(batch[-1].group)
            self._settle_batch(cursor, batch, answer)
            # What is left behind is what became pending meanwhile.
            batch = later or self._batch()
        self._tally.unfinished = True
        return True

    def _batch(self, after: Version | None = None) -> Sequence[Change]:
        return fitting(self._store.pending(self._scope, self._limits.changes, after), self._limits)

    def _offered(self, cursor: Cursor, batch: Sequence[Change]) -> Future[PushAnswer]:
        self._step()
        return self._ask(partial(self._transport.push, self._scope, Push(cursor, batch)))

    def _settle_batch(self, cursor: Cursor, batch: Sequence[Change], coming: Future[PushAnswer]) -> None:
        """Note what became of a batch; what a server cannot take as a whole is offered in parts, to find the culprit."""
        try:
            answer = coming.result()
        except (TooLarge, NotUnderstood) as failure:
            first, rest = halves(batch)
            if rest:
                for part in (first, rest):
                    self._settle_batch(cursor, part, self._offered(cursor, part))
            else:
                reason = TOO_LARGE if isinstance(failure, TooLarge) else MALFORMED
                self._store.quarantine(self._scope, {change.version: reason for change in batch})
            return
        checked_answer(batch, answer)
        self._store.acknowledge(self._scope, [version for version, _ in answer.acks])
        self._tally.pushed += len(answer.acks)
        if answer.refused:
            self._store.quarantine(self._scope, answer.refused)


def _opens_conflict(change: Change) -> bool:
    return change.kind == KIND and change.fields.get("state") == OPEN


def _until(page: Page, start: Cursor, end: Cursor) -> Page:
    """Return a page cut off where the snapshot was taken, whose chain has to be the same."""
    changes = page.changes[: end.seq - start.seq]
    if along(start.chain, changes) != end.chain:
        raise Diverged(end.history, "the log does not lead to the snapshot")
    return Page(changes, end.seq, end.chain, page.head)
