"""A device's copy in memory: the store's promises (sync.client.ports), each in the fewest words."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sync.client.ports import Applied, ScopeState, Waiting
from sync.engine.clock import START, HybridTime, observe, tick
from sync.engine.digest import bucket_of, buckets, of_entity
from sync.engine.stamps import Stamps
from sync.protocol.change import Change
from sync.protocol.messages import Cursor, ObjectPage, ObjectState, Page, ScopeOffer
from sync.protocol.version import Version, pack
from tests.simulation.memory_shelf import Record, Shelf, base_of, join_object
from tests.simulation.vocabulary import CONFLICT, KNOWN, Write


class MemoryStore:
    """Every method is atomic because nothing can stop it half way; a copy of it is a backup."""

    def __init__(self, schema: int) -> None:
        self.schema = schema
        self.shelves: dict[str, Shelf] = {}
        self.clock: HybridTime = START
        self.offset_ms = 0

    def close(self) -> None:
        """Nothing is open."""

    def copy(self) -> "MemoryStore":
        other = MemoryStore(self.schema)
        other.shelves = {scope: shelf.copy() for scope, shelf in self.shelves.items()}
        other.clock, other.offset_ms = self.clock, self.offset_ms
        return other

    # --- what the rounds ask

    def scopes(self) -> Sequence[ScopeState]:
        return [shelf.state for shelf in self.shelves.values()]

    def follow(self, offers: Iterable[ScopeOffer]) -> None:
        offered = {offer.scope: offer for offer in offers}
        for scope, offer in offered.items():
            shelf = self.shelves.get(scope)
            if shelf is None:
                self.shelves[scope] = Shelf(ScopeState(offer, "new", Cursor()))
            elif shelf.state.phase == "revoked":
                shelf.offer_again()
                shelf.state = ScopeState(offer, "rereading", Cursor(offer.history))
            else:
                shelf.state = replace(shelf.state, offer=offer)
        for scope, shelf in self.shelves.items():
            if scope not in offered:
                shelf.state = replace(shelf.state, phase="revoked")

    def holds_anything(self, scope: str) -> bool:
        return bool(self.shelves[scope].log)

    def receive(self, scope: str, page: Page, cursor: Cursor) -> Applied:
        shelf = self.shelves[scope]
        applied = self._take(shelf, page)
        phase = "following" if shelf.state.phase == "new" else shelf.state.phase
        shelf.state = replace(shelf.state, cursor=cursor, phase=phase)
        return applied

    def receive_earlier(self, scope: str, page: Page, cursor: Cursor | None) -> Applied:
        shelf = self.shelves[scope]
        applied = self._take(shelf, page)
        shelf.state = replace(shelf.state, backfill=cursor)
        if cursor is None:
            self._lost(shelf)
        return applied

    def receive_objects(self, scope: str, page: ObjectPage) -> int:
        shelf = self.shelves[scope]
        for one in page.objects:
            key = one.kind, one.entity
            place = shelf.entities if one.kind in KNOWN[self.schema] else shelf.parked
            place[key] = join_object(place.get(key), one)
            self._see(one)
        self._copied(shelf, page)
        return len(page.objects)

    def settle(self, scope: str) -> int:
        shelf = self.shelves[scope]
        again = len(shelf.acked)
        shelf.pending.update(shelf.acked)
        shelf.acked = {}
        if shelf.state.phase in ("rereading", "new"):
            shelf.state = replace(shelf.state, phase="following")
        return again

    def reread(self, scope: str, history: str) -> None:
        shelf = self.shelves[scope]
        shelf.offer_again()
        shelf.state = ScopeState(shelf.state.offer, "rereading", Cursor(history))

    def pending(self, scope: str, limit: int, after: Version | None = None) -> Sequence[Change]:
        shelf = self.shelves[scope]
        log = shelf.log
        # Of one version only one record at a time: the original before what a partial one knows beyond it.
        offered = [record for record in shelf.pending if not (record[1] and (record[0], False) in shelf.pending)]
        order = sorted((log[record].group, record) for record in offered if log[record].group > (after or b""))
        return [log[record] for _, record in order[: _whole_groups(order, limit)]]

    def waiting(self, scope: str) -> Waiting:
        shelf = self.shelves[scope]
        return Waiting(len(shelf.pending), len(shelf.quarantined))

    def acknowledge(self, scope: str, versions: Iterable[Version]) -> None:
        shelf = self.shelves[scope]
        for version in versions:
            record = _offered(shelf, version)
            if record is not None:
                del shelf.pending[record]
                shelf.acked[record] = None

    def quarantine(self, scope: str, refused: Mapping[Version, str]) -> None:
        shelf = self.shelves[scope]
        records = {record: reason for version, reason in refused.items() if (record := _offered(shelf, version))}
        groups = {shelf.log[record].group: reason for record, reason in records.items()}
        for record in list(shelf.pending):
            group = shelf.log[record].group
            if group in groups:
                del shelf.pending[record]
                shelf.quarantined[record] = records.get(record, groups[group])

    def learn_offset(self, offset_ms: int) -> None:
        self.offset_ms = offset_ms

    def digest(self, scope: str) -> Mapping[str, Sequence[bytes]]:
        by_kind: dict[str, list[tuple[bytes, Stamps]]] = {}
        for (kind, entity), (_, stamps) in self.shelves[scope].entities.items():
            by_kind.setdefault(kind, []).append((entity, stamps))
        return {kind: buckets(entities) for kind, entities in by_kind.items()}

    def digest_of(self, scope: str, kind: str, bucket: int) -> Mapping[bytes, bytes]:
        return {
            entity: of_entity(entity, stamps)
            for (one, entity), (_, stamps) in self.shelves[scope].entities.items()
            if one == kind and bucket_of(entity) == bucket
        }

    # --- what a person does

    def write(
        self, scope: str, writes: Sequence[Write], *, wall_ms: int, dice: random.Random, who: tuple[str, str]
    ) -> list[Change]:
        """Write one action: rows, versions, change records and the clock."""
        shelf = self.shelves[scope]
        group: Version | None = None
        made: list[Change] = []
        for write in writes:
            self.clock = tick(self.clock, wall_ms, self.offset_ms)
            version = self._version(dice, who[0])
            group = group or version
            entity = shelf.entities.get((write.kind, write.entity))
            base = dict(entity[1].fields) if write.deletes and entity else base_of(entity, write.fields)
            change = Change(
                version, write.kind, write.entity, dict(write.fields), base, "del" if write.deletes else "set",
                group, len(writes), *who, self.schema, wall_ms, self.offset_ms,
            )  # fmt: skip
            shelf.keep(change)
            shelf.merge(change)
            shelf.pending[version, False] = None
            made.append(change)
        return made

    def upgrade(self, schema: int) -> None:
        """Become a later release: what was parked is applied."""
        unknown = KNOWN[schema] - KNOWN[self.schema]
        self.schema = schema
        for shelf in self.shelves.values():
            shelf.entities.update(shelf.parked)
            shelf.parked = {}
            for change in shelf.log.values():
                if change.kind in unknown:
                    shelf.merge(change)

    def open_conflicts(self, scope: str) -> list[tuple[bytes, Mapping[str, object]]]:
        """Return the conflicts that wait for somebody, by id."""
        return [
            (entity, values)
            for (kind, entity), (values, _) in self.shelves[scope].entities.items()
            if kind == CONFLICT and values.get("state") == "open"
        ]

    # --- inside

    def _version(self, dice: random.Random, _device: str) -> Version:
        """Return a version that needs nobody's name or counter to be unique."""
        return pack(*self.clock, dice.getrandbits(64))

    def _take(self, shelf: Shelf, page: Page) -> Applied:
        new = confirmed = parked = 0
        known = KNOWN[self.schema]
        for change in page.changes:
            self.clock = observe(self.clock, change.version)
            is_new, is_confirmed = shelf.arrive(change)
            new += is_new
            confirmed += is_confirmed
            if is_new or change.partial:
                if change.kind in known:
                    shelf.merge(change)
                else:
                    parked += 1
        return Applied(new, confirmed, parked)

    def _lost(self, shelf: Shelf) -> None:
        """Offer what the snapshot said and the whole log does not: the server was restored to a place in between."""
        shelf.offer_unlogged()

    def _see(self, one: ObjectState) -> None:
        for version in (*one.fields.values(), *one.seen.values(), one.deleted):
            if version:
                self.clock = observe(self.clock, version)

    def _copied(self, shelf: Shelf, page: ObjectPage) -> None:
        offer, at = shelf.state.offer, shelf.state.copied_at or page.at
        if page.after is not None:
            shelf.state = ScopeState(offer, "copying", Cursor(), at, page.after)
        else:
            beginning = Cursor(at.history) if at.seq else None
            shelf.state = ScopeState(offer, "following", at, at, backfill=beginning)


def _offered(shelf: Shelf, version: Version) -> Record | None:
    """Return the record of a version that is being offered."""
    return next((record for record in ((version, False), (version, True)) if record in shelf.pending), None)


def _whole_groups(order: Sequence[tuple[Version, Record]], limit: int) -> int:
    """Return how many of these make whole groups within a limit; the first group is taken whatever its size."""
    if len(order) <= limit:
        return len(order)
    end = limit
    while end and order[end - 1][0] == order[end][0]:
        end -= 1
    return end or next((at for at, (group, _) in enumerate(order) if group != order[0][0]), len(order))
