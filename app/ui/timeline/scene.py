"""All that a picture of the timeline depends on, and where its parts stand. Holds no Qt widget and paints nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect

from app.ui.timeline.hits import NOWHERE, Hit
from app.ui.timeline.lines import ROW, HeadLine, Line, MilestoneLine, ProjectLine, Shelf
from app.ui.timeline.loads import Loads
from app.ui.timeline.scale import Scale, number_of
from app.ui.timeline.words import range_title

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.domain.risk import Risk
    from app.orchestrators.planning.timeline import TimelineRow
    from app.ui.timeline.ghost import GhostRow
    from app.ui.timeline.moves import Move

HEADER, LOADS = 42, 40
NAMES, NAMES_NARROW, _WIDE = 256, 196, 760
CELL, CELL_COMPACT, SPAN = 22, 18, 13
# The bar of dates stands this far above the foot of a row.
SPAN_FOOT = 7


@dataclass(slots=True)
class Scene:
    """What is shown; the view changes it and paints it."""

    scale: Scale = field(default_factory=Scale)
    shelf: Shelf = field(default_factory=Shelf)
    loads: Loads = field(default_factory=Loads)
    off: Mapping[int, str] = field(default_factory=dict)
    today: int = 0
    width: int = 0
    height: int = 0
    top: int = 0
    """How far the rows are scrolled down."""
    row_height: int = ROW
    risks: Mapping[str, Risk] = field(default_factory=dict)
    """Of the projects that were weighed."""
    here: str = ""
    """The key of the row the keyboard is on, and the day."""
    day: int = 0
    has_focus: bool = False
    hot: Hit = NOWHERE
    ghost: ProjectLine | None = None
    move: Move | None = None
    changed: ProjectLine | None = None
    """The row that is being moved, as it would be."""
    over: str = ""
    """What the capacity row says of the weeks to come."""

    @property
    def names(self) -> int:
        """How wide the column of names is."""
        return NAMES if self.width >= _WIDE else NAMES_NARROW

    @property
    def body_top(self) -> int:
        """Where the rows begin that scroll."""
        return HEADER + LOADS + (self.row_height if self.ghost is not None else 0)

    @property
    def body(self) -> QRect:
        """Where the rows are seen, names and all."""
        return QRect(0, self.body_top, self.width, max(0, self.height - self.body_top))

    @property
    def grid(self) -> QRect:
        """Where the rows' days are seen."""
        return self.body.adjusted(self.names, 0, 0, 0)

    @property
    def days_width(self) -> int:
        """How wide the days are in all."""
        return max(1, self.width - self.names)

    @property
    def title(self) -> str:
        """The months that are seen."""
        first, last = self.scale.days(self.days_width)
        return range_title(first, last - 1, long=self.names == NAMES)

    def x(self, day: int) -> int:
        """Return where a day begins in the view."""
        return self.names + self.scale.x(day)

    def row(self, place: int) -> QRect:
        """Return where a row stands in the view."""
        top, height = self.shelf.span(place)
        return QRect(0, self.body_top + top - self.top, self.width, height)

    def ghost_row(self) -> QRect:
        """Return where the row of what is only thought of stands."""
        return QRect(0, HEADER + LOADS, self.width, self.row_height)

    def seen(self) -> range:
        """Return the places of the rows that are seen."""
        return self.shelf.seen(self.top, self.top + self.body.height())

    def line(self, key: str) -> Line | None:
        """Return a row by its key."""
        place = self.shelf.places.get(key)
        return None if place is None else self.shelf.lines[place]

    def shown(self, line: Line) -> Line:
        """Return a row as it is shown: the project that is being moved and its milestones as they would be."""
        changed = self.changed
        if changed is None or isinstance(line, HeadLine) or line.row.project.id != changed.key:
            return line
        if isinstance(line, ProjectLine):
            return changed
        stages = {stage.milestone.id: stage for stage in changed.row.milestones}
        return replace(line, stage=stages.get(line.stage.milestone.id, line.stage))

    def risk(self, row: TimelineRow | GhostRow) -> Risk | None:
        """Return where a project stands, None while that is not known yet."""
        is_thought_of = not row.project.id or (self.changed is not None and row is self.changed.row)
        return row.risk if is_thought_of else self.risks.get(row.project.id)

    def dates(self, line: ProjectLine | MilestoneLine) -> tuple[int | None, int | None]:
        """Return the first and the last day of a row's bar, as it is being moved."""
        project = line.row.project
        if isinstance(line, ProjectLine):
            if self.move is not None and self.move.is_of(project.id, None):
                return self.move.after
            return _number(project.start_date), _number(project.due_date)
        if self.move is not None and self.move.is_of(project.id, line.stage.milestone.id):
            return self.move.after
        return number_of(line.stage.first_day), number_of(line.stage.last_day)

    def flag(self, line: ProjectLine, milestone: str) -> tuple[int | None, int | None]:
        """Return the first and the last day of a milestone, as it is being moved; the last is where its flag hangs."""
        if self.move is not None and self.move.is_of(line.row.project.id, milestone):
            return self.move.after
        stage = next((one for one in line.row.milestones if one.milestone.id == milestone), None)
        return (None, None) if stage is None else (number_of(stage.first_day), number_of(stage.last_day))


def _number(day: str | None) -> int | None:
    return None if day is None else number_of(day)
