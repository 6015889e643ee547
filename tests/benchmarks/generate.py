"""Deterministic entries to measure on: 200 projects, 5 years, tags, three zones, midnight and DST crossings.

``python -m tests.benchmarks.generate 100k FOLDER`` makes a store of that size through the product's own import door.
"""

import random
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

SIZES = {"1k": 1_000, "10k": 10_000, "100k": 100_000, "1M": 1_000_000}
FIRST = 1_609_459_200  # 2021-01-01 UTC
LAST = 1_767_225_600  # 2026-01-01 UTC
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata")
PROJECTS = tuple(f"Project {number:03d}" for number in range(200))
CLIENTS = tuple(f"Client {number:02d}" for number in range(25))
TAGS = tuple(f"tag{number:02d}" for number in range(40))
NEEDLE = "zanzibar"


class Row(NamedTuple):
    """One generated entry; times are Unix seconds, tags are names."""

    start: int
    end: int
    zone: str
    project: str
    client: str
    tags: tuple[str, ...]
    description: str
    billable: bool


def _words(dice: random.Random) -> list[str]:
    syllables = [consonant + vowel for consonant in "bcdfghklmnprstvw" for vowel in "aeiou"]
    return sorted({"".join(dice.choices(syllables, k=dice.randint(2, 4))) for _ in range(3_000)})[:2_000]


def rows(count: int, seed: int = 42) -> Iterator[Row]:
    """Yield ``count`` entries, oldest first, minute-aligned, not overlapping, of 1 minute to 4 hours.

    Projects follow a Zipf-like law; the rare word ``zanzibar`` stands in one description of a thousand.
    """
    dice = random.Random(seed)
    words = _words(random.Random(7))
    weights = list(accumulate(1 / (rank + 1) ** 0.8 for rank in range(len(PROJECTS))))
    pitch = (LAST - FIRST) / count
    for number in range(count):
        opens = -(-int(FIRST + number * pitch) // 60)
        room = max(1, int(FIRST + (number + 1) * pitch) // 60 - opens)
        minutes = min(240, max(1, int(room * dice.uniform(0.3, 0.95))))
        start = (opens + dice.randint(0, max(0, room - minutes))) * 60
        project = dice.choices(range(len(PROJECTS)), cum_weights=weights)[0]
        text = dice.choices(words, k=dice.randint(3, 8))
        if dice.random() < 0.001:
            text[dice.randrange(len(text))] = NEEDLE
        yield Row(
            start=start,
            end=start + minutes * 60,
            zone=ZONES[number % 10 // 4],
            project=PROJECTS[project],
            client=CLIENTS[project % len(CLIENTS)],
            tags=tuple(sorted(dice.sample(TAGS, dice.choice((0, 0, 1, 1, 2, 3))))),
            description=" ".join(text),
            billable=project % 3 != 0,
        )
