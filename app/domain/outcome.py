"""What a workflow answers with: a value, what changed, and what is worth a warning."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from app.domain.entities.base import Kind
from app.domain.problems import Problem

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Changes:
    """Which entities one or more commits touched. Truthy when there is any."""

    ids: frozenset[tuple[Kind, str]] = frozenset()
    # The group id of the action, with which it can be undone; None when nothing was written.
    action: str | None = None
    # True when more changed than could be listed (another process wrote, a restore): reload everything.
    everything: bool = False

    def touches(self, *kinds: Kind) -> bool:
        """Return whether an entity of one of these kinds changed."""
        return self.everything or any(kind in kinds for kind, _ in self.ids)

    def of(self, kind: Kind) -> frozenset[str]:
        """Return the ids of this kind that changed."""
        return frozenset(id_ for changed, id_ in self.ids if changed is kind)

    def __or__(self, other: "Changes") -> "Changes":
        """Return both together, as the hub coalesces them."""
        return Changes(self.ids | other.ids, other.action or self.action, self.everything or other.everything)

    def __bool__(self) -> bool:
        return self.everything or bool(self.ids)


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T_co]):
    """The answer of a workflow that wrote: its value, the changes, the accepted warnings."""

    value: T_co
    changes: Changes = Changes()
    problems: tuple[Problem, ...] = ()
