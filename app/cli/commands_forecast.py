"""The command that says how a project will go: what is left, on which days it lies, when it will be done."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.commands_projects import Named
from app.cli.dates import read_day, within_reach
from app.cli.desk import Json, store
from app.cli.names import project_called
from app.cli.tables import Column, cut, number, print_table
from app.cli.words import duration, print_json

if TYPE_CHECKING:
    from app.orchestrators.planning.forecasts import MilestoneForecast, ProjectForecast

_RISKS = {
    "on_track": "on track",
    "at_risk": "at risk",
    "over_budget": "over budget",
    "late": "late",
    "no_estimate": "no estimate",
}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel="Plan")(forecast)


def forecast(
    call: typer.Context,
    project: Named,
    as_of: Annotated[str | None, typer.Option(metavar="DAY", help="Look ahead from this day instead of today.")] = None,
    by_day: Annotated[bool, typer.Option("--days", help="List every day instead of weeks.")] = False,
    json: Json = False,
) -> None:
    """Say how a project will go, and on which days."""
    from app.orchestrators.planning.forecasts import project_forecast
    from app.orchestrators.settings.settings import get_settings
    from app.storage.unit_of_work import reading

    with store(call) as ctx:
        with reading(ctx) as read:
            id_ = project_called(read, project).id
        day = None if as_of is None else within_reach(read_day(ctx, as_of) or "")
        found = project_forecast(ctx, id_, as_of=day)
        week_start = get_settings(ctx).week_start
    if json:
        print_json(forecast_json(found))
    else:
        _print(found, None if by_day else week_start)


def forecast_json(found: ProjectForecast) -> dict[str, Any]:
    """Return a forecast as scripts see it."""
    finish = found.finish
    content = {
        "completed_minutes": found.completed_minutes,
        "planned_minutes": found.planned_minutes,
        "remaining_minutes": found.remaining_minutes,
        "auto": dict(found.auto),
        "unscheduled_minutes": found.unscheduled_minutes,
        "risk": found.risk.value,
        "finish": {"p50": finish.p50, "p85": finish.p85, "on_time": finish.on_time} if finish else None,
        "milestones": [_milestone_json(one) for one in found.milestones],
    }
    # Only where days lie too far away to be told one by one.
    return content | ({"later_minutes": found.later_minutes} if found.later_minutes else {})


def _milestone_json(one: MilestoneForecast) -> dict[str, Any]:
    return {
        "id": one.milestone.id,
        "name": one.milestone.name,
        "start_date": one.first_day,
        "due_date": one.last_day,
        "budget_minutes": one.milestone.budget_minutes,
        "completed": one.completed,
        "completed_minutes": one.completed_minutes,
        "planned_minutes": one.planned_minutes,
        "auto_minutes": one.auto_minutes,
        "carried_over_minutes": one.carried_over_minutes,
        "moved_on_minutes": one.moved_on_minutes,
        "over_minutes": one.over_minutes,
    }


def _print(found: ProjectForecast, week_start: int | None) -> None:
    project = found.project
    due = f", due {project.due_date}" if project.due_date else ""
    print(f"{project.name}{due}: {_RISKS[found.risk.value]}")
    estimate = f"Estimate {_hours(project.estimate_minutes)}, " if project.estimate_minutes else ""
    print(
        f"{estimate}tracked {_hours(found.completed_minutes)}, planned {_hours(found.planned_minutes)},"
        f" left {_hours(found.remaining_minutes)} h"
    )
    for line in (*_finish(found), *_problems(found)):
        print(line)
    if found.auto:
        _print_auto(found, week_start)
    if found.milestones:
        _print_milestones(found.milestones)


def _finish(found: ProjectForecast) -> list[str]:
    if found.completed_minutes >= found.project.estimate_minutes:
        return []
    if found.finish is None:
        return ["Not enough history to say when it will be done."]
    p50, p85, on_time = found.finish.p50, found.finish.p85, found.finish.on_time
    sure = f", almost surely by {p85}" if p85 and p85 != p50 else ""
    chance = f"; {on_time * 100:.0f} % to be on time" if on_time is not None else ""
    return [f"Likely done by {p50}{sure}{chance}" if p50 else f"At this pace it is not done within two years{chance}"]


def _problems(found: ProjectForecast) -> list[str]:
    lines = []
    if found.unscheduled_minutes:
        lines.append(f"{_hours(found.unscheduled_minutes)} h fit on no day until it is due.")
    if found.later_minutes:
        lines.append(f"{_hours(found.later_minutes)} h lie on days that are too far away to be listed.")
    return lines


def _print_auto(found: ProjectForecast, week_start: int | None) -> None:
    from app.domain.days import week_of

    sums: dict[str, int] = {}
    for day, minutes in found.auto.items():
        key = day if week_start is None else week_of(day, week_start)
        sums[key] = sums.get(key, 0) + minutes
    heading = Column("Day" if week_start is None else "Week of", whole=True)
    rows = [
        (f"{date.fromisoformat(day):%a} {day}" if week_start is None else day, _hours(part))
        for day, part in sums.items()
    ]
    print_table((heading, number("Estimated")), rows, total=("Total", _hours(sum(sums.values()))))


def _print_milestones(found: tuple[MilestoneForecast, ...]) -> None:
    columns = (Column("Milestone"), number("Due"), number("Budget"), number("Tracked"), number("Planned"),
               number("Estimated"), Column(""))  # fmt: skip
    print_table(columns, [
        (cut(one.milestone.name, 30), one.last_day, _hours(one.milestone.budget_minutes),
         _hours(one.completed_minutes), _hours(one.planned_minutes), _hours(one.auto_minutes), _state(one))
        for one in found
    ])  # fmt: skip


def _state(one: MilestoneForecast) -> str:
    if one.completed:
        return "completed"
    parts = [f"+{_hours(one.carried_over_minutes)} carried"] if one.carried_over_minutes else []
    parts += [f"{_hours(one.over_minutes)} over"] if one.over_minutes else []
    parts += [f"{_hours(one.moved_on_minutes)} moves on"] if one.moved_on_minutes else []
    return ", ".join(parts)


def _hours(minutes: int) -> str:
    return duration(minutes * 60)
