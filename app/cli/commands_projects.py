"""Commands about projects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.completing import complete_any_project, complete_client, complete_group
from app.cli.dates import read_day
from app.cli.desk import Json, Yes, answer, given, minutes_of, store
from app.cli.names import ids_of, project_called, thing_called
from app.cli.project_rows import print_projects, project_json, row_json
from app.cli.words import duration, print_json
from app.cli.words import entries as counted
from app.domain.entities.projects import ProjectStatus

if TYPE_CHECKING:
    from app.domain.entities.projects import Project
    from app.storage.context import Context

Named = Annotated[
    str, typer.Argument(metavar="PROJECT", help="The project's name or code.", autocompletion=complete_any_project)
]
Start = Annotated[str | None, typer.Option(metavar="DAY", help="The first day.")]
Due = Annotated[str | None, typer.Option(metavar="DAY", help="The day it is due.")]
Estimate = Annotated[str | None, typer.Option(metavar="LENGTH", help="How long it will take: 120h.")]
Group = Annotated[str | None, typer.Option(metavar="NAME", help="The group.", autocompletion=complete_group)]
Client = Annotated[str | None, typer.Option(metavar="NAME", help="The client.", autocompletion=complete_client)]
Billable = Annotated[bool | None, typer.Option("--billable/--not-billable", help="Whether its time is billed.")]
Color = Annotated[str | None, typer.Option(metavar="NAME", help="A colour: blue, amber, teal …")]
Code = Annotated[str | None, typer.Option(metavar="TEXT", help="A short code, understood after @ as well.")]
Notes = Annotated[str | None, typer.Option(metavar="TEXT", help="Notes.")]

projects = typer.Typer(help="List projects, and add, change, close or delete one.", invoke_without_command=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(projects, name="projects")


@projects.callback()
def _projects(call: typer.Context, json: Json = False) -> None:
    if call.invoked_subcommand is None:
        list_(call, json=json)


@projects.command("list")
def list_(
    call: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Completed and archived ones too.")] = False,
    group: Group = None,
    client: Client = None,
    json: Json = False,
) -> None:
    """List the projects with their hours."""
    from app.orchestrators.projects.projects import list_projects
    from app.storage.unit_of_work import reading

    with store(call) as ctx:
        with reading(ctx) as read:
            groups = ids_of(read, "group", [group] if group else ())
            clients = ids_of(read, "client", [client] if client else ())
        rows = [
            row
            for row in list_projects(ctx, include_closed=everything)
            if (not groups or row.project.group in groups) and (not clients or row.project.client in clients)
        ]
    if json:
        print_json({"projects": [row_json(row) for row in rows]})
    elif rows:
        print_projects(rows)
    else:
        print("No projects.")


@projects.command()
def add(
    call: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The new project's name.")],
    start: Start = None,
    due: Due = None,
    estimate: Estimate = None,
    group: Group = None,
    client: Client = None,
    billable: Billable = None,
    color: Color = None,
    code: Code = None,
    notes: Notes = None,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Create a project."""
    from app.orchestrators.projects.projects import create_project

    with store(call) as ctx:
        fields = _fields(ctx, start=start, due=due, estimate=estimate, group=group, client=client, billable=billable,
                         color=color, code=code, notes=notes)  # fmt: skip
        outcome = create_project(ctx, name=name, accept_warnings=yes, **fields)
        _tell(ctx, outcome.value, "Added", as_json=json, problems=outcome.problems)


