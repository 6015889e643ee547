"""The scopes that are followed, as rows: what a server offered, and how far it was read."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.storage.meta import read_meta, write_meta
from app.storage.scopes import WORKSPACE
from sync.client.ports import ScopeState
from sync.protocol.messages import Cursor, ScopeOffer

if TYPE_CHECKING:
    from collections.abc import Iterable

# The workspace this file belongs to, noted when it is first followed.
WORKSPACE_FACT = "sync_workspace"

_COLUMNS = (
    'scope, workspace, "user", offered_history, offered_head, offered_role, phase, history, seq, chain, copied_at,'
    " copied_after, backfill"
)
_PUT = f"INSERT OR REPLACE INTO sync_scope ({_COLUMNS}) VALUES ({', '.join('?' * 13)})"


class UnknownScope(LookupError):
    """A scope that is not followed was asked for, which is a bug in the caller."""


def all_states(connection: sqlite3.Connection) -> list[ScopeState]:
    """Return every scope, what the workspace shares first: what entries point to comes before them."""
    rows = connection.execute(f'SELECT {_COLUMNS} FROM sync_scope ORDER BY "user" IS NOT NULL, scope')
    return [_state(row) for row in rows]


def state_of(connection: sqlite3.Connection, scope: str) -> ScopeState:
    """Return one scope.

    Raises:
        UnknownScope: it is not followed.
    """
    row = connection.execute(f"SELECT {_COLUMNS} FROM sync_scope WHERE scope = ?", (scope,)).fetchone()
    if row is None:
        raise UnknownScope(scope)
    return _state(row)


def put_state(connection: sqlite3.Connection, state: ScopeState) -> None:
    """Write a scope in the open transaction."""
    offer, cursor = state.offer, state.cursor
    connection.execute(
        _PUT,
        (
            offer.scope, offer.workspace, offer.user, offer.history, offer.head, offer.role, state.phase, cursor.history,
            cursor.seq, cursor.chain, _text(state.copied_at), state.copied_after, _text(state.backfill),
        ),
    )  # fmt: skip


def change_state(connection: sqlite3.Connection, scope: str, **changes: Any) -> ScopeState:
    """Change something of a scope in the open transaction."""
    state = replace(state_of(connection, scope), **changes)
    put_state(connection, state)
    return state


def name_here(connection: sqlite3.Connection, scope: str) -> str:
    """Return the name a scope has in this file (see app.storage.scopes)."""
    return state_of(connection, scope).offer.user or WORKSPACE


def of_this_workspace(connection: sqlite3.Connection, offers: Iterable[ScopeOffer]) -> list[ScopeOffer]:
    """Return the offers of the one workspace a file can hold: the first that was ever followed."""
    found = list(offers)
    workspace = read_meta(connection, WORKSPACE_FACT)
    if workspace is None and found:
        workspace = found[0].workspace
        write_meta(connection, WORKSPACE_FACT, workspace)
    return [offer for offer in found if offer.workspace == workspace]


def _state(row: tuple[Any, ...]) -> ScopeState:
    scope, workspace, user, history, head, role, phase, read_history, seq, chain, copied_at, copied_after, backfill = (
        row
    )
    return ScopeState(
        ScopeOffer(scope, workspace, user, history, head, role),
        phase,
        Cursor(read_history, seq, chain),
        _cursor(copied_at),
        copied_after,
        _cursor(backfill),
    )


def _text(cursor: Cursor | None) -> str | None:
    return None if cursor is None else json.dumps([cursor.history, cursor.seq, cursor.chain.hex()])


def _cursor(text: str | None) -> Cursor | None:
    if text is None:
        return None
    history, seq, chain = json.loads(text)
    return Cursor(history, seq, bytes.fromhex(chain))
