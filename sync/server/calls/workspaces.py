"""Calls about workspaces: their members and roles, invitations, what is shared, and the trail of what was done."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from sync.server.calls.routing import Address, Asker, SmallBodies, TheDesk
from sync.server.calls.shapes import (
    Accepting,
    AuditShown,
    GrantShown,
    Id,
    InvitationMade,
    InvitationShown,
    Joined,
    MemberShown,
    NewGrant,
    NewInvitation,
    Renamed,
    RoleChange,
    WorkspaceChange,
    WorkspaceShown,
)
from sync.server.people import audit, invitations, leaving, members, sharing, workspaces
from sync.server.people.permissions import Right
from sync.server.problems import NotFound, NotPermitted, Revoked, SoleOwner, Taken, Unauthorised, described

router = APIRouter(prefix="/sync/v1", route_class=SmallBodies, tags=["workspaces"])

_Id = Annotated[Id, Path()]
_HERE = (Unauthorised, Revoked, NotPermitted)


@router.get("/workspaces", responses=described(Unauthorised))
def list_workspaces(caller: Asker, desk: TheDesk) -> list[WorkspaceShown]:
    """List the workspaces of the account."""
    with desk.reading() as connection:
        return [WorkspaceShown.model_validate(one) for one in workspaces.of_account(connection, caller.account)]


@router.post("/workspaces", status_code=201, responses=described(Unauthorised, Taken))
def make_workspace(body: Renamed, caller: Asker, desk: TheDesk, address: Address) -> WorkspaceShown:
    """Make a workspace, with whoever asks as its owner."""
    with desk.acting(caller, address) as act:
        made = workspaces.create(act, name=body.name, owner=caller.account)
    members.tell_all(desk)
    return WorkspaceShown.model_validate(made)


@router.patch("/workspaces/{workspace}", status_code=204, responses=described(*_HERE))
def change_workspace(workspace: _Id, body: WorkspaceChange, caller: Asker, desk: TheDesk, address: Address) -> None:
    """Rename a workspace, or say anew whose time its members may read."""
    with desk.acting(caller, address) as act:
        workspaces.require(act.connection, caller, workspace, "change_workspace")
        workspaces.change(act, workspace, name=body.name or None, policy=body.policy)


@router.delete("/workspaces/{workspace}", status_code=204, responses=described(*_HERE))
def delete_workspace(workspace: _Id, caller: Asker, desk: TheDesk, address: Address) -> None:
    """Delete a workspace with everything in it. Copies on devices stay there."""
    with desk.acting(caller, address) as act:
        workspaces.require(act.connection, caller, workspace, "delete_workspace")
        leaving.delete_workspace(act, workspace)


@router.get("/workspaces/{workspace}/members", responses=described(*_HERE))
def list_members(workspace: _Id, caller: Asker, desk: TheDesk) -> list[MemberShown]:
    """List who belongs to a workspace."""
    with desk.reading() as connection:
        workspaces.require(connection, caller, workspace, "see_members")
        return [MemberShown.model_validate(one) for one in workspaces.everyone_in(connection, workspace)]


@router.patch(
    "/workspaces/{workspace}/members/{user}", status_code=204, responses=described(*_HERE, NotFound, SoleOwner)
)
def change_member(workspace: _Id, user: _Id, body: RoleChange, caller: Asker, desk: TheDesk, address: Address) -> None:
    """Give a member another role."""
    with desk.acting(caller, address) as act:
        asking = workspaces.require(act.connection, caller, workspace, "change_members")
        workspaces.set_role(act, workspace=workspace, user=user, role=body.role, asking=asking)
    members.tell_all(desk)


@router.delete(
    "/workspaces/{workspace}/members/{user}", status_code=204, responses=described(*_HERE, NotFound, SoleOwner)
)
def remove_member(workspace: _Id, user: _Id, caller: Asker, desk: TheDesk, address: Address) -> None:
    """Take a member out of a workspace, or leave it oneself."""
    with desk.acting(caller, address) as act:
        right: Right = "leave" if user == caller.account else "change_members"
        asking = workspaces.require(act.connection, caller, workspace, right)
        leaving.take_out(act, workspace=workspace, user=user, asking=asking)
    members.tell_all(desk)


@router.get("/workspaces/{workspace}/invitations", responses=described(*_HERE))
def list_invitations(workspace: _Id, caller: Asker, desk: TheDesk) -> list[InvitationShown]:
    """List the invitations that may still be used; their codes are not told again."""
    with desk.reading() as connection:
        workspaces.require(connection, caller, workspace, "invite")
        found = invitations.open_ones(connection, workspace, desk.now_ms())
    return [InvitationShown.model_validate(one) for one in found]


@router.post("/workspaces/{workspace}/invitations", status_code=201, responses=described(*_HERE))
def invite(workspace: _Id, body: NewInvitation, caller: Asker, desk: TheDesk, address: Address) -> InvitationMade:
    """Invite somebody: whoever has the code becomes a member, once."""
    with desk.acting(caller, address) as act:
        asking = workspaces.require(act.connection, caller, workspace, "invite")
        made, code = invitations.invite(act, workspace, role=body.role, note=body.note, asking=asking)
    return InvitationMade(**made._asdict(), code=code)


@router.delete(
    "/workspaces/{workspace}/invitations/{invitation}", status_code=204, responses=described(*_HERE, NotFound)
)
def withdraw_invitation(workspace: _Id, invitation: _Id, caller: Asker, desk: TheDesk, address: Address) -> None:
    """Take an invitation back."""
    with desk.acting(caller, address) as act:
        workspaces.require(act.connection, caller, workspace, "invite")
        invitations.withdraw(act, workspace, invitation)


@router.post("/invitations/accept", responses=described(Unauthorised, NotFound, Taken))
def accept_invitation(body: Accepting, caller: Asker, desk: TheDesk, address: Address) -> Joined:
    """Become a member with an account that is there already."""
    attempt = invitations.count_attempt(desk, address)
    with desk.acting(caller, address) as act:
        invited = invitations.use(act, body.code, attempt)
        workspaces.join(act, workspace=invited.workspace, account=caller.account, role=invited.role)
    members.tell_all(desk)
    return Joined.model_validate(invited)


@router.get("/workspaces/{workspace}/grants", responses=described(*_HERE))
def list_grants(workspace: _Id, caller: Asker, desk: TheDesk) -> list[GrantShown]:
    """List what one has shared of one's own in a workspace, and what was shared with one."""
    with desk.reading() as connection:
        workspaces.require(connection, caller, workspace, "share_own")
        return [GrantShown.model_validate(one) for one in sharing.grants(connection, workspace, caller.account)]


