"""Live hints: the heads of logs, told to whoever stays connected. They only save waiting: a lost one costs one poll.

Hints are sent after commit. Within a worker the first one comes at once; what moves shortly after it is told together. What other workers wrote is found by one question every
250 ms for all listeners together, sooner where the database passes the word on (``sync.server.log.relay``).
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Protocol, TypeVar

from sync.server.people.access import Caller
from sync.server.problems import Busy

# What moves within this time is told together: however much is written, a connection is told a few times a second.
GATHER_S = 0.15
POLL_S = 0.25
KEEP_ALIVE_S = 15.0
REVIEW_S = 5.0

Heads = Mapping[str, int]
_Answer = TypeVar("_Answer")


class Relay(Protocol):
    """Passes word on to other workers, and runs until it is cancelled (see ``sync.server.log.relay``)."""

    def say(self, heads: Heads) -> None:
        """Pass on how far logs are."""

    async def run(self) -> None:
        """Hear what others say."""


class Listener:
    """One connection: what it follows, what it has been told, what it is still to be told (the newest only)."""

    def __init__(self, caller: Caller, heads: Heads) -> None:
        self.caller = caller
        self.follows = set(heads)
        self._told = dict(heads)
        self._news: dict[str, int] = dict(heads)
        self._changed = asyncio.Event()
        self._changed.set()
        self.ended = False

    def offer(self, scope: str, head: int) -> None:
        """Note that a log is at ``head``; once told, it is not told again."""
        if scope in self.follows and head != self._told.get(scope):
            self._told[scope] = self._news[scope] = head
            self._changed.set()

    def refollow(self, heads: Heads) -> None:
        """Follow these scopes from now on."""
        self.follows = set(heads)
        self._news = {scope: head for scope, head in self._news.items() if scope in self.follows}
        for scope, head in heads.items():
            if scope not in self._told:
                self.offer(scope, head)

    def end(self) -> None:
        """Let the connection end."""
        self.ended = True
        self._changed.set()

    async def news(self, keep_alive_s: float = KEEP_ALIVE_S) -> AsyncIterator[dict[str, int]]:
        """Yield what is new, all of it at once; nothing new for a while yields an empty one."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(keep_alive_s):
                    await self._changed.wait()
            if self.ended:
                return
            news, self._news = self._news, {}
            self._changed.clear()
            yield news


class Live:
    """All listeners of a worker. Everything but ``announce`` happens on the event loop."""

    def __init__(
        self,
        heads_of: Callable[[Sequence[str]], Heads],
        review: Callable[[Collection[Caller]], Mapping[Caller, Heads]],
        relay: Callable[[Callable[[Heads], None]], Relay] | None = None,
    ) -> None:
        self._heads_of = heads_of
        self._review = review
        self._listeners: set[Listener] = set()
        self._followers: dict[str, set[Listener]] = {}
        self._moved: dict[str, int] = {}
        self._gathering: asyncio.TimerHandle | None = None
        self._relay = relay(self.tell) if relay else None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to look for news, on the loop that runs."""
        self._loop = asyncio.get_running_loop()
        self._tasks = [
            self._loop.create_task(self._every(POLL_S, self._poll)),
            self._loop.create_task(self._every(REVIEW_S, self._look_again)),
        ]
        if self._relay is not None:
            self._tasks.append(self._loop.create_task(self._relay.run()))

    async def stop(self) -> None:
        """End every connection, and stop looking."""
        for listener in self._listeners:
            listener.end()
        self._listeners.clear()
        self._followers.clear()
        if self._gathering is not None:
            self._gathering.cancel()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._loop = None

    def join(self, listener: Listener) -> None:
        """Tell a listener from now on."""
        self._listeners.add(listener)
        self._index(listener)

    def leave(self, listener: Listener) -> None:
        """Tell it no more."""
        self._listeners.discard(listener)
        self._forget(listener)

    def announce(self, heads: Heads) -> None:
        """Tell the heads of some logs, to other workers too; from any thread, after commit."""
        loop = self._loop
        if loop is not None and (self._listeners or self._relay is not None):
            # The loop may be closing right now; whoever listens is leaving then.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self._spread, heads)

    def end_device(self, device: str) -> None:
        """End the connections of a device whose access was taken; from any thread."""
        loop = self._loop
        if loop is not None:
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self._end, device)

    def tell(self, heads: Heads) -> None:
        """Tell the heads of some logs to those who follow them."""
        for scope, head in heads.items():
            for listener in self._followers.get(scope, ()):
                listener.offer(scope, head)

    def followed(self) -> list[str]:
        """Return every scope that somebody follows."""
        return sorted(self._followers)

    def __len__(self) -> int:
        """Return how many are connected."""
        return len(self._listeners)

    def _spread(self, heads: Heads) -> None:
        self._moved.update(heads)
        if self._gathering is None:
            self._flush()

    def _flush(self) -> None:
        heads, self._moved, self._gathering = self._moved, {}, None
        if heads and self._loop is not None:
            self.tell(heads)
            if self._relay is not None:
                self._relay.say(heads)
            self._gathering = self._loop.call_later(GATHER_S, self._flush)

    def _index(self, listener: Listener) -> None:
        for scope in listener.follows:
            self._followers.setdefault(scope, set()).add(listener)

    def _forget(self, listener: Listener) -> None:
        for scope in listener.follows:
            others = self._followers.get(scope, set())
            others.discard(listener)
            if not others:
                self._followers.pop(scope, None)

    def _end(self, device: str) -> None:
        for listener in self._listeners:
            if listener.caller.device == device:
                listener.end()

    async def _every(self, seconds: float, step: Callable[[], Awaitable[None]]) -> None:
        while True:
            await asyncio.sleep(seconds)
            if self._listeners:
                # A database that is away for a moment is asked again the next time.
                with suppress(Busy):
                    await step()

    async def _poll(self) -> None:
        self.tell(await _in_thread(partial(self._heads_of, self.followed())))

    async def _look_again(self) -> None:
        asked = frozenset(listener.caller for listener in self._listeners)
        found = await _in_thread(partial(self._review, asked))
        for listener in tuple(self._listeners):
            if listener.caller in found:
                self._forget(listener)
                listener.refollow(found[listener.caller])
                self._index(listener)
            elif listener.caller in asked:
                listener.end()


async def _in_thread(ask: Callable[[], _Answer]) -> _Answer:
    return await asyncio.get_running_loop().run_in_executor(None, ask)
