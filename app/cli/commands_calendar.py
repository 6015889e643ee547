"""Commands about imported calendars: read one from a file or an address, show it, refresh it, remove it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.completing import complete_calendar
from app.cli.dates import bounds
from app.cli.desk import Json, answer, store
from app.cli.event_rows import occurrence_json, print_events
from app.cli.tables import Column, cut, number, print_table
from app.cli.words import print_json
from app.domain.days import utc_text, wall_clock
from app.domain.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.orchestrators.planning.calendars import CalendarPlan, CalendarResult, CalendarSource
    from app.storage.calendars import Refusal
    from app.storage.context import Context

# So many refused events are named; a file may have thousands.
_NAMED = 10
Name = Annotated[str, typer.Argument(metavar="NAME", help="A calendar's name.", autocompletion=complete_calendar)]

calendar = typer.Typer(help="List imported calendars, and add, show or remove one.", invoke_without_command=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(calendar, name="calendar", rich_help_panel="Plan")


@calendar.callback()
def _calendar(call: typer.Context, json: Json = False) -> None:
    if call.invoked_subcommand is None:
        list_(call, json=json)


@calendar.command("list")
def list_(call: typer.Context, json: Json = False) -> None:
    """List the imported calendars."""
    from app.orchestrators.planning.calendars import list_calendars

    with store(call) as ctx:
        found = list_calendars(ctx)
    if json:
        print_json({"calendars": [_json(one) for one in found]})
    elif found:
        columns = (Column("Calendar"), number("Events"), Column("Read", whole=True), Column("From"))
        print_table(columns, [
            (cut(one.name, 40), str(one.events), _read_at(one, ctx.zone), one.source or "read by another device")
            for one in found
        ])  # fmt: skip
        for one in found:
            if one.failure:
                print(f"{one.name}: {one.failure}")
            _print_refused(one.refused, of=one.name)
    else:
        print("No calendars. “stintbook calendar add FILE_OR_URL” reads one.")


@calendar.command()
def add(
    call: typer.Context,
    source: Annotated[
        str, typer.Argument(metavar="FILE_OR_URL", help="An .ics file, or the address of one: https://…")
    ],
    name: Annotated[str | None, typer.Option(metavar="NAME", help="What it is called here.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
    json: Json = False,
) -> None:
    """Read a calendar, and keep it up to date."""
    from app.orchestrators.planning.calendars import import_calendar, plan_calendar

    with store(call) as ctx:
        if dry_run:
            _tell_plan(plan_calendar(ctx, source, name=name), as_json=json)
            return
        outcome = import_calendar(ctx, source, name=name)
    result = outcome.value
    sentence = f"Read “{result.name}”: {_events(result.events)}{_difference(result)}."
    answer(_result_json(result), sentence, as_json=json, problems=outcome.problems)
    if not json:
        _print_refused(result.refused)


def _tell_plan(plan: CalendarPlan, *, as_json: bool) -> None:
    if as_json:
        print_json({
            "name": plan.name, "source": plan.source, "known": plan.is_known, "events": len(plan.events),
            "created": plan.created, "changed": plan.changed, "deleted": plan.deleted, "past": plan.past,
            "tasks": plan.tasks, "refused": _refused_json(plan.refused),
        })  # fmt: skip
        return
    print(f"“{plan.name}”: {_events(len(plan.events))} to read{_difference(plan) if plan.is_known else ''}.")
    if plan.past:
        print(f"Left out: {_events(plan.past)} of more than a year ago.")
    if plan.tasks:
        print(f"Left out: {plan.tasks} {'task' if plan.tasks == 1 else 'tasks'}; only events are read.")
    _print_refused(plan.refused)
    print("Nothing was read in yet.")


@calendar.command()
def refresh(
    call: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="Only this calendar.", autocompletion=complete_calendar),
    ] = None,
    json: Json = False,
) -> None:
    """Bring calendars up to date with where they come from."""
    from app.orchestrators.planning.calendars import refresh_calendars

    with store(call) as ctx:
        found = refresh_calendars(ctx, only=None if name is None else _called(ctx, name).name).value
    if json:
        failed = [{"name": calendar_, "reason": reason} for calendar_, reason in found.failed]
        changed = [_result_json(one) for one in found.changed]
        print_json({"changed": changed, "unchanged": found.unchanged, "failed": failed})
    else:
        for one in found.changed:
            print(f"Refreshed “{one.name}”: {_events(one.events)}{_difference(one)}.")
            _print_refused(one.refused)
        for calendar_, reason in found.failed:
            print(f"{calendar_}: {reason}")
        if not found.changed and not found.failed:
            print("Everything is up to date." if found.unchanged else "There is no calendar to refresh.")
    if found.failed:
        raise typer.Exit(1)


@calendar.command()
def show(
    call: typer.Context,
    name: Name,
    since: Annotated[str | None, typer.Option(metavar="DAY", help="First day; today if not said.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="Last day; two weeks if not said.")] = None,
    json: Json = False,
) -> None:
    """Show the events of a calendar, the next two weeks if not said."""
    from app.orchestrators.planning.events import list_events

    with store(call) as ctx:
        one = _called(ctx, name)
        first, last = bounds(ctx, since, until)
        found = [each for each in list_events(ctx, since=first, until=last) if each.event.calendar == one.name]
        if json:
            rows = [occurrence_json(each, None) for each in found]
            print_json({"calendar": one.name, "since": first, "until": last, "events": rows})
        elif found:
            print_events(ctx, found, {})
        else:
            print(f"Nothing in “{one.name}” from {first} to {last}.")


@calendar.command()
def rm(call: typer.Context, name: Name, json: Json = False) -> None:
    """Remove a calendar and its events; entries tracked from it stay."""
    from app.orchestrators.planning.calendars import remove_calendar

    with store(call) as ctx:
        one = _called(ctx, name)
        count = remove_calendar(ctx, one.name).value
    sentence = f"Removed “{one.name}” with {_events(count)}. “stintbook undo” brings it back."
    answer({"removed": one.name, "events": count}, sentence, as_json=json)


def _called(ctx: Context, name: str) -> CalendarSource:
    """Return the calendar with a name, in any case.

    Raises:
        NotFound: there is none.
    """
    from app.orchestrators.planning.calendars import list_calendars

    found = list_calendars(ctx)
    exact = [one for one in found if one.name == name]
    fits = exact or [one for one in found if one.name.casefold() == name.casefold()]
    if not fits:
        known = ", ".join(f"“{one.name}”" for one in found)
        raise NotFound(f"There is no calendar “{name}”. {f'There are: {known}.' if known else 'There is none.'}")
    return fits[0]


def _read_at(one: CalendarSource, zone: str) -> str:
    return "" if one.read_at is None else f"{wall_clock(one.read_at, zone):%Y-%m-%d %H:%M}"


def _events(count: int) -> str:
    return f"{count} {'event' if count == 1 else 'events'}"


def _difference(found: CalendarPlan | CalendarResult) -> str:
    parts = [f"{found.created} new"] if found.created else []
    parts += [f"{found.changed} changed"] if found.changed else []
    parts += [f"{found.deleted} gone"] if found.deleted else []
    return f" ({', '.join(parts)})" if parts else ""


def _print_refused(refused: Sequence[Refusal], *, of: str = "") -> None:
    before = f"{of}, " if of else ""
    for one in refused[:_NAMED]:
        name = f" “{cut(one.name, 40)}”" if one.name else ""
        print(f"{before}line {one.line}{name} was left out: {one.reason}")
    if len(refused) > _NAMED:
        print(f"… and {len(refused) - _NAMED} more; --json names all.")


def _refused_json(refused: Sequence[Refusal]) -> list[dict[str, Any]]:
    return [{"line": one.line, "name": one.name, "reason": one.reason} for one in refused]


def _result_json(result: CalendarResult) -> dict[str, Any]:
    return {
        "name": result.name,
        "events": result.events,
        "created": result.created,
        "changed": result.changed,
        "deleted": result.deleted,
        "refused": _refused_json(result.refused),
    }


def _json(one: CalendarSource) -> dict[str, Any]:
    return {
        "name": one.name,
        "source": one.source,
        "color": one.color,
        "events": one.events,
        "read_at": None if one.read_at is None else utc_text(one.read_at),
        "failure": one.failure,
        "failed_at": None if one.failed_at is None else utc_text(one.failed_at),
        "refused": _refused_json(one.refused),
    }
