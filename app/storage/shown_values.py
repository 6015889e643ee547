"""What is shown of a field whose newest value fits no column: the newest one that does, in whatever order they came."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from app.domain.entities.base import Kind
from app.storage.bodies import unpack
from app.storage.columns import KIND_NUMBER, layout
from app.storage.write_log import SET

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sync.protocol.change import Value

_BODIES = f"""
    SELECT body FROM change JOIN action ON action.number = change.action
    WHERE entity = ? AND kind = ? AND op = {SET} AND scope = ? ORDER BY change.version DESC
"""


def newest_that_fit(
    connection: sqlite3.Connection, kind: Kind, entity: bytes, scope: str, names: Iterable[str]
) -> dict[str, Value]:
    """Return, of some fields of an entity, the newest value in a scope's log that its column can hold, if there is one."""
    bodies = connection.execute(_BODIES, (entity, KIND_NUMBER[kind], scope))
    return choose(kind, (unpack(body)[0] for (body,) in bodies), names)


def choose(kind: Kind, newest_first: Iterable[Mapping[str, Value]], names: Iterable[str]) -> dict[str, Value]:
    """Return, of some fields, the first value that fits."""
    shape, missing = layout(kind), set(names)
    found: dict[str, Value] = {}
    for fields in newest_first:
        for name in missing & fields.keys():
            if shape.fits(name, fields[name]):
                found[name] = fields[name]
        missing -= found.keys()
        if not missing:
            break
    return found
