"""What waits to be pushed: the log's own pending rows, group by group; no second table could disagree with them."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from app.storage.records import SELECT_CHANGE, change_of, rows_of
from app.storage.write_log import ACKED, CONFIRMED, PENDING, QUARANTINED
from sync.client.ports import Waiting

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sync.protocol.change import Change
    from sync.protocol.version import Version

# The second condition is what lets SQLite use the small index of what is not settled.
_WAITING = "FROM change JOIN action ON action.number = change.action WHERE state = ? AND state < 2 AND scope = ?"
_GROUP = f"{SELECT_CHANGE} WHERE change.version >= ? AND change.action = ? ORDER BY change.version LIMIT ?"
_REASON = "INSERT OR REPLACE INTO quarantined (version, reason, at) VALUES (?, ?, ?)"


def pending(connection: sqlite3.Connection, scope: str, limit: int, after: Version | None = None) -> list[Change]:
    """Return the oldest pending changes of groups after one, by (group, version): at most ``limit``, or one group."""
    found: list[Change] = []
    for group, number, size in _oldest_groups(connection, scope, limit, after or b""):
        if found and len(found) + size > limit:
            break
        found += [change_of(row) for row in connection.execute(_GROUP, (group, number, size))]
    return found


def _oldest_groups(
    connection: sqlite3.Connection, scope: str, limit: int, after: bytes
) -> list[tuple[bytes, int, int]]:
    """Return version, number and size of the oldest groups after one, of which something is pending."""
    groups: dict[int, tuple[bytes, int, int]] = {}
    rows = connection.execute(
        f"SELECT action.version, number, size {_WAITING} AND change.version > ? AND action.version > ?"
        " ORDER BY change.version",
        (PENDING, scope, after, after),
    )
    # Changes come by their own version. A group that begins before the last one read cannot still be missing, but one
    # whose first change is settled already comes late; that order is as good, since nothing is based on it.
    for group, number, size in rows:
        if number not in groups and sum(size for *_, size in groups.values()) >= limit:
            break
        groups[number] = group, number, size
    rows.close()
    return sorted(groups.values())


def waiting(connection: sqlite3.Connection, scope: str) -> Waiting:
    """Return how much waits and how much was set aside."""
    (waits,) = connection.execute(f"SELECT count(*) {_WAITING}", (PENDING, scope)).fetchone()
    (aside,) = connection.execute(
        "SELECT count(*) FROM quarantined JOIN change USING (version) JOIN action ON action.number = change.action"
        " WHERE scope = ?",
        (scope,),
    ).fetchone()
    return Waiting(waits, aside)


def acknowledge(connection: sqlite3.Connection, versions: Iterable[Version]) -> None:
    """Note what a server has taken."""
    connection.executemany(
        f"UPDATE change SET state = {ACKED} WHERE version = ? AND state = {PENDING}",
        [(version,) for version in versions],
    )


def settle(connection: sqlite3.Connection, scope: str) -> int:
    """Let what was acknowledged and has not come back wait again; returns how many."""
    return connection.execute(
        f"UPDATE change SET state = {PENDING} WHERE state = {ACKED} AND state < 2"
        " AND (SELECT scope FROM action WHERE number = change.action) = ?",
        (scope,),
    ).rowcount


def offer_again(connection: sqlite3.Connection, scope: str) -> None:
    """Let everything that counted as confirmed be acknowledged only: what does not come back is offered again."""
    connection.execute(
        f"UPDATE change SET state = {ACKED} WHERE state = {CONFIRMED}"
        " AND (SELECT scope FROM action WHERE number = change.action) = ?",
        (scope,),
    )


def quarantine(connection: sqlite3.Connection, refused: Mapping[Version, str], now: int) -> int:
    """Set aside changes with their reasons, and the rest of their groups with them; returns how many."""
    held = rows_of(connection, "action, state", refused)
    groups = {number: refused[version] for version, (number, state) in held.items() if state <= ACKED}
    count = 0
    for number, reason in groups.items():
        versions = _of_group(connection, number)
        connection.executemany(_REASON, [(version, refused.get(version, reason), now) for version in versions])
        connection.executemany(f"UPDATE change SET state = {QUARANTINED} WHERE version = ?", [(v,) for v in versions])
        count += len(versions)
    return count


def let_wait_again(connection: sqlite3.Connection, version: Version) -> int:
    """Let the group of a change that was set aside wait again; returns how many changes."""
    held = rows_of(connection, "action, state", [version]).get(version)
    if held is None or held[1] != QUARANTINED:
        return 0
    versions = [(found,) for found in _of_group(connection, held[0])]
    connection.executemany("DELETE FROM quarantined WHERE version = ?", versions)
    return connection.executemany(
        f"UPDATE change SET state = {PENDING} WHERE version = ? AND state = {QUARANTINED}", versions
    ).rowcount


def _of_group(connection: sqlite3.Connection, number: int) -> list[Version]:
    group, size = connection.execute("SELECT version, size FROM action WHERE number = ?", (number,)).fetchone()
    rows = connection.execute(
        "SELECT version FROM change WHERE version >= ? AND action = ? ORDER BY version LIMIT ?", (group, number, size)
    )
    return [row[0] for row in rows]
