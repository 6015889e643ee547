"""What the devices write about: kinds, their fields and values. To the product they are only names."""

import random
from dataclasses import dataclass, field

from sync.protocol.change import Value

CONFLICT = "conflict"
WORKSPACE = "0" * 31 + "1"
USERS = ("a" * 32, "b" * 32)


def own_scope(user: str) -> str:
    """Return the scope of what belongs to a user."""
    return f"{WORKSPACE}.{user}"


SCOPES = (WORKSPACE, own_scope(USERS[0]), own_scope(USERS[1]))


@dataclass(frozen=True, slots=True)
class Shape:
    """The fields of a kind: those every release knows, and those of the next one."""

    fields: tuple[str, ...]
    later: tuple[str, ...] = ()

    def known(self, schema: int) -> tuple[str, ...]:
        return self.fields + self.later if schema > 1 else self.fields


_TAGS = tuple(f"tag:{number:032x}" for number in (1, 2))

SHAPES = {
    "client": Shape(("name", "notes"), ("mood",)),
    "time_entry": Shape(("description", "span", *_TAGS)),
    # A kind that only the next release knows.
    "gizmo": Shape((), ("name", "size")),
}
KNOWN = {
    1: frozenset(("client", "time_entry", CONFLICT)),
    2: frozenset(("client", "time_entry", "gizmo", CONFLICT)),
}


def kinds(scope: str, schema: int) -> tuple[str, ...]:
    """Return the kinds a device of a release writes in a scope."""
    here = ("client",) if scope == WORKSPACE else ("time_entry",)
    return (*here, "gizmo") if schema > 1 else here


def a_value(dice: random.Random, name: str) -> Value:
    """Return some value of a field; few different ones, so that two devices also say the same by chance."""
    if name == "span":
        start = 1_790_000_000 + 60 * dice.randrange(20)
        return [start, start + 3600, "Europe/Berlin"]
    if name.startswith("tag:"):
        return True if dice.random() < 0.7 else None
    return f"{name} {dice.randrange(12)}"


# More than the simulated server takes at once.
LARGE = "x" * 5_000


@dataclass(frozen=True, slots=True)
class Write:
    """One entity's part of an action: its new values, or its deletion."""

    kind: str
    entity: bytes
    fields: dict[str, Value] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.kind} {self.entity.hex()[:4]} {self.fields or 'deleted'};"

    @property
    def deletes(self) -> bool:
        return not self.fields


def is_large(write: Write) -> bool:
    """Return whether no server will take it."""
    return LARGE in write.fields.values()
