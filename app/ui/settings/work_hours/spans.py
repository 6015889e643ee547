"""The working spans of a week while they are drawn: pure changes of a tuple, and how a day is typed."""

import re
from collections.abc import Iterable, Sequence

from app.ui.formats import clock
from app.ui.today.times import read_minutes

WeekSpan = tuple[int, int, int]
"""Weekday (0 = Monday), start and end in minutes after midnight."""
Spans = tuple[WeekSpan, ...]

DAY = 1440
_PARTS = re.compile(r"[,;+&]|\band\b|\bund\b", re.IGNORECASE)
_ENDS = re.compile(r"\s*(?:-|–|—|\bto\b|\bbis\b)\s*", re.IGNORECASE)


def ordered(spans: Iterable[WeekSpan]) -> Spans:
    """Return spans by day and time, each once."""
    return tuple(sorted(set(spans)))


def of_day(spans: Iterable[WeekSpan], weekday: int) -> Spans:
    """Return the spans of a weekday."""
    return tuple(span for span in spans if span[0] == weekday)


def minutes(spans: Iterable[WeekSpan]) -> int:
    """Return the minutes of spans."""
    return sum(end - start for _, start, end in spans)


def free_around(spans: Iterable[WeekSpan], weekday: int, minute: int) -> tuple[int, int]:
    """Return the free time of a day around a moment, from the span before it to the one after it."""
    day = of_day(spans, weekday)
    before = max((end for _, _, end in day if end <= minute), default=0)
    after = min((start for _, start, _ in day if start >= minute), default=DAY)
    return before, after


def is_free(spans: Iterable[WeekSpan], wanted: WeekSpan) -> bool:
    """Return whether a span overlaps no other."""
    weekday, start, end = wanted
    return all(start >= theirs_end or end <= theirs for _, theirs, theirs_end in of_day(spans, weekday))


def replaced(spans: Spans, old: WeekSpan | None, new: WeekSpan | None) -> Spans:
    """Return spans with another in the place of one; None takes away, or only adds."""
    kept = [span for span in spans if span != old]
    return ordered([*kept, new] if new is not None else kept)


def with_day(spans: Spans, weekday: int, times: Iterable[tuple[int, int]]) -> Spans:
    """Return spans with other times on a weekday."""
    return with_days(spans, (weekday,), times)


def with_days(spans: Spans, weekdays: Sequence[int], times: Iterable[tuple[int, int]]) -> Spans:
    """Return spans with the same other times on some weekdays."""
    times = list(times)
    others = [span for span in spans if span[0] not in weekdays]
    return ordered([*others, *((weekday, start, end) for weekday in weekdays for start, end in times)])


def times_of(spans: Iterable[WeekSpan], weekday: int) -> list[tuple[int, int]]:
    """Return the times of a weekday."""
    return [(start, end) for _, start, end in of_day(spans, weekday)]


def next_free(spans: Spans, weekday: int, length: int) -> WeekSpan | None:
    """Return a span to add to a day: from nine where there is none, else after the last; None when the day is full."""
    day = of_day(spans, weekday)
    if not day:
        return weekday, 540, 1020
    start = day[-1][2] + 60 if day[-1][2] + 60 + length <= DAY else day[-1][2]
    return (weekday, start, min(DAY, start + length)) if start < DAY else None


def clock_of(minute: int) -> str:
    """Return the time of day of minutes after midnight, as the person writes it; the end of the day is 24:00."""
    shown = clock(minute % DAY * 60, "UTC")
    return "24:00" if minute == DAY and ":" in shown and shown.startswith("00") else shown


def written(times: Iterable[tuple[int, int]]) -> str:
    """Return times as they are typed: ``09:00–12:30, 13:00–17:00``."""
    return ", ".join(f"{clock_of(start)}–{clock_of(end)}" for start, end in times)


def read(text: str) -> list[tuple[int, int]] | None:
    """Return the times that a text means, nothing for an empty one; None where it cannot be read.

    An end before its start is left as it is: what has to be said of it, the rule says.
    """
    found = []
    for part in _PARTS.split(text.strip()) if text.strip() else ():
        ends = [read_minutes(end) for end in _ENDS.split(part.strip())]
        if len(ends) != 2 or ends[0] is None or ends[1] is None:
            return None
        start, end = ends[0], ends[1]
        found.append((start, DAY if end == 0 else end))
    return sorted(found)
