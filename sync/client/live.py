"""Live hints: a stream on which a server says that a log has grown, listened to in a thread of its own."""

import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import closing
from typing import Protocol

from sync.client.backoff import FLOOR_S, SYSTEM_DICE, BackOff, Dice
from sync.client.failures import Failure, Throttled

Heads = Mapping[str, int]
"""The head of each log that has grown, by scope."""


class Source(Protocol):
    """Where hints come from."""

    def heads(self) -> Generator[Heads, None, None]:
        """Connect and yield what the server says, as it says it: an empty mapping as soon as the connection stands.

        Ends when the server ends it.

        Raises:
            Failure: there is no connection, it broke, or what came is no stream of hints.
        """

    def abort(self) -> None:
        """End it for good, from any thread; whoever waits in ``heads`` comes back at once."""


class LiveHints:
    """Listens until it is stopped, and connects again after a while whenever the stream ends.

    ``on_heads`` is called in the listening thread. A hint that is lost costs nothing but a later round.
    """

    def __init__(
        self,
        source: Source,
        on_heads: Callable[[Heads], None],
        *,
        dice: Dice = SYSTEM_DICE,
        floor_s: float = FLOOR_S,
    ) -> None:
        self._source, self._on_heads = source, on_heads
        self._back_off = BackOff(dice, floor_s)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="stintbook-live", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self, patience_s: float = 1.0) -> None:
        """Stop listening, promptly."""
        self._ended.set()
        self._source.abort()
        if self._thread.is_alive():
            self._thread.join(patience_s)

    def _run(self) -> None:
        while not self._ended.is_set():
            self._ended.wait(self._listen())

    def _listen(self) -> float:
        """Listen to one connection until it ends; return how long to wait before the next."""
        try:
            with closing(self._source.heads()) as stream:
                for heads in stream:
                    if self._ended.is_set():
                        break
                    if heads:
                        # It stood long enough to say something: what failed before is over.
                        self._back_off.succeed()
                    self._on_heads(heads)
        except Throttled as failure:
            return self._back_off.fail(failure.retry_after_s)
        except Failure:
            return self._back_off.fail()
        return self._back_off.fail()
