"""What a person did while the disk was full: kept in memory, in order, until it can be saved."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.storage.context import Context


@dataclass(frozen=True, slots=True)
class _StandingClock:
    """The time at which somebody did something, however late it is saved."""

    ms: int

    def now(self) -> int:
        return self.ms // 1000

    def now_ms(self) -> int:
        return self.ms


@dataclass(slots=True)
class Deed:
    """Something a person did: ``work`` writes it, ``answer`` takes its result, or the error that forbids it."""

    work: "Callable[[Context], Any]"
    answer: Callable[[Any, Exception | None], None]
    at_ms: int | None = None

    def is_done(self, ctx: "Context") -> bool:
        """Do it as of the moment it was meant for; False where the disk is full, and nothing was written."""
        if self.at_ms is None:
            self.at_ms = ctx.clock.now_ms()
        else:
            ctx = replace(ctx, clock=_StandingClock(self.at_ms))
        try:
            value = self.work(ctx)
        except Exception as error:  # noqa: BLE001 - every error is brought to the person, none ends the lane
            if getattr(error, "code", "") == "disk_full":
                return False
            self.answer(None, error)
        else:
            self.answer(value, None)
        return True


class KeptWork:
    """Belongs to the writing lane. ``on_count`` hears how many deeds wait for room, whenever that changes."""

    def __init__(self, on_count: Callable[[int], None]) -> None:
        self._waiting: deque[Deed] = deque()
        self._on_count = on_count

    def do(self, deed: Deed, ctx: "Context") -> None:
        """Do something, after everything that waits: nothing overtakes what was done before it."""
        if self._waiting:
            deed.at_ms = ctx.clock.now_ms()
        elif deed.is_done(ctx):
            return
        self._waiting.append(deed)
        self._on_count(len(self._waiting))

    def retry(self, ctx: "Context") -> None:
        """Do what waits, as far as there is room."""
        before = len(self._waiting)
        while self._waiting and self._waiting[0].is_done(ctx):
            self._waiting.popleft()
        if len(self._waiting) != before:
            self._on_count(len(self._waiting))
