"""The gate every request goes through: whose token it carries, what that lets it do (see ``sync.server.people.access.Gate``)."""

import hmac
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final, ParamSpec, TypeVar, cast

from sqlalchemy import Row, Select, and_, or_, select

from sync.protocol.messages import Role, ScopeOffer
from sync.server.log.tables import SCOPE
from sync.server.people import devices, members
from sync.server.people.access import Ask, Caller, Granted
from sync.server.people.desk import Desk
from sync.server.people.permissions import READERS, Policy, read_scope, role_in
from sync.server.people.tables import DEVICE, MEMBERSHIP, SHARED, WORKSPACE
from sync.server.people.tokens import fingerprint
from sync.server.problems import Problem, ReadOnly, Revoked, Unauthorised

_BEARER: Final = re.compile(r"[Bb]earer +([!-~]{1,200})")
_SEEN_EVERY_MS: Final = 60_000
# Accounts in one question.
_AT_ONCE: Final = 500

_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")

# As text, since they are asked with every request.
_DEVICE: Final = "select id, account, token from device where token = ?"
_WRITER: Final = (
    "select d.token, d.id, d.account, m.workspace, m.role, w.policy from device d"
    " left join membership m on m.account = d.account and m.workspace {}"
    " left join workspace w on w.id = m.workspace where d.token {}"
)
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
        wanted = _shown(authorization)
        rows = self._desk.store.read((_DEVICE, (wanted,)))[0]
        return self._known(wanted, rows[0] if rows else None)

    def granted(self, caller: Caller, scope: str, *, write: bool) -> Granted:
        """Return what a caller may do in a scope.

        Raises:
            Revoked: no grant, whether the scope exists or not.
            ReadOnly: it was to be written and may only be read.
        """
        name = read_scope(scope)
        return Granted(scope, _sufficient(self._role(caller, name.workspace, name.user) if name else None, write=write))

    def writers(self, asking: Sequence[Ask]) -> Sequence[Caller | Problem]:
        """Return for each who it is, or why they may not: what ``caller`` and ``granted`` say, in one question."""
        store = self._desk.store
        shown = [_attempted(_shown, one.authorization) for one in asking]
        tokens = list({one for one in shown if isinstance(one, bytes)})
        workspaces = list({name.workspace for one in asking if (name := read_scope(one.scope))})
        (of_workspace, asked_workspaces), (of_token, asked_tokens) = store.listed(workspaces), store.listed(tokens)
        question = _WRITER.format(of_workspace, of_token)
        rows = store.read((question, (*asked_workspaces, *asked_tokens)))[0] if tokens else []
        devices = {bytes(row[0]): (row[1], row[2], row[0]) for row in rows}
        roles = {(row[2], row[3]): row[4:] for row in rows}
        return [
            wanted
            if isinstance(wanted, Problem)
            else _attempted(self._writer, one.scope, wanted, devices.get(wanted), roles)
            for one, wanted in zip(asking, shown, strict=True)
        ]

    def offers(self, caller: Caller) -> Sequence[ScopeOffer]:
        """Return every scope a caller may follow; notes that the device was there."""
        desk = self._desk
        with desk.reading() as connection:
            rows = connection.execute(_offered([caller.account])).all()
            seen = connection.scalar(select(DEVICE.c.seen_ms).where(DEVICE.c.id == caller.device))
        self._tell_of_members(rows)
        if seen is not None and seen + _SEEN_EVERY_MS <= desk.now_ms():
            with desk.acting(caller) as act:
                devices.note_seen(act, caller.device)
        offers = (_offer(row) for row in rows)
        return [offer for offer in offers if offer is not None]

    def followed(self, callers: Collection[Caller]) -> Mapping[Caller, Mapping[str, int]]:
        """Return the heads of all scopes that devices may follow; those that may not ask any more are left out."""
        accounts = sorted({caller.account for caller in callers})
        found: dict[Caller, Mapping[str, int]] = {}
        for start in range(0, len(accounts), _AT_ONCE):
            part = accounts[start : start + _AT_ONCE]
            with self._desk.reading() as connection:
                still = devices.signed_in(connection, part)
                rows = connection.execute(_offered(part)).all()
            self._tell_of_members(rows)
            heads: dict[str, dict[str, int]] = {account: {} for account in part}
            for row in rows:
                if _offer(row) is not None:
                    heads[row.account][row.scope] = row.head
            found |= {one: heads[one.account] for one in callers if one.account in heads and one.device in still}
        return found

    def _tell_of_members(self, rows: Sequence[Row[Any]]) -> None:
        for workspace in sorted({row.workspace for row in rows if row.told < row.happened}):
            members.tell(self._desk, workspace)

    def _known(self, wanted: bytes, row: Sequence[Any] | None) -> Caller:
        # The index has compared hashes, which nobody can steer; the comparison that counts takes the same time always.
        if row is None or not hmac.compare_digest(bytes(row[2]), wanted):
            raise Unauthorised("This device is not signed in (any more).")
        device, account = row[:2]
        self._desk.rate.take(device, self._desk.now_ms())
        return Caller(account, account, device)

    def _writer(
        self, scope: str, wanted: bytes, row: Sequence[Any] | None, roles: Mapping[tuple[str, str], Sequence[Any]]
    ) -> Caller:
        caller = self._known(wanted, row)
        name = read_scope(scope)
        if name is None or name.user not in (None, caller.account):
            # What belongs to somebody else is seldom written; who shared it with whom is asked apart.
            self.granted(caller, scope, write=True)
            return caller
        membership, policy = roles.get((caller.account, name.workspace), (None, "own"))
        role = role_in(owner=name.user, asking=caller.account, membership=membership, policy=policy, shared=None)
        _sufficient(role, write=True)
        return caller

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


