"""The merge: one pure law for every copy and for the server.

*set*: a field takes the value with the higher version. *del*: notes, per field, the highest version its author had
seen. An entity is alive while some field is newer than what deletes have seen. Each step is a maximum, so merging is
commutative, associative and idempotent: the order and number of arrivals do not matter. ::

    device A  --- name=Web (v1) ---- delete, saw name v1 ----------.
    device B  ------- sees v1 ---- name=Website (v2) ---------------+--> name=Website, alive: v2 > v1
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sync.engine.stamps import Stamps
from sync.protocol.change import DELETION, Change, Value
from sync.protocol.version import NONE


@dataclass(frozen=True, slots=True)
class Merged:
    """The state after a change: values, stamps, and the fields that took the change's value."""

    values: dict[str, Value]
    stamps: Stamps
    won: frozenset[str]


def apply(values: Mapping[str, Value], stamps: Stamps, change: Change) -> Merged:
    """Return the state of an entity after ``change``; the state given is left as it was."""
    if change.op == "del":
        seen = dict(stamps.seen)
        for name, version in change.base.items():
            if name != DELETION:
                seen[name] = max(seen.get(name, NONE), version)
        deleted = max(stamps.deleted, change.version)
        return Merged(dict(values), Stamps(dict(stamps.fields), seen, deleted), frozenset())
    merged, versions = dict(values), dict(stamps.fields)
    won = frozenset(name for name in change.fields if change.version > versions.get(name, NONE))
    for name in won:
        merged[name], versions[name] = change.fields[name], change.version
    return Merged(merged, Stamps(versions, dict(stamps.seen), stamps.deleted), won)


def begin(change: Change) -> tuple[dict[str, Value], Stamps]:
    """Return the state of an entity whose first change is ``change``, a ``set``: what ``apply`` gives, at less cost."""
    return dict(change.fields), Stamps(dict.fromkeys(change.fields, change.version))


def join(
    one: tuple[Mapping[str, Value], Stamps], other: tuple[Mapping[str, Value], Stamps]
) -> tuple[dict[str, Value], Stamps]:
    """Return the state of an entity after everything that either of two states has taken in."""
    values, stamps = dict(one[0]), one[1]
    fields, seen = dict(stamps.fields), dict(stamps.seen)
    for name, version in other[1].fields.items():
        if version > fields.get(name, NONE):
            fields[name], values[name] = version, other[0].get(name)
    for name, version in other[1].seen.items():
        seen[name] = max(seen.get(name, NONE), version)
    return values, Stamps(fields, seen, max(stamps.deleted, other[1].deleted))
