"""When to exchange next: a pure answer to what happened and when. Times are seconds of a clock that only moves on."""

from dataclasses import dataclass, field

from sync.client.backoff import BackOff
from sync.client.failures import Failure, NotAServer, NotUnderstood, Throttled, TooOld, Unauthorised, Untrusted

# Commits this close together go in one round.
GATHERING_S = 0.3
# A commit is seldom alone, so what belongs to it is waited for a moment.
SETTLING_S = 0.03
EVERY_S = 300.0
# Trying again soon changes nothing about these.
NEEDS_A_PERSON = (Unauthorised, TooOld, Untrusted, NotAServer, NotUnderstood)


@dataclass(slots=True)
class Schedule:
    """Knows when the next round is due; told of everything that may change it.

    The first commit after a quiet time goes at once, those that follow it are gathered. After a failure only a person,
    a network that came back or the end of the wait start a round; after *throttled* not even the network.
    """

    back_off: BackOff
    due: float = 0.0
    # Whether the last round failed, so that commits wait with it.
    failed: bool = False
    is_throttled: bool = False
    # Whether the only reasons for the round are hints and commits, which may be known here, or there, already.
    is_doubtful: bool = False
    _began: float = field(default=float("-inf"))
    _asked: bool = False

    def committed(self, now: float) -> None:
        """Something was written here."""
        if not self.failed:
            self._perhaps(max(now + SETTLING_S, self._began + GATHERING_S))

    def hinted(self, now: float) -> None:
        """A server said that there is something new; it can be reached, so a failure before counts no more."""
        if not self.is_throttled:
            self._perhaps(now)

    def network_returned(self, now: float) -> None:
        """The network is back."""
        if not self.is_throttled:
            self._bring_forward(now)

    def demanded(self, now: float) -> None:
        """Somebody asked for it."""
        self._asked = True
        self._bring_forward(now)

    def begin(self, now: float) -> None:
        """A round begins; what is told from now on wants another one."""
        self._began, self._asked, self.is_doubtful = now, False, False
        self.due = float("inf")

    def succeed(self, now: float) -> None:
        """The round went well."""
        self.back_off.succeed()
        self.failed = self.is_throttled = False
        if self.due > now + EVERY_S:
            self.due, self.is_doubtful = now + EVERY_S, False

    def fail(self, now: float, failure: Failure) -> None:
        """The round came to nothing."""
        self.failed, self.is_throttled, self.is_doubtful = True, isinstance(failure, Throttled), False
        wait = self.back_off.fail(failure.retry_after_s if isinstance(failure, Throttled) else 0.0)
        if isinstance(failure, NEEDS_A_PERSON):
            wait = EVERY_S
        # Somebody may have asked for another one meanwhile; commits during the round wait like all later ones.
        self.due = now if self._asked and not self.is_throttled else now + wait

    def _bring_forward(self, when: float) -> None:
        self.due, self.is_doubtful = min(self.due, when), False

    def _perhaps(self, when: float) -> None:
        is_certain = self.due <= when and not self.is_doubtful
        self.due, self.is_doubtful = min(self.due, when), not is_certain
