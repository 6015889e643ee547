"""``user`` and ``device``: accounts and what is signed in to them."""

from typing import Annotated

import typer

from sync.server.admin.speech import FromStdin, Yes, desk_of, moment, office_of, say, sure, table

_user = typer.Typer(help="Accounts of people.", no_args_is_help=True)
_device = typer.Typer(help="Devices that are signed in.", no_args_is_help=True)

Email = Annotated[str, typer.Argument(help="E-mail address of the account.", metavar="EMAIL")]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(_user, name="user")
    app.add_typer(_device, name="device")


@_user.command("add")
def add(
    context: typer.Context,
    email: Email,
    name: Annotated[str, typer.Option(prompt="Name", help="The person's name.")],
    workspace: Annotated[str, typer.Option(help="Name of a workspace of their own.")] = "",
    join: Annotated[str, typer.Option(help="Join this workspace (name or id) instead of getting one.")] = "",
    role: Annotated[str, typer.Option(help="Role there: owner, admin, member, viewer.")] = "member",
    password_stdin: FromStdin = False,
) -> None:
    """Make an account."""
    from sync.server.admin import setup
    from sync.server.admin.fields import checked_account

    email, name, workspace = checked_account(email, name, workspace)
    with desk_of(context) as desk:
        there = setup.find_workspace(desk, join) if join else None
        wanted = setup.checked_role(role)
        password = office_of(context).password(from_stdin=password_stdin)
        if there is None:
            begun = setup.add_account(desk, email=email, name=name, workspace=workspace, password=password)
            say(f"Added {begun.account.email} with the workspace “{begun.workspace.name}”.")
        else:
            setup.add_to_workspace(desk, there, email=email, name=name, role=wanted, password=password)
            say(f"Added {email} to “{there.name}” as {wanted}.")


@_user.command("list")
def list_users(context: typer.Context) -> None:
    """List all accounts."""
    from sync.server.people import accounts, devices, workspaces

    with desk_of(context) as desk, desk.reading() as connection:
        rows = [
            (
                account.email,
                account.name,
                moment(account.created_ms),
                str(sum(one.revoked_ms is None for one in devices.of_account(connection, account.id))),
                ", ".join(f"{one.name} ({one.role})" for one in workspaces.of_account(connection, account.id)),
            )
            for account in accounts.everybody(connection)
        ]
    table(("E-MAIL", "NAME", "SINCE", "DEVICES", "WORKSPACES"), rows)


@_user.command("password")
def password(
    context: typer.Context,
    email: Email,
    password_stdin: FromStdin = False,
) -> None:
    """Set a new password, and sign all devices of the account out."""
    from sync.server.people import accounts
    from sync.server.people.desk import OPERATOR

    with desk_of(context) as desk:
        with desk.reading() as connection:
            account = accounts.by_email(connection, email)
        hashed = desk.passwords.hashed(office_of(context).password(from_stdin=password_stdin))
        with desk.acting(OPERATOR) as act:
            count = accounts.set_password(act, account.id, hashed)
    say(f"The password of {account.email} was set. Devices signed out: {count}.")


@_user.command("remove")
def remove(context: typer.Context, email: Email, yes: Yes = False) -> None:
    """Delete an account, what is its owner's alone, and every workspace nobody else belongs to."""
    from sync.server.people import accounts, leaving, members
    from sync.server.people.desk import OPERATOR

    with desk_of(context) as desk:
        with desk.reading() as connection:
            account = accounts.by_email(connection, email)
        sure(f"Delete {account.email} and everything that is theirs alone? There is no way back but a backup.", yes=yes)
        with desk.acting(OPERATOR) as act:
            leaving.let_go(act, account.id)
            accounts.remove(act, account.id)
        members.tell_all(desk)
    say(f"{account.email} was deleted.")


@_device.command("list")
def list_devices(context: typer.Context, email: Email) -> None:
    """List the devices of an account."""
    from sync.server.people import accounts, devices

    with desk_of(context) as desk, desk.reading() as connection:
        found = devices.of_account(connection, accounts.by_email(connection, email).id)
    rows = [(one.id, one.name, moment(one.created_ms), moment(one.seen_ms), moment(one.revoked_ms)) for one in found]
    table(("DEVICE", "NAME", "SINCE", "SEEN", "SIGNED OUT"), rows)


@_device.command("revoke")
def revoke(
    context: typer.Context, email: Email, device: Annotated[str, typer.Argument(help="Id of the device, as listed.")]
) -> None:
    """Sign a device out: its next request is refused."""
    from sync.server.people import accounts, devices
    from sync.server.people.desk import OPERATOR

    with desk_of(context) as desk, desk.acting(OPERATOR) as act:
        devices.revoke(act, accounts.by_email(act.connection, email).id, device)
    say("The device was signed out. What is on it stays there.")
