"""The change record: what one action did to one entity. Generic: kinds and fields, never projects or hours."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from operator import itemgetter
from typing import Any, Literal

from sync.protocol.later import check_later
from sync.protocol.version import LATEST_MS, NONE, Version, from_text, to_text

# A field's value: a JSON scalar, or a list of scalars for what belongs together (an interval, a price).
Value = str | int | float | bool | None | list[Any]
Operation = Literal["set", "del"]

ENTITY_SIZE = 16

# The name under which a base holds the deletion its author had seen. No field has an empty name.
DELETION = ""

# What a record may hold. Generous for people, finite for a hostile peer.
MAX_GROUP = 500
MAX_FIELDS = 2_000
MAX_NAME = 200
MAX_TEXT = 1_000_000
MAX_LIST = 64
MAX_NUMBER = (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class Change:
    """One entity's part of one action.

    ``fields`` holds the new values (``set``); ``base`` the version of each value the author saw, NONE where there
    was none. A ``del`` has no fields: its ``base`` names, for every field, the newest version its author had seen.
    A ``set`` that brings a deleted entity back on purpose names the deletion it has seen under DELETION.
    ``group`` is the action, applied whole or not at all, named by its smallest version, and ``group_size`` how many
    changes it has. ``wall_ms`` is the author's raw clock and ``offset_ms`` the correction believed at that time.

    ``partial`` stands in for a change whose original is not held: it was put together from a snapshot, one for each
    entity and version, a group of its own. Its base is unknown, and fields that a later change has overwritten are
    missing. The original takes its place wherever it turns up. ``relay`` is the device that brought a change that is not
    its own; a server sets it, and what is pushed has it taken off. ``more`` are keys of later protocols.
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
    partial: bool = False
    relay: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)


class Malformed(ValueError):
    """A change record that does not follow the protocol. Nothing of it is applied."""


