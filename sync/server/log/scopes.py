"""Scopes as rows: making one, removing one with all that is in it, reading how far it is."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from sync.server.log.tables import BY_SCOPE, SCOPE


def create_scope(connection: Connection, scope: str, *, workspace: str, user: str | None, history: str) -> None:
    """Make an empty scope. ``history`` names its log for good: random, never used before."""
    row = {"scope": scope, "workspace": workspace, "user_id": user, "history": history}
    connection.execute(insert(SCOPE).values(row | {"head": 0, "chain": b"", "size": 0}))


def remove_scope(connection: Connection, scope: str) -> None:
    """Remove a scope, its log and its objects."""
    for table in BY_SCOPE:
        connection.execute(delete(table).where(table.c.scope == scope))


def scopes_of(connection: Connection, workspace: str) -> Sequence[Row[Any]]:
    """Return the scope rows of a workspace: scope, workspace, user_id, history, head, chain, size."""
    return connection.execute(select(SCOPE).where(SCOPE.c.workspace == workspace).order_by(SCOPE.c.scope)).all()
