"""What a workflow needs from outside: the store, the clock, ids, and who is working where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from app.domain.ids import UserId

if TYPE_CHECKING:
    from app.storage.database import Database


class Clock(Protocol):
    """Where the time comes from; tests bring their own."""

    def now(self) -> int:
        """Return the wall clock in Unix seconds."""

    def now_ms(self) -> int:
        """Return the wall clock in Unix milliseconds."""


class Ids(Protocol):
    """Where ids and randomness come from; tests bring their own."""

    def new_id(self) -> str:
        """Return a fresh UUIDv7 as text."""

    def random64(self) -> int:
        """Return 64 fresh random bits."""


@dataclass(frozen=True, slots=True)
class Context:
    """Handed to every workflow; ``zone`` is the viewer's IANA zone, ``notices`` what a person has to be told at start."""

    database: Database
    clock: Clock
    ids: Ids
    user: UserId
    zone: str
    notices: tuple[str, ...] = ()

    def now(self) -> int:
        """Return the wall clock in Unix seconds."""
        return self.clock.now()

    def new_id(self) -> str:
        """Return a fresh UUIDv7 as text."""
        return self.ids.new_id()
