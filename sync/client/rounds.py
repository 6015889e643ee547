"""A round: learn what there is, then bring each scope to the server's state and the server to this copy's.

Plain blocking code over the ports. It may die at any of their calls; the next round goes on from what the store holds.
"""

from collections.abc import Callable

from sync.client.asking import Asking, at_once
from sync.client.failures import (
    Failure,
    NotAServer,
    Throttled,
    TooOld,
    Unauthorised,
    Unreachable,
    Untrusted,
)
from sync.client.offsets import Offsets
from sync.client.ports import Clock, ScopeState, SyncStore, Transport
from sync.client.report import RoundReport, Tally
from sync.client.scope_round import Bounds, ScopeRound
from sync.protocol.messages import PROTOCOL, Hello, Limits

# What concerns the server or the account as a whole: the other scopes would fare no better.
_WHOLE = (NotAServer, Throttled, TooOld, Unauthorised, Untrusted)
# One question may be lost on the way; after another one the network is gone.
_MAX_UNREACHABLE = 2


class Cancelled(Exception):
    """The round was asked to end."""


def _never() -> bool:
    return False


class Rounds:
    """The rounds of one device with one server. What they remember between them is only how the clocks differ."""

    def __init__(
        self,
        store: SyncStore,
        transport: Transport,
        clock: Clock,
        *,
        cancelled: Callable[[], bool] = _never,
        bounds: Bounds | None = None,
        ask: Asking = at_once,
    ) -> None:
        self._store, self._transport, self._clock, self._ask = store, transport, clock, ask
        self._cancelled = cancelled
        self._bounds = bounds or Bounds()
        self._offsets = Offsets()

    def run(self) -> RoundReport:
        """Do one round and say what it came to; a failure is part of the report, never raised."""
        tally = Tally()
        try:
            self._meet(tally)
        except Cancelled:
            tally.cancelled = True
        except Failure as failure:
            tally.failure = failure
        return self._report(tally)

    def _meet(self, tally: Tally) -> None:
        try:
            hello = self._greet(tally)
            self._store.follow(hello.scopes)
            self._each_scope(tally, hello.limits, ScopeRound.run)
        except TooOld:
            # Nothing is read any more, but what was recorded here still reaches the others.
            self._each_scope(tally, Limits(), ScopeRound.push_only)
            raise

    def _greet(self, tally: Tally) -> Hello:
        """Learn who is there, and how far the clocks are apart."""
        self._step()
        sent_ms = self._clock.monotonic_ms()
        hello = self._ask(self._transport.hello).result()
        received_ms, wall_ms = self._clock.monotonic_ms(), self._clock.now_ms()
        tally.server_ms = hello.now_ms
        tally.offset_ms = self._offsets.learn(
            server_ms=hello.now_ms, wall_ms=wall_ms, sent_ms=sent_ms, received_ms=received_ms
        )
        self._store.learn_offset(tally.offset_ms)
        if hello.oldest_protocol > PROTOCOL:
            raise TooOld(f"protocol {PROTOCOL} where {hello.oldest_protocol} is the oldest spoken")
        return hello

    def _each_scope(self, tally: Tally, limits: Limits, part: Callable[[ScopeRound], None]) -> None:
        """Do something with every scope; one that fails does not keep the others from their turn."""
        for state in self._store.scopes():
            one = ScopeRound(
                self._store, self._transport, state, limits=limits, bounds=self._bounds, tally=tally, step=self._step,
                ask=self._ask,
            )  # fmt: skip
            try:
                part(one)
            except _WHOLE:
                raise
            except Failure as failure:
                tally.failures[state.offer.scope] = failure
                if sum(isinstance(failed, Unreachable) for failed in tally.failures.values()) >= _MAX_UNREACHABLE:
                    raise

    def _step(self) -> None:
        if self._cancelled():
            raise Cancelled

    def _report(self, tally: Tally) -> RoundReport:
        states = self._store.scopes()
        waiting = [self._store.waiting(state.offer.scope) for state in states]
        return RoundReport(
            pushed=tally.pushed,
            pulled=tally.pulled,
            pending=sum(one.pending for one in waiting),
            quarantined=sum(one.quarantined for one in waiting),
            conflicts=tally.conflicts,
            backfill=sum(map(_backfill, states)),
            offset_ms=tally.offset_ms,
            server_ms=tally.server_ms,
            diverged=tuple(tally.diverged),
            failures=tally.failures,
            failure=tally.failure,
            unfinished=tally.unfinished,
            cancelled=tally.cancelled,
        )


def _backfill(state: ScopeState) -> int:
    """Return how many changes before the snapshot are still to be read."""
    if state.backfill is None or state.copied_at is None:
        return 0
    return state.copied_at.seq - state.backfill.seq
