"""Seeds: playing one, playing many, and what came of them."""

import json
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.simulation.healing import heal
from tests.simulation.truth import Broken
from tests.simulation.world import World

STEPS = 160


@dataclass(slots=True)
class Outcome:
    """What came of many seeds."""

    seeds: int = 0
    failed: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    first: dict[str, tuple[int, str]] = field(default_factory=dict)
    events: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def add(self, other: "Outcome") -> None:
        self.seeds += other.seeds
        self.failed += other.failed
        self.kinds += other.kinds
        self.events += other.events
        for kind, found in other.first.items():
            self.first[kind] = min(found, self.first.get(kind, found))

    def line(self) -> str:
        said: dict[str, Any] = {
            "seeds": self.seeds,
            "failed": self.failed,
            "kinds": dict(self.kinds.most_common()),
            "first": {kind: f"{seed}: {detail}" for kind, (seed, detail) in sorted(self.first.items())},
            "events": dict(sorted(self.events.items())),
            "seeds_per_second": round(self.seeds / self.seconds, 1) if self.seconds else None,
        }
        return json.dumps(said)


def play(seed: int, trace: list[str] | None = None) -> tuple[Broken | None, World]:
    """Play a seed to its end; returns the promise that was broken, if one was."""
    world = World(seed, trace)
    try:
        for _ in range(STEPS):
            world.step()
        heal(world)
    except Broken as broken:
        return broken, world
    return None, world


def play_all(seeds: Iterable[int], *, most_failures: int = 0) -> Outcome:
    """Play seeds; with ``most_failures`` only until so many of them have failed."""
    outcome, begun = Outcome(), time.perf_counter()
    for seed in seeds:
        broken, world = play(seed)
        outcome.seeds += 1
        outcome.events += world.truth.stats
        if broken is not None:
            outcome.failed += 1
            outcome.kinds[broken.kind] += 1
            outcome.first.setdefault(broken.kind, (seed, str(broken)))
            if outcome.failed == most_failures:
                break
    outcome.seconds = time.perf_counter() - begun
    return outcome
