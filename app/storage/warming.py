"""Fills the cache before anybody waits for it: what was used last is kept longest."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from app.domain.entities.base import Kind
from app.storage.cache import CACHED
from app.storage.unit_of_work import Repositories, reading

if TYPE_CHECKING:
    from app.domain.entities.base import Entity
    from app.storage.context import Context

# What was worked on in so many entries is what will be asked for next.
_LOOK_BACK = 500


def warm(ctx: Context) -> int:
    """Load the small kinds into the cache and return how many entities; its time is among the cache's figures."""
    started = time.perf_counter()
    with reading(ctx) as read:
        ranks = _ranks(read)
        found = [(kind, entity) for kind in Kind if kind in CACHED for entity in read.of(kind).all()]
        # The newest in the cache leave it last, so that the most recently used are put in at the end.
        found.sort(key=lambda pair: ranks.get(pair[1].id, _LOOK_BACK), reverse=True)
        for kind, entity in found:
            _hold(read, kind, entity)
    ctx.database.cache.figures.warm_up_ms = (time.perf_counter() - started) * 1000
    return len(found)


def _hold(read: Repositories, kind: Kind, entity: Entity) -> None:
    read.session.cache.put(kind, entity, entity.id)


def _ranks(read: Repositories) -> dict[str, int]:
    """Return how many entries ago each thing was used, by id."""
    ranks: dict[str, int] = {}
    for ago, entry in enumerate(read.time_entries.recent(limit=_LOOK_BACK)):
        for id_ in (entry.project, entry.task, entry.milestone, *entry.tags):
            if id_:
                ranks.setdefault(id_, ago)
    return ranks
