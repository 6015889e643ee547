"""What a device holds of one scope, in plain dicts: a copy is a few shallow copies."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from sync.client.ports import ScopeState
from sync.engine.merge import apply, join
from sync.engine.partials import covers, joined, partials
from sync.engine.stamps import Stamps
from sync.protocol.change import DELETION, Change, Value
from sync.protocol.messages import ObjectState
from sync.protocol.version import Version

Key = tuple[str, bytes]
Entity = tuple[dict[str, Value], Stamps]
# A version, and whether it is a partial change: an original deletion can stand beside a partial one that knows more.
Record = tuple[Version, bool]


@dataclass(slots=True)
class Shelf:
    """One scope: its log, the state of each change that is not confirmed, and the merged entities.

    Nothing in the dicts is ever changed in place, so that copies may share it.
    """

    state: ScopeState
    log: dict[Record, Change] = field(default_factory=dict)
    about: dict[Key, tuple[Record, ...]] = field(default_factory=dict)
    pending: dict[Record, None] = field(default_factory=dict)
    acked: dict[Record, None] = field(default_factory=dict)
    quarantined: dict[Record, str] = field(default_factory=dict)
    entities: dict[Key, Entity] = field(default_factory=dict)
    # Of kinds this release does not know: what a snapshot said of them, waiting for an upgrade. Changes wait in the log.
    parked: dict[Key, Entity] = field(default_factory=dict)
    partial_records: int = 0

    def copy(self) -> "Shelf":
        return Shelf(
            self.state,
            dict(self.log),
            dict(self.about),
            dict(self.pending),
            dict(self.acked),
            dict(self.quarantined),
            dict(self.entities),
            dict(self.parked),
            self.partial_records,
        )

    # --- the log

    @property
    def originals(self) -> int:
        return len(self.log) - self.partial_records

    def newest(self, count: int) -> Iterator[Change]:
        """Yield the originals that came last."""
        originals = (change for change in reversed(self.log.values()) if not change.partial)
        return islice(originals, count)

    def arrive(self, change: Change) -> tuple[bool, bool]:
        """Take a record of a server's log into this one; returns whether it was new, and whether it confirmed another."""
        version = change.version
        original, partial = self.log.get((version, False)), self.log.get((version, True))
        confirmed = False
        for held in (original, partial):
            if held is not None and covers(change, held):
                confirmed |= self._confirm((version, held.partial))
        if any(held is not None and covers(held, change) for held in (original, partial)):
            return False, confirmed
        if partial is not None:
            confirmed = self._replace(partial, change) or confirmed
        else:
            self.keep(change)
        return True, confirmed

    def keep(self, change: Change) -> None:
        """Write a change into the log."""
        record = change.version, change.partial
        if record not in self.log:
            key = change.kind, change.entity
            self.about[key] = (*self.about.get(key, ()), record)
            self.partial_records += change.partial
        self.log[record] = change

    def _replace(self, partial: Change, change: Change) -> bool:
        """Put a record in the place of a partial one that says less, or beside one that says something else."""
        if change.partial:
            self.keep(joined(partial, change))
        else:
            if covers(change, partial):
                self._forget(partial)
            self.keep(change)
        return False

    def _forget(self, partial: Change) -> None:
        record, key = (partial.version, True), (partial.kind, partial.entity)
        del self.log[record]
        self.partial_records -= 1
        self.about[key] = tuple(one for one in self.about[key] if one != record)

    def _confirm(self, record: Record) -> bool:
        """Note that a change came back; returns whether that was news."""
        for place in (self.acked, self.pending, self.quarantined):
            if record in place:
                del place[record]
                return True
        return False

    def offer_again(self) -> None:
        """Let nothing count as confirmed: all of it waits for its return."""
        held = [record for record in self.log if record not in self.pending and record not in self.quarantined]
        self.acked = dict.fromkeys(held)
        self.offer_unlogged()

    def offer_unlogged(self) -> None:
        """Log as partial changes what is known only from a snapshot; they wait for their return."""
        for (kind, entity), (values, stamps) in self.all_entities():
            for change in partials(kind, entity, values, stamps):
                if not self._says_all(change):
                    self.keep(change)
                    self.acked[change.version, True] = None

    def _says_all(self, change: Change) -> bool:
        there = (self.log.get((change.version, partial)) for partial in (False, True))
        return any(held is not None and covers(held, change) for held in there)

    # --- the state

    def merge(self, change: Change) -> None:
        key = change.kind, change.entity
        values, stamps = self.entities.get(key) or ({}, Stamps())
        merged = apply(values, stamps, change)
        self.entities[key] = merged.values, merged.stamps

    def all_entities(self) -> Iterable[tuple[Key, Entity]]:
        return (*self.entities.items(), *self.parked.items())

    def unconfirmed(self) -> Iterator[Change]:
        """Yield what a server may not have, in no particular order."""
        for records in (self.pending, self.acked, self.quarantined):
            for record in records:
                yield self.log[record]


def join_object(entity: Entity | None, one: ObjectState) -> Entity:
    """Return an entity after what a snapshot says of it."""
    return join(entity or ({}, Stamps()), (one.values, Stamps(dict(one.fields), dict(one.seen), one.deleted)))


def base_of(entity: Entity | None, fields: Iterable[str]) -> dict[str, Version]:
    """Return what the author of new values has seen; the deletion as well if the entity is brought back."""
    stamps = entity[1] if entity else Stamps()
    base = {name: stamps.of(name) for name in fields}
    if stamps.deleted and not stamps.alive:
        base[DELETION] = stamps.deleted
    return base