@router.put("/workspaces/{workspace}/grants", responses=described(*_HERE, NotFound))
def share(workspace: _Id, body: NewGrant, caller: Asker, desk: TheDesk, address: Address) -> GrantShown:
    """Share one's own with another member."""
    with desk.acting(caller, address) as act:
        workspaces.require(act.connection, caller, workspace, "share_own")
        return GrantShown.model_validate(sharing.share(act, workspace, body.user, body.role))


@router.delete("/workspaces/{workspace}/grants/{user}", status_code=204, responses=described(*_HERE, NotFound))
def unshare(workspace: _Id, user: _Id, caller: Asker, desk: TheDesk, address: Address) -> None:
    """Share one's own with a member no more."""
    with desk.acting(caller, address) as act:
        workspaces.require(act.connection, caller, workspace, "share_own")
        sharing.unshare(act, workspace, user)


@router.get("/workspaces/{workspace}/audit", responses=described(*_HERE))
def list_audit(
    workspace: _Id,
    caller: Asker,
    desk: TheDesk,
    before: Annotated[int | None, Query(ge=1, le=(1 << 63) - 1)] = None,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
) -> list[AuditShown]:
    """List what was done in a workspace, newest first."""
    with desk.reading() as connection:
        workspaces.require(connection, caller, workspace, "see_audit")
        found = audit.newest(connection, workspace=workspace, before=before, limit=limit)
    return [AuditShown.model_validate(one) for one in found]
