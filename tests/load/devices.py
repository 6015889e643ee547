"""A played device: writes now and then, pushes what has gathered, listens for the pushes of others."""

import asyncio
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Self

import orjson

from tests.load.http import Ears, Line

_CHANGE = (
    '{{"v":"{v}","k":"time_entry","i":"{i}","f":{{"created_at":{at},"user":"{user}","span":[{at},{until},'
    '"Europe/Berlin"],"description":"review of the design","project":null,"task":null,"milestone":null,'
    '"billable":true,"source":"timer","external_id":null}},"b":{{}},"o":"set","g":"{v}","gn":1,"d":"{device}",'
    '"u":"{user}","s":1,"w":{wall},"z":0}}'
)


@dataclass(frozen=True, slots=True)
class Told:
    """A hint that arrived: of which scope, from which head to which, and when."""

    scope: str
    before: int
    head: int
    at: float


@dataclass(slots=True)
class Seen:
    """What happened during a run; times in seconds."""

    pushes: int = 0
    changes: int = 0
    refused: int = 0
    push_times: list[float] = field(default_factory=list)
    # When the push that brought a log to a head was begun.
    begun: dict[tuple[str, int], float] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)

    def hint_times(self) -> list[float]:
        """Return, for each push and each device told of it, the time from the beginning of the one to the other."""
        return list(self._hint_times())

    def _hint_times(self) -> Iterator[float]:
        for hint in self.told:
            for head in range(hint.before + 1, hint.head + 1):
                begun = self.begun.get((hint.scope, head))
                if begun is not None:
                    yield hint.at - begun


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A device with its token and the scope it writes."""

    device: str
    user: str
    token: str
    scope: str


class Player:
    """One device. ``rate`` is how many changes a second it writes; None: as many as are taken, one after another."""

    def __init__(self, line: Line, ears: Ears, who: SignedIn, history: str, seen: Seen) -> None:
        self._line, self._ears, self._who, self._seen = line, ears, who, seen
        self._dice = random.Random(who.device)
        self._path = f"/sync/v1/scopes/{who.scope}/push"
        self._before = f'{{"history":"{history}","seq":0,"chain":"","changes":['
        self._head = 0
        self._heard = asyncio.Event()

    @classmethod
    async def ready(cls, place: tuple[str, int], who: SignedIn, seen: Seen) -> Self:
        """Connect and say hello, so that the history is known."""
        line = await Line.open(*place, who.token)
        hello = orjson.loads(await line.ask("GET", "/sync/v1/hello"))
        history = next(offer["history"] for offer in hello["scopes"] if offer["scope"] == who.scope)
        return cls(line, await Ears.open(*place, who.token), who, history, seen)

    async def write(self, until: float, rate: float | None) -> None:
        """Push until the clock (monotonic) says so."""
        if rate is None:
            while time.monotonic() < until:
                await self._push(1)
            return
        # Not all at once.
        await asyncio.sleep(self._dice.random() / rate)
        waiting_since = time.monotonic()
        while time.monotonic() < until:
            gathered = max(1, int((time.monotonic() - waiting_since) * rate))
            waiting_since = time.monotonic()
            await self._push(min(gathered, 500))
            await asyncio.sleep(self._dice.expovariate(rate))

    async def listen(self) -> None:
        """Note when hints of heads arrive, from now on; returns with the first one."""
        self._ears.listen("/sync/v1/live", self._hear)
        await self._heard.wait()

    def close(self) -> None:
        """Close both connections."""
        self._line.close()
        self._ears.close()

    def _hear(self, heads: dict[str, int]) -> None:
        head = heads.get(self._who.scope)
        if head is not None:
            self._seen.told.append(Told(self._who.scope, self._head, head, time.monotonic()))
            self._head = head
            self._heard.set()

    async def _push(self, count: int) -> None:
        changes = ",".join(sorted(self._change() for _ in range(count)))
        started = time.monotonic()
        answer = orjson.loads(await self._line.ask("POST", self._path, f"{self._before}{changes}]}}".encode()))
        seen = self._seen
        seen.push_times.append(time.monotonic() - started)
        seen.begun.update(((self._who.scope, seq), started) for _, seq in answer["acks"])
        seen.pushes += 1
        seen.changes += len(answer["acks"])
        seen.refused += len(answer["refused"])

    def _change(self) -> str:
        wall, who, bits = int(time.time() * 1000), self._who, self._dice.getrandbits
        at = wall // 1000 - 3600
        version, entity = f"{wall << 80 | bits(80):032x}", f"{bits(128):032x}"
        return _CHANGE.format(v=version, i=entity, at=at, until=at + 3600, user=who.user, device=who.device, wall=wall)
