"""A change as it travels, as it stands in the log: an action row, a change row, and ``more`` for what those cannot tell.

``more`` is a JSON object with the keys of the record (see sync.protocol.change): ``k`` a kind this version does not
know, ``p`` partial, ``r`` the relay, what differs from the action's row (``d``, ``u``, ``s``, ``w``, ``z``, ``gn``),
and under ``more`` the keys of later protocols.
"""

from __future__ import annotations

import json
import re
import sqlite3
from typing import TYPE_CHECKING, Any, NamedTuple

from app.domain.entities.base import Kind
from app.storage.bodies import Body, unpack
from app.storage.columns import KIND_NUMBER, KINDS, UNKNOWN_KIND
from app.storage.write_log import DELETE, SET, SYNC
from sync.protocol.change import Change

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sync.protocol.version import Version

_ID = re.compile(r"[0-9a-f]{32}")
_LATEST_S = 32_503_680_000
_SLICE = 400

INSERT_ACTION = """
    INSERT INTO action (number, version, batch, size, code, subject, role, at, device, "user", schema, wall_ms, offset_ms,
        scope)
    VALUES (?, ?, ?, ?, ?, '', ?, ?, ?, ?, ?, ?, ?, ?)
"""
INSERT_CHANGE = """
    INSERT INTO change (version, action, kind, entity, op, body, state, more) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
# The columns that ``change_of`` reads.
SELECT_CHANGE = """
    SELECT change.version, change.kind, change.entity, change.op, change.body, change.more, action.version, action.size,
        action.device, action."user", action.schema, action.wall_ms, action.offset_ms
    FROM change JOIN action ON action.number = change.action
"""


def user_to_row(user: str) -> bytes | str:
    """Return an author as an action keeps it: the 16 bytes of an id, any other text as it is."""
    return bytes.fromhex(user) if _ID.fullmatch(user) else user


def user_from_row(user: bytes | str) -> str:
    """Return an author as it travels."""
    return user.hex() if isinstance(user, bytes) else user


class Shared(NamedTuple):
    """What stands once for all changes of a group."""

    device: str
    user: str
    schema: int
    wall_ms: int
    offset_ms: int
    size: int


def shared_of(change: Change) -> Shared:
    """Return what a change shares with the others of its group, if its author is no liar."""
    return Shared(change.device, change.user, change.schema, change.wall_ms, change.offset_ms, change.group_size)


def action_row(number: int, group: Version, shared: Shared, scope: str) -> tuple[Any, ...]:
    """Return the action row of a group that came from elsewhere."""
    at = min(max(shared.wall_ms + shared.offset_ms, 0) // 1000, _LATEST_S)
    return (
        number, group, number, shared.size, SYNC, SYNC, at, shared.device, user_to_row(shared.user), shared.schema,
        shared.wall_ms, shared.offset_ms, scope,
    )  # fmt: skip


def change_row(change: Change, shared: Shared, number: int, body: Body, state: int) -> tuple[Any, ...]:
    """Return the change row of a change whose group's row says ``shared``."""
    kind = _NUMBERS.get(change.kind, UNKNOWN_KIND)
    more = None
    if change.partial or change.relay or change.more or kind == UNKNOWN_KIND or shared_of(change) != shared:
        more = _more(change, shared)
    return (change.version, number, kind, change.entity, DELETE if change.op == "del" else SET, body, state, more)


def _more(change: Change, shared: Shared) -> str | None:
    """Return what of a change's record its own row and that of its action cannot tell."""
    more: dict[str, Any] = {} if change.kind in _NUMBERS else {"k": change.kind}
    if change.partial:
        more["p"] = 1
    if change.relay:
        more["r"] = change.relay
    more |= {key: own for key, own, common in zip(_OF_ACTION, shared_of(change), shared, strict=True) if own != common}
    if change.more:
        more["more"] = dict(change.more)
    return json.dumps(more, ensure_ascii=False, separators=(",", ":")) if more else None


# The keys of what a group shares, in the order of Shared.
_OF_ACTION = ("d", "u", "s", "w", "z", "gn")
_NUMBERS: dict[str, int] = {kind.value: number for kind, number in KIND_NUMBER.items()}


def change_of(row: tuple[Any, ...], *, relayed: bool = False) -> Change:
    """Return the change of the columns of SELECT_CHANGE; its relay only if asked, since it is not what is pushed."""
    version, kind, entity, op, body, more, group, size, device, user, schema, wall_ms, offset_ms = row
    fields, base = unpack(body)
    told = json.loads(more) if more else {}
    return Change(
        version=version,
        kind=told["k"] if kind == UNKNOWN_KIND else KINDS[kind].value,
        entity=entity,
        fields=fields,
        base=base,
        op="del" if op == DELETE else "set",
        group=group,
        group_size=told.get("gn", size),
        device=told.get("d", device),
        user=told.get("u", user_from_row(user)),
        schema=told.get("s", schema),
        wall_ms=told.get("w", wall_ms),
        offset_ms=told.get("z", offset_ms),
        partial="p" in told,
        relay=told.get("r", "") if relayed else "",
        more=told.get("more", {}),
    )


def is_partial(more: str | None) -> bool:
    """Return whether a change row stands in for a change whose original is not held."""
    return more is not None and "p" in json.loads(more)


def known_kind(name: str) -> Kind | None:
    """Return the kind of a name, None for one of a later version."""
    return Kind(name) if name in _NUMBERS else None


def rows_of(
    connection: sqlite3.Connection, columns: str, versions: Iterable[Version]
) -> dict[Version, tuple[Any, ...]]:
    """Return some columns of those changes that are held, by version."""
    wanted = list(versions)
    found: dict[Version, tuple[Any, ...]] = {}
    for at in range(0, len(wanted), _SLICE):
        part = wanted[at : at + _SLICE]
        marks = ",".join("?" * len(part))
        statement = f"SELECT version, {columns} FROM change WHERE version IN ({marks})"
        found.update((row[0], row[1:]) for row in connection.execute(statement, part))
    return found
