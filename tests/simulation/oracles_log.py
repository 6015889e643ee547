"""What must hold of a server's log whenever a worker has written to it, and of its state at the end."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from sync.engine.lineage import link
from sync.protocol.change import DELETION
from sync.protocol.version import NONE, Version, from_text
from sync.server.log.ports import Logged
from tests.simulation.memory_log import Table
from tests.simulation.truth import Broken, Truth
from tests.simulation.vocabulary import CONFLICT


class Watch:
    """Looks at every piece of log at the moment it is written."""

    def __init__(self, truth: Truth) -> None:
        self._truth = truth

    def written(self, table: Table, grown: Sequence[Logged], waiting: AbstractSet[Version]) -> None:
        """Look at what a worker has appended; ``waiting`` is what its sender had pending, all of it oldest first."""
        before = table.head - len(grown)
        for at, logged in enumerate(grown, before + 1):
            chain = link(table.chain_at(at - 1) or b"", logged.change)
            if logged.seq != at or logged.chain != chain:
                raise Broken("order", f"a change says place {logged.seq} and stands at {at}")
            self._truth.compare(logged.change)
        check_groups(grown, self._truth)
        for logged in grown:
            change = logged.change
            # Not those that a device brings back: they were found in another log.
            found = change.kind == CONFLICT and not change.relay and change.device == "server"
            if found and change.fields.get("state") == "open":
                self._check_conflict(table, change.fields, waiting, len(grown))

    def _check_conflict(self, table: Table, said: Mapping[str, Any], waiting: AbstractSet[Version], fresh: int) -> None:
        """A conflict is false when the author of one version had seen the other, and nothing excuses it."""
        self._truth.stats["conflict"] += 1
        versions = from_text(said["winner"]), from_text(said["loser"])
        for later, earlier in (versions, versions[::-1]):
            if self._truth.had_seen(later, earlier):
                self._truth.stats["false conflict"] += 1
                if not self._excused(table, said["field"], later, earlier, waiting, fresh):
                    raise Broken("false conflict", f"{later.hex()} had seen {earlier.hex()}")

    def _excused(
        self, table: Table, name: str, later: Version, earlier: Version, waiting: AbstractSet[Version], fresh: int
    ) -> bool:
        """A log that was read anew may lack what the author had seen, have it later, or know it only in part."""
        partials = self._truth.partials
        if earlier in partials or later in partials:
            return True
        if name == DELETION and self._another_deletion(table, later, earlier):
            return True
        seen = self._truth.written[later].base.get(name, NONE)
        if seen in partials or self._truth.heard[later] & self._truth.too_large:
            return True
        place = table.originals.get(later)
        if place is None:
            return self._truth.restores > 0
        # Who edits what was brought back does not name the deletion: then the base of any field tells it.
        bases = self._truth.written[later].base.values() if name == DELETION else [seen]
        missing = [one for one in (earlier, *bases) if one and table.originals.get(one, place) >= place]
        if place > table.head - fresh and not waiting.isdisjoint(missing):
            # Whoever offers the later one now has the earlier one too, and should have offered that first.
            return False
        return bool(missing) and self._truth.restores > 0

    def _another_deletion(self, table: Table, later: Version, earlier: Version) -> bool:
        """Of several deletions a conflict names the newest, though it may be another one that nobody had seen."""
        entity = self._truth.written[earlier].entity
        deletions = (one.change.version for one in table.log if one.change.entity == entity and one.change.op == "del")
        return any(not self._truth.had_seen(later, deletion) for deletion in deletions if deletion != later)


def check_groups(grown: Sequence[Logged], truth: Truth) -> None:
    """Groups stand in a log whole and in one piece."""
    at = 0
    while at < len(grown):
        first = grown[at].change
        size = 1 if first.partial else truth.groups.get(first.group, 1)
        piece = grown[at : at + size]
        names = {logged.change.group for logged in piece}
        if len(piece) != size or names != {first.group} or (not first.partial and first.group_size != size):
            raise Broken("group torn", f"{first.group.hex()} has {len(piece)} of {size} in the log")
        at += size


def check_state(table: Table) -> None:
    """What a server holds is what the set of all changes says: per field the newest, per deletion what was seen."""
    said = _said(table)
    if said.keys() != table.entities.keys():
        raise Broken("state", "the server holds other entities than its log")
    for key, held in table.entities.items():
        one, stamps = said[key], held.stamps
        if one.newest != {name: (version, held.values.get(name)) for name, version in stamps.fields.items()}:
            raise Broken("winner", f"{key[0]} {key[1].hex()} does not show the newest version of every field")
        if (one.seen, one.deleted) != (stamps.seen, stamps.deleted):
            raise Broken("state", f"{key[0]} {key[1].hex()} does not hold what its deletions had seen")


@dataclass(slots=True)
class _Said:
    """What all changes say of an entity, from nothing but their set."""

    newest: dict[str, tuple[Version, object]] = field(default_factory=dict)
    seen: dict[str, Version] = field(default_factory=dict)
    deleted: Version = NONE


def _said(table: Table) -> dict[tuple[str, bytes], _Said]:
    said: dict[tuple[str, bytes], _Said] = {}
    for logged in table.log:
        change = logged.change
        one = said.setdefault((change.kind, change.entity), _Said())
        for name, value in change.fields.items():
            if change.version > one.newest.get(name, (NONE, None))[0]:
                one.newest[name] = change.version, value
        if change.op == "del":
            one.deleted = max(one.deleted, change.version)
            for name in change.base.keys() - {DELETION}:
                one.seen[name] = max(one.seen.get(name, NONE), change.base[name])
    return said


def check_once(tables: dict[str, Table]) -> None:
    """A change stands in the logs once; a partial record may stand before or after the original."""
    originals: dict[Version, str] = {}
    for scope, table in tables.items():
        for logged in table.log:
            version = logged.change.version
            if originals.get(version, scope) != scope or (version in originals and not logged.change.partial):
                raise Broken("doubled", f"{version.hex()} is in the logs twice")
            if not logged.change.partial:
                originals[version] = scope


def check_deletions(table: Table, truth: Truth) -> None:
    """A deletion hides only what its author had seen."""
    deletions: dict[tuple[str, bytes], list[Version]] = {}
    for change in truth.written.values():
        if change.op == "del":
            deletions.setdefault((change.kind, change.entity), []).append(change.version)
    for key, held in table.entities.items():
        if held.stamps.alive:
            continue
        for name, version in held.stamps.fields.items():
            # What was built upon a change that no server takes covers more than its author had seen.
            if held.stamps.seen[name] in truth.too_large:
                truth.stats["hidden by what was refused"] += 1
                continue
            if not any(truth.had_seen(deletion, version) for deletion in deletions.get(key, ())):
                raise Broken("hidden", f"{key[0]} {key[1].hex()}.{name} is hidden by nobody who had seen it")
