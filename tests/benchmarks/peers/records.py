"""The records every sync peer carries; plain Python, since it also runs in the peers' own environments."""

import random
import uuid
from typing import TypedDict

_WORDS = (
    "review",
    "meeting",
    "design",
    "refactor",
    "call",
    "invoice",
    "planning",
    "support",
    "sync",
    "budget",
    "tests",
)


class Record(TypedDict):
    """One time entry as any of them can hold it; times are Unix seconds."""

    id: str
    start: int
    end: int
    project: str
    description: str


def records(count: int) -> list[Record]:
    """Return ``count`` entries, oldest first, of 20 projects, from a fixed seed."""
    dice = random.Random(11)
    at, made = 1_600_000_000, []
    for _ in range(count):
        at += dice.randint(60, 3_600)
        made.append(
            Record(
                id=uuid.UUID(int=dice.getrandbits(128)).hex,
                start=at,
                end=at + dice.randint(300, 7_200),
                project=f"project-{dice.randrange(20):02d}",
                description=" ".join(dice.choices(_WORDS, k=6)),
            )
        )
    return made
