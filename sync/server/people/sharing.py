"""Sharing: what a person lets another member see, or change, of their own."""

from typing import Literal, NamedTuple

from sqlalchemy import Connection, delete, insert, or_, select

from sync.server.people.desk import Act
from sync.server.people.tables import SHARED
from sync.server.people.workspaces import member_role
from sync.server.problems import NotFound, Unprocessable

SharedRole = Literal["member", "viewer"]
"""May change it too, or read it only."""


class Grant(NamedTuple):
    """``owner`` lets ``user`` at their scope of a workspace."""

    owner: str
    user: str
    role: SharedRole


def grants(connection: Connection, workspace: str, account: str) -> list[Grant]:
    """Return what a person has shared in a workspace, and what was shared with them."""
    theirs = or_(SHARED.c.owner == account, SHARED.c.account == account)
    query = select(SHARED.c.owner, SHARED.c.account, SHARED.c.role).where(SHARED.c.workspace == workspace, theirs)
    return [Grant(*row) for row in connection.execute(query.order_by(SHARED.c.owner, SHARED.c.account))]


def share(act: Act, workspace: str, user: str, role: SharedRole) -> Grant:
    """Let another member at one's own scope; said again, it replaces what was said before.

    Raises:
        NotFound: the other one is no member.
        Unprocessable: the other one is oneself.
    """
    owner = act.by.account
    if user == owner:
        raise Unprocessable("What is your own needs no sharing with yourself.")
    member_role(act.connection, workspace, user)
    _forget(act, workspace, user)
    row = {"workspace": workspace, "owner": owner, "account": user, "role": role}
    act.connection.execute(insert(SHARED), row)
    act.note("shared", workspace=workspace, subject=user, detail=role)
    return Grant(owner, user, role)


def unshare(act: Act, workspace: str, user: str) -> None:
    """Share one's own scope with somebody no more.

    Raises:
        NotFound: it was not.
    """
    if not _forget(act, workspace, user):
        raise NotFound("You have not shared anything with this person.")
    act.note("unshared", workspace=workspace, subject=user)


def _forget(act: Act, workspace: str, user: str) -> int:
    mine = (SHARED.c.workspace == workspace) & (SHARED.c.owner == act.by.account) & (SHARED.c.account == user)
    return act.connection.execute(delete(SHARED).where(mine)).rowcount
