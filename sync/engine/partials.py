"""Partial changes: what stands in for changes of which only the outcome is known, from a snapshot.

Of one version a log can hold several records: partial ones that say different parts, and the original. Each that says
something more is kept; what is said already is not said again. ::

    snapshot: name=Web (v1), note=x (v2)  -->  v1 partial {name}, v2 {note}      the original of v1 had {name, note}
    another copy, before v2 was known     -->  v1 partial {name, note}           says more than the first, so it is kept
    a copy that wrote v1 itself           -->  v1 {name, note}, base known       says all there is
"""

from collections.abc import Mapping
from dataclasses import replace

from sync.engine.conflict_records import Author
from sync.engine.conflicts import same
from sync.engine.stamps import Stamps
from sync.protocol.change import DELETION, Change, Operation, Value
from sync.protocol.version import NONE, Version, ms_of

# A snapshot does not tell who wrote what is in it.
UNKNOWN = Author("unknown", "unknown")
SCHEMA = 1


def partials(kind: str, entity: bytes, values: Mapping[str, Value], stamps: Stamps) -> list[Change]:
    """Return an entity's state as partial changes: one for each version of its fields, one for all its deletions."""
    by_version: dict[Version, dict[str, Value]] = {}
    for name, version in stamps.fields.items():
        by_version.setdefault(version, {})[name] = values.get(name)
    changes = [
        _partial(kind, entity, version, fields, dict.fromkeys(fields, NONE), "set")
        for version, fields in sorted(by_version.items())
    ]
    if stamps.deleted:
        changes.append(_partial(kind, entity, stamps.deleted, {}, dict(stamps.seen), "del"))
    return changes


def covers(one: Change, other: Change) -> bool:
    """Return whether a change says all that another record of the same version says."""
    if not other.partial:
        # Only the original tells what its author had seen.
        return not one.partial
    if one.op == "del":
        return all(seen <= one.base.get(name, NONE) for name, seen in other.base.items() if name != DELETION)
    return not one.partial or other.fields.keys() <= one.fields.keys()


def agree(one: Change, other: Change) -> bool:
    """Return whether two records of one version can be the same change, as far as both say it.

    Who brought it and when it was written down do not matter.
    """
    if (one.kind, one.entity, one.op) != (other.kind, other.entity, other.op):
        return False
    if not all(same(value, other.fields[name]) for name, value in one.fields.items() if name in other.fields):
        return False
    if one.partial and other.partial:
        return True
    if one.partial or other.partial:
        part, whole = (one, other) if one.partial else (other, one)
        return part.fields.keys() <= whole.fields.keys()
    return one.fields.keys() == other.fields.keys() and _seen(one) == _seen(other)


def joined(one: Change, other: Change) -> Change:
    """Return a partial change that says what two partial ones of the same version say."""
    base = {name: max(one.base.get(name, NONE), other.base.get(name, NONE)) for name in one.base.keys() | other.base}
    return replace(one, fields={**one.fields, **other.fields}, base=dict(sorted(base.items())))


def _seen(change: Change) -> dict[str, Version]:
    return {name: version for name, version in change.base.items() if version}


def _partial(
    kind: str, entity: bytes, version: Version, fields: dict[str, Value], base: dict[str, Version], op: Operation
) -> Change:
    return Change(
        version,
        kind,
        entity,
        fields,
        base,
        op,
        version,
        1,
        UNKNOWN.device,
        UNKNOWN.user,
        SCHEMA,
        ms_of(version),
        partial=True,
    )
