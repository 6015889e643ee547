"""Which groups of a push may enter a log: whole ones, that are not there yet, under versions of their own.

A group with one bad change is refused whole, under one code for all of it. What is in the log already counts as taken,
at its place there.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from sync.engine.conflict_records import Author, author_of
from sync.engine.partials import agree, covers, joined
from sync.protocol.change import Change
from sync.protocol.version import Version
from sync.server.log.ports import Logged, ScopeTransaction

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
    entering: set[Version] = set()
    for group in _groups(changes):
        places = [_place(tx, known.get(change.version), change) for change in group]
        code = _fault(group) or _taken(group, known, elsewhere, entering, places)
        if code:
            admitted.refused.update((change.version, code) for change in group)
        elif places[0] is not None:
            admitted.there += [(logged.change.version, logged.seq) for logged in places if logged is not None]
        else:
            entering.update(change.version for change in group)
            admitted.fresh.append([_entered(tx, change, known, brought_by) for change in group])
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


def _place(tx: ScopeTransaction, logged: Logged | None, change: Change) -> Logged | None:
    """Return the record in the log that says all a change says, None when it is still to be taken in."""
    if logged is None or covers(logged.change, change):
        return logged
    # The original is there, but of several deletions the snapshot knew more than this one.
    newest = tx.partial(change.version) if change.partial and not logged.change.partial else None
    return newest if newest is not None and covers(newest.change, change) else None


def _taken(
    group: Group,
    known: Mapping[Version, Logged],
    elsewhere: frozenset[Version],
    entering: set[Version],
    places: Sequence[Logged | None],
) -> str:
    """Return why the versions of a group cannot be used for it, or nothing."""
    for change in group:
        logged = known.get(change.version)
        if change.version in elsewhere:
            return WRONG_SCOPE
        if change.version in entering or (logged is not None and not agree(logged.change, change)):
            return VERSION_TAKEN
    # A log holds groups whole: one of which only a part is there is another group under the same name.
    there = sum(place is not None for place in places)
    return VERSION_TAKEN if 0 < there < len(group) else ""


def _entered(tx: ScopeTransaction, change: Change, known: Mapping[Version, Logged], by: Author) -> Change:
    """Return a change as it enters the log: a partial one with all that partial ones before it have said."""
    before = tx.partial(change.version) if change.partial and change.version in known else None
    return _as_brought(joined(change, before.change) if before is not None else change, by)


def _as_brought(change: Change, by: Author) -> Change:
    """Return a change with the device that brought it noted, if that is not its author: what a client says is not kept."""
    relay = "" if author_of(change) == by else by.device
    return change if change.relay == relay else replace(change, relay=relay)