def encode_body(fields: Mapping[str, Value], base: Mapping[str, Version]) -> str:
    """Return the stored form of a change's values and base versions, as compact JSON.

    A new entity's base is NONE throughout and is left out. The form is an object ``{field: value}``, or an array of
    that object and the base versions; nothing else begins with a bracket, so the two cannot be mistaken.

    Raises:
        ValueError: a number that is not finite.
    """
    seen = {name: to_text(version) for name, version in base.items() if version}
    return json.dumps([fields, seen] if seen else fields, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def decode_body(body: str) -> tuple[dict[str, Value], dict[str, Version]]:
    """Read what ``encode_body`` wrote: values and base versions."""
    content = json.loads(body)
    fields, seen = content if isinstance(content, list) else (content, {})
    base = dict.fromkeys(fields, NONE)
    base.update((name, from_text(text)) for name, text in seen.items())
    return fields, base


def to_wire(change: Change) -> dict[str, Any]:
    """Return the JSON object that travels: ``{v, k, i, f, b, o, g, gn, d, u, s, w, z}``, where they apply p and r.

    Keys of later protocols stand after them as they came.
    """
    base = change.base
    record = {
        "v": change.version.hex(),
        "k": change.kind,
        "i": change.entity.hex(),
        "f": dict(change.fields),
        "b": {name: seen.hex() for name, seen in base.items()} if any(base.values()) else dict.fromkeys(base, ""),
        "o": change.op,
        "g": change.group.hex(),
        "gn": change.group_size,
        "d": change.device,
        "u": change.user,
        "s": change.schema,
        "w": change.wall_ms,
        "z": change.offset_ms,
    }
    if change.partial:
        record["p"] = 1
    if change.relay:
        record["r"] = change.relay
    return {**record, **change.more} if change.more else record


_KEYS = frozenset(("v", "k", "i", "f", "b", "o", "g", "gn", "d", "u", "s", "w", "z"))
_KNOWN = _KEYS | {"p", "r"}
_parts = itemgetter("v", "i", "f", "b", "k", "o", "d", "u", "g", "gn", "s", "w", "z")
# Names of fields that were found to be in order: the same few come with every change.
_MAX_NAMES = 10_000
_names: set[str] = set()
# Kind, operation, device and user of changes that were found to be in order: hundreds of changes share them.
_MAX_AUTHORS = 500
_authors: set[tuple[Any, ...]] = set()
# The first version that is later than any clock may claim.
_BEYOND = (LATEST_MS + 1).to_bytes(6, "big")


def from_wire(record: Any) -> Change:
    """Read a change from its JSON object, strictly; keys of later protocols are kept.

    Raises:
        Malformed: a key is missing or of the wrong type, an id or version has the wrong form, a value is no scalar or
            too large, or the record contradicts itself.
    """
    if not isinstance(record, dict) or not record.keys() >= _KEYS:
        raise Malformed("a change record lacks some of its keys")
    version, entity, fields, base, *author, group, size, schema, wall_ms, offset_ms = _parts(record)
    try:
        _check_author(tuple(author))
        _check_numbers(size, schema, wall_ms, offset_ms)
        change = Change(
            (own := _real(version)), author[0], entity_from_wire(entity), values_from_wire(fields), _base(base, fields),
            author[1], own if group == version else _real(group), size, author[2], author[3], schema, wall_ms, offset_ms,
            *(() if len(record) == len(_KEYS) else _rare(record)),
        )  # fmt: skip
    except (ValueError, TypeError) as error:
        raise Malformed(str(error)) from error
    _check_sense(change)
    return change


def _check_author(author: tuple[Any, ...]) -> None:
    # What cannot be looked up raises a TypeError, and is of a wrong type.
    if author in _authors:
        return
    for key, text in zip(("k", "o", "d", "u"), author, strict=True):
        if not isinstance(text, str) or not 0 < len(text) <= MAX_NAME or not is_text(text):
            raise ValueError(f"“{key}” is not a text of up to {MAX_NAME} characters")
        # A text may hold it in JSON; no column of a database that is written in C does.
        if "\0" in text:
            raise ValueError(f"“{key}” holds a zero character")
    if author[1] not in ("set", "del"):
        raise ValueError("a change sets fields or deletes, nothing else")
    if len(_authors) >= _MAX_AUTHORS:
        _authors.clear()
    _authors.add(author)


def _check_numbers(size: Any, schema: Any, wall_ms: Any, offset_ms: Any) -> None:
    # bool is an int to Python, never to the protocol.
    if not type(size) is type(schema) is type(wall_ms) is type(offset_ms) is int:
        raise TypeError("“gn”, “s”, “w” and “z” are whole numbers")
    if max(schema, wall_ms, offset_ms) > MAX_NUMBER or min(schema, wall_ms, offset_ms) < -MAX_NUMBER:
        raise ValueError("“s”, “w” or “z” is a number beyond 64 bits")
    if not 1 <= size <= MAX_GROUP:
        raise ValueError(f"a group has from 1 to {MAX_GROUP} changes")


def _check_sense(change: Change) -> None:
    if (change.op == "del") == bool(change.fields):
        raise Malformed("a deletion sets no fields, any other change at least one")
    if change.group > change.version:
        raise Malformed("a group is named by the smallest version in it")
    base, fields = change.base.keys(), change.fields.keys()
    if change.op == "set" and not base <= fields and not base <= fields | {DELETION}:
        raise Malformed("a base names a field the change does not set")
    # Its author had seen what it is based on, and writes later than anything it has seen.
    if change.base and max(change.base.values()) >= change.version:
        raise Malformed("a base is not earlier than its change")


def _real(text: Any) -> Version:
    """Read a version, of a change or a group."""
    if not isinstance(text, str):
        raise TypeError("a version is a text")
    version = from_text(text)
    # A clock that is ahead is no fault: its edits are kept as they are. Only what no clock can show is refused.
    if not version or version >= _BEYOND:
        raise ValueError("no clock shows the time of this version")
    return version


def entity_from_wire(text: Any) -> bytes:
    """Read an entity's id.

    Raises:
        ValueError, TypeError: not 32 lower-case hex digits.
    """
    raw = bytes.fromhex(text)
    # fromhex alone would also take upper case and blanks, and one entity must have one spelling.
    if len(raw) != ENTITY_SIZE or raw.hex() != text:
        raise ValueError(f"an entity id is 32 lower-case hex digits, not {text[:40]!r}")
    return raw


def _base(base: Any, fields: dict[str, Value]) -> dict[str, Version]:
    if not isinstance(base, dict) or len(base) > MAX_FIELDS:
        raise TypeError(f"“b” is not an object of up to {MAX_FIELDS} fields")
    # The usual change makes an entity. What is no text cannot be joined, and is a TypeError.
    if list(base) == list(fields) and not "".join(base.values()):
        return dict.fromkeys(base, NONE)
    seen: dict[str, Version] = {}
    for name, text in base.items():
        if name not in fields and name != DELETION:
            _check_name(name)
        if not isinstance(text, str):
            raise TypeError(f"the base of “{name}” is not a version")
        seen[name] = from_text(text)
    return seen


def _rare(record: dict[str, Any]) -> tuple[bool, str, dict[str, Any]]:
    return _partial(record), _relay(record), _more(record)


def _partial(record: dict[str, Any]) -> bool:
    # 1 or absent; bool and float would compare equal to it.
    if "p" in record and (type(record["p"]) is not int or record["p"] != 1):
        raise ValueError("“p” is 1 or left out")
    return "p" in record


def _relay(record: dict[str, Any]) -> str:
    relay = record.get("r", "")
    if not isinstance(relay, str) or len(relay) > MAX_NAME or not is_text(relay):
        raise ValueError(f"“r” is not a text of up to {MAX_NAME} characters")
    return relay


def _more(record: dict[str, Any]) -> dict[str, Any]:
    more = {key: value for key, value in record.items() if key not in _KNOWN}
    check_later(more)
    return more


def values_from_wire(fields: Any) -> dict[str, Value]:
    """Read the values of fields, which stay the object they were.

    Raises:
        ValueError, TypeError: no object of fields, or a value that is no scalar or too large.
    """
    if not isinstance(fields, dict) or len(fields) > MAX_FIELDS:
        raise TypeError(f"“f” is not an object of up to {MAX_FIELDS} fields")
    for name, value in fields.items():
        if name not in _names:
            _check_name(name)
        # What comes most is looked at right here.
        kind = type(value)
        if (
            value is None or kind is bool or (kind is int and -MAX_NUMBER <= value <= MAX_NUMBER)
            or (kind is str and len(value) <= MAX_TEXT and value.isascii())
        ):  # fmt: skip
            continue
        if not isinstance(value, list):
            _check_scalar(name, value)
            continue
        if len(value) > MAX_LIST:
            raise ValueError(f"“{name}” holds more than {MAX_LIST} values")
        for scalar in value:
            _check_scalar(name, scalar)
    return fields


def _check_name(name: Any) -> None:
    if not isinstance(name, str) or not 0 < len(name) <= MAX_NAME or not is_text(name):
        raise ValueError(f"a field's name is a text of up to {MAX_NAME} characters")
    if len(_names) < _MAX_NAMES:
        _names.add(name)


def _check_scalar(name: str, scalar: Any) -> None:
    if scalar is None or scalar is True or scalar is False:
        return
    if isinstance(scalar, str):
        if len(scalar) > MAX_TEXT or not is_text(scalar):
            raise ValueError(f"“{name}” is not a text of up to {MAX_TEXT} characters")
    elif isinstance(scalar, float):
        if not isfinite(scalar):
            raise ValueError(f"“{name}” is not a finite number")
    elif isinstance(scalar, int):
        if abs(scalar) > MAX_NUMBER:
            raise ValueError(f"“{name}” is a number beyond 64 bits")
    else:
        raise TypeError(f"“{name}” holds more than scalars")


def is_text(text: str) -> bool:
    """Return whether a text can be written down: JSON can spell half a character, UTF-8 cannot."""
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
