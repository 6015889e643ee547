"""A cell of a timesheet: what of some entries falls on a day, and how that is raised or lowered without touching more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.days import day_bounds
from app.domain.time_boxes import Span, free_spans

if TYPE_CHECKING:
    from app.domain.entities.time_entries import TimeEntry

# Between two entries that follow one another there is no room for work.
_SHORTEST_S = 60


@dataclass(frozen=True, slots=True)
class Part:
    """What of an entry falls on a day."""

    entry: TimeEntry
    since: int
    until: int

    @property
    def seconds(self) -> int:
        """How long it is."""
        return self.until - self.since


@dataclass(frozen=True, slots=True)
class Cut:
    """What is left of an entry: nothing, its beginning, its end, or both with the end on its own."""

    entry: TimeEntry
    before: TimeEntry | None
    after: TimeEntry | None


def part_on(entry: TimeEntry, day: str, *, now: int, day_starts_at: int = 0) -> Part | None:
    """Return what of an entry falls on a day by the clock of its own zone; None when nothing does.

    An entry of no time is a part of no time on the day it begins.
    """
    begins, ends = day_bounds(day, entry.tz, day_starts_at)
    since, until = max(begins, entry.started_at), min(ends, entry.until(now))
    if until > since:
        return Part(entry, since, until)
    is_empty = entry.until(now) <= entry.started_at
    return Part(entry, entry.started_at, entry.started_at) if is_empty and begins <= entry.started_at < ends else None


def room(since: int, until: int, taken: Iterable[Span], seconds: int) -> list[Span]:
    """Return where some time finds room: the first hole that holds it whole, else the first holes one after another.

    Nothing when all holes together are too small; holes under a minute are none.
    """
    free = [hole for hole in free_spans([(since, until)], taken) if hole[1] - hole[0] >= min(seconds, _SHORTEST_S)]
    whole = next((begin for begin, end in free if end - begin >= seconds), None)
    if whole is not None:
        return [(whole, whole + seconds)]
    spans: list[Span] = []
    for begin, end in free:
        took = min(seconds, end - begin)
        if took:
            spans.append((begin, begin + took))
        seconds -= took
    return [] if seconds else spans


def free_seconds(since: int, until: int, taken: Iterable[Span]) -> int:
    """Return how much of a span is free."""
    return sum(end - begin for begin, end in free_spans([(since, until)], taken))


def lowered(parts: Sequence[Part], seconds: int) -> list[Cut]:
    """Return what becomes of entries when their parts of a day are to last ``seconds`` together: the latest give first.

    With 0 the parts of no time go, too. What an entry has on other days stays as it is.
    """
    too_much = sum(part.seconds for part in parts) - seconds
    cuts: list[Cut] = []
    for part in sorted(parts, key=lambda part: (part.until, part.since), reverse=True):
        took = min(too_much, part.seconds)
        if took > 0 or (seconds == 0 and part.seconds == 0):
            cuts.append(_cut(part.entry, part.until - took, part.until))
        too_much -= max(0, took)
    return cuts


def _cut(entry: TimeEntry, since: int, until: int) -> Cut:
    before = replace(entry, ended_at=since) if since > entry.started_at else None
    after = replace(entry, started_at=until) if entry.until(until) > until else None
    return Cut(entry, before, after)
