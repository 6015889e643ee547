"""JSON files from outside: read whole or not at all, with a sentence that says where they break."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from app.exchange.records import UnreadableFile

if TYPE_CHECKING:
    from app.exchange.source import Source

# Far more than any tracker exports; a list of this size would not fit into memory as objects.
LARGEST_BYTES = 512 << 20
_LATEST = 7_258_118_400  # 2200-01-01, beyond any entry


def load(source: Source, title: str) -> Any:
    """Return the content of a JSON file.

    Raises:
        UnreadableFile: it is too large, no text, cut off, or no JSON.
    """
    with source.open() as stream:
        raw = stream.read(LARGEST_BYTES + 1)
    if len(raw) > LARGEST_BYTES:
        raise UnreadableFile(f"“{source.name}” is too large to be a {title} file. Nothing was added.")
    try:
        return json.loads(raw.decode(source.encoding))
    except json.JSONDecodeError as error:
        raise UnreadableFile(
            f"“{source.name}” is no whole JSON file: in line {error.lineno}, column {error.colno} something else was"
            " expected. It may have been cut off. Nothing was added.",
            line=error.lineno,
            column=error.colno,
        ) from error
    except (UnicodeDecodeError, RecursionError, ValueError) as error:
        raise UnreadableFile(f"“{source.name}” cannot be read as JSON. Nothing was added.") from error


def instant(value: Any, what: str) -> datetime:
    """Return the instant of Unix seconds.

    Raises:
        ValueError: it is none that an entry could have.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < _LATEST:
        raise ValueError(f"The {what} is no time")
    return datetime.fromtimestamp(int(value), UTC)


def stamp(value: Any, what: str) -> datetime:
    """Return the instant of an ISO 8601 text that says its offset.

    Raises:
        ValueError: it is none.
    """
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError(f"The {what} “{str(value)[:40]}” is no time") from None
    if moment.tzinfo is None:
        raise ValueError(f"The {what} “{value}” does not say its offset from UTC")
    return moment


def text(value: Any) -> str:
    """Return a text, empty where there is none; a number becomes its digits."""
    if isinstance(value, str):
        # Half a surrogate pair, which JSON can spell, is no text that can be stored.
        return value.strip() if value.isascii() else value.strip().encode("utf-8", "replace").decode()
    return "" if value is None or isinstance(value, dict | list) else str(value)


def texts(value: Any) -> tuple[str, ...]:
    """Return the texts of a list, each once, empty ones left out; nothing where there is no list."""
    found = map(text, value) if isinstance(value, list) else ()
    return tuple(dict.fromkeys(name for name in found if name))
