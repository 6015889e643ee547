"""Workspaces: making one, who belongs to it in which role, and what a role gives a right to."""

from typing import NamedTuple, cast

from sqlalchemy import Connection, func, insert, select, update

from sync.protocol.messages import Role
from sync.server.log.scopes import create_scope
from sync.server.log.tables import SCOPE
from sync.server.people import members
from sync.server.people.access import Caller
from sync.server.people.desk import Act
from sync.server.people.permissions import DEFAULT_POLICY, RIGHTS, Policy, Right, may_give, scope_of
from sync.server.people.tables import ACCOUNT, MEMBERSHIP, WORKSPACE
from sync.server.problems import NotFound, NotPermitted, Revoked, SoleOwner, Taken


class Workspace(NamedTuple):
    """A workspace as one of its members sees it."""

    id: str
    name: str
    policy: Policy
    role: Role
    created_ms: int


class Place(NamedTuple):
    """A workspace as the operator sees it. ``members`` is how many belong to it."""

    id: str
    name: str
    policy: Policy
    members: int


class Membership(NamedTuple):
    """A person of a workspace."""

    user: str
    name: str
    email: str
    role: Role
    since_ms: int


def create(act: Act, *, name: str, owner: str) -> Workspace:
    """Make a workspace with one member, its owner.

    Raises:
        Taken: the account has as many workspaces as this server lets it have.
    """
    limit = act.settings.workspaces_per_account
    owned = select(func.count()).where(MEMBERSHIP.c.account == owner, MEMBERSHIP.c.role == "owner")
    if limit and (act.connection.scalar(owned) or 0) >= limit:
        raise Taken(f"You own {limit} workspaces, which is as many as this server lets you have.")
    workspace = act.new_id()
    row = {"id": workspace, "name": name, "policy": DEFAULT_POLICY, "created_ms": act.now_ms}
    act.connection.execute(insert(WORKSPACE), row | {"happened": 0, "told": 0})
    create_scope(act.connection, scope_of(workspace), workspace=workspace, user=None, history=act.new_id())
    act.note("workspace.created", workspace=workspace)
    join(act, workspace=workspace, account=owner, role="owner")
    return Workspace(workspace, name, DEFAULT_POLICY, "owner", act.now_ms)


def join(act: Act, *, workspace: str, account: str, role: Role) -> None:
    """Make a person a member, with a scope of their own; who was one before finds theirs again.

    Raises:
        Taken: the person is a member already.
    """
    if _role_of(act.connection, workspace, account) is not None:
        raise Taken("This person belongs to the workspace already.")
    row = {"workspace": workspace, "account": account, "role": role, "since_ms": act.now_ms}
    act.connection.execute(insert(MEMBERSHIP), row)
    own = scope_of(workspace, account)
    if act.connection.scalar(select(SCOPE.c.scope).where(SCOPE.c.scope == own)) is None:
        create_scope(act.connection, own, workspace=workspace, user=account, history=act.new_id())
    members.changed(act, workspace)
    act.note("member.added", workspace=workspace, subject=account, detail=role)


def everything(connection: Connection) -> list[Place]:
    """Return all workspaces, by name."""
    count = select(func.count()).where(MEMBERSHIP.c.workspace == WORKSPACE.c.id).scalar_subquery()
    query = select(WORKSPACE.c.id, WORKSPACE.c.name, WORKSPACE.c.policy, count)
    return [Place(*row) for row in connection.execute(query.order_by(WORKSPACE.c.name, WORKSPACE.c.id))]


def of_account(connection: Connection, account: str) -> list[Workspace]:
    """Return the workspaces of an account, oldest first."""
    columns = (WORKSPACE.c.id, WORKSPACE.c.name, WORKSPACE.c.policy, MEMBERSHIP.c.role, WORKSPACE.c.created_ms)
    query = select(*columns).join(MEMBERSHIP, MEMBERSHIP.c.workspace == WORKSPACE.c.id)
    mine = query.where(MEMBERSHIP.c.account == account).order_by(WORKSPACE.c.created_ms, WORKSPACE.c.id)
    return [Workspace(*row) for row in connection.execute(mine)]


