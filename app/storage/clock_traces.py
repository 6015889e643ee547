"""Entries whose times were taken from a clock: found by the log, which notes what the clock said at each action."""

from __future__ import annotations

import sqlite3
from typing import Any

from app.domain.entities.base import Kind
from app.storage.bodies import unpack
from app.storage.columns import KIND_NUMBER, id_from_row
from app.storage.meta import read_meta, write_meta
from app.storage.write_log import SET

# The newest action at the time when the clock was last known to be right.
_RIGHT_UNTIL = "clock_right_until"
# How far from the clock a start or an end may lie and still be taken from it.
_NEAR_S = 90
_SINCE = f"""
    SELECT change.entity, change.body, action.at, action.code FROM action JOIN change ON change.action = action.number
    WHERE action.number > ? AND action.device = (SELECT value FROM meta WHERE key = 'device')
        AND change.kind = {KIND_NUMBER[Kind.TIME_ENTRY]} AND change.op = {SET}
    ORDER BY change.version
"""
# What moved entries to where they belong must not be moved again.
SHIFT = "shift_entries"


def clock_is_right(connection: sqlite3.Connection) -> None:
    """Note that up to now this machine's clock was right."""
    (newest,) = connection.execute("SELECT coalesce(max(number), 0) FROM action").fetchone()
    if read_meta(connection, _RIGHT_UNTIL) != newest:
        write_meta(connection, _RIGHT_UNTIL, newest)


def taken_from_the_clock(connection: sqlite3.Connection) -> list[str]:
    """Return the closed entries whose start or end was taken from the clock since it was last known to be right."""
    spans: dict[bytes, tuple[Any, Any]] = {}
    taken: dict[bytes, set[int]] = {}
    for entity, body, at, code in connection.execute(_SINCE, (int(read_meta(connection, _RIGHT_UNTIL) or 0),)):
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


def _is_near(edge: Any, at: int) -> bool:
    return isinstance(edge, int) and abs(edge - at) <= _NEAR_S
