"""A server's tables in memory: logs and entities by scope, transactions over them, cheap copies as backups."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sync.engine.lineage import BEGINNING
from sync.engine.stamps import Stamps
from sync.protocol.version import Version
from sync.server.log.ports import Held, Key, Logged


@dataclass(slots=True)
class Table:
    """One scope: its log, where the original and the newest partial record of each version stand in it, its entities."""

    scope: str
    history: str
    log: list[Logged] = field(default_factory=list)
    originals: dict[Version, int] = field(default_factory=dict)
    partials: dict[Version, int] = field(default_factory=dict)
    entities: dict[Key, Held] = field(default_factory=dict)

    def copy(self) -> "Table":
        return Table(
            self.scope, self.history, list(self.log), dict(self.originals), dict(self.partials), dict(self.entities)
        )

    @property
    def head(self) -> int:
        return len(self.log)

    @property
    def chain(self) -> bytes:
        return self.log[-1].chain if self.log else BEGINNING

    def chain_at(self, seq: int) -> bytes | None:
        if seq == 0:
            return BEGINNING
        return self.log[seq - 1].chain if 0 < seq <= len(self.log) else None


class MemoryTransaction:
    """A scope whose table one worker holds. What it writes is kept aside until ``commit``."""

    def __init__(self, tables: Mapping[str, Table], table: Table) -> None:
        self.scope, self.history = table.scope, table.history
        self.head, self.chain = table.head, table.chain
        self._tables, self._table = tables, table
        # What else is done at the moment of the commit.
        self.and_then: Callable[[], None] | None = None
        self._log: list[Logged] = []
        self._originals: dict[Version, int] = {}
        self._partials: dict[Version, int] = {}
        self._entities: dict[Key, Held] = {}

    def chain_at(self, seq: int) -> bytes | None:
        if seq > self._table.head:
            return self._log[seq - 1 - self._table.head].chain if seq <= self.head else None
        return self._table.chain_at(seq)

    def known(self, versions: Sequence[Version]) -> Mapping[Version, Logged]:
        found: dict[Version, Logged] = {}
        for version in versions:
            place = self._originals.get(version) or self._table.originals.get(version)
            logged = self._at(place) if place is not None else self.partial(version)
            if logged is not None:
                found[version] = logged
        return found

    def partial(self, version: Version) -> Logged | None:
        place = self._partials.get(version) or self._table.partials.get(version)
        return None if place is None else self._at(place)

    def taken_elsewhere(self, versions: Sequence[Version]) -> frozenset[Version]:
        others = [table for scope, table in self._tables.items() if scope != self.scope]
        return frozenset(
            version
            for version in versions
            if any(version in table.originals or version in table.partials for table in others)
        )

    def held(self, keys: Iterable[Key]) -> Mapping[Key, Held]:
        found: dict[Key, Held] = {}
        for key in keys:
            one = self._entities.get(key) or self._table.entities.get(key)
            if one is not None:
                # What is handed out is the worker's own: nothing it does to it is written before ``put``.
                found[key] = _copied(one)
        return found

    def append(self, changes: Sequence[Logged]) -> None:
        for logged in changes:
            self._log.append(logged)
            places = self._partials if logged.change.partial else self._originals
            places[logged.change.version] = logged.seq
        if changes:
            self.head, self.chain = changes[-1].seq, changes[-1].chain

    def put(self, entities: Mapping[Key, Held]) -> None:
        self._entities.update((key, _copied(held)) for key, held in entities.items())

    def commit(self) -> Sequence[Logged]:
        """Write everything at once; returns what the log grew by."""
        self._table.log.extend(self._log)
        self._table.originals.update(self._originals)
        self._table.partials.update(self._partials)
        self._table.entities.update(self._entities)
        if self.and_then is not None:
            self.and_then()
        return self._log

    def _at(self, place: int) -> Logged:
        before = self._table.head
        return self._log[place - 1 - before] if place > before else self._table.log[place - 1]


def _copied(held: Held) -> Held:
    stamps = held.stamps
    return Held(dict(held.values), Stamps(dict(stamps.fields), dict(stamps.seen), stamps.deleted))
