"""The gate every request goes through: whose token it carries, what that lets it do (see ``sync.server.access.Gate``)."""

import hmac
import re
from collections.abc import Sequence
from typing import Any, Final, cast

from sqlalchemy import Row, Select, and_, or_, select

from sync.protocol.messages import Role, ScopeOffer
from sync.server import devices, members
from sync.server.access import Caller, Granted
from sync.server.account_tables import DEVICE, MEMBERSHIP, SHARED, WORKSPACE
from sync.server.desk import Desk
from sync.server.permissions import READERS, Policy, read_scope, role_in
from sync.server.problems import ReadOnly, Revoked, Unauthorised
from sync.server.tables import SCOPE
from sync.server.tokens import fingerprint

_BEARER: Final = re.compile(r"[Bb]earer +([!-~]{1,200})")
_SEEN_EVERY_MS: Final = 60_000

# As text, since they are asked with every request.
_DEVICE: Final = "select id, account, token from device where token = ?"
_MEMBER: Final = (
    "select m.role, w.policy, s.role from membership m join workspace w on w.id = m.workspace"
    " left join shared s on s.workspace = m.workspace and s.account = m.account and s.owner = ?"
    " where m.workspace = ? and m.account = ?"
)


class DatabaseGate:
    """Answers from the tables of accounts, each time anew: what was taken away is gone with the next request."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def caller(self, authorization: str, address: str) -> Caller:  # noqa: ARG002 - a gate may look at the address
        """Return the device a request comes from.

        Raises:
            Unauthorised: no token, one that nobody has, or a revoked one.
            Throttled: too much from this device.
        """
        found = _BEARER.fullmatch(authorization.strip())
        if found is None:
            raise Unauthorised("A token is needed: “Authorization: Bearer …”.")
        wanted = fingerprint(found[1])
        rows = self._desk.store.read((_DEVICE, (wanted,)))[0]
        # The index has compared hashes, which nobody can steer; the comparison that counts takes the same time always.
        if not rows or not hmac.compare_digest(bytes(rows[0][2]), wanted):
            raise Unauthorised("This device is not signed in (any more).")
        device, account = rows[0][:2]
        self._desk.rate.take(device, self._desk.now_ms())
        return Caller(account, account, device)

    def granted(self, caller: Caller, scope: str, *, write: bool) -> Granted:
        """Return what a caller may do in a scope.

        Raises:
            Revoked: no grant, whether the scope exists or not.
            ReadOnly: it was to be written and may only be read.
        """
        name = read_scope(scope)
        role = self._role(caller, name.workspace, name.user) if name else None
        if role is None:
            raise Revoked("You have no access to this, or there is no such thing.")
        if write and role == "viewer":
            raise ReadOnly("You may read this but not change it.")
        return Granted(scope, role)

    def offers(self, caller: Caller) -> Sequence[ScopeOffer]:
        """Return every scope a caller may follow; notes that the device was there."""
        desk = self._desk
        with desk.reading() as connection:
            rows = connection.execute(_offered(caller)).all()
            seen = connection.scalar(select(DEVICE.c.seen_ms).where(DEVICE.c.id == caller.device))
        for workspace in sorted({row.workspace for row in rows if row.told < row.happened}):
            members.tell(desk, workspace)
        if seen is not None and seen + _SEEN_EVERY_MS <= desk.now_ms():
            with desk.acting(caller) as act:
                devices.note_seen(act, caller.device)
        offers = (_offer(caller, row) for row in rows)
        return [offer for offer in offers if offer is not None]

    def valid(self, caller: Caller) -> bool:
        """Return whether a device may still ask: what stays connected asks this from time to time."""
        with self._desk.reading() as connection:
            return devices.not_revoked(connection, caller.device)

    def _role(self, caller: Caller, workspace: str, owner: str | None) -> Role | None:
        rows = self._desk.store.read((_MEMBER, (owner or "", workspace, caller.account)))[0]
        if not rows:
            return None
        membership, policy, shared = rows[0]
        return role_in(
            owner=owner,
            asking=caller.account,
            membership=cast("Role", membership),
            policy=cast("Policy", policy),
            shared=cast("Role | None", shared),
        )


def _offer(caller: Caller, row: Row[Any]) -> ScopeOffer | None:
    role = role_in(owner=row.user_id, asking=caller.account, membership=row.role, policy=row.policy, shared=row.shared)
    return ScopeOffer(row.scope, row.workspace, row.user_id, row.history, row.head, role) if role else None


def _offered(caller: Caller) -> Select[Any]:
    """Return the question for the scopes a caller may follow, decided by the database so that the others are not read."""
    shared = and_(
        SHARED.c.workspace == SCOPE.c.workspace, SHARED.c.owner == SCOPE.c.user_id, SHARED.c.account == caller.account
    )
    by_policy = [and_(WORKSPACE.c.policy == policy, MEMBERSHIP.c.role.in_(roles)) for policy, roles in READERS.items()]
    mine = or_(SCOPE.c.user_id.is_(None), SCOPE.c.user_id == caller.account, SHARED.c.role.is_not(None), *by_policy)
    columns = (
        SCOPE.c.scope,
        SCOPE.c.workspace,
        SCOPE.c.user_id,
        SCOPE.c.history,
        SCOPE.c.head,
        MEMBERSHIP.c.role,
        WORKSPACE.c.policy,
        WORKSPACE.c.happened,
        WORKSPACE.c.told,
        SHARED.c.role.label("shared"),
    )
    return (
        select(*columns)
        .join(MEMBERSHIP, MEMBERSHIP.c.workspace == SCOPE.c.workspace)
        .join(WORKSPACE, WORKSPACE.c.id == SCOPE.c.workspace)
        .outerjoin(SHARED, shared)
        .where(MEMBERSHIP.c.account == caller.account, mine)
        .order_by(SCOPE.c.scope)
    )
