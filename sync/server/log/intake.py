"""Where pushes come in: those that wait are taken in turns, one transaction for all of a turn.

One transaction for each would pay the way to the database, the commit and the disk for every change alone. A turn pays
them once, and nobody waits for a turn to fill: it takes whoever is there when the one before it has ended.

A turn does not wait for a scope that another worker is just writing: those pushes follow in a turn that does.

Each push stays all or nothing and is answered only after the commit. Its changes are kept in memory until the end, so
one that is refused leaves nothing behind; if anything else goes wrong, the turn is rolled back and each push is taken
again by itself, so that nobody suffers for another. What was taken is known by its version, so taking it again is safe.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from enum import Enum, auto
from functools import partial
from typing import NamedTuple, Protocol

from sync.server.people.access import Ask

# A turn ends before more than these. Larger pushes are not kept waiting, and keep nobody waiting: they go by themselves.
MOST_PUSHES = 64
MOST_BYTES = 256 << 10
LARGE_BYTES = 64 << 10


class Asked(NamedTuple):
    """A push as it came in."""

    ask: Ask
    body: bytes
    encoding: str


class Left(Enum):
    """Why a turn has not taken a push: somebody else has locked its scope, or it has to be taken by itself."""

    LOCKED = auto()
    ALONE = auto()


Outcome = bytes | Exception | Left
"""The answer to a push, why there is none, or why it was left."""


class Taking(Protocol):
    """What a turn does."""

    def together(self, turn: Sequence[Asked], *, wait: bool) -> Sequence[Outcome]:
        """Take pushes in one transaction; unless it is to wait, those into scopes that others have locked are left."""

    def alone(self, asked: Asked) -> bytes:
        """Take one push.

        Raises:
            Problem: it is answered with that, and nothing of it was taken.
        """


class _Waiting(NamedTuple):
    asked: Asked
    answer: "asyncio.Future[Outcome]"


class Intake:
    """The queue of a worker. Everything but the turns themselves happens on the event loop.

    Pushes into one scope keep their order: while a turn has a scope, the next turn leaves it alone.
    """

    def __init__(self, taking: Taking, threads: ThreadPoolExecutor, turns_at_once: int) -> None:
        self._taking = taking
        self._threads = threads
        self._free = turns_at_once
        self._waiting: deque[_Waiting] = deque()
        self._busy: set[str] = set()

    async def take(self, asked: Asked) -> bytes:
        """Return the answer to a push, after everything in it was committed.

        Raises:
            Problem: it is answered with that, and nothing of it was taken.
        """
        if len(asked.body) > LARGE_BYTES:
            return await self._alone(asked)
        answer: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(asked, answer))
        self._start()
        outcome = await answer
        if isinstance(outcome, Exception):
            raise outcome
        return await self._alone(asked) if isinstance(outcome, Left) else outcome

    async def _alone(self, asked: Asked) -> bytes:
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._taking.alone, asked)

    def _start(self) -> None:
        while self._free and (turn := self._next()):
            self._free -= 1
            self._begin(turn, wait=False)

    def _begin(self, turn: Sequence[_Waiting], *, wait: bool) -> None:
        self._busy.update(one.asked.ask.scope for one in turn)
        pushes = [one.asked for one in turn]
        work = asyncio.get_running_loop().run_in_executor(
            self._threads, partial(self._taking.together, pushes, wait=wait)
        )
        work.add_done_callback(partial(self._end, turn, wait))

    def _next(self) -> list[_Waiting]:
        turn: list[_Waiting] = []
        room = MOST_BYTES
        passed_over: list[_Waiting] = []
        while self._waiting and len(turn) < MOST_PUSHES and room > 0:
            one = self._waiting.popleft()
            if one.asked.ask.scope in self._busy:
                passed_over.append(one)
            else:
                turn.append(one)
                room -= len(one.asked.body)
        self._waiting.extendleft(reversed(passed_over))
        return turn

    def _end(self, turn: Sequence[_Waiting], waited: bool, work: "asyncio.Future[Sequence[Outcome]]") -> None:
        self._busy.difference_update(one.asked.ask.scope for one in turn)
        failure = work.exception()
        outcomes: Sequence[Outcome] = [failure] * len(turn) if isinstance(failure, Exception) else work.result()
        locked: list[_Waiting] = []
        for one, outcome in zip(turn, outcomes, strict=True):
            if outcome is Left.LOCKED:
                locked.append(one)
            elif not one.answer.done():
                one.answer.set_result(outcome)
        if locked:
            # They have waited once: now they queue at the database. Whoever comes meanwhile does not have to.
            self._begin(locked, wait=True)
        self._free += not waited
        self._start()