def everyone_in(connection: Connection, workspace: str) -> list[Membership]:
    """Return the members of a workspace, longest there first."""
    columns = (ACCOUNT.c.id, ACCOUNT.c.name, ACCOUNT.c.email, MEMBERSHIP.c.role, MEMBERSHIP.c.since_ms)
    query = select(*columns).join(MEMBERSHIP, MEMBERSHIP.c.account == ACCOUNT.c.id)
    theirs = query.where(MEMBERSHIP.c.workspace == workspace).order_by(MEMBERSHIP.c.since_ms, ACCOUNT.c.id)
    return [Membership(*row) for row in connection.execute(theirs)]


def require(connection: Connection, caller: Caller, workspace: str, right: Right) -> Role:
    """Return the caller's role in a workspace, if it gives a right.

    Raises:
        Revoked: the caller is no member, whether the workspace exists or not.
        NotPermitted: the role does not give this right.
    """
    role = _role_of(connection, workspace, caller.account)
    if role is None:
        raise Revoked("You have no access to this workspace.")
    if role not in RIGHTS[right]:
        raise NotPermitted(f"You are “{role}” here. This is for: {', '.join(sorted(RIGHTS[right]))}.")
    return role


def change(act: Act, workspace: str, *, name: str | None, policy: Policy | None) -> None:
    """Rename a workspace, or say anew whose time its members may read."""
    values = {key: value for key, value in (("name", name), ("policy", policy)) if value is not None}
    if values:
        act.connection.execute(update(WORKSPACE).where(WORKSPACE.c.id == workspace).values(**values))
        what = policy or "name"
        act.note("workspace.changed", workspace=workspace, detail=what)


def set_role(act: Act, *, workspace: str, user: str, role: Role, asking: Role) -> None:
    """Give a member another role.

    Raises:
        NotFound: no such member.
        NotPermitted: only owners make and unmake owners.
        SoleOwner: nobody would be left as owner.
    """
    was = member_role(act.connection, workspace, user)
    if not (may_give(asking, was) and may_give(asking, role)):
        raise NotPermitted("Only an owner makes somebody an owner, or an owner something else.")
    if role != "owner":
        refuse_without_owner(act.connection, workspace, user)
    here = (MEMBERSHIP.c.workspace == workspace) & (MEMBERSHIP.c.account == user)
    act.connection.execute(update(MEMBERSHIP).where(here).values(role=role))
    members.changed(act, workspace)
    act.note("member.role", workspace=workspace, subject=user, detail=f"{was} to {role}")


def member_role(connection: Connection, workspace: str, user: str) -> Role:
    """Return the role of a member.

    Raises:
        NotFound: no such member.
    """
    role = _role_of(connection, workspace, user)
    if role is None:
        raise NotFound("This person does not belong to the workspace.")
    return role


def refuse_without_owner(connection: Connection, workspace: str, leaving: str) -> None:
    """Make sure that somebody else is an owner, if the one who is leaving is.

    Raises:
        SoleOwner: nobody is.
    """
    # Owners are locked, so that of two who leave at the same moment the second sees that the first has gone.
    owners = select(MEMBERSHIP.c.account).where(MEMBERSHIP.c.workspace == workspace, MEMBERSHIP.c.role == "owner")
    if connection.scalars(owners.order_by(MEMBERSHIP.c.account).with_for_update()).all() == [leaving]:
        raise SoleOwner("Make somebody else an owner first.")


def _role_of(connection: Connection, workspace: str, account: str) -> Role | None:
    theirs = (MEMBERSHIP.c.workspace == workspace) & (MEMBERSHIP.c.account == account)
    return cast("Role | None", connection.scalar(select(MEMBERSHIP.c.role).where(theirs)))
