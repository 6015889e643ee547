"""Time boxes: where in a day's free working time the estimated minutes of projects could be worked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domain.capacity import Calendar, united
from app.domain.days import resolve_local

Span = tuple[int, int]
"""Two instants, half open."""
_MINUTE = 60
# A hole between two appointments that is shorter than this is a breath, not time to work in.
SHORTEST_MINUTES = 10


@dataclass(frozen=True, slots=True)
class TimeBox:
    """Time of a project's estimate, laid into a day."""

    project: str
    since: int
    until: int


def at_minute(day: str, minute: int, tz: str) -> int:
    """Return the instant of a wall-clock minute of a date.

    In a repeated hour the first is meant; a time that the clocks jump over is the moment after the jump.
    """
    midnight = datetime.combine(date.fromisoformat(day), datetime.min.time())
    return resolve_local(midnight + timedelta(minutes=minute), tz).instants[0]


def working_spans(calendar: Calendar, day: str, tz: str) -> list[Span]:
    """Return the working hours of a day as instants, in order and without overlaps."""
    return united((at_minute(day, start, tz), at_minute(day, end, tz)) for start, end in calendar.spans(day))


def free_spans(within: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """Return what is left of spans when others are cut out of them."""
    free: list[Span] = []
    cuts = united(span for span in taken if span[1] > span[0])
    for since, until in united(within):
        for begin, end in cuts:
            if end <= since or begin >= until:
                continue
            free.append((since, begin))
            since = max(since, end)
        free.append((since, until))
    return [span for span in free if span[1] > span[0]]


def lay(wanted: Iterable[tuple[str, int]], free: Iterable[Span]) -> list[TimeBox]:
    """Lay projects' minutes, in their order, into free time, as far as there is room.

    Holes shorter than ten minutes are left alone. The boxes of a project hold its minutes exactly, unless the room
    ends before.
    """
    room = [span for span in free if span[1] - span[0] >= SHORTEST_MINUTES * _MINUTE]
    boxes: list[TimeBox] = []
    for project, minutes in wanted:
        left = minutes * _MINUTE
        while left > 0 and room:
            since, until = room[0]
            took = min(left, until - since)
            boxes.append(TimeBox(project, since, since + took))
            left -= took
            room[0] = (since + took, until)
            if since + took == until:
                del room[0]
    return boxes
