"""The queue as a person sees it: what is not on the server, since when, and why."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from app.storage import outbox
from app.storage.columns import KINDS, UNKNOWN_KIND, id_from_row
from app.storage.records import SELECT_CHANGE, change_of
from app.storage.write_log import ACKED, PENDING, QUARANTINED
from sync.protocol.change import Change
from sync.protocol.version import Version

# The reason of what a person held back.
BY_HAND = "by_hand"

# Settled changes are no part of the index that this reads.
_LISTED = """
    SELECT change.version, kind, entity, action.code, action.subject, action.at, state, quarantined.reason
    FROM change JOIN action ON action.number = change.action LEFT JOIN quarantined ON quarantined.version = change.version
"""
_ASIDE = f"""
    {_LISTED} WHERE change.version IN (SELECT version FROM quarantined) AND state = {QUARANTINED}
    ORDER BY change.version LIMIT ?
"""
_WAITING = f"{_LISTED} WHERE state IN ({PENDING}, {ACKED}) AND state < 2 ORDER BY change.version LIMIT ?"
_COUNTS = f"""
    SELECT count(*), min(action.at) FROM change JOIN action ON action.number = change.action
    WHERE state IN ({PENDING}, {ACKED}) AND state < 2
"""


class Queued(NamedTuple):
    """A change that is not (known to be) on the server; ``reason`` is set for what was set aside."""

    version: str
    kind: str
    entity: str
    code: str
    subject: str
    at: int
    is_acknowledged: bool
    reason: str | None


class Counts(NamedTuple):
    """How many changes wait, since when the oldest does (Unix seconds), and how many were set aside."""

    waiting: int
    since: int | None
    set_aside: int


def counts(connection: sqlite3.Connection) -> Counts:
    """Return how much is not on the server."""
    waiting, since = connection.execute(_COUNTS).fetchone()
    (aside,) = connection.execute("SELECT count(*) FROM quarantined").fetchone()
    return Counts(waiting, since, aside)


def listing(connection: sqlite3.Connection, limit: int) -> list[Queued]:
    """Return what was set aside, then what waits, each oldest first."""
    rows = connection.execute(_ASIDE, (limit,)).fetchall()
    rows += connection.execute(_WAITING, (limit - len(rows),)).fetchall()
    return [
        Queued(version.hex(), "" if kind == UNKNOWN_KIND else KINDS[kind].value, id_from_row(entity), code, subject, at,
               state == ACKED, reason)
        for version, kind, entity, code, subject, at, state, reason in rows
    ]  # fmt: skip


def records(connection: sqlite3.Connection) -> list[Change]:
    """Return everything that is not on the server, whole, oldest first."""
    states = f"state IN ({PENDING}, {ACKED}) AND state < 2 OR change.version IN (SELECT version FROM quarantined)"
    return [change_of(row) for row in connection.execute(f"{SELECT_CHANGE} WHERE {states} ORDER BY change.version")]


def hold_back(connection: sqlite3.Connection, version: str, now: int) -> int:
    """Set a waiting change aside, with the rest of its group; returns how many changes."""
    return outbox.quarantine(connection, {Version(bytes.fromhex(version)): BY_HAND}, now)


def let_go(connection: sqlite3.Connection, version: str) -> int:
    """Let what was set aside wait again, with the rest of its group; returns how many changes."""
    return outbox.let_wait_again(connection, Version(bytes.fromhex(version)))
