"""Folding fresh groups into the state of a scope, and the records of the conflicts found on the way.

The state is folded first, then the conflicts are written down, since that takes what the log and the state say of
them: a few questions for a whole push, none when nothing conflicts.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sync.engine.conflict_records import KIND, author_of, identity, is_open, left_behind, record, superseded
from sync.engine.conflicts import Conflict, fold
from sync.engine.merge import apply, begin
from sync.engine.stamps import Stamps
from sync.protocol.change import Change
from sync.protocol.version import Version
from sync.server.log.ports import Held, Key, ScopeTransaction


@dataclass(slots=True)
class _Found:
    """What one group brought up: conflicts, each with the kind of its entity; conflicts it may have closed, by what."""

    raised: list[tuple[str, Conflict]] = field(default_factory=list)
    left: list[tuple[bytes, Change]] = field(default_factory=list)


class Folding:
    """Fresh groups on their way into a log."""

    def __init__(self, tx: ScopeTransaction, groups: Sequence[Sequence[Change]]) -> None:
        self._tx = tx
        self._groups = groups
        self._fresh: dict[Version, Change] = {change.version: change for group in groups for change in group}
        self.touched: dict[Key, Held] = {}
        self._held = dict(tx.held({(change.kind, change.entity) for change in self._fresh.values()}))

    def log(self) -> Iterator[Change]:
        """Return the changes in the order of the log: each group, and after it the records of its conflicts."""
        found = [self._fold(group) for group in self._groups]
        if any(one.raised or one.left for one in found):
            return self._with_conflicts(found)
        return (change for group in self._groups for change in group)

    def _fold(self, group: Sequence[Change]) -> _Found:
        found = _Found()
        for change in group:
            key = (change.kind, change.entity)
            held = self._held.get(key)
            if held is None and change.op == "set":
                # The usual case of a first push: an entity nobody has heard of cannot conflict.
                after = Held(*begin(change))
            else:
                after = self._fold_into(held or Held({}, Stamps()), change, found)
            self._held[key] = self.touched[key] = after
        return found

    def _fold_into(self, held: Held, change: Change, found: _Found) -> Held:
        if change.kind == KIND:
            merged = apply(held.values, held.stamps, change)
        else:
            found.left += [(conflict, change) for conflict in left_behind(held.stamps, change)]
            merged, raised = fold(held.values, held.stamps, change)
            found.raised += [(change.kind, conflict) for conflict in raised]
        return Held(merged.values, merged.stamps)

    def _with_conflicts(self, found: Sequence[_Found]) -> Iterator[Change]:
        records = self._records(conflict for one in found for conflict in one.raised)
        there = set(self._fresh)
        if records:
            there |= self._tx.known([change.version for change in records.values()]).keys()
        ids = [change.entity for change in records.values()] + [conflict for one in found for conflict, _ in one.left]
        unread = {(KIND, conflict) for conflict in ids} - self._held.keys()
        self._held.update(self._tx.held(unread))
        for group, one in zip(self._groups, found, strict=True):
            yield from group
            yield from self._closed(one.left)
            for _, conflict in one.raised:
                opening = records[identity(conflict.entity, conflict.field, conflict.loser)]
                # Found before, and offered again or still there: once is enough.
                if opening.version not in there:
                    there.add(opening.version)
                    yield self._take(opening)

    def _records(self, raised: Iterable[tuple[str, Conflict]]) -> dict[bytes, Change]:
        """Return the record of each conflict, by its id."""
        conflicts = list(raised)
        if not conflicts:
            return {}
        sides = {version for _, conflict in conflicts for version in (conflict.winner, conflict.loser)}
        logged = self._tx.known([version for version in sides if version not in self._fresh])
        authors = {version: author_of(one.change) for version, one in logged.items()}
        authors |= {version: author_of(self._fresh[version]) for version in sides & self._fresh.keys()}
        opened = [record(kind, one, authors[one.winner], authors[one.loser]) for kind, one in conflicts]
        return {change.entity: change for change in opened}

    def _closed(self, left: Sequence[tuple[bytes, Change]]) -> Iterator[Change]:
        for conflict, by in left:
            held = self._held.get((KIND, conflict))
            if held is not None and is_open(held.values):
                closing = superseded(conflict, held.stamps, by)
                if closing is not None:
                    yield self._take(closing)

    def _take(self, change: Change) -> Change:
        """Merge a record the server makes itself."""
        key = (KIND, change.entity)
        held = self._held.get(key) or Held({}, Stamps())
        merged = apply(held.values, held.stamps, change)
        self._held[key] = self.touched[key] = Held(merged.values, merged.stamps)
        return change
