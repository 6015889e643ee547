"""Invitations: a code that makes whoever has it a member, once, until it expires."""

from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select

from sync.protocol.messages import Role
from sync.server.people import throttle
from sync.server.people.desk import STRANGER, Act, Desk
from sync.server.people.permissions import may_give
from sync.server.people.tables import INVITATION
from sync.server.people.tokens import fingerprint, invitation_code, typed
from sync.server.problems import NotFound, NotPermitted

_DAY_MS = 86_400_000
_WRONG = "There is no such invitation: the code is wrong, was used, or has expired."


class Invitation(NamedTuple):
    """An open invitation. ``note`` says whom it was meant for."""

    id: str
    role: Role
    note: str
    invited_by: str
    created_ms: int
    expires_ms: int


class Invited(NamedTuple):
    """What an invitation gives: membership of a workspace in a role."""

    workspace: str
    role: Role


def invite(act: Act, workspace: str, *, role: Role, note: str, asking: Role) -> tuple[Invitation, str]:
    """Make an invitation; returns it and its code, which is told this once.

    Raises:
        NotPermitted: only owners make somebody an owner.
    """
    if not may_give(asking, role):
        raise NotPermitted("Only an owner invites an owner.")
    code = invitation_code(act.desk.random)
    expires = act.now_ms + act.settings.invitation_days * _DAY_MS
    invitation = Invitation(act.new_id(), role, note, act.by.account, act.now_ms, expires)
    row = invitation._asdict() | {"code": fingerprint(code), "workspace": workspace}
    act.connection.execute(insert(INVITATION), row)
    act.note("invitation.created", workspace=workspace, subject=invitation.id, detail=role)
    return invitation, code


def open_ones(connection: Connection, workspace: str, now_ms: int) -> list[Invitation]:
    """Return the invitations of a workspace that may still be used, oldest first."""
    columns = (INVITATION.c[name] for name in Invitation._fields)
    query = select(*columns).where(INVITATION.c.workspace == workspace, INVITATION.c.expires_ms >= now_ms)
    return [Invitation(*row) for row in connection.execute(query.order_by(INVITATION.c.created_ms, INVITATION.c.id))]


def withdraw(act: Act, workspace: str, invitation: str) -> None:
    """Take an invitation back.

    Raises:
        NotFound: there is none (any more).
    """
    here = (INVITATION.c.workspace == workspace) & (INVITATION.c.id == invitation)
    if not act.connection.execute(delete(INVITATION).where(here)).rowcount:
        raise NotFound("There is no such invitation (any more).")
    act.note("invitation.withdrawn", workspace=workspace, subject=invitation)


def count_attempt(desk: Desk, address: str) -> throttle.Attempt:
    """Count a try at a code, before it is looked up.

    Raises:
        Throttled: too many wrong ones came from this network address.
    """
    with desk.acting(STRANGER, address) as act:
        return throttle.reserve(act, throttle.Attempt(throttle.address_key(address)))


def use(act: Act, code: str, attempt: throttle.Attempt) -> Invited:
    """Use an invitation up.

    Raises:
        NotFound: the code is wrong, used or too old.
    """
    # Deleting it is taking it: of two that come at once, one finds nothing.
    mine = delete(INVITATION).where(INVITATION.c.code == fingerprint(typed(code)))
    valid = mine.where(INVITATION.c.expires_ms >= act.now_ms)
    columns = (INVITATION.c.id, INVITATION.c.workspace, INVITATION.c.role)
    row = act.connection.execute(valid.returning(*columns)).one_or_none()
    if row is None:
        raise NotFound(_WRONG)
    throttle.forgive(act, attempt)
    act.note("invitation.used", workspace=row.workspace, subject=row.id, detail=row.role)
    return Invited(row.workspace, row.role)
