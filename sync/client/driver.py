"""The loop that exchanges with a server as long as it may: woken by commits, hints, the network, time, and people."""

import threading
import time
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from sync.client.backoff import SYSTEM_DICE, BackOff, Dice
from sync.client.failures import Failure
from sync.client.schedule import GATHERING_S, Schedule

T = TypeVar("T")
T_contra = TypeVar("T_contra", contravariant=True)


class Listener(Protocol[T_contra]):
    """Who wants to know how the rounds go. Called in the driver's thread."""

    def began(self) -> None:
        """A round begins."""

    def succeeded(self, outcome: T_contra) -> None:
        """A round went well."""

    def failed(self, failure: Failure, again_s: float) -> None:
        """A round came to nothing; the next try is in ``again_s`` seconds."""

    def put_off(self) -> None:
        """Something was told that starts no round for now."""


class Driver(Generic[T]):
    """Runs rounds until it is stopped. ``run`` belongs to one thread; everything else may be called from any.

    ``run_round`` exchanges once and raises nothing but Failure; where the outcome ``is_unfinished``, the next follows at
    once. ``is_wanted`` says whether a hint or a commit means anything: a device's own push comes back as a hint, and
    what it received as a commit.
    """

    def __init__(
        self,
        run_round: Callable[[], T],
        listener: Listener[T],
        *,
        is_unfinished: Callable[[T], bool] = lambda _: False,
        is_wanted: Callable[[], bool] = lambda: True,
        dice: Dice = SYSTEM_DICE,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._run_round, self._listener = run_round, listener
        self._is_unfinished, self._is_wanted = is_unfinished, is_wanted
        self._monotonic = monotonic
        self._schedule = Schedule(BackOff(dice))
        self._told = threading.Condition()
        self._stopped = False

    @property
    def stopped(self) -> bool:
        """Whether it was asked to end; a round that is under way may look."""
        return self._stopped

    def run(self) -> None:
        """Exchange at once, and then whenever there is a reason, until ``stop``."""
        while self._wait():
            self._exchange()

    def committed(self) -> None:
        """Something was written here."""
        self._tell(self._schedule.committed)

    def hinted(self) -> None:
        """The server said that there is something new."""
        self._tell(self._schedule.hinted)

    def network_returned(self) -> None:
        """The network is back."""
        self._tell(self._schedule.network_returned)

    def demand(self) -> None:
        """Somebody asked for a round."""
        self._tell(self._schedule.demanded)

    def stop(self) -> None:
        """Let ``run`` return, after the round that is under way."""
        with self._told:
            self._stopped = True
            self._told.notify_all()

    def _tell(self, what: Callable[[float], None]) -> None:
        with self._told:
            what(self._monotonic())
            self._told.notify_all()

    def _wait(self) -> bool:
        """Wait until a round is due; return whether there is one, False when it was stopped."""
        while True:
            with self._told:
                if self._stopped:
                    return False
                left = self._schedule.due - self._monotonic()
                if left <= 0:
                    return True
                was_told = self._told.wait(left)
                is_put_off = was_told and not self.stopped and self._schedule.due - self._monotonic() > GATHERING_S
            if is_put_off:
                self._listener.put_off()

    def _exchange(self) -> None:
        with self._told:
            is_doubtful = self._schedule.is_doubtful
            self._schedule.begin(self._monotonic())
        if is_doubtful and not self._is_wanted():
            with self._told:
                self._schedule.succeed(self._monotonic())
            return
        self._listener.began()
        try:
            outcome = self._run_round()
        except Failure as failure:
            with self._told:
                self._schedule.fail(self._monotonic(), failure)
                again_s = max(0.0, self._schedule.due - self._monotonic())
            self._listener.failed(failure, again_s)
            return
        with self._told:
            now = self._monotonic()
            self._schedule.succeed(now)
            if self._is_unfinished(outcome):
                self._schedule.demanded(now)
        self._listener.succeeded(outcome)
