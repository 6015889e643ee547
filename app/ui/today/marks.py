"""Gaps and overlaps within a day, found among its entries: pure, nothing is decided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain import timer
from app.domain.entities.time_entries import TimeEntry

SHORTEST_GAP_S, LONGEST_GAP_S = 5 * 60, 4 * 3600


@dataclass(frozen=True, slots=True)
class Gap:
    """Time between two entries in which nothing was tracked."""

    earlier: TimeEntry
    later: TimeEntry
    since: int
    until: int


@dataclass(frozen=True, slots=True)
class Overlap:
    """Time that two entries of one person have in common; ``cuts`` are those a cut leaves something sensible of.

    ``vanishing`` are those that lie wholly inside the other: cutting would delete them.
    """

    earlier: TimeEntry
    later: TimeEntry
    since: int
    until: int
    cuts: tuple[TimeEntry, ...]
    vanishing: tuple[TimeEntry, ...]


def gaps(entries: Iterable[TimeEntry], *, now: int) -> list[Gap]:
    """Return the gaps of a day that are worth a word: from five minutes to four hours, between entries."""
    found: list[Gap] = []
    last: TimeEntry | None = None
    for entry in sorted(entries, key=lambda e: (e.started_at, e.id)):
        if last is not None:
            until = _end(last, now)
            if SHORTEST_GAP_S <= entry.started_at - until <= LONGEST_GAP_S:
                found.append(Gap(last, entry, until, entry.started_at))
        if last is None or _end(entry, now) > _end(last, now):
            last = entry
    return found


def overlaps(entries: Sequence[TimeEntry], *, now: int) -> list[Overlap]:
    """Return the overlaps of a day, each with the entry before it that reaches furthest into it."""
    found: list[Overlap] = []
    furthest: dict[str, TimeEntry] = {}
    for entry in sorted(entries, key=lambda e: (e.started_at, e.id)):
        before = furthest.get(entry.user)
        if before is not None and (seconds := timer.overlap(before, entry, now=now)):
            found.append(_overlap(before, entry, entry.started_at, entry.started_at + seconds, now))
        if before is None or _end(entry, now) > _end(before, now):
            furthest[entry.user] = entry
    return found


def _overlap(earlier: TimeEntry, later: TimeEntry, since: int, until: int, now: int) -> Overlap:
    cuts, vanishing = [], []
    for entry, other in ((earlier, later), (later, earlier)):
        rest = timer.cut(entry, [other], now=now)
        if rest is None:
            vanishing.append(entry)
        elif entry.ended_at is not None or rest.ended_at is None:
            # To cut the end off a running entry would stop its timer in the past: nobody means that.
            cuts.append(entry)
    return Overlap(earlier, later, since, until, tuple(cuts), tuple(vanishing))


def _end(entry: TimeEntry, now: int) -> int:
    return now if entry.ended_at is None else entry.ended_at
