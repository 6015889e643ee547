"""“Track this”: the entry that an event makes."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import TYPE_CHECKING

from app.domain.days import wall_clock
from app.domain.entities.planning import EventStatus
from app.domain.entities.time_entries import TimeEntry
from app.domain.errors import RuleBroken
from app.domain.ids import ProjectId
from app.domain.planned import instant_at, tracked_key
from app.domain.series import first_day
from app.orchestrators.entry_checks import Saver, require_open
from app.orchestrators.merged import Merged
from app.orchestrators.planning.occurrences import CALENDAR_SOURCE, is_tracked
from app.orchestrators.progress import calendar_of

if TYPE_CHECKING:
    from app.domain.entities.planning import PlannedEvent
    from app.domain.problems import Problem
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories, UnitOfWork

_MORNING = 9 * 60


class AlreadyTracked(RuleBroken):
    """The event's time was tracked already; tracking it again would count it twice."""

    code = "already_tracked"


class NotBegun(RuleBroken):
    """The event lies ahead, so there is nothing to track yet."""

    code = "not_begun"


def require_untracked(read: Repositories, event: PlannedEvent) -> None:
    """Refuse to track an event's time twice; one whose entry was deleted can be tracked again.

    Raises:
        AlreadyTracked: there is an entry of it.
    """
    if event.calendar is None:
        tracked = event.status is EventStatus.DONE and bool(event.entry and read.time_entries.get(event.entry))
    else:
        tracked = is_tracked(read, event, event.starts_at)
    if tracked:
        name = event.title or "This event"
        raise AlreadyTracked(f"“{name}” was tracked already. Change its entry instead.", title=event.title)


def save_entry(
    ctx: Context, work: UnitOfWork, event: PlannedEvent, ended_at: int | None, project: str | None
) -> tuple[TimeEntry, list[Problem]]:
    """Save the entry of an event as it happens once, and return it with the warnings.

    Raises:
        NotBegun: it lies ahead. RuleBroken: it has no times, or a rule or a lock forbids the entry. ProjectClosed: its
            project takes no new work.
    """
    since, until = _working_span(ctx, work, event) if event.all_day else (event.starts_at, event.ends_at)
    if since > ctx.now():
        clock = wall_clock(since, ctx.zone)
        sentence = f"“{event.title or 'This event'}” begins on {clock:%Y-%m-%d} at {clock:%H:%M}. Track it then."
        raise NotBegun(sentence, title=event.title, starts_at=since)
    of_calendar = event.calendar is not None
    chosen = project or event.project
    entry = TimeEntry(
        id=ctx.new_id(), created_at=ctx.now(), user=ctx.user, started_at=since, tz=event.tz,
        ended_at=min(until, ctx.now()) if ended_at is None else ended_at,
        description=event.title, project=ProjectId(Merged(work.projects.all()).shown_as(chosen)) if chosen else None,
        source=CALENDAR_SOURCE if of_calendar else "manual",
        external_id=tracked_key(event, event.starts_at) if of_calendar else None,
    )  # fmt: skip
    owner = require_open(work, entry)
    entry = replace(entry, billable=owner.billable if owner else False)
    return entry, Saver(ctx, work).save(entry)


def _working_span(ctx: Context, read: Repositories, event: PlannedEvent) -> tuple[int, int]:
    """Return the working time of a whole day as one span: from when work begins, as long as the day's capacity.

    Raises:
        RuleBroken: it lasts several days, or nobody works on that day.
    """
    day = first_day(event)
    days = (wall_clock(event.ends_at, event.tz).date() - wall_clock(event.starts_at, event.tz).date()).days
    calendar = calendar_of(read, ctx.user)
    minutes = calendar.capacity(day)
    if days > 1 or not minutes:
        why = f"lasts {days} days" if days > 1 else f"is on {day}, a day without working hours,"
        sentence = f"“{event.title or 'This event'}” {why} and has no times of its own. Add its entry by hand."
        raise RuleBroken(sentence, code="no_times", title=event.title, day=day)
    spans = calendar.spans(day)
    minute = min(spans[0][0] if spans else _MORNING, 24 * 60 - minutes)
    since = instant_at(day, time(minute // 60, minute % 60), event.tz)
    return since, since + minutes * 60
