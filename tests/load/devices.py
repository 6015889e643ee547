"""A played device: writes now and then, pushes what has gathered, listens for the pushes of others."""

import asyncio
import random
import time
from dataclasses import dataclass, field
from typing import Any

from sync.protocol.version import pack, to_text
from tests.load.http import Line


@dataclass(slots=True)
class Seen:
    """What happened during a run; times in seconds."""

    pushes: int = 0
    changes: int = 0
    refused: int = 0
    push_times: list[float] = field(default_factory=list)
    hint_times: list[float] = field(default_factory=list)
    # When each head of a scope was reached, as the device that pushed it learnt.
    reached: dict[tuple[str, int], float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A device with its token and the scopes it may write."""

    device: str
    user: str
    token: str
    scopes: tuple[str, ...]


class Player:
    """One device. ``rate`` is how many changes a second it writes; None: as many as are taken, one after another."""

    def __init__(self, place: tuple[str, int], who: SignedIn, seen: Seen, rate: float | None, seed: int) -> None:
        self._line = Line(*place, who.token)
        self._ears = Line(*place, who.token)
        self._who, self._seen, self._rate = who, seen, rate
        self._dice = random.Random(seed)
        self._histories: dict[str, str] = {}

    async def get_ready(self) -> None:
        """Say hello, so that histories are known."""
        hello = await self._line.ask("GET", "/sync/v1/hello")
        self._histories = {offer["scope"]: offer["history"] for offer in hello["scopes"]}

    async def write(self, until: float) -> None:
        """Push until the clock (monotonic) says so."""
        if self._rate is not None:
            await asyncio.sleep(self._dice.random() / self._rate)
        waiting_since = time.monotonic()
        while time.monotonic() < until:
            gathered = 1 if self._rate is None else max(1, int((time.monotonic() - waiting_since) * self._rate))
            waiting_since = time.monotonic()
            await self._push(min(gathered, 500))
            if self._rate is not None:
                await asyncio.sleep(max(0.0, self._dice.expovariate(self._rate)))

    async def listen(self) -> None:
        """Note when hints of heads arrive, until cancelled."""
        async for heads in self._ears.events("/sync/v1/live"):
            now = time.monotonic()
            for scope, head in heads.items():
                reached = self._seen.reached.get((scope, head))
                if reached is not None:
                    self._seen.hint_times.append(max(0.0, now - reached))

    def close(self) -> None:
        """Close both connections."""
        self._line.close()
        self._ears.close()

    async def _push(self, count: int) -> None:
        scope = self._dice.choice(self._who.scopes)
        body = {
            "history": self._histories[scope], "seq": 0, "chain": "",
            "changes": sorted((self._change() for _ in range(count)), key=lambda change: str(change["v"])),
        }  # fmt: skip
        started = time.monotonic()
        answer = await self._line.ask("POST", f"/sync/v1/scopes/{scope}/push", body)
        ended = time.monotonic()
        self._seen.reached[scope, answer["head"]] = ended
        self._seen.push_times.append(ended - started)
        self._seen.pushes += 1
        self._seen.changes += len(answer["acks"])
        self._seen.refused += len(answer["refused"])

    def _change(self) -> dict[str, Any]:
        wall = int(time.time() * 1000)
        version = to_text(pack(wall, self._dice.getrandbits(16), self._dice.getrandbits(64)))
        start = wall // 1000 - 3600
        fields = {
            "created_at": start, "user": self._who.user, "span": [start, start + 3600, "Europe/Berlin"],
            "description": "review of the design", "project": None, "task": None, "milestone": None, "billable": True,
            "source": "timer", "external_id": None,
        }  # fmt: skip
        return {
            "v": version, "k": "time_entry", "i": f"{self._dice.getrandbits(128):032x}", "f": fields, "b": {}, "o": "set",
            "g": version, "gn": 1, "d": self._who.device, "u": self._who.user, "s": 1, "w": wall, "z": 0,
        }  # fmt: skip
