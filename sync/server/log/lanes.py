"""What the two databases do differently on the way of a push and a pull: how many rows go in one statement, and how.

Everything else is the same code. The statements are text, since at thousands of calls a second building them costs
more than the database does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from sync.protocol.version import Version
from sync.server.log.ports import Key


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
    """A change to be written."""

    scope: str
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
    """An object to be written."""

    scope: str
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
    """The answer: chains by their place in the log, versions that are in this log or another, (kind, entity, body)."""

    scope: ScopeRow
    chains: dict[int, bytes] = field(default_factory=dict)
    known: list[KnownRow] = field(default_factory=list)
    objects: list[tuple[str, bytes, bytes]] = field(default_factory=list)


Asked = Sequence[tuple[str, Question]]
"""Scopes, each with what is going to be asked of it; one may stand there several times."""


@dataclass(frozen=True, slots=True)
class Writing:
    """What is written at the end of a transaction: rows of any number of scopes, and how far their logs are then."""

    changes: Sequence[ChangeRow]
    objects: Sequence[ObjectRow]
    scopes: Mapping[str, ScopeRow]


class Lane(Protocol):
    """A database, seen from a transaction on some scopes. ``connection`` is the driver's own."""

    def begin(self, connection: Any, asked: Asked, *, wait: bool) -> dict[str, Found]:
        """Begin a transaction, lock the rows of scopes and look up what is going to be asked.

        A scope that does not exist is not among what was found, and without ``wait`` neither is one that somebody else
        has locked.
        """

    def look(self, connection: Any, scope: str, question: Question) -> Found:
        """Look up the same of a locked scope, later in the transaction."""

    def write(self, connection: Any, writing: Writing) -> None:
        """Write changes, objects and how far the logs are now, and commit."""

    def read(self, connection: Any, *questions: tuple[str, Sequence[Any]]) -> list[list[Any]]:
        """Run some questions (with ``?`` for each value) in a transaction that only reads; return the rows of each."""

    def listed(self, values: Sequence[Any]) -> tuple[str, Sequence[Any]]:
        """Return how a question says that something is one of some values, and the values to ask it with."""

    def broken(self, error: Exception) -> bool:
        """Return whether an error says that the connection is gone."""

    def busy(self, error: Exception) -> bool:
        """Return whether an error says that somebody else held a lock for too long, or that a limit of time was met."""
