"""Questions to a server, asked one after the other, while the store may be at work."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol, TypeVar

from sync.client.failures import Failure

T = TypeVar("T")


class Asking(Protocol):
    """How a question is asked: it may still be on its way when this returns; ``result`` waits for what came of it."""

    def __call__(self, question: Callable[[], T], /) -> "Future[T]":
        """Ask."""


def at_once(question: Callable[[], T], /) -> "Future[T]":
    """Ask here and now; a failure is told by ``result``, as it is where one waits elsewhere."""
    answer: Future[T] = Future()
    try:
        answer.set_result(question())
    except Failure as failure:
        answer.set_exception(failure)
    return answer


class Beside:
    """Asks in a thread of its own, so that the next page is on its way while the last one is stored."""

    def __init__(self) -> None:
        self._lane = ThreadPoolExecutor(1, "stintbook-asking")

    def __call__(self, question: Callable[[], T], /) -> "Future[T]":
        """Ask after whatever was asked before."""
        return self._lane.submit(question)

    def close(self) -> None:
        """Let go what nobody has begun to ask, and wait for the question under way."""
        self._lane.shutdown(wait=True, cancel_futures=True)
