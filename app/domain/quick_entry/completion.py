"""Which of the things done before is meant: recency times frequency."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

_HALF_LIFE_S = 14 * 86_400


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that can be completed: its text, how often it was used, and when last (Unix seconds)."""

    text: str
    times: int = 1
    last_at: int = 0


C = TypeVar("C", bound=Candidate)


def rank(candidates: Iterable[C], typed: str, *, now: int, limit: int = 8) -> list[C]:
    """Return the candidates that fit what was typed, the likeliest first.

    A candidate fits when every typed word begins one of its words or stands inside its text. Each use is worth
    ``0.5 ** (age / 14 days)`` of a use today; a text that begins with what was typed counts four times.
    """
    wanted = typed.casefold().split()
    scored = [
        (_score(candidate, typed.casefold(), now), candidate) for candidate in candidates if _fits(candidate, wanted)
    ]
    scored.sort(key=lambda pair: (-pair[0], pair[1].text.casefold()))
    return [candidate for _, candidate in scored[:limit]]


def _fits(candidate: Candidate, wanted: list[str]) -> bool:
    text = candidate.text.casefold()
    return all(word in text for word in wanted)


def _score(candidate: Candidate, typed: str, now: int) -> float:
    age = max(0, now - candidate.last_at)
    begins = bool(typed) and candidate.text.casefold().startswith(typed)
    return float(candidate.times * 0.5 ** (age / _HALF_LIFE_S) * (4 if begins else 1))
