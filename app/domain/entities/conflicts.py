"""Conflicts: two devices said different things of one field without having seen each other."""

from dataclasses import dataclass
from typing import Final

from app.domain.entities.base import Entity

# What became of a conflict. Plain text rather than an enum: a later version may know more.
OPEN: Final = "open"
KEPT: Final = "kept"
TAKEN: Final = "taken"
BOTH: Final = "both"
SEEN: Final = "seen"
SUPERSEDED: Final = "superseded"

# The field of a conflict between an edit and a deletion.
DELETION: Final = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict(Entity):
    """Two versions of one field; the winner's is shown, the other can be taken instead.

    ``kind``, ``entity`` and ``field`` name what it is about, ``winner`` and ``loser`` the two changes. The values are
    JSON text, as they travel. Users and devices are texts as their authors wrote them, times Unix milliseconds.
    ``state`` is open, kept (the winner), taken (the loser), both, seen (edited on by somebody who had both) or
    superseded (by a newer one of the same branch).
    """

    kind: str
    entity: str
    field: str = ""
    winner: str = ""
    loser: str = ""
    winning: str = "null"
    losing: str = "null"
    winner_user: str = ""
    winner_device: str = ""
    winner_ms: int = 0
    loser_user: str = ""
    loser_device: str = ""
    loser_ms: int = 0
    state: str = OPEN

    @property
    def is_open(self) -> bool:
        """Whether somebody may still decide."""
        return self.state == OPEN
