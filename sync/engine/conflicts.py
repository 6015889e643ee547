"""Conflicts: two people said different things of one field without having seen each other.

Found while folding a log in its order. Exact, because a change's base always stands earlier in the log: a field's
current version that is neither the base of the change nor the change itself was not seen by its author.

A deletion is a statement about every field it covers. It conflicts with an edit when neither had seen the other::

    edit, then a deletion whose base is older than the edit        --> the edit stays, the deletion is offered
    deletion, then an edit that does not name it in its base       --> the edit revives, the deletion is offered
    deletion, then an edit that names it (brought back on purpose) --> no conflict

A partial change does not tell what its author had seen. It conflicts with whatever it meets: a question too many is
better than a value lost in silence.
"""

from dataclasses import dataclass

from sync.engine.merge import Merged, apply
from sync.engine.stamps import Stamps
from sync.protocol.change import DELETION, Change, Value
from sync.protocol.version import NONE, Version


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field with two values; the winner's is shown, the other can be taken instead.

    Of two values the newer wins. Where ``field`` is DELETION an edit won over a deletion, whichever is newer: nothing
    its author had not seen is hidden. Then both values are None.
    """

    entity: bytes
    field: str
    winner: Version
    loser: Version
    winning: Value
    losing: Value


def fold(values: dict[str, Value], stamps: Stamps, change: Change) -> tuple[Merged, list[Conflict]]:
    """Merge the next change of a log and return, beside the state, the conflicts it made."""
    if change.op == "del":
        found = _unseen_edits(stamps, change)
    else:
        found = _unseen_deletion(stamps, change)
        found += [conflict for name in change.fields if (conflict := _conflict(values, stamps, change, name))]
    return apply(values, stamps, change), found


def _conflict(values: dict[str, Value], stamps: Stamps, change: Change, name: str) -> Conflict | None:
    current = stamps.of(name)
    unseen = current not in (NONE, change.version, _base(change, name))
    mine, theirs = change.fields[name], values.get(name)
    if not unseen or same(mine, theirs):
        return None
    new, old = (change.version, mine), (current, theirs)
    (winner, winning), (loser, losing) = (new, old) if change.version > current else (old, new)
    return Conflict(change.entity, name, winner, loser, winning, losing)


def _unseen_edits(stamps: Stamps, change: Change) -> list[Conflict]:
    if change.version == stamps.deleted:
        return []
    unseen = [
        version
        for name, version in stamps.fields.items()
        if version > max(change.base.get(name, NONE), stamps.seen.get(name, NONE))
    ]
    return [Conflict(change.entity, DELETION, max(unseen), change.version, None, None)] if unseen else []


def _unseen_deletion(stamps: Stamps, change: Change) -> list[Conflict]:
    if not stamps.deleted or stamps.alive or _base(change, DELETION) == stamps.deleted:
        return []
    unseen = any(change.version > stamps.seen.get(name, NONE) for name in change.fields)
    return [Conflict(change.entity, DELETION, change.version, stamps.deleted, None, None)] if unseen else []


def _base(change: Change, name: str) -> Version:
    return NONE if change.partial else change.base.get(name, NONE)


def same(one: Value, other: Value) -> bool:
    """Return whether two values are the same to a person: 1, 1.0 and true are not, though Python calls them equal."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other and type(one) is type(other)
