"""Commands about milestones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.commands_projects import Named
from app.cli.completing import complete_any_project, complete_milestone
from app.cli.dates import read_day
from app.cli.desk import Json, Yes, answer, given, minutes_of, store
from app.cli.names import project_called, thing_called
from app.cli.tables import Column, cut, number, print_table
from app.cli.words import duration, print_json

if TYPE_CHECKING:
    from app.domain.entities.projects import Milestone
    from app.orchestrators.progress import MilestoneRow
    from app.storage.context import Context

MilestoneName = Annotated[str, typer.Argument(metavar="MILESTONE", autocompletion=complete_milestone)]
Budget = Annotated[str | None, typer.Option(metavar="LENGTH", help="How long it may take: 40h.")]
Start = Annotated[str | None, typer.Option(metavar="DAY", help="Its first day, if not the one after the last.")]

milestones = typer.Typer(help="List milestones, and add, change or complete one.", invoke_without_command=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(milestones, name="milestones")


@milestones.callback()
def _milestones(call: typer.Context, json: Json = False) -> None:
    if call.invoked_subcommand is None:
        list_(call, json=json)


@milestones.command("list")
def list_(
    call: typer.Context,
    project: Annotated[
        str | None, typer.Argument(metavar="PROJECT", help="Only of this.", autocompletion=complete_any_project)
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Completed ones too.")] = False,
    json: Json = False,
) -> None:
    """List milestones by due date: the open ones, or all of a project."""
    from app.orchestrators.milestones.milestones import list_milestones
    from app.storage.unit_of_work import reading

    with store(call) as ctx:
        owner = None
        if project:
            with reading(ctx) as read:
                owner = project_called(read, project).id
        rows = list_milestones(ctx, owner)
    rows = [row for row in rows if everything or project or row.milestone.completed_at is None]
    if json:
        print_json({"milestones": [_row_json(row) for row in rows]})
    elif rows:
        _print(rows)
    else:
        print("No milestones.")


def _print(rows: list[MilestoneRow]) -> None:
    print_table(
        (Column("Milestone"), Column("Project"), number("Due"), number("Hours"), number("Budget"),
         Column("State", whole=True)),
        [
            (
                cut(row.milestone.name, 40),
                cut(row.project.name, 30),
                row.last_day,
                duration(row.seconds),
                duration(row.milestone.budget_minutes * 60) if row.milestone.budget_minutes else "",
                _state(row),
            )
            for row in rows
        ],
    )  # fmt: skip


def _state(row: MilestoneRow) -> str:
    if row.milestone.completed_at is not None:
        return "done"
    if row.overdue:
        return "overdue"
    return "over" if row.used is not None and row.used > 1 else ""


def _row_json(row: MilestoneRow) -> dict[str, Any]:
    return {
        "id": row.milestone.id,
        "name": row.milestone.name,
        "project": row.project.name,
        "first_day": row.first_day,
        "due_date": row.last_day,
        "budget_minutes": row.milestone.budget_minutes,
        "seconds": row.seconds,
        "completed": row.milestone.completed_at is not None,
        "overdue": row.overdue,
    }


@milestones.command()
def add(
    call: typer.Context,
    project: Named,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The new milestone's name.")],
    due: Annotated[str, typer.Option(metavar="DAY", help="The day it is due.")],
    start: Start = None,
    budget: Budget = None,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Add a milestone to a project."""
    from app.orchestrators.milestones.milestones import create_milestone
    from app.storage.unit_of_work import reading

    with store(call) as ctx:
        with reading(ctx) as read:
            owner = project_called(read, project).id
        outcome = create_milestone(
            ctx, project=owner, name=name, due_date=read_day(ctx, due, last=True) or "", accept_warnings=yes,
            **given(start_date=read_day(ctx, start), budget_minutes=minutes_of(budget)),
        )  # fmt: skip
        _tell(outcome.value, "Added", as_json=json, problems=outcome.problems)


@milestones.command()
def edit(
    call: typer.Context,
    project: Named,
    milestone: MilestoneName,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="A new name.")] = None,
    due: Annotated[str | None, typer.Option(metavar="DAY", help="The day it is due.")] = None,
    start: Start = None,
    budget: Budget = None,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Change a milestone."""
    from app.orchestrators.milestones.milestones import update_milestone

    with store(call) as ctx:
        fields = given(
            name=name, due_date=read_day(ctx, due, last=True), start_date=read_day(ctx, start),
            budget_minutes=minutes_of(budget),
        )  # fmt: skip
        outcome = update_milestone(ctx, _id(ctx, project, milestone), accept_warnings=yes, **fields)
        _tell(outcome.value, "Changed", as_json=json, problems=outcome.problems)


@milestones.command()
def complete(call: typer.Context, project: Named, milestone: MilestoneName, json: Json = False) -> None:
    """Mark a milestone as reached."""
    _complete(call, project, milestone, done=True, as_json=json)


@milestones.command()
def reopen(call: typer.Context, project: Named, milestone: MilestoneName, json: Json = False) -> None:
    """Open a completed milestone again."""
    _complete(call, project, milestone, done=False, as_json=json)


@milestones.command()
def rm(call: typer.Context, project: Named, milestone: MilestoneName, json: Json = False) -> None:
    """Delete a milestone; its entries stay with the project."""
    from app.orchestrators.milestones.milestones import delete_milestone

    with store(call) as ctx:
        gone = delete_milestone(ctx, _id(ctx, project, milestone)).value
        _tell(gone, "Deleted", as_json=json, problems=())


def _complete(call: typer.Context, project: str, name: str, *, done: bool, as_json: bool) -> None:
    from app.orchestrators.milestones.milestones import complete_milestone

    with store(call) as ctx:
        changed = complete_milestone(ctx, _id(ctx, project, name), done=done).value
        _tell(changed, "Completed" if done else "Reopened", as_json=as_json, problems=())


def _id(ctx: Context, project: str, name: str) -> str:
    from app.storage.unit_of_work import reading

    with reading(ctx) as read:
        owner = project_called(read, project)
        return thing_called(read.milestones.of_project(owner.id), "milestone", name).id


def _tell(milestone: Milestone, verb: str, *, as_json: bool, problems: Any) -> None:
    content = {
        "id": milestone.id,
        "name": milestone.name,
        "due_date": milestone.due_date,
        "start_date": milestone.start_date,
        "budget_minutes": milestone.budget_minutes,
        "completed": milestone.completed_at is not None,
    }
    budget = f", budget {duration(milestone.budget_minutes * 60)} h" if milestone.budget_minutes else ""
    answer(content, f"{verb}: {milestone.name}, due {milestone.due_date}{budget}", as_json=as_json, problems=problems)
