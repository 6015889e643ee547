"""Conflicts: two people said different things of one field without having seen each other.

Found while folding a log in its order. Exact, because a change's base always stands earlier in the log: a field's
current version that is neither the base of the change nor the change itself was not seen by its author.
"""

from dataclasses import dataclass

from sync.engine.merge import Merged, apply
from sync.engine.stamps import Stamps
from sync.protocol.change import Change, Value
from sync.protocol.version import NONE, Version


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field with two values; the newer version is shown, the other can be taken instead."""

    entity: bytes
    field: str
    winner: Version
    loser: Version
    winning: Value
    losing: Value


def fold(values: dict[str, Value], stamps: Stamps, change: Change) -> tuple[Merged, list[Conflict]]:
    """Merge the next change of a log and return, beside the state, the conflicts it made."""
    found = (
        [] if change.op == "del" else list(filter(None, (_conflict(values, stamps, change, n) for n in change.fields)))
    )
    return apply(values, stamps, change), found


def _conflict(values: dict[str, Value], stamps: Stamps, change: Change, name: str) -> Conflict | None:
    current = stamps.of(name)
    unseen = current not in (NONE, change.version, change.base.get(name, NONE))
    mine, theirs = change.fields[name], values.get(name)
    if not unseen or mine == theirs:
        return None
    new, old = (change.version, mine), (current, theirs)
    (winner, winning), (loser, losing) = (new, old) if change.version > current else (old, new)
    return Conflict(change.entity, name, winner, loser, winning, losing)
