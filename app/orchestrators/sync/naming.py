"""What things are called, for lists of changes and of differences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.domain.entities.base import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.storage.unit_of_work import Repositories

# The field that names a thing, the first that it has.
_NAMES = ("name", "description", "title", "number", "text", "key", "definition")
_KNOWN = {kind.value: kind for kind in Kind}


def names_of(read: Repositories, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return the names of things by (kind, id), of those that are here and have one."""
    by_kind: dict[str, set[str]] = {}
    for kind, id_ in wanted:
        by_kind.setdefault(kind, set()).add(id_)
    found: dict[tuple[str, str], str] = {}
    for kind, ids in by_kind.items():
        if kind in _KNOWN:
            things = read.of(_KNOWN[kind]).by_ids(ids)
            found |= {(kind, id_): _name(thing) for id_, thing in things.items()}
    return found


def _name(thing: Any) -> str:
    return next((str(value) for field in _NAMES if (value := getattr(thing, field, ""))), "")
