"""Scopes: what is shared by whom. Every kind stands in one place here; a server knows scopes only.

A scope is named, in the file, by the text of ``action.scope``: empty for what a workspace shares, else the user's id in
hex. On the wire it is ``<workspace>`` or ``<workspace>.<user>``.
"""

from __future__ import annotations

from app.domain.entities.base import Kind

WORKSPACE = ""

# Everybody in the workspace has these.
OF_WORKSPACE = frozenset(
    (Kind.GROUP, Kind.CLIENT, Kind.PROJECT, Kind.MILESTONE, Kind.TASK, Kind.TAG, Kind.RATE, Kind.INVOICE,
     Kind.INVOICE_LINE, Kind.MEMBER)
)  # fmt: skip
# A person's own, and of use to others who may see them: each says whose it is.
OF_USER = frozenset((Kind.TIME_ENTRY, Kind.PLANNED_EVENT, Kind.WORK_SLOT, Kind.DAY_OVERRIDE, Kind.TIME_OFF))
# A person's own, and of use to nobody else: where they come in another's scope, they are kept but never become rows.
OF_USER_ALONE = frozenset((Kind.FAVORITE, Kind.SAVED_REPORT, Kind.SETTING, Kind.DISMISSAL))
# A conflict belongs where its entity does.
OF_ITS_ENTITY = frozenset((Kind.CONFLICT,))


def scope_of(kind: str, user: str) -> str:
    """Return the scope of a kind for a user. A kind of a later version is taken to be the user's own."""
    return WORKSPACE if kind in OF_WORKSPACE else user


def becomes_row(kind: str, scope: str, own: str) -> bool:
    """Return whether an entity of a kind that came in a scope may be a row here; ``own`` is the store's own user.

    What stands in a scope where its kind does not belong, as only a broken or hostile peer would put it, may not: it
    could change what its author has no access to.
    """
    if kind in OF_ITS_ENTITY:
        return scope in (WORKSPACE, own)
    if kind in OF_WORKSPACE:
        return scope == WORKSPACE
    if kind in OF_USER:
        return scope != WORKSPACE
    return kind in OF_USER_ALONE and scope == own


def owner_of(kind: str, scope: str, own: str) -> str | None:
    """Return what the ``owner`` column holds for an entity of a kind that came in a scope: what the kind cannot tell."""
    if kind in OF_ITS_ENTITY:
        return scope
    return scope if kind in OF_USER and scope != own else None