@projects.command()
def edit(
    call: typer.Context,
    project: Named,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="A new name.")] = None,
    start: Start = None,
    due: Due = None,
    estimate: Estimate = None,
    group: Group = None,
    client: Client = None,
    billable: Billable = None,
    color: Color = None,
    code: Code = None,
    notes: Notes = None,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Change a project; an empty value takes it off."""
    from app.orchestrators.projects.projects import update_project

    with store(call) as ctx:
        fields = given(name=name) | _fields(
            ctx, start=start, due=due, estimate=estimate, group=group, client=client, billable=billable, color=color,
            code=code, notes=notes,
        )  # fmt: skip
        outcome = update_project(ctx, _id(ctx, project), accept_warnings=yes, **fields)
        _tell(ctx, outcome.value, "Changed", as_json=json, problems=outcome.problems)


@projects.command()
def complete(call: typer.Context, project: Named, yes: Yes = False, json: Json = False) -> None:
    """Mark a project as completed."""
    _set_status(call, project, ProjectStatus.COMPLETED, "Completed", yes=yes, as_json=json)


@projects.command()
def archive(call: typer.Context, project: Named, yes: Yes = False, json: Json = False) -> None:
    """Put a project away; its history stays in every report."""
    _set_status(call, project, ProjectStatus.ARCHIVED, "Archived", yes=yes, as_json=json)


@projects.command()
def hold(call: typer.Context, project: Named, json: Json = False) -> None:
    """Put a project on hold."""
    _set_status(call, project, ProjectStatus.ON_HOLD, "On hold", yes=True, as_json=json)


@projects.command()
def activate(call: typer.Context, project: Named, json: Json = False) -> None:
    """Let a project take work again."""
    _set_status(call, project, ProjectStatus.ACTIVE, "Active", yes=True, as_json=json)


@projects.command()
def merge(
    call: typer.Context,
    project: Named,
    into: Annotated[
        str, typer.Argument(metavar="INTO", help="The project that stays.", autocompletion=complete_any_project)
    ],
    json: Json = False,
) -> None:
    """Show two projects as one from now on."""
    from app.orchestrators.projects.projects import merge_projects

    with store(call) as ctx:
        merged = merge_projects(ctx, _id(ctx, project), _id(ctx, into)).value
        content = {"merged": merged.name, "into": into}
        answer(content, f"Merged “{merged.name}” into “{into}”. “stintbook undo” takes it back.", as_json=json)


@projects.command()
def rm(
    call: typer.Context,
    project: Named,
    move_to: Annotated[
        str | None,
        typer.Option(metavar="PROJECT", help="Move its entries there.", autocompletion=complete_any_project),
    ] = None,
    with_entries: Annotated[bool, typer.Option("--with-entries", help="Delete its entries too.")] = False,
    json: Json = False,
) -> None:
    """Delete a project; say what becomes of its entries."""
    from app.orchestrators.projects.projects import ProjectHasEntries, delete_project

    with store(call) as ctx:
        target = _id(ctx, move_to) if move_to else None
        try:
            count = delete_project(ctx, _id(ctx, project), entries_to=target, delete_entries=with_entries).value
        except ProjectHasEntries as error:
            raise ProjectHasEntries(
                f"{error} Say --move-to PROJECT or --with-entries, or “stintbook projects archive”."
            ) from error
    done = f"moved to “{move_to}”" if target else "deleted with it"
    entries = f" {counted(count)} {done}." if count else ""
    sentence = f"Deleted “{project}”.{entries} “stintbook undo” brings it back."
    answer({"deleted": project, "entries": count}, sentence, as_json=json)


def _fields(ctx: Context, *, start: str | None, due: str | None, estimate: str | None, group: str | None,
            client: str | None, billable: bool | None, color: str | None, code: str | None,
            notes: str | None) -> dict[str, Any]:  # fmt: skip
    from app.storage.unit_of_work import reading

    fields = given(
        start_date=read_day(ctx, start), due_date=read_day(ctx, due, last=True) if due else None,
        estimate_minutes=minutes_of(estimate), billable=billable, color=_color(color), code=code, notes=notes,
    )  # fmt: skip
    with reading(ctx) as read:
        if group is not None:
            fields["group"] = thing_called(read.groups.all(), "group", group).id if group else None
        if client is not None:
            fields["client"] = thing_called(read.clients.all(), "client", client).id if client else None
    if due == "":
        fields["due_date"] = None
    return fields


def _color(name: str | None) -> str | None:
    from app.domain.errors import RuleBroken
    from app.orchestrators.references import COLORS

    if name is not None and name not in COLORS:
        raise RuleBroken(f"There is no colour “{name}”. There are: {', '.join(COLORS)}.")
    return name


def _id(ctx: Context, name: str) -> Any:
    from app.storage.unit_of_work import reading

    with reading(ctx) as read:
        return project_called(read, name).id


def _set_status(call: typer.Context, name: str, status: ProjectStatus, verb: str, *, yes: bool, as_json: bool) -> None:
    from app.orchestrators.projects.projects import set_status

    with store(call) as ctx:
        outcome = set_status(ctx, _id(ctx, name), status, accept_warnings=yes)
        _tell(ctx, outcome.value, verb, as_json=as_json, problems=outcome.problems)


def _tell(ctx: Context, project: Project, verb: str, *, as_json: bool, problems: Any) -> None:
    from app.storage.unit_of_work import reading

    with reading(ctx) as read:
        group = read.groups.get(project.group) if project.group else None
        client = read.clients.get(project.client) if project.client else None
    content = project_json(project, group.name if group else None, client.name if client else None)
    parts = [f"{verb}: {project.name}"]
    if project.due_date:
        parts.append(f"due {project.due_date}")
    if project.estimate_minutes:
        parts.append(f"estimate {duration(project.estimate_minutes * 60)} h")
    answer(content, ", ".join(parts), as_json=as_json, problems=problems)
