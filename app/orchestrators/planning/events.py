"""Planned events: add, edit, move, copy, cancel and delete, one time or a whole series; and tracking what was planned."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.domain.days import wall_clock
from app.domain.entities.planning import EventStatus, PlannedEvent
from app.domain.ids import TimeEntryId
from app.domain.series import at_day, at_time, is_series
from app.orchestrators.planning.changing import Which, apart, called, change, changed_fields, later, save
from app.orchestrators.planning.occurrences import Occurrence, occurrences_between, own_event, require_occurrence
from app.orchestrators.planning.tracking_events import require_untracked, save_entry
from app.orchestrators.workflow import workflow
from app.storage.unit_of_work import reading, unit_of_work

if TYPE_CHECKING:
    from app.domain.entities.time_entries import TimeEntry
    from app.domain.outcome import Outcome
    from app.storage.context import Context

__all__ = [
    "Occurrence", "Which", "add_event", "cancel_event", "copy_event", "delete_event", "edit_event", "list_events",
    "move_event", "track_event",
]  # fmt: skip


@workflow
def add_event(
    ctx: Context,
    *,
    starts_at: int,
    ends_at: int,
    tz: str | None = None,
    project: str | None = None,
    title: str = "",
    notes: str = "",
    all_day: bool = False,
    recurrence: str | None = None,
) -> Outcome[PlannedEvent]:
    """Plan an event; ``recurrence`` is a rule of whole days, ``FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20260630``.

    One that repeats begins with the first day its rule names.

    Raises:
        RuleBroken: the span is impossible, or the rule names no day that comes. NotFound: the project is gone.
            ProjectClosed: it is completed or archived.
    """
    fields: dict[str, Any] = {
        "starts_at": starts_at, "ends_at": ends_at, "tz": tz or ctx.zone, "project": project, "title": title,
        "notes": notes, "all_day": all_day, "recurrence": recurrence,
    }  # fmt: skip
    changed = changed_fields(fields)
    with unit_of_work(ctx, "add_event") as work:
        event = PlannedEvent(id=ctx.new_id(), created_at=ctx.now(), user=ctx.user, **changed)
        event, problems = save(work, event)
    return work.outcome(event, problems)


@workflow
def edit_event(
    ctx: Context,
    id: str,  # noqa: A002 - the field's own name
    *,
    day: str | None = None,
    which: Which = "all",
    **fields: Any,
) -> Outcome[PlannedEvent]:
    """Change an event: title, notes, project, starts_at, ends_at, tz, all_day, recurrence.

    ``day`` is the first day of the occurrence that is meant, in the event's zone, and new times are that occurrence's;
    all others move along by as much. Answers with the event that holds the occurrence now.

    Raises:
        NotFound: the event is gone, or does not happen on that day. RuleBroken: it is another calendar's, or the change
            is impossible. ProjectClosed: the new project is completed or archived.
    """
    changed = changed_fields(fields)
    with unit_of_work(ctx, "edit_event") as work:
        event = own_event(work, id)
        event, problems = change(ctx, work, event, day, which, changed)
    return work.outcome(event, problems)


@workflow
def move_event(
    ctx: Context,
    id: str,  # noqa: A002
    *,
    starts_at: int,
    ends_at: int,
    day: str | None = None,
    which: Which = "one",
) -> Outcome[PlannedEvent]:
    """Move an event, or one occurrence of a series, or more of it, to another time; see edit_event."""
    with unit_of_work(ctx, "move_event") as work:
        event = own_event(work, id)
        event, problems = change(ctx, work, event, day, which, {"starts_at": starts_at, "ends_at": ends_at})
    return work.outcome(event, problems)


@workflow
def copy_event(ctx: Context, id: str, *, starts_at: int) -> Outcome[PlannedEvent]:  # noqa: A002
    """Plan a copy of an event, once, at another time; of an imported one it is one's own.

    Raises:
        NotFound: it is gone. ProjectClosed: its project is completed or archived.
    """
    with unit_of_work(ctx, "copy_event") as work:
        event = work.planned_events.require(id)
        event = replace(
            at_time(event, starts_at), id=ctx.new_id(), created_at=ctx.now(), user=ctx.user, recurrence=None,
            status=EventStatus.PLANNED, calendar=None, entry=None,
        )  # fmt: skip
        event, problems = save(work, event)
    return work.outcome(event, problems)


@workflow
def delete_event(
    ctx: Context,
    id: str,  # noqa: A002
    *,
    day: str | None = None,
    which: Which = "all",
) -> Outcome[PlannedEvent]:
    """Delete an event, or some of a series; what is left of it goes on as it was.

    Raises:
        NotFound: it is gone, or does not happen on that day. RuleBroken: it is another calendar's.
    """
    with unit_of_work(ctx, "delete_event") as work:
        event = own_event(work, id)
        work.describe(called(work, event))
        gone = event
        if is_series(event) and which != "all":
            gone = (apart if which == "one" else later)(ctx, work, event, day)
        if gone.id == event.id:
            work.planned_events.delete(id)
    return work.outcome(event)


@workflow
def cancel_event(ctx: Context, id: str, *, day: str | None = None) -> Outcome[PlannedEvent]:  # noqa: A002
    """Call an event off: it takes no time any more, and is not deleted. Of a series, the occurrence of a day.

    Raises:
        NotFound: it is gone, or does not happen on that day. RuleBroken: it is another calendar's.
    """
    with unit_of_work(ctx, "cancel_event") as work:
        event = own_event(work, id)
        event = apart(ctx, work, event, day)
        event = replace(event, status=EventStatus.CANCELLED)
        work.planned_events.save(event)
        work.describe(called(work, event))
    return work.outcome(event)


@workflow
def track_event(
    ctx: Context,
    id: str,  # noqa: A002
    *,
    starts_at: int | None = None,
    ended_at: int | None = None,
    project: str | None = None,
) -> Outcome[TimeEntry]:
    """Make an entry of an event that has begun, as long as it was planned, up to now while it is under way.

    ``starts_at`` names the occurrence of a series, ``ended_at`` when the work really ended, ``project`` what it was for
    where the event does not say. One's own event is done by it; an imported one stays as it is, and the entry knows it.

    Raises:
        NotFound: it is gone, or does not happen then. RuleBroken: it has not begun, was tracked already, or is of a
            locked day. ProjectClosed: its project takes no new work.
    """
    with unit_of_work(ctx, "track_event") as work:
        event = work.planned_events.require(id)
        day = None if starts_at is None else wall_clock(starts_at, event.tz).date().isoformat()
        happened = at_day(event, require_occurrence(event, day))
        require_untracked(work, happened)
        entry, problems = save_entry(ctx, work, happened, ended_at, project)
        if event.calendar is None:
            single = apart(ctx, work, event, day)
            work.planned_events.save(replace(single, status=EventStatus.DONE, entry=TimeEntryId(entry.id)))
        work.describe(called(work, event))
    return work.outcome(entry, problems)


@workflow
def list_events(ctx: Context, *, since: str, until: str) -> list[Occurrence]:
    """Return when one's own and imported events happen on some days, both included, oldest first; no cancelled ones."""
    with reading(ctx) as read:
        return occurrences_between(ctx, read, since, until)
