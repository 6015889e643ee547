"""How much is pushed at once: whole groups, within a server's limits of count and bytes."""

from collections.abc import Sequence
from itertools import pairwise

from sync.protocol.change import Change
from sync.protocol.messages import Limits
from sync.protocol.sizes import size_of


def fitting(changes: Sequence[Change], limits: Limits) -> Sequence[Change]:
    """Return as many of the first groups as fit, never less than one if there is any.

    Sizes are an estimate: half of what a server takes is made use of.
    """
    end = taken = 0
    for start, stop in _groups(changes):
        taken += sum(map(size_of, changes[start:stop]))
        if start and (stop > limits.changes or taken > limits.body_bytes // 2):
            break
        end = stop
    return changes[:end]


def halves(changes: Sequence[Change]) -> tuple[Sequence[Change], Sequence[Change]]:
    """Return two parts of about the same number of groups; the second is empty when there is but one group."""
    groups = _groups(changes)
    middle = groups[(len(groups) - 1) // 2][1]
    return changes[:middle], changes[middle:]


def _groups(changes: Sequence[Change]) -> list[tuple[int, int]]:
    """Return where each group begins and ends."""
    borders = [at for at, change in enumerate(changes) if not at or change.group != changes[at - 1].group]
    return list(pairwise([*borders, len(changes)]))
