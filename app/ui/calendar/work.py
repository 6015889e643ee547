"""What the Calendar page asks of the workflows. Runs in the lanes of Jobs, never on the GUI thread."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.ui import formats
from app.ui.choices import Choice

if TYPE_CHECKING:
    from app.domain.entities.time_entries import TimeEntry
    from app.domain.outcome import Outcome
    from app.orchestrators.planning.calendar_span import CalendarEvent, CalendarSpan
    from app.storage.context import Context
    from app.ui.calendar.spans import ViewName


@dataclass(frozen=True, slots=True)
class Offered:
    """What an entry can be for: projects and tasks, tags, the projects that are billable, and the viewer's zone."""

    projects: tuple[Choice, ...] = ()
    tags: tuple[Choice, ...] = ()
    billable: frozenset[str] = frozenset()
    zone: str = "UTC"


def load(ctx: "Context", *, view: "ViewName", day: str | None) -> "tuple[CalendarSpan, str]":
    """Return what a view shows around a day (today when None), and that day."""
    from app.domain.days import local_day
    from app.orchestrators.planning.calendar_span import calendar_span, work_week
    from app.ui.calendar.spans import ViewName, span_of

    settings = formats.follow(ctx)
    looked_at = day or local_day(ctx.now(), ctx.zone, settings.day_starts_at)
    if view is ViewName.WORK_WEEK:
        since, until = work_week(ctx, looked_at)
    else:
        since, until = span_of(view, looked_at, settings.week_start)
    return calendar_span(ctx, since=since, until=until), looked_at


def edit_entry(ctx: "Context", *, id: str, fields: dict[str, Any]) -> "Outcome[Any]":  # noqa: A002 - the field's own name
    """Change fields of an entry."""
    from app.orchestrators.time_tracking.entries import edit_entry

    return edit_entry(ctx, id, **fields)


def add_entry(ctx: "Context", *, fields: dict[str, Any]) -> "Outcome[Any]":
    """Add a closed entry."""
    from app.orchestrators.time_tracking.entries import add_entry

    return add_entry(ctx, **fields)


def copy_entry(ctx: "Context", *, entry: "TimeEntry", started_at: int) -> "Outcome[Any]":
    """Add an entry like another one at another time, as long as that one."""
    from app.orchestrators.time_tracking.entries import add_entry

    return add_entry(
        ctx, started_at=started_at, ended_at=started_at + entry.seconds(ctx.now()), description=entry.description,
        project=entry.project, task=entry.task, tags=entry.tags, billable=entry.billable, tz=entry.tz,
    )  # fmt: skip


def plan(ctx: "Context", *, starts_at: int, ends_at: int, project: str) -> "Outcome[Any]":
    """Set time aside for a project."""
    from app.orchestrators.planning.events import add_event

    return add_event(ctx, starts_at=starts_at, ends_at=ends_at, project=project)


def move_event(ctx: "Context", *, one: "CalendarEvent", starts_at: int, ends_at: int) -> "Outcome[Any]":
    """Move or lengthen an event as it happens once; the others of its series stay."""
    from app.orchestrators.planning.events import move_event

    return move_event(ctx, one.event.id, starts_at=starts_at, ends_at=ends_at, day=one.day, which="one")


def copy_event(ctx: "Context", *, one: "CalendarEvent", starts_at: int) -> "Outcome[Any]":
    """Plan an event once more at another time."""
    from app.orchestrators.planning.events import copy_event

    return copy_event(ctx, one.event.id, starts_at=starts_at)


def delete_event(ctx: "Context", *, one: "CalendarEvent") -> "Outcome[Any]":
    """Delete an event; of a series only this time."""
    from app.orchestrators.planning.events import delete_event

    return delete_event(ctx, one.event.id, day=one.day, which="one")


def cancel_event(ctx: "Context", *, one: "CalendarEvent") -> "Outcome[Any]":
    """Call an event off; of a series only this time."""
    from app.orchestrators.planning.events import cancel_event

    return cancel_event(ctx, one.event.id, day=one.day)


def track_event(ctx: "Context", *, one: "CalendarEvent") -> "Outcome[Any]":
    """Make an entry of an event."""
    from app.orchestrators.planning.events import track_event

    return track_event(ctx, one.event.id, starts_at=one.starts_at)


def start_like(ctx: "Context", *, title: str, project: str | None) -> "Outcome[Any]":
    """Start a timer for what an event says."""
    from app.domain.ids import ProjectId
    from app.orchestrators.time_tracking.timer import start_timer

    return start_timer(ctx, description=title, project=ProjectId(project) if project else None)


def offer(ctx: "Context") -> "Offered":
    """Return what an entry can be for."""
    from app.storage.unit_of_work import reading
    from app.ui.choices import load_choices
    from app.ui.today.work import projects_and_tasks

    with reading(ctx) as read:
        billable = frozenset(project.id for project in read.projects.all() if project.billable)
    return Offered(projects_and_tasks(ctx), load_choices(ctx).tags, billable, ctx.zone)
