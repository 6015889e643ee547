"""Gaps and overlaps within a day, found among its entries: pure, nothing is decided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain import timer
from app.domain.capacity import slots_on
from app.domain.days import resolve_local
from app.domain.entities.planning import WorkSlot
from app.domain.entities.time_entries import TimeEntry

Spans = tuple[tuple[int, int], ...]

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


def working_spans(day: str, slots: Sequence[WorkSlot], tz: str) -> Spans | None:
    """Return the instants between which somebody means to work on a day; None when they never said."""
    if not slots:
        return None
    midnight = datetime.fromisoformat(day)

    def instant(minute: int) -> int:
        return resolve_local(midnight + timedelta(minutes=minute), tz).instants[0]

    return tuple((instant(slot.start_minute), instant(slot.end_minute)) for slot in slots_on(slots, day))


def gaps(entries: Iterable[TimeEntry], *, now: int, spans: Spans | None = None) -> list[Gap]:
    """Return the gaps of a day that are worth a word: from five minutes to four hours, between entries.

    With ``spans`` only those that take five minutes of the working time.
    """
    found: list[Gap] = []
    last: TimeEntry | None = None
    for entry in sorted(entries, key=lambda e: (e.started_at, e.id)):
        if last is not None:
            until = _end(last, now)
            length = entry.started_at - until
            if SHORTEST_GAP_S <= length <= LONGEST_GAP_S and _is_working_time(until, entry.started_at, spans):
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


def _is_working_time(since: int, until: int, spans: Spans | None) -> bool:
    if spans is None:
        return True
    return sum(max(0, min(until, end) - max(since, start)) for start, end in spans) >= SHORTEST_GAP_S


def _end(entry: TimeEntry, now: int) -> int:
    return now if entry.ended_at is None else entry.ended_at
