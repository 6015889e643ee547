"""Reading the keys of a JSON object strictly: every wrong type is Malformed, none slips through."""

import re
from typing import Any

from sync.protocol.change import MAX_NAME, MAX_NUMBER, Malformed, is_text
from sync.protocol.version import SIZE, Version, from_text

_BYTES16 = re.compile(r"[0-9a-f]{32}")


def record_of(value: Any) -> dict[str, Any]:
    """Return a JSON object."""
    if not isinstance(value, dict):
        raise Malformed("not a JSON object")
    return value


def text_of(record: dict[str, Any], key: str, longest: int = MAX_NAME) -> str:
    """Return the text under a key, which may be empty."""
    value = record.get(key)
    if not isinstance(value, str) or len(value) > longest or not is_text(value):
        raise Malformed(f"“{key}” is not a text of up to {longest} characters")
    return value


def number_of(record: dict[str, Any], key: str) -> int:
    """Return the whole number under a key, which is not negative."""
    value = record.get(key)
    # bool is an int to Python, never to the protocol.
    if type(value) is not int or not 0 <= value <= MAX_NUMBER:
        raise Malformed(f"“{key}” is not a whole number from 0 on")
    return value


def list_of(record: dict[str, Any], key: str, most: int) -> list[Any]:
    """Return the list under a key."""
    value = record.get(key)
    if not isinstance(value, list) or len(value) > most:
        raise Malformed(f"“{key}” is not a list of up to {most}")
    return value


def object_of(record: dict[str, Any], key: str, most: int) -> dict[str, Any]:
    """Return the JSON object under a key, an empty one where the key is missing."""
    value = record.get(key, {})
    if not isinstance(value, dict) or len(value) > most:
        raise Malformed(f"“{key}” is not an object of up to {most}")
    return value


def digest_of(text: Any) -> bytes:
    """Read 16 bytes written as 32 lower-case hex digits."""
    if not isinstance(text, str) or not _BYTES16.fullmatch(text):
        raise Malformed(f"not {SIZE} bytes in hex")
    return bytes.fromhex(text)


def chain_of(record: dict[str, Any], key: str = "chain") -> bytes:
    """Return the chain under a key, empty at the beginning of a log."""
    return b"" if record.get(key) == "" else digest_of(record.get(key))


def version_of(text: Any) -> Version:
    """Read a version, which may be NONE."""
    if not isinstance(text, str):
        raise Malformed("not a version")
    try:
        return from_text(text)
    except ValueError as error:
        raise Malformed(str(error)) from error
