"""Figures of the file: how much of what is in it."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any

from app.domain.entities.base import Kind
from app.storage import followed, sync_queue, sync_rounds
from app.storage.meta import read_meta

if TYPE_CHECKING:
    from app.storage.sync_rounds import NotedRound
    from sync.client.ports import ScopeState

_ROUNDS_TOLD = 10


def sqlite_version() -> str:
    """Return the version of the database library."""
    return sqlite3.sqlite_version


def database_figures(connection: sqlite3.Connection) -> dict[str, Any]:
    """Return schema, sizes and counts of a store; counting a million entries takes a few milliseconds."""
    pages, page_size, free, schema = (
        int(connection.execute(f"PRAGMA {name}").fetchone()[0])
        for name in ("page_count", "page_size", "freelist_count", "user_version")
    )
    rows = {kind.value: _count(connection, kind.value) for kind in Kind}
    return {
        "schema": schema,
        "pages": pages,
        "page_bytes": page_size,
        "free_pages": free,
        "journal": connection.execute("PRAGMA journal_mode").fetchone()[0],
        "last_full_check": read_meta(connection, "last_full_check"),
        "changes": _count(connection, "change"),
        "waiting_for_sync": connection.execute("SELECT count(*) FROM change WHERE state = 0 AND state < 2").fetchone()[
            0
        ],
        "rows": {name: count for name, count in rows.items() if count},
    }


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])


def sync_figures(connection: sqlite3.Connection) -> dict[str, Any]:
    """Return how far the exchange with a server came: no address, account or token, and nothing that was worked on."""
    scopes, rounds = followed.all_states(connection), sync_rounds.rounds(connection, _ROUNDS_TOLD)
    figures: dict[str, Any] = {"linked": "yes" if scopes else "no"}
    if not scopes and not rounds:
        return figures
    counts = sync_queue.counts(connection)
    figures |= {
        "last_synced_at": sync_rounds.standing(connection).synced_at,
        "waiting": counts.waiting,
        "waiting_since": counts.since,
        "quarantined": counts.set_aside,
        "parked": connection.execute("SELECT count(*) FROM parked").fetchone()[0],
    }
    if scopes:
        figures["scopes"] = {_name(state): _scope(state) for state in scopes}
    if rounds:
        figures["rounds"] = {f"round {number}": _round(done) for number, done in enumerate(rounds, 1)}
    return figures


def _name(state: ScopeState) -> str:
    return f"user {state.offer.user[-8:]}" if state.offer.user else "workspace"


def _scope(state: ScopeState) -> dict[str, Any]:
    return {
        "phase": state.phase,
        "role": state.offer.role,
        "seq": state.cursor.seq,
        "head": state.offer.head,
        "backfill": "–" if state.backfill is None else state.backfill.seq,
    }


def _round(done: NotedRound) -> dict[str, Any]:
    # Of a failure only the code: its sentence names the server.
    return done._asdict() | {"failure": json.loads(done.failure)["code"] if done.failure else "–"}
