"""Processes that die: at any call through a port, before it or after it."""

import random
from collections.abc import Callable
from typing import Any, Generic, TypeVar

Port = TypeVar("Port")


class Crash(BaseException):
    """A process died. No product code may catch it, as none can when the power goes."""


class ServerCrash(Crash):
    """A worker of the server died: who waits for its answer gets none."""


class CrashPlan:
    """Counts the calls a process makes through its ports and ends it at one of them."""

    __slots__ = ("_after", "_left", "alive", "kind")

    def __init__(self, kind: type[Crash] = Crash) -> None:
        self.kind = kind
        # Set to False when the process was ended from outside, by a restore: its next call is not made any more.
        self.alive = True
        self._left = -1
        self._after = False

    def arm(self, dice: random.Random, calls: int) -> None:
        """Let the process die at one of its next calls, before or after what the call does."""
        self._left = dice.randrange(calls)
        self._after = dice.random() < 0.5

    def disarm(self) -> None:
        self._left = -1

    def around(self, call: Callable[..., Any], *arguments: Any) -> Any:
        if self._left < 0:
            self._still(None)
            return self._still(call(*arguments))
        self._still(None)
        self._left -= 1
        due = self._left < 0
        if due and not self._after:
            raise self.kind
        answer = call(*arguments)
        if due:
            raise self.kind
        return self._still(answer)

    def _still(self, answer: Any) -> Any:
        if not self.alive:
            raise self.kind
        return answer


class Guarded(Generic[Port]):
    """A port through which every call is counted; attributes that are no methods are handed through."""

    def __init__(self, port: Port, plan: CrashPlan, methods: frozenset[str]) -> None:
        self._port, self._plan, self._methods = port, plan, methods

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._port, name)
        if name not in self._methods:
            return found
        counted = _counted(found, self._plan)
        setattr(self, name, counted)
        return counted


def _counted(method: Callable[..., Any], plan: CrashPlan) -> Callable[..., Any]:
    around = plan.around
    return lambda *arguments: around(method, *arguments)


STORE = frozenset((
    "scopes", "follow", "holds_anything", "receive", "receive_earlier", "receive_objects", "settle", "reread", "pending",
    "waiting", "acknowledge", "quarantine", "learn_offset", "digest", "digest_of",
))  # fmt: skip
TRANSPORT = frozenset(("hello", "push", "pull", "snapshot", "digest", "digest_of"))
TRANSACTION = frozenset(("chain_at", "known", "partial", "taken_elsewhere", "held", "append", "put", "commit"))
