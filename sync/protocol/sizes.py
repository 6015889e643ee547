"""How large a change is on the wire, about: what bodies are portioned by before they are written."""

from sync.protocol.change import Change, Value

# The keys of a record, its ids and versions; a field's quotes, its name and its version in the base.
_RECORD = 400
_FIELD = 50
_SCALAR = 8


def size_of(change: Change) -> int:
    """Return about how many bytes a change takes as JSON; right within a small factor for anything a person writes."""
    base, fields = change.base, change.fields
    size = _RECORD + _FIELD * (len(base) + len(fields)) + 3 * (len("".join(base)) + len("".join(fields)))
    for value in fields.values():
        size += _size(value) if value else _SCALAR
    return size + (len(str(change.more)) if change.more else 0)


def _size(value: Value) -> int:
    if isinstance(value, str):
        return len(value) if value.isascii() else 3 * len(value)
    if isinstance(value, list):
        return sum(map(_size, value)) + 2 * len(value)
    return _SCALAR
