"""The command that asks whether something more can be taken on; nothing is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.dates import read_day
from app.cli.desk import Json, minutes_of, store
from app.cli.spans import read_weekdays
from app.cli.tables import Column, number, print_table
from app.cli.words import duration, print_json

if TYPE_CHECKING:
    from app.domain.work_hours import Load
    from app.orchestrators.planning.what_if import WeekChange, WhatIf


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("whatif", rich_help_panel="Plan")(what_if)


def what_if(
    call: typer.Context,
    length: Annotated[str, typer.Argument(metavar="LENGTH", help="How long it will take: 40h.")],
    due: Annotated[str, typer.Option(metavar="DAY", help="The day it would be due.")],
    start: Annotated[str | None, typer.Option(metavar="DAY", help="Its first day; today if not said.")] = None,
    days: Annotated[
        str | None, typer.Option(metavar="DAYS", help="Only on these: mon-fri, tue,thu; any working day if not said.")
    ] = None,
    json: Json = False,
) -> None:
    """Ask whether you can take something on; nothing is saved."""
    from app.orchestrators.planning.what_if import what_if as find

    minutes = minutes_of(length) or 0
    weekdays = None if days is None else read_weekdays(days)
    with store(call) as ctx:
        last = read_day(ctx, due, last=True) or ""
        found = find(
            ctx, estimate_minutes=minutes, due_date=last, start_date=read_day(ctx, start), weekdays=weekdays
        )  # fmt: skip
    if json:
        print_json(_json(found))
    else:
        _print(found)


def _json(found: WhatIf) -> dict[str, Any]:
    return {
        "estimate_minutes": found.project.estimate_minutes,
        "start_date": found.project.start_date,
        "due_date": found.project.due_date,
        "fits": found.fits,
        "free_minutes": found.free_minutes,
        "short_minutes": found.short_minutes,
        "finish_day": found.finish_day,
        "auto": dict(sorted(found.forecast.auto.items())),
        "unscheduled_minutes": found.forecast.unscheduled,
        "overcommitted_weeks": list(found.overcommitted),
        "weeks": [_week_json(week) for week in found.weeks],
    }


def _week_json(week: WeekChange) -> dict[str, Any]:
    return {"week": week.after.day, "before": _load_json(week.before), "after": _load_json(week.after)}


def _load_json(load: Load) -> dict[str, int]:
    return {
        "capacity": load.capacity,
        "planned": load.planned,
        "auto": load.auto,
        "availability": load.availability,
    }


def _print(found: WhatIf) -> None:
    wanted, due = _hours(found.project.estimate_minutes), found.project.due_date
    free = f"{_hours(found.free_minutes)} h are free until {due}"
    if not found.fits:
        print(f"{wanted} h do not fit: {free}, {_hours(found.short_minutes)} h too few.")
    elif found.overcommitted:
        print(f"{wanted} h fit, as {free}, but not every week has room for its part.")
    else:
        print(f"{wanted} h fit: {free}.")
    if found.finish_day:
        print(f"With all free time put into it, it is done on {found.finish_day}.")
    else:
        print("Even with all free time put into it, it is not done within two years.")
    columns = (Column("Week of", whole=True), number("Capacity"), number("Taken"), number("This"), number("Free"),
               Column("", whole=True))  # fmt: skip
    print_table(columns, [_cells(week) for week in found.weeks])


def _cells(week: WeekChange) -> tuple[str, ...]:
    before, after = week.before, week.after
    state = "overcommitted" if week.newly_overcommitted else "was overcommitted" if before.overcommitted else ""
    return (
        after.day,
        _hours(after.capacity),
        _hours(before.planned + before.auto),
        _hours(after.auto - before.auto),
        _hours(after.availability),
        state,
    )


def _hours(minutes: int) -> str:
    return duration(minutes * 60)
