"""Which groups of a push may enter a log: whole ones, that are not there yet, under versions of their own.

A group with one bad change is refused whole, under one code for all of it. What is in the log already counts as taken,
at its place there.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from sync.engine.conflict_records import Author, author_of
from sync.engine.conflicts import same
from sync.protocol.change import Change
from sync.protocol.version import Version
from sync.server.ports import Logged, ScopeTransaction

MALFORMED = "malformed"
GROUP_INCOMPLETE = "group_incomplete"
VERSION_TAKEN = "version_taken"
WRONG_SCOPE = "wrong_scope"

Group = Sequence[Change]


@dataclass(slots=True)
class Admitted:
    """A push, sorted: what is new, in its order; what is there and where; what is refused and why."""

    fresh: list[Group] = field(default_factory=list)
    there: list[tuple[Version, int]] = field(default_factory=list)
    refused: dict[Version, str] = field(default_factory=dict)


def admit(tx: ScopeTransaction, changes: Sequence[Change], brought_by: Author) -> Admitted:
    """Sort the groups of a push."""
    versions = [change.version for change in changes]
    known = tx.known(versions) if versions else {}
    unknown = [version for version in versions if version not in known]
    elsewhere = tx.taken_elsewhere(unknown) if unknown else frozenset()
    admitted = Admitted()
    entering: dict[Version, Change] = {}
    for group in _groups(changes):
        code = _fault(group) or _taken(group, known, elsewhere, entering)
        if code:
            admitted.refused.update((change.version, code) for change in group)
        elif there := _places(group, known):
            admitted.there += there
        else:
            brought = [_as_brought(change, brought_by) for change in group]
            entering.update((change.version, change) for change in brought)
            admitted.fresh.append(brought)
    return admitted


def _groups(changes: Sequence[Change]) -> Iterable[Group]:
    """Return the runs of changes that name the same group; a group torn apart is two incomplete ones."""
    return (list(run) for _, run in groupby(changes, key=lambda change: change.group))


def _fault(group: Group) -> str:
    """Return why a group cannot be one, or nothing."""
    first = group[0]
    if len(group) == 1:
        whole = first.group_size == 1 and first.version == first.group
    else:
        versions = {change.version for change in group}
        whole = min(versions) == first.group and {len(versions), len(group)} == {first.group_size}
        whole = whole and all(change.group_size == first.group_size for change in group)
        if any(change.partial for change in group):
            return MALFORMED
    return "" if whole else GROUP_INCOMPLETE


def _taken(
    group: Group, known: Mapping[Version, Logged], elsewhere: frozenset[Version], entering: Mapping[Version, Change]
) -> str:
    """Return why the versions of a group cannot be used for it, or nothing."""
    there = 0
    for change in group:
        version = change.version
        if version in elsewhere:
            return WRONG_SCOPE
        logged = known.get(version)
        if version in entering or (logged is not None and not _is_same(logged.change, change)):
            return VERSION_TAKEN
        there += logged is not None and not _takes_place_of(change, logged.change)
    # A log holds groups whole: one of which only a part is there is another group under the same name.
    return VERSION_TAKEN if 0 < there < len(group) else ""


def _places(group: Group, known: Mapping[Version, Logged]) -> list[tuple[Version, int]]:
    """Return where a group stands in the log already; nothing when it is to enter."""
    first = known.get(group[0].version)
    if first is None or _takes_place_of(group[0], first.change):
        return []
    return [(change.version, known[change.version].seq) for change in group]


def _takes_place_of(change: Change, logged: Change) -> bool:
    """Return whether a change is the original of what the log holds in part only."""
    return logged.partial and not change.partial


def _is_same(logged: Change, change: Change) -> bool:
    """Return whether two changes of one version say the same, as far as both say it.

    Who brought it and when it was written down do not matter: the log keeps what it has.
    """
    if (logged.kind, logged.entity, logged.op) != (change.kind, change.entity, change.op):
        return False
    if logged.partial or change.partial:
        part, whole = (logged, change) if logged.partial else (change, logged)
        return all(name in whole.fields and same(value, whole.fields[name]) for name, value in part.fields.items())
    same_fields = logged.fields.keys() == change.fields.keys() and all(
        same(value, change.fields[name]) for name, value in logged.fields.items()
    )
    return same_fields and _seen(logged) == _seen(change)


def _seen(change: Change) -> dict[str, Version]:
    return {name: version for name, version in change.base.items() if version}


def _as_brought(change: Change, by: Author) -> Change:
    """Return a change with the device that brought it noted, if that is not its author: what a client says is not kept."""
    relay = "" if author_of(change) == by else by.device
    return change if change.relay == relay else replace(change, relay=relay)
