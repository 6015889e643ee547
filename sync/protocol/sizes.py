"""How large a change is on the wire, about: what bodies are portioned by before they are written."""

from sync.protocol.change import Change, Value

# The keys of a record, its ids and versions; a field's quotes, its name and its version in the base.
_RECORD = 400
_FIELD = 50


def size_of(change: Change) -> int:
    """Return about how many bytes a change takes as JSON; right within a small factor for anything a person writes."""
    names = sum(map(len, change.base)) + sum(map(len, change.fields))
    parts = len(change.base) + len(change.fields)
    return _RECORD + _FIELD * parts + 3 * names + sum(map(_size, change.fields.values())) + len(str(change.more))


def _size(value: Value) -> int:
    if isinstance(value, str):
        return len(value) if value.isascii() else 3 * len(value)
    if isinstance(value, list):
        return sum(map(_size, value)) + 2 * len(value)
    return 8
