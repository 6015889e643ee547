"""Commands about what is planned: events set aside for a project, or for anything else."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.commands_quick import Repeated
from app.cli.completing import complete_any_project
from app.cli.dates import bounds, read_day
from app.cli.desk import Json, answer, given, store
from app.cli.event_rows import (
    event_called,
    event_json,
    event_line,
    latest_occurrence,
    occurrence_json,
    occurrence_on,
    print_events,
)
from app.cli.names import project_called
from app.cli.repeated import settled
from app.cli.repeats import read_rule
from app.cli.spans import read_day_ahead, read_span
from app.cli.words import entry_json, entry_line, print_json, read_instant
from app.domain.errors import RuleBroken

if TYPE_CHECKING:
    from app.domain.entities.planning import PlannedEvent
    from app.domain.entities.time_entries import TimeEntry
    from app.storage.context import Context


class Which(StrEnum):
    """Which times of a recurring event are meant."""

    ONE = "one"
    FOLLOWING = "following"
    ALL = "all"


Id = Annotated[str, typer.Argument(metavar="ID", help="An id of “plan list”.")]
Day = Annotated[str, typer.Argument(metavar="DAY", help="2026-03-02, tomorrow, friday (the next), +3d.")]
Span = Annotated[str, typer.Argument(metavar="SPAN", help="9:00-15:00, or a start and a length: 14:00+1:30.")]
On = Annotated[str | None, typer.Option("--on", metavar="DAY", help="Which day, of an event that repeats.")]
Title = Annotated[str | None, typer.Option(metavar="TEXT", help="What is to be done.")]
Notes = Annotated[str | None, typer.Option(metavar="TEXT", help="Notes.")]
Repeat = Annotated[
    str | None, typer.Option(metavar="HOW", help="daily, weekdays, weekly, biweekly, monthly, yearly, or an RRULE.")
]
Until = Annotated[str | None, typer.Option(metavar="DAY", help="The last day it may happen on.")]
ForWhich = Annotated[
    Which | None, typer.Option("--which", help="Of an event that repeats: the one of --on, also those after it, all.")
]
_NO_PROJECT = ("", "-")

plan = typer.Typer(help="List what is planned, and add, move, track or delete it.", invoke_without_command=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(plan, name="plan", rich_help_panel="Plan")


@plan.callback()
def _plan(call: typer.Context, json: Json = False) -> None:
    if call.invoked_subcommand is None:
        list_(call, json=json)


@plan.command("list")
def list_(
    call: typer.Context,
    since: Annotated[str | None, typer.Option(metavar="DAY", help="First day; today if not said.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="Last day; two weeks if not said.")] = None,
    project: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Only for this project.", autocompletion=complete_any_project),
    ] = None,
    json: Json = False,
) -> None:
    """List what is planned, the next two weeks if not said."""
    from app.orchestrators.planning.events import list_events
    from app.storage.unit_of_work import reading

    with store(call) as ctx:
        first, last = bounds(ctx, since, until)
        with reading(ctx) as read:
            only = project_called(read, project).id if project else None
            names = {one.id: one.name for one in read.projects.all()}
        found = [one for one in list_events(ctx, since=first, until=last) if only in (None, one.event.project)]
        if json:
            rows = [occurrence_json(one, names.get(one.event.project or "")) for one in found]
            print_json({"since": first, "until": last, "events": rows})
        elif found:
            print_events(ctx, found, names)
        else:
            print("Nothing is planned.")


@plan.command()
def add(
    call: typer.Context,
    project: Annotated[
        str,
        typer.Argument(
            metavar="PROJECT", help="The project's name or code; - for none.", autocompletion=complete_any_project
        ),
    ],
    day: Day,
    span: Annotated[str | None, typer.Argument(metavar="SPAN", help="9:00-15:00, or 14:00+1:30.")] = None,
    title: Title = None,
    notes: Notes = None,
    repeat: Repeat = None,
    until: Until = None,
    all_day: Annotated[bool, typer.Option("--all-day", help="The whole day, instead of a span.")] = False,
    repeated: Repeated = None,
    json: Json = False,
) -> None:
    """Set time aside for a project."""
    from app.orchestrators.planning.events import add_event

    with store(call) as ctx:
        on = read_day_ahead(ctx, day)
        begin, end = _span(ctx, on, span, all_day=all_day, repeated=repeated, may_ask=not json)
        rule = read_rule(repeat, _last_day(ctx, until))
        outcome = add_event(
            ctx, starts_at=begin, ends_at=end, project=_project_id(ctx, project), all_day=all_day, recurrence=rule,
            **given(title=title, notes=notes),
        )  # fmt: skip
        _tell(ctx, outcome.value, "Planned", as_json=json, problems=outcome.problems)


def _span(ctx: Context, day: str, span: str | None, *, all_day: bool, repeated: str | None,
          may_ask: bool) -> tuple[int, int]:  # fmt: skip
    from app.domain.days import day_bounds

    if all_day == (span is not None):
        raise RuleBroken("Say either when, as 9:00-15:00, or --all-day.")
    if span is None:
        return day_bounds(day, ctx.zone)
    return settled(lambda which: read_span(ctx, day, span, which), repeated, may_ask=may_ask)


def _last_day(ctx: Context, text: str | None) -> str | None:
    return read_day(ctx, text, last=True)


def _project_id(ctx: Context, name: str) -> Any:
    from app.storage.unit_of_work import reading

    if name.strip() in _NO_PROJECT:
        return None
    with reading(ctx) as read:
        return project_called(read, name).id


@plan.command()
def edit(
    call: typer.Context,
    which: Id,
    title: Title = None,
    notes: Notes = None,
    project: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Another project; - for none.", autocompletion=complete_any_project),
    ] = None,
    repeat: Repeat = None,
    until: Until = None,
    once: Annotated[bool, typer.Option("--once", help="It does not repeat any more.")] = False,
    on: On = None,
    for_which: ForWhich = None,
    json: Json = False,
) -> None:
    """Change what is planned; only what is named."""
    from app.orchestrators.planning.events import edit_event

    with store(call) as ctx:
        event = event_called(ctx, which)
        fields = given(title=title, notes=notes, recurrence=read_rule(repeat, _last_day(ctx, until)))
        if project is not None:
            fields["project"] = _project_id(ctx, project)
        if once:
            fields["recurrence"] = None
        chosen = _chosen(ctx, event, on, for_which, otherwise=Which.ALL)
        outcome = edit_event(ctx, event.id, **chosen, **fields)
        _tell(ctx, outcome.value, "Changed", as_json=json, problems=outcome.problems)


@plan.command()
def move(
    call: typer.Context,
    which: Id,
    day: Day,
    span: Span,
    on: On = None,
    for_which: ForWhich = None,
    repeated: Repeated = None,
    json: Json = False,
) -> None:
    """Move an event to another day or time."""
    from app.orchestrators.planning.events import move_event

    with store(call) as ctx:
        event = event_called(ctx, which)
        if event.recurrence and on is None and for_which is not Which.ALL:
            raise RuleBroken(f"“{event.title or which}” repeats. Say which day moves with --on, or --which all.")
        begin, end = _span(ctx, read_day_ahead(ctx, day), span, all_day=False, repeated=repeated, may_ask=not json)
        chosen = _chosen(ctx, event, on, for_which, otherwise=Which.ONE)
        outcome = move_event(ctx, event.id, starts_at=begin, ends_at=end, **chosen)
        _tell(ctx, outcome.value, "Moved", as_json=json, problems=outcome.problems)


@plan.command()
def rm(call: typer.Context, which: Id, on: On = None, for_which: ForWhich = None, json: Json = False) -> None:
    """Delete an event; of one that repeats all, or those of a day."""
    from app.orchestrators.planning.events import delete_event

    with store(call) as ctx:
        event = event_called(ctx, which)
        delete_event(ctx, event.id, **_chosen(ctx, event, on, for_which, otherwise=Which.ALL))
    sentence = f"Deleted “{event.title or which}”. “stintbook undo” brings it back."
    answer({"deleted": event.title, "id": event.id}, sentence, as_json=json)


@plan.command()
def cancel(call: typer.Context, which: Id, on: On = None, json: Json = False) -> None:
    """Keep an event, but let it take no time any more."""
    from app.orchestrators.planning.events import cancel_event

    with store(call) as ctx:
        event = event_called(ctx, which)
        if event.recurrence and on is None:
            raise RuleBroken(f"“{event.title or which}” repeats. Say which day is called off with --on.")
        day = occurrence_on(ctx, event, read_day(ctx, on) or "").day if on else None
        outcome = cancel_event(ctx, event.id, day=day)
        _tell(ctx, outcome.value, "Cancelled", as_json=json, problems=outcome.problems)


@plan.command()
def track(
    call: typer.Context,
    which: Id,
    on: On = None,
    end: Annotated[str | None, typer.Option(metavar="TIME", help="When it ended, if not as planned: 14:00.")] = None,
    project: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="What it was for, if not as planned.", autocompletion=complete_any_project),
    ] = None,
    repeated: Repeated = None,
    json: Json = False,
) -> None:
    """Make an entry of an event that is over, and tick it off."""
    from app.orchestrators.planning.events import track_event

    with store(call) as ctx:
        event = event_called(ctx, which)
        start = _start(ctx, event, on)
        ended = settled(
            lambda word: None if end is None else read_instant(ctx, end, near=start, repeated=word),
            repeated, may_ask=not json,
        )  # fmt: skip
        owner = None if project is None else _project_id(ctx, project)
        outcome = track_event(ctx, event.id, starts_at=start, ended_at=ended, project=owner)
        _tell_entry(ctx, outcome.value, as_json=json, problems=outcome.problems)


def _start(ctx: Context, event: PlannedEvent, on: str | None) -> int:
    if on is not None:
        return occurrence_on(ctx, event, read_day(ctx, on) or "").starts_at
    return latest_occurrence(ctx, event).starts_at if event.recurrence else event.starts_at


def _chosen(ctx: Context, event: PlannedEvent, on: str | None, which: Which | None, *,
            otherwise: Which) -> dict[str, Any]:  # fmt: skip
    """Return the day and which times are meant; a day alone means that one."""
    if on is None:
        if which in (Which.ONE, Which.FOLLOWING) and event.recurrence:
            raise RuleBroken("Say which day is meant with --on.")
        return {"which": str(which or otherwise)}
    day = occurrence_on(ctx, event, read_day(ctx, on) or "").day
    return {"day": day, "which": str(which or Which.ONE)}


def _tell(ctx: Context, event: PlannedEvent, verb: str, *, as_json: bool, problems: Any) -> None:
    from app.storage.unit_of_work import reading

    with reading(ctx) as read:
        project = read.projects.get(event.project) if event.project else None
    name = project.name if project else None
    answer(event_json(event, name), f"{verb}: {event_line(event, name)}", as_json=as_json, problems=problems)


def _tell_entry(ctx: Context, entry: TimeEntry, *, as_json: bool, problems: Any) -> None:
    from app.storage.unit_of_work import reading

    with reading(ctx) as read:
        project = read.projects.get(entry.project) if entry.project else None
    content = entry_json(ctx, entry, project.name if project else None, None, ())
    answer(content, f"Tracked: {entry_line(ctx, entry, project, None, ())}", as_json=as_json, problems=problems)
