"""The lane: the one thread of a window that exchanges with the server, from the first paint to the end."""

from __future__ import annotations

import contextlib
import logging
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.errors import EnvironmentFailed
from app.orchestrators.sync.exchanging import Exchange, Exchanged, alone, as_failures
from app.orchestrators.sync.identity import Identity
from app.orchestrators.sync.link import read_link
from app.orchestrators.sync.noting import note_failure
from app.orchestrators.sync.status import status_of
from app.orchestrators.sync.values import SyncState, SyncStatus
from app.storage import sync_queue
from app.storage.followed import all_states
from sync.client.failures import Failure, Unauthorised

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.domain.outcome import Changes
    from app.orchestrators.sync.link import Link
    from app.storage.context import Context
    from sync.client.driver import Driver
    from sync.client.live import LiveHints

_log = logging.getLogger(__name__)

# How long the window waits for the lane's end; a name that is being looked up cannot be interrupted, and is not waited for.
_STOP_S = 1.0
# How long a round waits for a command that exchanges for the same folder.
_PATIENCE_S = 2.0
# When a store that could not be read is looked at again.
_AGAIN_S = 15.0


class SyncLane:
    """Runs rounds in a thread of its own while a server is linked; made and started by the window, by nobody else.

    ``on_state`` gets a SyncStatus and ``on_changes`` what arrived from other devices. Both are called in the lane's
    thread: a window hands them on by a queued signal. Nothing here waits but ``stop``, a second at most.
    """

    def __init__(
        self,
        ctx: Context,
        on_state: Callable[[SyncStatus], None],
        on_changes: Callable[[Changes], None],
    ) -> None:
        self._ctx, self._on_state, self._on_changes = ctx, on_state, on_changes
        self._guard = threading.Lock()
        self._session: _Session | None = None
        self._told = threading.Event()
        self._stopped = False
        self._again_s: float | None = None
        self._thread = threading.Thread(target=self._run, name="stintbook-sync", daemon=True)

    def start(self) -> None:
        """Begin, if a server is linked; else nothing happens until ``relinked``."""
        self._thread.start()

    def wake(self) -> None:
        """Something was committed here: exchange soon. Call it for every change; what the lane brought is no harm."""
        self._with_session(lambda session: session.driver.committed())

    def sync_now(self) -> None:
        """Exchange at once, whatever was waited for."""
        self._with_session(lambda session: session.driver.demand())

    def network_returned(self) -> None:
        """The network is back: do not wait for the next try."""
        self._with_session(lambda session: session.driver.network_returned())

    def relinked(self) -> None:
        """A server was linked or left, or signed in to again: look at the link anew."""
        self._told.set()
        self._with_session(lambda session: session.end())

    def stop(self) -> None:
        """End the lane. What is under way is cut off; every step of it is whole or not done."""
        self._stopped = True
        self.relinked()
        if self._thread.is_alive():
            self._thread.join(_STOP_S)

    def _with_session(self, act: Callable[[_Session], None]) -> None:
        with self._guard:
            if self._session is not None:
                act(self._session)

    def _run(self) -> None:
        while not self._stopped:
            self._told.clear()
            link = self._link()
            if link is None:
                self._told.wait(self._again_s)
                continue
            session = _Session(self._ctx, link, self._say, self._on_changes)
            with self._guard:
                self._session = session
            if self._told.is_set():
                session.end()
            try:
                session.run()
            finally:
                with self._guard:
                    self._session = None
                session.close()

    def _link(self) -> Link | None:
        """Return the link, None where there is none or nothing can be written; says how it stands."""
        self._again_s = None
        try:
            self._say(status_of(self._ctx))
            return None if self._ctx.database.read_only else read_link(self._ctx)
        except EnvironmentFailed:
            # The store cannot be read; the window has met the same and says it.
            _log.info("the store could not be read, so nothing is exchanged for now")
            self._again_s = _AGAIN_S
            return None

    def _say(self, status: SyncStatus) -> None:
        if not self._stopped:
            self._on_state(status)


