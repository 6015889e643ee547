"""Every value that lost without having been seen can be found in a conflict; a branch shows only its newest one."""

from collections.abc import Iterable

from sync.engine.conflict_records import identity
from sync.engine.conflicts import same
from sync.protocol.change import DELETION, Change, Value
from sync.protocol.version import NONE, Version
from tests.simulation.memory_log import Table
from tests.simulation.truth import Broken, Truth
from tests.simulation.vocabulary import CONFLICT

Place = tuple[str, bytes, str]


def check_conflicts(table: Table, truth: Truth) -> None:
    by_field: dict[Place, list[tuple[Version, Value]]] = {}
    deletions: dict[tuple[str, bytes], list[Change]] = {}
    for logged in table.log:
        change = logged.change
        if change.kind == CONFLICT:
            continue
        for name, value in change.fields.items():
            by_field.setdefault((change.kind, change.entity, name), []).append((change.version, value))
        if change.op == "del":
            deletions.setdefault((change.kind, change.entity), []).append(change)
    for (kind, entity, name), versions in by_field.items():
        if len(versions) > 1:
            _check_leaves(table, truth, (kind, entity, name), versions)
    for key, gone in deletions.items():
        _check_deletions(table, truth, key, gone)
    _check_chains(table)


def _check_leaves(table: Table, truth: Truth, place: Place, versions: list[tuple[Version, Value]]) -> None:
    """Whatever nobody built upon is the winner, is a conflict, or says the same as something that was seen."""
    _, entity, name = place
    winner = max(version for version, _ in versions)
    built_upon: set[Version] = set()
    for version, _ in versions:
        built_upon |= truth.heard.get(version, frozenset())
    told = [
        value
        for version, value in versions
        if version == winner or version in built_upon or _is_conflict(table, entity, name, version)
    ]
    for version, value in versions:
        if not any(same(value, other) for other in told):
            raise Broken("silent", f"{name} of {entity.hex()} from {version.hex()} was lost without a conflict")


def _check_deletions(table: Table, truth: Truth, key: tuple[str, bytes], gone: list[Change]) -> None:
    """An edit that is shown although a deletion had not seen it, nor it the deletion, is a conflict."""
    stamps = table.entities[key].stamps
    if any(_is_conflict(table, key[1], DELETION, deletion.version) for deletion in gone):
        return
    # Who brings something back names the newest deletion they knew, and answers those before it with it.
    answered = max(
        logged.change.base.get(DELETION, NONE)
        for logged in table.log
        if (logged.change.kind, logged.change.entity) == key
    )
    for deletion in gone:
        if deletion.version <= answered or deletion.partial:
            continue
        for name, version in stamps.fields.items():
            if version > stamps.seen.get(name, NONE) and not _related(truth, version, deletion.version):
                raise Broken(
                    "silent", f"{version.hex()} and the deletion {deletion.version.hex()} met without a conflict"
                )


def _related(truth: Truth, one: Version, other: Version) -> bool:
    """Return whether one author had seen the other's change, directly or through what they had seen."""
    return _descends(truth, one, other) or _descends(truth, other, one)


def _descends(truth: Truth, later: Version, earlier: Version) -> bool:
    reached, rest = {later}, [later]
    while rest:
        heard = truth.heard.get(rest.pop(), frozenset())
        if earlier in heard:
            return True
        rest += [version for version in heard if version not in reached]
        reached |= heard
    return False


def _check_chains(table: Table) -> None:
    """A conflict whose loser was edited on is not open any more: the newer edit is the branch's word."""
    opened: set[bytes] = set()
    for logged in table.log:
        change = logged.change
        if change.kind == CONFLICT:
            # Those that were found in another log are judged by nobody.
            if change.fields.get("state") == "open" and not change.relay:
                opened.add(change.entity)
        # What was known in part first may have met what its author had moved on from before anybody could tell.
        elif not change.partial and change.version not in table.partials:
            for left in _left(change):
                if left in opened and _is_open(table, left):
                    raise Broken("chain", f"{change.version.hex()} moved on from the loser of an open conflict")


def _left(change: Change) -> Iterable[bytes]:
    return [identity(change.entity, name, seen) for name, seen in change.base.items() if seen and name != DELETION]


def _is_open(table: Table, conflict: bytes) -> bool:
    """Return whether a conflict that was found in this log is open; one may be opened anew by what another log found."""
    held = table.entities[CONFLICT, conflict]
    place = table.originals.get(held.stamps.of("state"))
    return held.values["state"] == "open" and place is not None and not table.log[place - 1].change.relay


def _is_conflict(table: Table, entity: bytes, name: str, loser: Version) -> bool:
    return (CONFLICT, identity(entity, name, loser)) in table.entities
