"""The command that says how much time there is: capacity against what is planned, estimated and tracked."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.dates import bounds
from app.cli.desk import Json, store
from app.cli.tables import Column, number, print_table
from app.cli.words import duration, print_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.work_hours import Load
    from app.storage.context import Context


class By(StrEnum):
    """What a line stands for."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel="Plan")(capacity)


def capacity(
    call: typer.Context,
    since: Annotated[str | None, typer.Option(metavar="DAY", help="First day; today if not said.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="Last day; two weeks if not said.")] = None,
    by: Annotated[By, typer.Option("--by", help="A line a day, week or month.")] = By.DAY,
    json: Json = False,
) -> None:
    """Say how much working time is left by what is planned."""
    from app.orchestrators.work_hours.analytics import capacity as find

    with store(call) as ctx:
        first, last = bounds(ctx, since, until)
        days = find(ctx, since=first, until=last)
        loads = _summed(ctx, days, by)
    if json:
        print_json({load.day: _json(load) for load in loads})
    else:
        _print(loads, by)


def _summed(ctx: Context, days: Sequence[Load], by: By) -> Sequence[Load]:
    from app.domain.days import week_of
    from app.domain.work_hours import summed
    from app.orchestrators.settings.settings import get_settings

    if by is By.DAY:
        return days
    if by is By.MONTH:
        return summed(days, lambda day: f"{day[:7]}-01")
    week_start = get_settings(ctx).week_start
    return summed(days, lambda day: week_of(day, week_start))


def _json(load: Load) -> dict[str, Any]:
    return {
        "capacity": load.capacity,
        "planned": load.planned,
        "auto": load.auto,
        "tracked": load.tracked_seconds // 60,
        "availability": load.availability,
    }


def _print(loads: Sequence[Load], by: By) -> None:
    columns = (Column({By.DAY: "Day", By.WEEK: "Week of", By.MONTH: "Month"}[by], whole=True), number("Capacity"),
               number("Planned"), number("Estimated"), number("Tracked"), number("Free"), Column("", whole=True))  # fmt: skip
    total = ("Total", *_figures(_all(loads)), "")
    print_table(columns, [(_name(load.day, by), *_figures(load), _mark(load)) for load in loads], total=total)


def _all(loads: Sequence[Load]) -> Load:
    from app.domain.work_hours import Load, summed

    return next(iter(summed(loads, lambda _: "")), Load(""))


def _name(day: str, by: By) -> str:
    return day[:7] if by is By.MONTH else f"{date.fromisoformat(day):%a} {day}" if by is By.DAY else day


def _figures(load: Load) -> tuple[str, ...]:
    return (
        _hours(load.capacity),
        _hours(load.planned),
        _hours(load.auto),
        _hours(load.tracked_seconds // 60),
        duration(load.availability * 60),
    )


def _hours(minutes: int) -> str:
    return duration(minutes * 60) if minutes else ""


def _mark(load: Load) -> str:
    return "overcommitted" if load.overcommitted else ""
