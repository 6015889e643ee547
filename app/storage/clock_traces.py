"""Entries whose times were taken from a clock: found by the log, which notes what the clock said at each action."""

from __future__ import annotations

import sqlite3
from typing import Any

from app.domain.entities.base import Kind
from app.storage.bodies import unpack
from app.storage.columns import KIND_NUMBER, id_from_row
from app.storage.meta import read_meta, write_meta
from app.storage.write_log import SET, SYNC
from sync.protocol.version import Version, pack

# The newest version, in hex, at the time when the clock was last known to be right. What is recorded here later has
# a later one, whatever the clock says.
_RIGHT_UNTIL = "clock_right_until"
# Of a clock that was never known to be right, what it said longer ago than this is left alone.
_DOUBTED_S = 31 * 86_400
# How far from the clock a start or an end may lie and still be taken from it.
_NEAR_S = 90
# Versions sort by time, so that only what is younger is read: SQLite keeps to the order of a CROSS JOIN.
SINCE = f"""
    SELECT change.entity, change.body, action.at, action.code
    FROM change CROSS JOIN action ON action.number = change.action
    WHERE change.version > ? AND change.kind = {KIND_NUMBER[Kind.TIME_ENTRY]} AND change.op = {SET}
        AND action.role <> '{SYNC}' AND action.code <> 'import'
    ORDER BY change.version
"""
# What moved entries to where they belong must not be moved again.
SHIFT = "shift_entries"


def clock_is_right(connection: sqlite3.Connection) -> None:
    """Note that up to now this machine's clock was right, or that what was recorded up to now is not from it."""
    (newest,) = connection.execute("SELECT max(version) FROM change").fetchone()
    if newest is not None and read_meta(connection, _RIGHT_UNTIL) != newest.hex():
        write_meta(connection, _RIGHT_UNTIL, newest.hex())


def taken_from_the_clock(connection: sqlite3.Connection, now: int) -> list[str]:
    """Return the closed entries whose start or end was taken from the clock since it was last known to be right.

    ``now`` is what the clock says.
    """
    spans: dict[bytes, tuple[Any, Any]] = {}
    taken: dict[bytes, set[int]] = {}
    for entity, body, at, code in connection.execute(SINCE, (_right_until(connection, now),)):
        span = unpack(body)[0].get("span")
        if not isinstance(span, list):
            continue
        spans[entity] = span[0], span[1]
        if code == SHIFT:
            taken.pop(entity, None)
        else:
            # What was typed is not the clock's; of a timer whose end was typed over, the start still is.
            taken.setdefault(entity, set()).update(edge for edge in span[:2] if _is_near(edge, at))
    return [
        id_from_row(entity)
        for entity, edges in taken.items()
        if edges & set(spans[entity]) and None not in spans[entity]
    ]


def _right_until(connection: sqlite3.Connection, now: int) -> Version:
    known = read_meta(connection, _RIGHT_UNTIL)
    if isinstance(known, str):
        return Version(bytes.fromhex(known))
    offset_ms = int(read_meta(connection, "clock_offset_ms") or 0)
    return pack(max((now - _DOUBTED_S) * 1000 + offset_ms, 0), 0, 0)


def _is_near(edge: Any, at: int) -> bool:
    return isinstance(edge, int) and abs(edge - at) <= _NEAR_S
