"""Leaving: what stays and what goes when a person leaves a workspace, a workspace or an account is deleted."""

from sqlalchemy import delete, or_, select

from sync.protocol.messages import Role
from sync.server.log.scopes import remove_scope, scopes_of
from sync.server.log.tables import SCOPE
from sync.server.people import members, workspaces
from sync.server.people.desk import Act
from sync.server.people.permissions import may_give
from sync.server.people.tables import INVITATION, MEMBERSHIP, SHARED, WORKSPACE
from sync.server.problems import NotPermitted, SoleOwner


def take_out(act: Act, *, workspace: str, user: str, asking: Role) -> None:
    """Take a person out of a workspace. What they wrote stays with it; their own copy stays on their devices.

    Raises:
        NotFound: no such member.
        NotPermitted: only owners send owners away.
        SoleOwner: nobody would be left as owner.
    """
    was = workspaces.member_role(act.connection, workspace, user)
    if user != act.by.account and not may_give(asking, was):
        raise NotPermitted("Only an owner takes an owner out of a workspace.")
    workspaces.refuse_without_owner(act.connection, workspace, user)
    _forget_member(act, workspace, user)
    act.note("member.removed", workspace=workspace, subject=user)


def delete_workspace(act: Act, workspace: str) -> None:
    """Delete a workspace with everything that was ever written in it. Copies on devices stay there."""
    for row in scopes_of(act.connection, workspace):
        remove_scope(act.connection, row.scope)
    act.connection.execute(delete(WORKSPACE).where(WORKSPACE.c.id == workspace))
    act.note("workspace.deleted", workspace=workspace)


def let_go(act: Act, account: str) -> None:
    """Take a person out of everything, before their account is deleted.

    A workspace nobody else belongs to is deleted with all that is in it. In the others what the workspace shares
    stays, and the person's own scope, their time and settings, is deleted.

    Raises:
        SoleOwner: they are the only owner of a workspace with other people in it; its name is in the sentence.
    """
    for workspace in workspaces.of_account(act.connection, account):
        others = [one for one in workspaces.everyone_in(act.connection, workspace.id) if one.user != account]
        if not others:
            delete_workspace(act, workspace.id)
            continue
        try:
            workspaces.refuse_without_owner(act.connection, workspace.id, account)
        except SoleOwner as error:
            raise SoleOwner(
                f"“{workspace.name}” has other people in it and no other owner. Make somebody an owner, or delete it."
            ) from error
        _forget_member(act, workspace.id, account)
        act.note("member.removed", workspace=workspace.id, subject=account)
    # Also where they were taken out before: with the account goes what is theirs alone.
    for scope in act.connection.scalars(select(SCOPE.c.scope).where(SCOPE.c.user_id == account)).all():
        remove_scope(act.connection, scope)


def _forget_member(act: Act, workspace: str, user: str) -> None:
    here = MEMBERSHIP.c.workspace == workspace
    act.connection.execute(delete(MEMBERSHIP).where(here, MEMBERSHIP.c.account == user))
    theirs = or_(SHARED.c.owner == user, SHARED.c.account == user)
    act.connection.execute(delete(SHARED).where(SHARED.c.workspace == workspace, theirs))
    # A door they left open would let in whoever has the code, with nobody here to answer for it.
    sent = (INVITATION.c.workspace == workspace) & (INVITATION.c.invited_by == user)
    act.connection.execute(delete(INVITATION).where(sent))
    members.changed(act, workspace)