def _shown(authorization: str) -> bytes:
    found = _BEARER.fullmatch(authorization.strip())
    if found is None:
        raise Unauthorised("A token is needed: “Authorization: Bearer …”.")
    return fingerprint(found[1])


def _attempted(step: Callable[_Given, _Made], *given: _Given.args, **named: _Given.kwargs) -> _Made | Problem:
    try:
        return step(*given, **named)
    except Problem as problem:
        return problem


def _sufficient(role: Role | None, *, write: bool) -> Role:
    if role is None:
        raise Revoked("You have no access to this, or there is no such thing.")
    if write and role == "viewer":
        raise ReadOnly("You may read this but not change it.")
    return role


def _offer(row: Row[Any]) -> ScopeOffer | None:
    role = role_in(owner=row.user_id, asking=row.account, membership=row.role, policy=row.policy, shared=row.shared)
    return ScopeOffer(row.scope, row.workspace, row.user_id, row.history, row.head, role) if role else None


def _offered(accounts: Sequence[str]) -> Select[Any]:
    """Return the question for the scopes that accounts may follow, decided by the database so that the others are not read."""
    shared = and_(
        SHARED.c.workspace == SCOPE.c.workspace,
        SHARED.c.owner == SCOPE.c.user_id,
        SHARED.c.account == MEMBERSHIP.c.account,
    )
    by_policy = [and_(WORKSPACE.c.policy == policy, MEMBERSHIP.c.role.in_(roles)) for policy, roles in READERS.items()]
    mine = or_(
        SCOPE.c.user_id.is_(None), SCOPE.c.user_id == MEMBERSHIP.c.account, SHARED.c.role.is_not(None), *by_policy
    )
    columns = (
        SCOPE.c.scope,
        SCOPE.c.workspace,
        SCOPE.c.user_id,
        SCOPE.c.history,
        SCOPE.c.head,
        MEMBERSHIP.c.account,
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
        .where(MEMBERSHIP.c.account.in_(accounts), mine)
        .order_by(SCOPE.c.scope)
    )
