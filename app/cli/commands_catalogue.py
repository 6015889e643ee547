"""Commands about groups, clients and tags: list, add, change, delete."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from app.cli.completing import complete_client, complete_group, complete_tag
from app.cli.desk import Json, answer, given, store
from app.cli.names import thing_called
from app.cli.tables import Column, cut, number, print_table
from app.cli.words import duration, entries, print_json

NewName = Annotated[str, typer.Argument(metavar="NAME", help="Its name.")]
Rename = Annotated[str | None, typer.Option(metavar="NAME", help="A new name.")]
Color = Annotated[str | None, typer.Option(metavar="NAME", help="A colour: blue, amber, teal …")]
GroupName = Annotated[str, typer.Argument(metavar="GROUP", autocompletion=complete_group)]
ClientName = Annotated[str, typer.Argument(metavar="CLIENT", autocompletion=complete_client)]
TagName = Annotated[str, typer.Argument(metavar="TAG", autocompletion=complete_tag)]
Email = Annotated[str | None, typer.Option(metavar="ADDRESS", help="Where to write to.")]
Currency = Annotated[str | None, typer.Option(metavar="CODE", help="The currency it is billed in: EUR.")]
Notes = Annotated[str | None, typer.Option(metavar="TEXT", help="Notes.")]

groups = typer.Typer(help="List groups, and add, change or delete one.", invoke_without_command=True)
clients = typer.Typer(help="List clients, and add, change or delete one.", invoke_without_command=True)
tags = typer.Typer(help="List tags, and add, rename, merge or delete one.", invoke_without_command=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(groups, name="groups")
    app.add_typer(clients, name="clients")
    app.add_typer(tags, name="tags")


@groups.callback()
def _groups(call: typer.Context, json: Json = False) -> None:
    if call.invoked_subcommand is None:
        list_groups(call, json=json)


@groups.command("list")
def list_groups(call: typer.Context, json: Json = False) -> None:
    """List the groups with their hours."""
    from app.orchestrators.groups.groups import list_groups as find

    with store(call) as ctx:
        rows = find(ctx)
    if json:
        print_json({"groups": [
            {"id": row.group.id, "name": row.group.name, "color": row.group.color, "projects": row.projects,
             "seconds": row.seconds, "estimate_minutes": row.estimate_minutes}
            for row in rows
        ]})  # fmt: skip
        return
    _print_sums("Group", "No groups.", [(row.group.name, row.projects, row.seconds) for row in rows])


@groups.command("add")
def add_group(call: typer.Context, name: NewName, color: Color = None, json: Json = False) -> None:
    """Create a group."""
    from app.orchestrators.groups.groups import create_group

    with store(call) as ctx:
        group = create_group(ctx, name=name, **given(color=color)).value
    _tell("Added", group, as_json=json)


@groups.command("edit")
def edit_group(call: typer.Context, group: GroupName, name: Rename = None, color: Color = None,
               json: Json = False) -> None:  # fmt: skip
    """Change a group."""
    from app.orchestrators.groups.groups import update_group

    with store(call) as ctx:
        changed = update_group(ctx, _find(ctx, "group", group).id, **given(name=name, color=color)).value
    _tell("Changed", changed, as_json=json)


@groups.command("rm")
def rm_group(
    call: typer.Context,
    group: GroupName,
    move_to: Annotated[
        str | None, typer.Option(metavar="GROUP", help="Where its projects go.", autocompletion=complete_group)
    ] = None,
    no_group: Annotated[bool, typer.Option("--no-group", help="Its projects go to no group.")] = False,
    json: Json = False,
) -> None:
    """Delete a group; say where its projects go."""
    from app.orchestrators.groups.groups import NO_GROUP, GroupHasProjects, delete_group

    with store(call) as ctx:
        found = _find(ctx, "group", group)
        target = _find(ctx, "group", move_to).id if move_to else NO_GROUP if no_group else None
        try:
            count = delete_group(ctx, found.id, projects_to=target).value
        except GroupHasProjects as error:
            raise GroupHasProjects(f"{error} Write --move-to GROUP or --no-group.") from error
    _tell_deleted(found, {"projects": count}, as_json=json)


@clients.callback()
def _clients(call: typer.Context, json: Json = False) -> None:
    if call.invoked_subcommand is None:
        list_clients(call, json=json)


@clients.command("list")
def list_clients(call: typer.Context, json: Json = False) -> None:
    """List the clients with their hours."""
    from app.orchestrators.clients.clients import list_clients as find

    with store(call) as ctx:
        rows = find(ctx)
    if json:
        print_json({"clients": [
            {"id": row.client.id, "name": row.client.name, "email": row.client.email, "currency": row.client.currency,
             "projects": row.projects, "seconds": row.seconds}
            for row in rows
        ]})  # fmt: skip
        return
    _print_sums("Client", "No clients.", [(row.client.name, row.projects, row.seconds) for row in rows])


@clients.command("add")
def add_client(call: typer.Context, name: NewName, email: Email = None, currency: Currency = None,
               notes: Notes = None, json: Json = False) -> None:  # fmt: skip
    """Create a client."""
    from app.orchestrators.clients.clients import create_client

    with store(call) as ctx:
        client = create_client(ctx, name=name, **given(email=email, currency=currency, notes=notes)).value
    _tell("Added", client, as_json=json)


@clients.command("edit")
def edit_client(call: typer.Context, client: ClientName, name: Rename = None, email: Email = None,
                currency: Currency = None, notes: Notes = None, json: Json = False) -> None:  # fmt: skip
    """Change a client."""
    from app.orchestrators.clients.clients import update_client

    with store(call) as ctx:
        fields = given(name=name, email=email, currency=currency, notes=notes)
        changed = update_client(ctx, _find(ctx, "client", client).id, **fields).value
    _tell("Changed", changed, as_json=json)


@clients.command("rm")
def rm_client(
    call: typer.Context,
    client: ClientName,
    move_to: Annotated[
        str | None, typer.Option(metavar="CLIENT", help="Where its projects go.", autocompletion=complete_client)
    ] = None,
    no_client: Annotated[bool, typer.Option("--no-client", help="Its projects go to no client.")] = False,
    json: Json = False,
) -> None:
    """Delete a client; say where its projects go."""
    from app.orchestrators.clients.clients import NO_CLIENT, ClientHasProjects, delete_client

    with store(call) as ctx:
        found = _find(ctx, "client", client)
        target = _find(ctx, "client", move_to).id if move_to else NO_CLIENT if no_client else None
        try:
            count = delete_client(ctx, found.id, projects_to=target).value
        except ClientHasProjects as error:
            raise ClientHasProjects(f"{error} Write --move-to CLIENT or --no-client.") from error
    _tell_deleted(found, {"projects": count}, as_json=json)


@tags.callback()
def _tags(call: typer.Context, json: Json = False) -> None:
    if call.invoked_subcommand is None:
        list_tags(call, json=json)


@tags.command("list")
def list_tags(call: typer.Context, json: Json = False) -> None:
    """List the tags with their hours."""
    from app.orchestrators.tags.tags import list_tags as find

    with store(call) as ctx:
        rows = find(ctx)
    if json:
        print_json({"tags": [
            {"id": row.tag.id, "name": row.tag.name, "color": row.tag.color, "entries": row.entries,
             "seconds": row.seconds}
            for row in rows
        ]})  # fmt: skip
    elif rows:
        lines = [(cut(row.tag.name, 50), str(row.entries), duration(row.seconds)) for row in rows]
        print_table((Column("Tag"), number("Entries"), number("Hours")), lines)
    else:
        print("No tags.")


@tags.command("add")
def add_tag(call: typer.Context, name: NewName, color: Color = None, json: Json = False) -> None:
    """Create a tag."""
    from app.orchestrators.tags.tags import create_tag

    with store(call) as ctx:
        tag = create_tag(ctx, name=name, **given(color=color)).value
    _tell("Added", tag, as_json=json)


@tags.command("rename")
def rename_tag(call: typer.Context, tag: TagName, name: NewName, json: Json = False) -> None:
    """Give a tag another name."""
    from app.orchestrators.tags.tags import update_tag

    with store(call) as ctx:
        changed = update_tag(ctx, _find(ctx, "tag", tag).id, name=name).value
    _tell("Renamed", changed, as_json=json)


@tags.command("merge")
def merge_tag(call: typer.Context, tag: TagName, into: Annotated[
    str, typer.Argument(metavar="INTO", help="The tag that stays.", autocompletion=complete_tag)
], json: Json = False) -> None:  # fmt: skip
    """Give every entry of a tag another tag instead."""
    from app.orchestrators.tags.tags import merge_tags

    with store(call) as ctx:
        found, target = _find(ctx, "tag", tag), _find(ctx, "tag", into)
        count = merge_tags(ctx, found.id, target.id).value
    sentence = f"Merged “{found.name}” into “{target.name}” on {entries(count)}."
    answer({"merged": found.name, "into": target.name, "entries": count}, sentence, as_json=json)


@tags.command("rm")
def rm_tag(call: typer.Context, tag: TagName, json: Json = False) -> None:
    """Delete a tag and take it off its entries."""
    from app.orchestrators.tags.tags import delete_tag

    with store(call) as ctx:
        found = _find(ctx, "tag", tag)
        count = delete_tag(ctx, found.id).value
    _tell_deleted(found, {"entries": count}, as_json=json)


def _find(ctx: Any, kind: str, name: str) -> Any:
    from app.storage.unit_of_work import reading

    with reading(ctx) as read:
        return thing_called(getattr(read, f"{kind}s").all(), kind, name)


def _print_sums(heading: str, nothing: str, rows: list[tuple[str, int, int]]) -> None:
    if not rows:
        print(nothing)
        return
    print_table(
        (Column(heading), number("Projects"), number("Hours")),
        [(cut(name, 50), str(count), duration(seconds)) for name, count, seconds in rows],
        total=("", str(sum(count for _, count, _ in rows)), duration(sum(seconds for *_, seconds in rows))),
    )


def _tell(verb: str, thing: Any, *, as_json: bool) -> None:
    answer({"id": thing.id, "name": thing.name}, f"{verb}: {thing.name}", as_json=as_json)


def _tell_deleted(thing: Any, counts: dict[str, int], *, as_json: bool) -> None:
    sentence = f"Deleted “{thing.name}”. “stintbook undo” brings it back."
    answer({"deleted": thing.name} | counts, sentence, as_json=as_json)
