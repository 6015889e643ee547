"""What can be under the mouse on the timeline."""

from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """A part of the timeline that does something or says something."""

    NONE = "none"
    HEADER = "header"
    LOAD = "load"
    OVER = "over"
    FOLD = "fold"
    NAME = "name"
    CELL = "cell"
    START = "start"
    DUE = "due"
    BAR = "bar"
    FLAG = "flag"


GRIPS = frozenset((Part.START, Part.DUE, Part.BAR, Part.FLAG))


@dataclass(frozen=True, slots=True)
class Hit:
    """A part of a row; ``day`` is what it stands over, ``milestone`` the id of a flag's."""

    part: Part = Part.NONE
    key: str = ""
    day: int = 0
    milestone: str = ""

    @property
    def grips(self) -> bool:
        """Whether it can be dragged to another date."""
        return self.part in GRIPS


NOWHERE = Hit()
