"""``workspace`` and ``invite``: who belongs where."""

from pathlib import Path
from typing import Annotated

import typer

from sync.server.admin.office import Refused
from sync.server.admin.speech import Yes, desk_of, moment, say, sure, table

_workspace = typer.Typer(help="Workspaces and who belongs to them.", no_args_is_help=True)

Which = Annotated[str, typer.Argument(help="Name or id of the workspace.", metavar="WORKSPACE")]
Whose = Annotated[str, typer.Argument(help="E-mail address of the account.", metavar="EMAIL")]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(_workspace, name="workspace")
    app.command("invite")(invite)
    app.command("export")(export_workspace)


@_workspace.command("list")
def list_workspaces(context: typer.Context) -> None:
    """List all workspaces."""
    from sync.server.people import workspaces

    with desk_of(context) as desk, desk.reading() as connection:
        rows = [(one.id, one.name, one.policy, str(one.members)) for one in workspaces.everything(connection)]
    table(("WORKSPACE", "NAME", "TIME IS READ BY", "MEMBERS"), rows)


@_workspace.command("members")
def members_of(context: typer.Context, workspace: Which) -> None:
    """List who belongs to a workspace."""
    from sync.server.admin import setup
    from sync.server.people import workspaces

    with desk_of(context) as desk:
        there = setup.find_workspace(desk, workspace)
        with desk.reading() as connection:
            found = workspaces.everyone_in(connection, there.id)
    table(("E-MAIL", "NAME", "ROLE", "SINCE"), [(one.email, one.name, one.role, moment(one.since_ms)) for one in found])


@_workspace.command("role")
def role(
    context: typer.Context,
    workspace: Which,
    email: Whose,
    new_role: Annotated[str, typer.Argument(help="owner, admin, member, viewer.", metavar="ROLE")],
) -> None:
    """Give somebody a role in a workspace; who is no member becomes one."""
    from sync.server.admin import setup

    with desk_of(context) as desk:
        there = setup.find_workspace(desk, workspace)
        account = setup.give_role(desk, there, email, setup.checked_role(new_role))
    say(f"{account.email} is {new_role} of “{there.name}”.")


@_workspace.command("remove")
def remove(
    context: typer.Context,
    workspace: Which,
    yes: Yes = False,
) -> None:
    """Delete a workspace with everything in it."""
    from sync.server.admin import setup
    from sync.server.people import leaving
    from sync.server.people.desk import OPERATOR

    with desk_of(context) as desk:
        there = setup.find_workspace(desk, workspace)
        sure(f"Delete “{there.name}” with everything in it? There is no way back but a backup.", yes=yes)
        with desk.acting(OPERATOR) as act:
            leaving.delete_workspace(act, there.id)
    say(f"“{there.name}” was deleted. Copies on devices stay there.")


def invite(
    context: typer.Context,
    workspace: Which,
    role: Annotated[str, typer.Option(help="Role they get: owner, admin, member, viewer.")] = "member",
    note: Annotated[str, typer.Option(help="Whom it is for.")] = "",
) -> None:
    """Make an invitation: whoever has the code becomes a member, once."""
    from sync.server.admin import setup
    from sync.server.admin.fields import checked_note
    from sync.server.people import invitations
    from sync.server.people.desk import OPERATOR

    note, wanted = checked_note(note), setup.checked_role(role)
    with desk_of(context) as desk:
        there = setup.find_workspace(desk, workspace)
        with desk.acting(OPERATOR) as act:
            made, code = invitations.invite(act, there.id, role=wanted, note=note, asking="owner")
    say(f"Invitation to “{there.name}” as {wanted}, good once until {moment(made.expires_ms)} UTC:", f"  {code}")


def export_workspace(
    context: typer.Context,
    workspace: Which,
    target: Annotated[Path, typer.Argument(help="The file to write (JSON lines).")],
) -> None:
    """Write everything of a workspace into a file."""
    from sync.server.admin import setup
    from sync.server.log import export

    with desk_of(context) as desk:
        there = setup.find_workspace(desk, workspace)
        try:
            with target.open("xb") as file:
                size = sum(file.write(part) for part in export.lines(desk, there.id))
        except FileExistsError as error:
            raise Refused(f"{target} is there already. Nothing was written.") from error
        except OSError as error:
            raise Refused(f"{target} cannot be written: {error.strerror}.") from error
    say(f"“{there.name}” was written to {target}: {size:,} bytes.")
