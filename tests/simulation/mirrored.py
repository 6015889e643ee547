"""A service whose real database is asked the same, and must answer the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.simulation.service import Kept, Service

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence

    from sync.protocol.messages import Cursor, Limits, ObjectPage, Page, Push, PushAnswer
    from tests.simulation.service import Caller, Listeners
    from tests.simulation.sql_mirror import SqlMirror


class MirroredService(Service):
    """The same server over two stores: the one in memory is believed, the other one compared with it."""

    def __init__(self, dice: random.Random, limits: Limits, listeners: Listeners, mirror: SqlMirror) -> None:
        super().__init__(dice, limits, listeners)
        self._mirror = mirror
        mirror.begin(self.tables)

    def backup(self) -> Kept:
        return replace(super().backup(), rows=self._mirror.backup())

    def restore(self, kept: Kept) -> None:
        super().restore(kept)
        self._mirror.restore(kept.rows)

    def pull(self, caller: Caller, scope: str, cursor: Cursor, limit: int) -> Page:
        page = super().pull(caller, scope, cursor, limit)
        self._mirror.page(scope, cursor, limit, page)
        return page

    def snapshot(self, caller: Caller, scope: str, at: Cursor | None, after: str | None, limit: int) -> ObjectPage:
        page = super().snapshot(caller, scope, at, after, limit)
        self._mirror.objects(scope, at, after, limit, page)
        return page

    def digest(self, caller: Caller, scope: str) -> Mapping[str, Sequence[bytes]]:
        digest = super().digest(caller, scope)
        self._mirror.digest(scope, digest)
        return digest

    def committed(self, caller: Caller, scope: str, push: Push, answer: PushAnswer) -> None:
        self._mirror.push(scope, push, caller, self.limits, answer)
