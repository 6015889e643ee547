"""Setting a server up: the folder, the tables, the first account and its workspace."""

from typing import NamedTuple

from sync.protocol.messages import Role
from sync.server.admin.office import Refused, make_folder, opened, speaking
from sync.server.migrations import upgrade
from sync.server.people import accounts, members, workspaces
from sync.server.people.accounts import Account
from sync.server.people.desk import OPERATOR, Desk
from sync.server.people.permissions import ROLES
from sync.server.people.workspaces import Place, Workspace
from sync.server.settings import Settings


class Begun(NamedTuple):
    """The first account of a server, and its workspace."""

    account: Account
    workspace: Workspace


def prepare(settings: Settings) -> bool:
    """Make the folder and the tables, or bring them up to date; returns whether there are accounts already."""
    make_folder(settings)
    with speaking(settings):
        upgrade(settings)
    with opened(settings) as desk, desk.reading() as connection:
        return bool(accounts.everybody(connection))


def begin(settings: Settings, *, email: str, name: str, workspace: str, password: str) -> Begun:
    """Make the first account and its workspace, on a server that was prepared.

    Raises:
        Refused: there are accounts already.
    """
    with opened(settings) as desk:
        with desk.reading() as connection:
            if accounts.everybody(connection):
                raise Refused("This server is set up already. More accounts: “stintbook-server user add”.")
        return add_account(desk, email=email, name=name, workspace=workspace, password=password)


def add_account(desk: Desk, *, email: str, name: str, workspace: str, password: str) -> Begun:
    """Make an account with a workspace of its own."""
    hashed = desk.passwords.hashed(password)
    with desk.acting(OPERATOR) as act:
        account = accounts.add(act, email=email, name=name, hashed=hashed)
        made = workspaces.create(act, name=workspace or name, owner=account.id)
    members.tell_all(desk)
    return Begun(account, made)


def add_to_workspace(desk: Desk, there: Place, *, email: str, name: str, role: Role, password: str) -> None:
    """Make an account that belongs to a workspace there is."""
    hashed = desk.passwords.hashed(password)
    with desk.acting(OPERATOR) as act:
        account = accounts.add(act, email=email, name=name, hashed=hashed)
        workspaces.join(act, workspace=there.id, account=account.id, role=role)
    members.tell_all(desk)


def give_role(desk: Desk, there: Place, email: str, role: Role) -> Account:
    """Give an account a role in a workspace, as the operator may: also to become its owner.

    Raises:
        NotFound: there is no such account.
        SoleOwner: nobody would be left as owner.
    """
    with desk.acting(OPERATOR) as act:
        account = accounts.by_email(act.connection, email)
        if any(one.id == there.id for one in workspaces.of_account(act.connection, account.id)):
            workspaces.set_role(act, workspace=there.id, user=account.id, role=role, asking="owner")
        else:
            workspaces.join(act, workspace=there.id, account=account.id, role=role)
    members.tell_all(desk)
    return account


def find_workspace(desk: Desk, wanted: str) -> Place:
    """Return the workspace of an id or a name.

    Raises:
        Refused: there is none, or several have the name.
    """
    with desk.reading() as connection:
        found = [one for one in workspaces.everything(connection) if wanted in (one.id, one.name)]
    if not found:
        raise Refused(f"There is no workspace {wanted[:60]!r}. “workspace list” shows them all. Nothing was changed.")
    if len(found) > 1:
        raise Refused(f"Several workspaces are named {wanted[:60]!r}; name it by its id. Nothing was changed.")
    return found[0]


def checked_role(role: str) -> Role:
    """Return a role.

    Raises:
        Refused: there is none of this name.
    """
    for known in ROLES:
        if role == known:
            return known
    raise Refused(f"{role[:40]!r} is no role; there are: {', '.join(ROLES)}. Nothing was changed.")
