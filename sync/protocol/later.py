"""Keys of later protocols: read without understanding them, kept within limits, passed on as they came."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

# All such keys of one record together: names and texts by their characters, anything else as a few.
MAX_LATER = 100_000
MAX_DEPTH = 8
_SCALAR_WEIGHT = 8
_MAX_NUMBER = (1 << 63) - 1


def check_later(content: Mapping[str, Any]) -> None:
    """Accept what JSON can say and a store can keep.

    Raises:
        ValueError: too much of it, nested too deeply, or a value that cannot be written down again.
    """
    room = MAX_LATER
    rest: list[tuple[Any, int]] = [(content, 0)]
    while rest:
        value, depth = rest.pop()
        room -= _weight(value)
        if room < 0 or depth > MAX_DEPTH:
            raise ValueError("the keys of a later protocol hold too much")
        if isinstance(value, Mapping):
            rest += [(part, depth + 1) for pair in value.items() for part in pair]
        elif isinstance(value, list):
            rest += [(part, depth + 1) for part in value]


def _weight(value: Any) -> int:
    if isinstance(value, str):
        # JSON can spell half a character, UTF-8 cannot: this raises a ValueError of its own.
        value.encode()
        return _SCALAR_WEIGHT + len(value)
    if isinstance(value, float) and not isfinite(value):
        raise ValueError("a key of a later protocol holds a number that is not finite")
    if isinstance(value, int) and abs(value) > _MAX_NUMBER:
        raise ValueError("a key of a later protocol holds a number beyond 64 bits")
    return _SCALAR_WEIGHT
