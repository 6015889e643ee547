"""Who may do what: roles, the rules of a workspace, and the table of what each role is allowed."""

import re
from typing import Final, Literal, NamedTuple, get_args

from sync.protocol.messages import Role

Policy = Literal["own", "admins", "members"]
"""Whose time others may read: nobody else's, everybody's by owners and admins, everybody's by every member."""

ROLES: Final[tuple[Role, ...]] = get_args(Role)
POLICIES: Final[tuple[Policy, ...]] = get_args(Policy)
DEFAULT_POLICY: Final[Policy] = "admins"

Right = Literal[
    "see_members",
    "share_own",
    "leave",
    "invite",
    "change_members",
    "change_workspace",
    "export",
    "see_audit",
    "delete_workspace",
]

_EVERYBODY: Final = frozenset(ROLES)
_LEADING: Final = frozenset[Role](("owner", "admin"))

# Who reads what belongs to others, under each policy.
READERS: Final[dict[Policy, frozenset[Role]]] = {
    "own": frozenset(),
    "admins": _LEADING,
    "members": frozenset(("owner", "admin", "member")),
}

# Reading and writing the log is no right but a role in a scope, see ``role_in``.
RIGHTS: Final[dict[Right, frozenset[Role]]] = {
    "see_members": _EVERYBODY,
    "share_own": _EVERYBODY,
    "leave": _EVERYBODY,
    "invite": _LEADING,
    "change_members": _LEADING,
    "change_workspace": _LEADING,
    "export": _LEADING,
    "see_audit": _LEADING,
    "delete_workspace": frozenset(("owner",)),
}

_SCOPE = re.compile(r"([0-9a-f]{32})(?:\.([0-9a-f]{32}))?")


class ScopeName(NamedTuple):
    """What a scope's id says: the workspace, and the person it belongs to, None for what all of it shares."""

    workspace: str
    user: str | None


def read_scope(scope: str) -> ScopeName | None:
    """Return the parts of a scope's id, None if it is none."""
    found = _SCOPE.fullmatch(scope)
    return ScopeName(found[1], found[2]) if found else None


def scope_of(workspace: str, user: str | None = None) -> str:
    """Return the id of a scope."""
    return f"{workspace}.{user}" if user else workspace


def role_in(
    *, owner: str | None, asking: str, membership: Role | None, policy: Policy, shared: Role | None
) -> Role | None:
    """Return what somebody may do in a scope, None for nothing at all.

    In what a workspace shares it is their role. One's own is one's own, whatever one's role. What belongs to somebody
    else may be read if the policy says so, and more if that person has shared it. Who is no member has no access to
    anything of the workspace, what they wrote there included.
    """
    if membership is None:
        return None
    if owner is None:
        return membership
    if owner == asking:
        return "owner"
    if shared is not None:
        return shared
    return "viewer" if membership in READERS[policy] else None


def may_give(asking: Role, given: Role) -> bool:
    """Return whether a role may be given, or taken from somebody who has it: only owners make and unmake owners."""
    return asking == "owner" or (asking == "admin" and given != "owner")
