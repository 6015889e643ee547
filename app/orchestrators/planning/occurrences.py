"""When planned events happen: of a span, and one of a series by its day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.days import day_bounds, wall_clock
from app.domain.entities.planning import EventStatus
from app.domain.errors import NotFound, RuleBroken, raise_if_blocked
from app.domain.planned import happenings, tracked_key
from app.domain.rules.planning import check_event
from app.domain.series import first_day, happens_on, is_series
from app.storage.bulk import imported_before

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.entities.planning import PlannedEvent
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories

# What the entries of imported events are known by.
CALENDAR_SOURCE = "calendar"
_SLICE = 400


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time an event happens; ``day`` is the one it begins on in the event's own zone."""

    event: PlannedEvent
    starts_at: int
    ends_at: int
    day: str
    is_done: bool = False


def occurrences_between(ctx: Context, read: Repositories, since: str, until: str) -> list[Occurrence]:
    """Return when the person's events happen on some of their days, both included, oldest first; no cancelled ones."""
    shift = read.session.day_starts_at
    begin, end = day_bounds(since, ctx.zone, shift)[0], day_bounds(until, ctx.zone, shift)[1]
    found = [
        (event, starts_at, ends_at)
        for event in read.planned_events.between(begin, end)
        if event.user == ctx.user and event.status is not EventStatus.CANCELLED
        for starts_at, ends_at in happenings(event, until, since)
        if starts_at < end and max(ends_at, starts_at + 1) > begin
    ]
    tracked = _tracked(read, [tracked_key(event, starts_at) for event, starts_at, _ in found if event.calendar])
    rows = [
        Occurrence(
            event, starts_at, ends_at, wall_clock(starts_at, event.tz).date().isoformat(),
            event.status is EventStatus.DONE or tracked_key(event, starts_at) in tracked,
        )
        for event, starts_at, ends_at in found
    ]  # fmt: skip
    return sorted(rows, key=lambda one: (one.starts_at, one.event.id))


def is_tracked(read: Repositories, event: PlannedEvent, starts_at: int) -> bool:
    """Return whether an occurrence of an imported event was tracked."""
    return bool(_tracked(read, [tracked_key(event, starts_at)]))


def _tracked(read: Repositories, keys: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for at in range(0, len(keys), _SLICE):
        found |= imported_before(read, CALENDAR_SOURCE, keys[at : at + _SLICE])
    return found


def own_event(read: Repositories, id_: str) -> PlannedEvent:
    """Return an event that may be changed here.

    Raises:
        NotFound: it is gone. RuleBroken: it belongs to an imported calendar.
    """
    event = read.planned_events.require(id_)
    raise_if_blocked([problem for problem in check_event(event) if problem.code == "read_only"])
    return event


def require_occurrence(event: PlannedEvent, day: str | None) -> str:
    """Return the day of an event's occurrence; that of an event that happens once need not be said.

    Raises:
        RuleBroken: it repeats, and nobody said which time is meant. NotFound: it does not happen on that day.
    """
    if day is None:
        if is_series(event):
            raise RuleBroken("This event repeats. Say which day is meant.", field="day")
        return first_day(event)
    if not happens_on(event, day):
        raise NotFound(f"“{event.title or 'This event'}” does not happen on {day}. It may have been moved.", day=day)
    return day
