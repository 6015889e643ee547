"""The change record: what one action did to one entity. Generic: kinds and fields, never projects or hours."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sync.protocol.version import NONE, Version, from_text, to_text

# A field's value: a JSON scalar, or a list of scalars for what belongs together (an interval, a price).
Value = str | int | float | bool | None | list[Any]
Operation = Literal["set", "del"]

ENTITY_SIZE = 16


@dataclass(frozen=True, slots=True)
class Change:
    """One entity's part of one action.

    ``fields`` holds the new values (``set``); ``base`` the version of each value the author saw, NONE where there
    was none. A ``del`` has no fields: its ``base`` names, for every field, the newest version its author had seen.
    ``group`` is the action, applied whole or not at all, and ``group_size`` how many changes it has.
    ``wall_ms`` is the author's raw clock and ``offset_ms`` the correction believed at that time.
    """

    version: Version
    kind: str
    entity: bytes
    fields: Mapping[str, Value]
    base: Mapping[str, Version]
    op: Operation
    group: Version
    group_size: int
    device: str
    user: str
    schema: int
    wall_ms: int
    offset_ms: int = 0


class Malformed(ValueError):
    """A change record that does not follow the protocol. Nothing of it is applied."""


def encode_body(fields: Mapping[str, Value], base: Mapping[str, Version]) -> str:
    """Return the stored form of a change's values and base versions, as compact JSON.

    A new entity's base is NONE throughout and is left out.
    """
    seen = {name: to_text(version) for name, version in base.items() if version}
    if not seen:
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return json.dumps([fields, seen], ensure_ascii=False, separators=(",", ":"))


def decode_body(body: str) -> tuple[dict[str, Value], dict[str, Version]]:
    """Read what ``encode_body`` wrote: values and base versions."""
    content = json.loads(body)
    fields, seen = content if isinstance(content, list) else (content, {})
    base = dict.fromkeys(fields, NONE)
    base.update((name, from_text(text)) for name, text in seen.items())
    return fields, base


def to_wire(change: Change) -> dict[str, Any]:
    """Return the JSON object that travels: ``{v, k, i, f, b, o, g, gn, d, u, s, w, z}``."""
    return {
        "v": to_text(change.version),
        "k": change.kind,
        "i": change.entity.hex(),
        "f": dict(change.fields),
        "b": {name: to_text(version) for name, version in change.base.items()},
        "o": change.op,
        "g": to_text(change.group),
        "gn": change.group_size,
        "d": change.device,
        "u": change.user,
        "s": change.schema,
        "w": change.wall_ms,
        "z": change.offset_ms,
    }


_KEYS = frozenset(("v", "k", "i", "f", "b", "o", "g", "gn", "d", "u", "s", "w", "z"))
_TEXTS = ("v", "k", "i", "o", "g", "d", "u")
_NUMBERS = ("gn", "s", "w", "z")


def from_wire(record: Any) -> Change:
    """Read a change from its JSON object, strictly.

    Raises:
        Malformed: a key is missing or of the wrong type, an id or version has the wrong form.
    """
    if not isinstance(record, dict) or not record.keys() >= _KEYS:
        raise Malformed("a change record lacks some of its keys")
    _check_types(record)
    try:
        return Change(
            version=_real(record["v"]),
            kind=record["k"],
            entity=_entity(record["i"]),
            fields=_values(record["f"]),
            base={name: from_text(text) for name, text in record["b"].items()},
            op=record["o"],
            group=_real(record["g"]),
            group_size=record["gn"],
            device=record["d"],
            user=record["u"],
            schema=record["s"],
            wall_ms=record["w"],
            offset_ms=record["z"],
        )
    except (ValueError, TypeError, AttributeError) as error:
        raise Malformed(str(error)) from error


def _check_types(record: dict[str, Any]) -> None:
    for key in _TEXTS:
        if not isinstance(record[key], str):
            raise Malformed(f"“{key}” is not a text")
    for key in _NUMBERS:
        # bool is an int to Python, never to the protocol.
        if type(record[key]) is not int:
            raise Malformed(f"“{key}” is not a whole number")
    if record["o"] not in ("set", "del") or (record["o"] == "del" and record["f"]):
        raise Malformed("a change sets fields or deletes, nothing else")
    if record["gn"] < 1:
        raise Malformed("a group has at least one change")


def _real(text: str) -> Version:
    version = from_text(text)
    if not version:
        raise ValueError("a version is missing")
    return version


def _entity(text: str) -> bytes:
    entity = bytes.fromhex(text)
    if len(entity) != ENTITY_SIZE:
        raise ValueError("an entity id has 16 bytes")
    return entity


def _values(fields: Any) -> dict[str, Value]:
    if not isinstance(fields, dict):
        raise TypeError("“f” is not an object")
    for name, value in fields.items():
        for scalar in value if isinstance(value, list) else [value]:
            if not isinstance(scalar, str | int | float | bool | None):
                raise TypeError(f"“{name}” holds more than scalars")
            if isinstance(scalar, float) and scalar - scalar != 0:
                raise ValueError(f"“{name}” is not a finite number")
    return fields
