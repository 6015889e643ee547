"""Bodies: what a change set and what it was based on, in the form the log keeps.

The usual change makes a time entry, and its fields are known; so it is kept without their names, as bytes::

    +------+-------+---------+---------+--------+------+-----------------------+-----------------------+
    | form | flags | created | started | length | tags | ids: user, project …  | tz, source, external, |
    | 1 B  | 1 B   | 4 B     | 4 B     | 4 B    | 1 B  | 16 B each             | text, with 0 between  |
    +------+-------+---------+---------+--------+------+-----------------------+-----------------------+

Every other change, and an entry that does not fit, is kept as the JSON that ``encode_body`` writes.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

from app.domain.entities.base import Kind
from app.storage.columns import layout
from sync.protocol.change import Value, decode_body, encode_body
from sync.protocol.version import NONE, Version

if TYPE_CHECKING:
    from collections.abc import Mapping

_FORM = 1
_HEAD = struct.Struct(">BBIIIB")
_BILLABLE, _CLOSED, _PROJECT, _TASK, _MILESTONE, _EXTERNAL = (1 << bit for bit in range(6))
_ID_SIZE = 16
_TEXTS = 4

Body = str | bytes


def pack(fields: Mapping[str, Value], base: Mapping[str, Version]) -> Body:
    """Return the stored form of a change's values and base versions."""
    return encode_body(fields, base)


def pack_new(kind: Kind, created_at: int, row: tuple[Any, ...]) -> Body:
    """Return the stored form of the change that makes an entity, from its row."""
    found = _packed_entry(created_at, row) if kind is Kind.TIME_ENTRY else None
    return encode_body(layout(kind).to_wire(created_at, row), {}) if found is None else found


def unpack(stored: Body) -> tuple[dict[str, Value], dict[str, Version]]:
    """Return the values and base versions of a stored body."""
    if isinstance(stored, str):
        return decode_body(stored)
    fields = _unpacked_entry(stored)
    return fields, dict.fromkeys(fields, NONE)


def makes_new(stored: Body) -> bool:
    """Return whether a body knows of no value before, as that of a new entity."""
    return isinstance(stored, bytes) or stored[0] == "{"


def with_user(stored: Body, old: bytes, new: bytes) -> Body:
    """Return a body in which whatever was ``old``'s is ``new``'s."""
    if isinstance(stored, bytes):
        at = _HEAD.size
        return stored[:at] + new + stored[at + _ID_SIZE :] if stored[at : at + _ID_SIZE] == old else stored
    if old.hex() not in stored:
        return stored
    fields, base = decode_body(stored)
    return encode_body({**fields, "user": new.hex()}, base) if fields.get("user") == old.hex() else stored


def _packed_entry(created_at: int, row: tuple[Any, ...]) -> bytes | None:
    """Return a new entry's values as bytes, None where one of them does not fit."""
    user, started, tz, ended, text, project, task, milestone, billable, tags, source, external = row
    flags = (
        (_BILLABLE if billable else 0) | (0 if ended is None else _CLOSED) | (0 if project is None else _PROJECT)
        | (0 if task is None else _TASK) | (0 if milestone is None else _MILESTONE)
        | (0 if external is None else _EXTERNAL)
    )  # fmt: skip
    ids = [id_ for id_ in (user, project, task, milestone) if id_ is not None]
    count, over = divmod(len(tags), _ID_SIZE)
    texts = "\0".join((tz, source, external or "", text))
    if over or any(len(id_) != _ID_SIZE for id_ in ids) or "\0" in tz + source + (external or ""):
        return None
    try:
        head = _HEAD.pack(_FORM, flags, created_at, started, 0 if ended is None else ended - started, count)
    except struct.error:
        return None
    return b"".join((head, *ids, tags, texts.encode()))


def _unpacked_entry(stored: bytes) -> dict[str, Value]:
    _, flags, created_at, started, length, count = _HEAD.unpack_from(stored)
    at = _HEAD.size + _ID_SIZE
    user, project, task, milestone = stored[_HEAD.size : at].hex(), None, None, None
    if flags & _PROJECT:
        project, at = stored[at : at + _ID_SIZE].hex(), at + _ID_SIZE
    if flags & _TASK:
        task, at = stored[at : at + _ID_SIZE].hex(), at + _ID_SIZE
    if flags & _MILESTONE:
        milestone, at = stored[at : at + _ID_SIZE].hex(), at + _ID_SIZE
    texts = at + count * _ID_SIZE
    tz, source, external, text = stored[texts:].decode().split("\0", _TEXTS - 1)
    return {
        "created_at": created_at,
        "span": [started, started + length if flags & _CLOSED else None, tz],
        "user": user,
        "description": text,
        "project": project,
        "task": task,
        "milestone": milestone,
        "billable": bool(flags & _BILLABLE),
        "source": source,
        "external_id": external if flags & _EXTERNAL else None,
        **{f"tag:{stored[start : start + _ID_SIZE].hex()}": True for start in range(at, texts, _ID_SIZE)},
    }
