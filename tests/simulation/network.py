"""The line between a device and the server: it loses, doubles, delays, reorders and replays."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sync.client.failures import Failure, ServerFault, Throttled, Unreachable
from sync.protocol.messages import Cursor, Hello, ObjectPage, Page, Push, PushAnswer
from tests.simulation.faults import ServerCrash
from tests.simulation.service import Caller, Service


@dataclass(slots=True)
class Weather:
    """How bad the network is: the odds of each thing that happens to a request."""

    drop: float = 0.0
    double: float = 0.0
    late: float = 0.0
    refuse: float = 0.0

    @classmethod
    def some(cls, dice: random.Random) -> "Weather":
        return cls(dice.choice((0, 0.03, 0.15)), dice.choice((0, 0.1)), dice.choice((0, 0.15)), dice.choice((0, 0.02)))


@dataclass(slots=True)
class Network:
    """All lines, and the requests that are still under way long after their senders gave up."""

    service: Service
    dice: random.Random
    interleave: Callable[[], None]
    say: Callable[..., None]
    weather: Weather = field(default_factory=Weather)
    cut_off: set[str] = field(default_factory=set)
    # Whether the request that is being served was sent long ago: its sender holds something else by now.
    unheard: bool = False
    under_way: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)

    def ask(self, caller: Caller, what: str, *arguments: Any) -> Any:
        """Carry a request there and its answer back, or lose either."""
        dice, weather = self.dice, self.weather
        request = (what, (caller, *arguments))
        self.interleave()
        if what == "push" and dice.random() < weather.late:
            self.under_way.append(request)
        if caller.device in self.cut_off or dice.random() < weather.drop:
            raise Unreachable("the request was lost")
        self._overtake()
        if dice.random() < weather.refuse:
            raise Throttled(1.0) if dice.random() < 0.5 else ServerFault
        if dice.random() < weather.double:
            self._serve_unheard(request)
        try:
            answer: Any = self._serve(request)
        except Failure as failure:
            answer = failure
        self.interleave()
        if caller.device in self.cut_off or dice.random() < weather.drop:
            raise Unreachable("the answer was lost")
        if isinstance(answer, Failure):
            raise answer
        return answer

    def _overtake(self) -> None:
        """Let a request arrive that was sent long ago."""
        if self.under_way and self.dice.random() < 0.3:
            request = self.under_way.pop(self.dice.randrange(len(self.under_way)))
            self.say("an old request arrives", request[0], request[1][0].device)
            self._serve_unheard(request)

    def _serve(self, request: tuple[str, tuple[Any, ...]]) -> Any:
        what, arguments = request
        try:
            return getattr(self.service, what)(*arguments)
        except ServerCrash:
            self.say("the server's worker died")
            raise Unreachable("the connection broke") from None

    def _serve_unheard(self, request: tuple[str, tuple[Any, ...]]) -> None:
        self.unheard = True
        try:
            self._serve(request)
        except Failure as failure:
            self.say("nobody hears", type(failure).__name__)
        finally:
            self.unheard = False


class Line:
    """One device's transport."""

    def __init__(self, network: Network, caller: Caller) -> None:
        self._network = network
        self.caller = caller

    def hello(self) -> Hello:
        return self._network.ask(self.caller, "hello")  # type: ignore[no-any-return]

    def push(self, scope: str, push: Push) -> PushAnswer:
        return self._network.ask(self.caller, "push", scope, push)  # type: ignore[no-any-return]

    def pull(self, scope: str, cursor: Cursor, limit: int) -> Page:
        return self._network.ask(self.caller, "pull", scope, cursor, limit)  # type: ignore[no-any-return]

    def snapshot(self, scope: str, at: Cursor | None, after: str | None, limit: int) -> ObjectPage:
        return self._network.ask(self.caller, "snapshot", scope, at, after, limit)  # type: ignore[no-any-return]

    def digest(self, scope: str) -> Mapping[str, Sequence[bytes]]:
        return self._network.ask(self.caller, "digest", scope)  # type: ignore[no-any-return]

    def digest_of(self, scope: str, kind: str, bucket: int) -> Mapping[bytes, bytes]:
        return self._network.ask(self.caller, "digest_of", scope, kind, bucket)  # type: ignore[no-any-return]
