"""New time entries from elsewhere whose values all fit: read at a glance, since a first sync brings a hundred thousand."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from app.domain.days import is_zone
from app.storage.fitting import is_id, is_instant, is_interval

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sync.protocol.change import Value

Row = tuple[Any, ...]

# The fields that every new entry has; the others are its tags.
NAMES = frozenset(
    ("created_at", "span", "user", "description", "project", "task", "milestone", "billable", "source", "external_id")
)
_TAG = "tag:"
_COUNT = len(NAMES)

_zone_fits = lru_cache(maxsize=256)(is_zone)


@lru_cache(maxsize=8192)
def _id(text: str) -> bytes | None:
    """Return the bytes of an id's text, None for any other text."""
    return bytes.fromhex(text) if is_id(text) else None


def plain_entry(values: Mapping[str, Any]) -> tuple[int, Row] | None:
    """Return ``created_at`` and the row of a whole entry; None for one that has to be looked at field by field."""
    try:
        created_at, (started, ended, tz) = values["created_at"], values["span"]
        user, project, task, milestone = values["user"], values["project"], values["task"], values["milestone"]
        text, billable, source, external = (
            values["description"], values["billable"], values["source"], values["external_id"],
        )  # fmt: skip
        tags = b"" if len(values) == _COUNT else _tags(values)
        ids = [
            _id(user),
            None if project is None else _id(project),
            None if task is None else _id(task),
            None if milestone is None else _id(milestone),
        ]
    except (KeyError, TypeError, ValueError):
        # A field is missing, or is of a type that cannot even be looked up.
        return None
    row = (ids[0], started, tz, ended, text, *ids[1:], billable is True, tags, source, external)
    fits = (
        tags is not None and (type(ended) is int or ended is None) and is_instant(created_at) and is_instant(started)
        and is_interval(started, ended) and type(tz) is str and _zone_fits(tz) and type(text) is str
        and type(billable) is bool and type(source) is str and (external is None or type(external) is str)
        and ids[0] is not None and (ids[1] is None) is (project is None) and (ids[2] is None) is (task is None)
        and (ids[3] is None) is (milestone is None)
    )  # fmt: skip
    return (created_at, row) if fits else None


def _tags(values: Mapping[str, Value]) -> bytes | None:
    """Return the ids of an entry's tags in one blob; None where there is a field that is no tag it has."""
    found = []
    for name, value in values.items():
        if name in NAMES:
            continue
        raw = _id(name[len(_TAG) :]) if value is True and name.startswith(_TAG) else None
        if raw is None:
            return None
        found.append(raw)
    return b"".join(sorted(found))
