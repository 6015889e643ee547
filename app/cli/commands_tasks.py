"""Commands about a project's tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.commands_projects import Named
from app.cli.completing import complete_any_project, complete_task
from app.cli.desk import Json, answer, given, minutes_of, store
from app.cli.names import project_called, thing_called
from app.cli.tables import Column, cut, number, print_table
from app.cli.words import duration, print_json

if TYPE_CHECKING:
    from app.domain.entities.projects import Task
    from app.storage.context import Context

TaskName = Annotated[str, typer.Argument(metavar="TASK", autocompletion=complete_task)]
Estimate = Annotated[str | None, typer.Option(metavar="LENGTH", help="How long it will take: 8h.")]

tasks = typer.Typer(help="List tasks, and add, change or tick off one.", invoke_without_command=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(tasks, name="tasks")


@tasks.callback()
def _tasks(call: typer.Context, json: Json = False) -> None:
    if call.invoked_subcommand is None:
        list_(call, json=json)


@tasks.command("list")
def list_(
    call: typer.Context,
    project: Annotated[
        str | None, typer.Argument(metavar="PROJECT", help="Only of this.", autocompletion=complete_any_project)
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Done ones too.")] = False,
    json: Json = False,
) -> None:
    """List tasks: the open ones, or all of a project."""
    from app.storage.unit_of_work import reading

    with store(call) as ctx, reading(ctx) as read:
        found = read.tasks.of_project(project_called(read, project).id) if project else read.tasks.all()
        names = {owner.id: owner.name for owner in read.projects.all()}
    rows = [(task, names.get(task.project, "(missing project)")) for task in found]
    rows = [(task, name) for task, name in rows if everything or project or not task.done]
    rows.sort(key=lambda row: (row[1].casefold(), row[0].position))
    if json:
        print_json({"tasks": [_json(task) | {"project": name} for task, name in rows]})
    elif rows:
        columns = (Column("Task"), Column("Project"), number("Estimate"), Column("State", whole=True))
        print_table(columns, [
            (cut(task.name, 50), cut(name, 40), _hours(task), "done" if task.done else "") for task, name in rows
        ])  # fmt: skip
    else:
        print("No tasks.")


@tasks.command()
def add(
    call: typer.Context,
    project: Named,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The new task's name.")],
    estimate: Estimate = None,
    json: Json = False,
) -> None:
    """Add a task to a project."""
    from app.orchestrators.tasks.tasks import create_task
    from app.storage.unit_of_work import reading

    with store(call) as ctx:
        with reading(ctx) as read:
            owner = project_called(read, project).id
        task = create_task(ctx, project=owner, name=name, estimate_minutes=minutes_of(estimate) or 0).value
    _tell("Added", task, as_json=json)


@tasks.command()
def edit(
    call: typer.Context,
    project: Named,
    task: TaskName,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="A new name.")] = None,
    estimate: Estimate = None,
    json: Json = False,
) -> None:
    """Change a task."""
    fields = given(name=name, estimate_minutes=minutes_of(estimate))
    _update(call, project, task, fields, "Changed", as_json=json)


@tasks.command()
def complete(call: typer.Context, project: Named, task: TaskName, json: Json = False) -> None:
    """Tick a task off."""
    _update(call, project, task, {"done": True}, "Done", as_json=json)


@tasks.command()
def reopen(call: typer.Context, project: Named, task: TaskName, json: Json = False) -> None:
    """Open a task again."""
    _update(call, project, task, {"done": False}, "Reopened", as_json=json)


@tasks.command()
def rm(call: typer.Context, project: Named, task: TaskName, json: Json = False) -> None:
    """Delete a task; its entries stay with the project."""
    from app.orchestrators.tasks.tasks import delete_task

    with store(call) as ctx:
        found = _find(ctx, project, task)
        count = delete_task(ctx, found.id).value
    sentence = f"Deleted “{found.name}”. “stintbook undo” brings it back."
    answer({"deleted": found.name, "entries": count}, sentence, as_json=json)


def _update(call: typer.Context, project: str, task: str, fields: dict[str, Any], verb: str, *,
            as_json: bool) -> None:  # fmt: skip
    from app.orchestrators.tasks.tasks import complete_task, update_task

    with store(call) as ctx:
        found = _find(ctx, project, task)
        outcome = (
            complete_task(ctx, found.id, done=fields["done"])
            if "done" in fields
            else update_task(ctx, found.id, **fields)
        )
    _tell(verb, outcome.value, as_json=as_json)


def _find(ctx: Context, project: str, task: str) -> Task:
    from app.storage.unit_of_work import reading

    with reading(ctx) as read:
        return thing_called(read.tasks.of_project(project_called(read, project).id), "task", task)


def _hours(task: Task) -> str:
    return duration(task.estimate_minutes * 60) if task.estimate_minutes else ""


def _json(task: Task) -> dict[str, Any]:
    return {"id": task.id, "name": task.name, "estimate_minutes": task.estimate_minutes, "done": task.done}


def _tell(verb: str, task: Task, *, as_json: bool) -> None:
    estimate = f", estimate {_hours(task)} h" if task.estimate_minutes else ""
    answer(_json(task), f"{verb}: {task.name}{estimate}", as_json=as_json)
