"""What the ledger needs from a store: one scope, locked, in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sync.engine.stamps import Stamps
from sync.protocol.change import Change, Value
from sync.protocol.version import Version

Key = tuple[str, bytes]
"""Kind and id of an entity."""


@dataclass(slots=True)
class Held:
    """An entity as the server holds it."""

    values: dict[str, Value]
    stamps: Stamps


@dataclass(frozen=True, slots=True)
class Logged:
    """A change at its place in the log, with the chain up to and with it.

    ``change.relay`` is the device that brought it, empty when that is its author's.
    """

    seq: int
    change: Change
    chain: bytes


class ScopeTransaction(Protocol):
    """A scope whose row is locked, so that its log has one writer at a time; all or nothing.

    A version stands in a log once as the original, and before or after that as partial changes, each of which says more
    than those before it (see sync.engine.partials). So only the version of an original is unique.
    """

    scope: str
    history: str
    head: int
    chain: bytes

    def chain_at(self, seq: int) -> bytes | None:
        """Return the chain at a place of the log, None beyond its end; empty at 0."""

    def known(self, versions: Sequence[Version]) -> Mapping[Version, Logged]:
        """Return those of some versions that are in the log of this scope already.

        The original where it has that, else the newest of its partial changes.
        """

    def partial(self, version: Version) -> Logged | None:
        """Return the newest partial change of a version, whether the original is there or not."""

    def taken_elsewhere(self, versions: Sequence[Version]) -> frozenset[Version]:
        """Return those of some versions that stand in the log of another scope."""

    def held(self, keys: Iterable[Key]) -> Mapping[Key, Held]:
        """Return the entities among ``keys`` that are there."""

    def append(self, changes: Sequence[Logged]) -> None:
        """Write changes at the end of the log, which is ``head`` and ``chain`` from then on."""

    def put(self, entities: Mapping[Key, Held]) -> None:
        """Write the state of entities."""