class _Session:
    """The time from one look at the link to the next; everything of it belongs to the lane's thread but ``end``."""

    def __init__(
        self,
        ctx: Context,
        link: Link,
        on_state: Callable[[SyncStatus], None],
        on_changes: Callable[[Changes], None],
    ) -> None:
        from sync.client.driver import Driver

        self._ctx, self._link = ctx, link
        self._identity = Identity(ctx)
        self._on_state, self._on_changes = on_state, on_changes
        self.driver: Driver[Exchanged] = Driver(
            self._round, self, is_unfinished=lambda done: done.is_unfinished, is_wanted=self._is_wanted
        )
        self._exchange: Exchange | None = None
        self._live: LiveHints | None = None
        self._heads: dict[str, int] = {}
        self._guard = threading.Lock()

    def run(self) -> None:
        """Exchange until the end."""
        self.driver.run()

    def end(self) -> None:
        """Let ``run`` come back; from any thread."""
        self.driver.stop()
        with self._guard:
            if self._exchange is not None:
                self._exchange.abort()

    def close(self) -> None:
        """Let everything go."""
        if self._live is not None:
            self._live.stop()
        self._drop_exchange()

    # --- what the driver tells, in the lane's thread

    def began(self) -> None:
        """A round begins."""
        self._say(
            lambda status: replace(status, state=SyncState.SYNCING, sentence=f"Syncing with “{self._link.server}” …")
        )

    def succeeded(self, outcome: Exchanged) -> None:
        """A round went well."""
        if not outcome.is_unfinished:
            self._say(lambda status: status)
        if self._live is None:
            self._listen()

    def failed(self, failure: Failure, again_s: float) -> None:
        """A round came to nothing."""
        next_try_at = self._ctx.now() + round(again_s)
        self._say(lambda status: replace(status, next_try_at=next_try_at))
        if isinstance(failure, Unauthorised):
            # A new token may be there at the next try.
            self._drop_exchange()

    def put_off(self) -> None:
        """Something was committed that has to wait."""
        self._say(lambda status: status)

    # --- one round

    def _round(self) -> Exchanged:
        with as_failures(self._is_over), alone(self._ctx, patience_s=_PATIENCE_S, ended=self._is_over):
            try:
                exchange = self._ready()
            except Failure as failure:
                if not self.driver.stopped:
                    note_failure(self._ctx, failure, self._link.server)
                raise
            return exchange.run()

    def _is_over(self) -> bool:
        return self.driver.stopped

    def _ready(self) -> Exchange:
        own = self._identity.own(self._link)
        if own != self._link:
            self._link = own
            self._drop_exchange()
        if self._exchange is None:
            made = Exchange(self._ctx, own, told=self._on_changes, cancelled=self._is_over)
            with self._guard:
                self._exchange = made
                if self.driver.stopped:
                    made.abort()
        return self._exchange

    def _drop_exchange(self) -> None:
        with self._guard:
            exchange, self._exchange = self._exchange, None
        if exchange is not None:
            exchange.close()

    # --- live hints

    def _listen(self) -> None:
        from app.orchestrators.sync.connecting import door_of
        from sync.client.live import LiveHints
        from sync.client.transport import HttpTransport

        with contextlib.suppress(Failure):
            self._live = LiveHints(HttpTransport(door_of(self._ctx, self._link)), self._on_heads)
            self._live.start()

    def _on_heads(self, heads: Mapping[str, int]) -> None:
        """In the thread that listens; an empty hint says that the server can be reached."""
        with self._guard:
            self._heads.update(heads)
        self.driver.hinted()

    def _is_wanted(self) -> bool:
        """Return whether something waits here, or a hint spoke of something that was not read yet."""
        with self._guard:
            heads, self._heads = self._heads, {}
        try:
            with self._ctx.database.reading() as connection:
                known = {state.offer.scope: state.cursor.seq for state in all_states(connection)}
                waits = sync_queue.counts(connection).waiting > 0
        except EnvironmentFailed:
            # The round meets the same and says it.
            return True
        return waits or any(known.get(scope) != head for scope, head in heads.items())

    def _say(self, changed: Callable[[SyncStatus], SyncStatus]) -> None:
        if self.driver.stopped:
            # The store may be closed by now.
            return
        try:
            self._on_state(changed(status_of(self._ctx)))
        except EnvironmentFailed:
            _log.info("the store could not be read, so it is not said how sync stands")
