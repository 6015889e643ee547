"""Seeds: playing one, playing many, and what came of them."""

from __future__ import annotations

import gc
import json
import time
import traceback
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.simulation.healing import heal
from tests.simulation.truth import Broken
from tests.simulation.world import World

if TYPE_CHECKING:
    from tests.simulation.sql_mirror import SqlMirror

STEPS = 160
# So many seeds are one test.
CHUNK = 100


@dataclass(slots=True)
class Outcome:
    """What came of many seeds."""

    seeds: int = 0
    failed: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    first: dict[str, tuple[int, str]] = field(default_factory=dict)
    events: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    cpu_seconds: float = 0.0

    def add(self, other: Outcome) -> None:
        self.seeds += other.seeds
        self.failed += other.failed
        self.cpu_seconds += other.cpu_seconds
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
            "seeds_per_cpu_second": round(self.seeds / self.cpu_seconds, 1) if self.cpu_seconds else None,
        }
        return json.dumps(said)


def play(
    seed: int, trace: list[str] | None = None, mirror: SqlMirror | None = None, *, real_files: bool = False
) -> tuple[Broken | None, World]:
    """Play a seed to its end; returns the promise that was broken, if one was."""
    world = World(seed, trace, mirror, real_files=real_files)
    try:
        for _ in range(STEPS):
            world.step()
        heal(world)
    except Broken as broken:
        return broken, world
    except Exception as error:  # noqa: BLE001 - whatever the product's code stumbles over is a finding of this seed
        world.say(*traceback.format_exception(error))
        return Broken(type(error).__name__, str(error)), world
    finally:
        world.close()
    return None, world


def play_all(
    seeds: Iterable[int], *, most_failures: int = 0, mirror: SqlMirror | None = None, real_files: bool = False
) -> Outcome:
    """Play seeds; with ``most_failures`` only until so many of them have failed."""
    outcome, begun, cpu = Outcome(), time.perf_counter(), time.process_time()
    # A world is a web of references that lives for a moment: looking for garbage in the middle of it is in vain.
    gc.disable()
    for seed in seeds:
        broken, world = play(seed, mirror=mirror, real_files=real_files)
        if outcome.seeds % 16 == 0:
            gc.collect()
        outcome.seeds += 1
        outcome.events += world.truth.stats
        if broken is not None:
            outcome.failed += 1
            outcome.kinds[broken.kind] += 1
            outcome.first.setdefault(broken.kind, (seed, str(broken)))
            if outcome.failed == most_failures:
                break
    gc.enable()
    outcome.cpu_seconds = time.process_time() - cpu
    outcome.seconds = time.perf_counter() - begun
    return outcome
