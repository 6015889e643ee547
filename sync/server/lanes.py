"""What the two databases do differently on the way of a push and a pull: how many rows go in one statement, and how.

Everything else is the same code. The statements are text, since at thousands of calls a second building them costs
more than the database does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from sync.protocol.version import Version
from sync.server.ports import Key


class ScopeRow(NamedTuple):
    """A scope as its row says it."""

    history: str
    head: int
    chain: bytes
    size: int


class KnownRow(NamedTuple):
    """A change that is in a log already."""

    scope: str
    seq: int
    version: bytes
    partial: int
    chain: bytes
    body: bytes


class ChangeRow(NamedTuple):
    """A change to be written, its scope aside."""

    seq: int
    version: bytes
    partial: int
    kind: str
    entity: bytes
    border: int
    size: int
    chain: bytes
    body: bytes


class ObjectRow(NamedTuple):
    """An object to be written, its scope aside."""

    kind: str
    entity: bytes
    seq: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Question:
    """What a push is going to ask of its scope: the chain at its cursor, versions and entities that may be there."""

    seq: int = 0
    versions: Sequence[Version] = ()
    keys: Sequence[Key] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The answer. ``objects`` are rows of (kind, entity, body)."""

    scope: ScopeRow | None
    chain: bytes | None
    known: Sequence[KnownRow]
    objects: Sequence[tuple[str, bytes, bytes]]


class Lane(Protocol):
    """A database, seen from a transaction on one scope. ``connection`` is the driver's own."""

    def begin(self, connection: Any, scope: str, question: Question) -> Found:
        """Begin a transaction, lock the row of a scope and look up what is going to be asked."""

    def look(self, connection: Any, scope: str, question: Question) -> Found:
        """Look up the same within the transaction."""

    def write(
        self,
        connection: Any,
        scope: str,
        changes: Sequence[ChangeRow],
        objects: Sequence[ObjectRow],
        row: ScopeRow,
    ) -> None:
        """Write changes, objects and how far the log is now, and commit."""

    def read(self, connection: Any, *questions: tuple[str, Sequence[Any]]) -> list[list[Any]]:
        """Run some questions (with ``?`` for each value) in a transaction that only reads; return the rows of each."""

    def broken(self, error: Exception) -> bool:
        """Return whether an error says that the connection is gone."""

    def busy(self, error: Exception) -> bool:
        """Return whether an error says that somebody else held a lock for too long, or that a limit of time was met."""
