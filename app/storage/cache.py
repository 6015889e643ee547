"""Entities of the small kinds, kept in memory and never older than the transaction that reads them.

The file itself counts the commits that touched a cached kind (``meta.cache_version``). A transaction reads that number
in its own snapshot; the cache serves it only if it was filled at the same number. So it is right across threads,
connections and processes, and a rolled-back write never shows.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.domain.entities.base import Kind

# Entries are never cached: indexes and running totals serve them.
CACHED = frozenset(
    (Kind.GROUP, Kind.CLIENT, Kind.PROJECT, Kind.MILESTONE, Kind.TASK, Kind.TAG, Kind.RATE, Kind.WORK_SLOT,
     Kind.DAY_OVERRIDE, Kind.TIME_OFF, Kind.FAVORITE, Kind.SETTING, Kind.INVOICE)
)  # fmt: skip
CAPACITY = 20_000


@dataclass(slots=True)
class CacheFigures:
    """How the cache has served since the start."""

    hits: int = 0
    misses: int = 0
    evictions: int = 0
    invalidations: int = 0
    warm_up_ms: float = 0.0


class EntityCache:
    """A least-recently-used cache of entities and of whole lists, valid for one cache version at a time."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self.figures = CacheFigures()
        self._capacity = capacity
        self._lock = threading.Lock()
        self._version = -1
        self._held: OrderedDict[tuple[Kind, str], Any] = OrderedDict()

    def at(self, version: int) -> CacheView:
        """Return the cache as a transaction with this cache version may see it."""
        with self._lock:
            # An older snapshot than the cache's gets nothing and adds nothing; a newer one starts afresh.
            if version > self._version:
                self._held.clear()
                self._version = version
                self.figures.invalidations += 1
        return CacheView(self, version)

    def committed(self, version: int, touched: Iterable[tuple[Kind, str]]) -> None:
        """Forget what a commit touched and carry the rest over to its cache version."""
        with self._lock:
            # Anything but the very next version means that another process committed in between.
            if version != self._version + 1:
                self._held.clear()
                self.figures.invalidations += 1
            for kind, id_ in touched:
                self._held.pop((kind, id_), None)
                self._held.pop((kind, ""), None)
            self._version = max(version, self._version)

    def __len__(self) -> int:
        return len(self._held)

    def look_up(self, version: int, key: tuple[Kind, str]) -> Any:
        """Return what is held for a key at a version, else None."""
        with self._lock:
            found = self._held.get(key) if version == self._version else None
            if found is None:
                self.figures.misses += 1
                return None
            self._held.move_to_end(key)
            self.figures.hits += 1
            return found

    def hold(self, version: int, key: tuple[Kind, str], value: Any) -> None:
        """Keep a value read at a version."""
        with self._lock:
            if version != self._version:
                return
            self._held[key] = value
            while len(self._held) > self._capacity:
                self._held.popitem(last=False)
                self.figures.evictions += 1


@dataclass(frozen=True, slots=True)
class CacheView:
    """The cache as one transaction sees it."""

    cache: EntityCache
    version: int

    def get(self, kind: Kind, id_: str = "") -> Any:
        """Return the entity, or with no id the list of all; None when it is not held."""
        return self.cache.look_up(self.version, (kind, id_))

    def put(self, kind: Kind, value: Any, id_: str = "") -> None:
        """Keep an entity, or with no id the list of all."""
        self.cache.hold(self.version, (kind, id_), value)
