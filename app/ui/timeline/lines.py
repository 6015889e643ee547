"""The rows of the timeline, one under the other: heads of groups, projects, milestones; filtered and folded without Qt."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.domain.entities.projects import ProjectStatus
from app.ui.timeline.amounts import Amounts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from app.domain.risk import Risk
    from app.orchestrators.planning.timeline import Timeline, TimelineGroup, TimelineMilestone, TimelineRow
    from app.ui.timeline.ghost import GhostRow

HEAD, ROW, ROW_COMPACT, STAGE = 28, 44, 38, 30
NO_GROUP = ""


@dataclass(frozen=True, slots=True)
class HeadLine:
    """The head of a group: ``group`` is its id, "" of those without one."""

    group: str
    name: str
    count: int
    is_open: bool

    @property
    def key(self) -> str:
        """What it is folded and found by."""
        return f"group:{self.group}"


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project; ``is_open`` None where there is nothing to unfold."""

    row: TimelineRow | GhostRow
    amounts: Amounts
    is_open: bool | None = None
    is_ghost: bool = False

    @property
    def key(self) -> str:
        """What it is folded and found by."""
        return self.row.project.id


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """A milestone under its project."""

    row: TimelineRow
    stage: TimelineMilestone
    amounts: Amounts

    @property
    def key(self) -> str:
        """What it is found by."""
        return f"{self.row.project.id}/{self.stage.milestone.id}"


Line = HeadLine | ProjectLine | MilestoneLine


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the person wants to see. None means any; ``group`` "" means those without a group."""

    text: str = ""
    group: str | None = None
    statuses: frozenset[ProjectStatus] | None = None
    risk: Risk | None = None

    @property
    def narrows(self) -> bool:
        """True when something is left out."""
        return bool(self.text.strip()) or any(one is not None for one in (self.group, self.statuses, self.risk))

    def shows(self, row: TimelineRow, risks: Mapping[str, Risk]) -> bool:
        """Return whether a project passes every choice; what is not weighed yet has no risk."""
        project = row.project
        words = f"{row.shown_name} {project.code}".casefold()
        return (
            self.group in (None, project.group or NO_GROUP)
            and (self.statuses is None or project.status in self.statuses)
            and self.risk in (None, risks.get(project.id))
            and all(word in words for word in self.text.casefold().split())
        )


@dataclass(slots=True)
class Shelf:
    """The lines that are shown, and where each one stands; what is folded is kept from one reading to the next."""

    lines: list[Line] = field(default_factory=list)
    tops: list[int] = field(default_factory=lambda: [0])
    places: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, lines: Iterable[Line], *, row_height: int = ROW) -> Shelf:
        """Put lines one under the other."""
        made, tops = list(lines), [0]
        heights = {HeadLine: HEAD, ProjectLine: row_height, MilestoneLine: STAGE}
        for line in made:
            tops.append(tops[-1] + heights[type(line)])
        return cls(made, tops, {line.key: place for place, line in enumerate(made)})

    @property
    def height(self) -> int:
        """Pixels of all lines."""
        return self.tops[-1]

    def at(self, y: float) -> int | None:
        """Return the place of the line at a height, None above and below all."""
        place = bisect_right(self.tops, y) - 1
        return place if 0 <= place < len(self.lines) else None

    def span(self, place: int) -> tuple[int, int]:
        """Return where a line begins and how high it is."""
        return self.tops[place], self.tops[place + 1] - self.tops[place]

    def seen(self, top: float, bottom: float) -> range:
        """Return the places of the lines between two heights."""
        first = max(0, bisect_right(self.tops, top) - 1)
        last = bisect_right(self.tops, bottom - 1)
        return range(first, min(last, len(self.lines)))


class Library:
    """Makes lines of a timeline; the sums of rows that did not change are kept."""

    def __init__(self) -> None:
        self._sums: dict[str, tuple[object, Amounts]] = {}
        self._week_start = 0

    def lines(
        self,
        shown: Timeline,
        wanted: Wanted,
        *,
        folded: Collection[str],
        opened: Collection[str],
        risks: Mapping[str, Risk],
        week_start: int = 0,
    ) -> list[Line]:
        """Return the lines: groups are open unless ``folded``, projects closed unless ``opened``."""
        if week_start != self._week_start:
            self._sums.clear()
            self._week_start = week_start
        made: list[Line] = []
        for group in shown.groups:
            rows = [row for row in group.rows if wanted.shows(row, risks)]
            if rows:
                head = head_of(group, len(rows), folded)
                made.append(head)
                if head.is_open:
                    made.extend(line for row in rows for line in self.of_row(row, opened))
        return made

    def of_row(self, row: TimelineRow, opened: Collection[str]) -> list[Line]:
        """Return a project's line, and those of its milestones when it is open."""
        is_open = row.project.id in opened if row.milestones else None
        line = ProjectLine(row, self._amounts(row.project.id, row, row.done, row.planned, row.auto), is_open)
        if not is_open:
            return [line]
        return [line, *(self._stage(row, stage) for stage in row.milestones)]

    def of_preview(self, row: TimelineRow, opened: Collection[str]) -> ProjectLine:
        """Return a project's line as it would be; nothing of it is kept."""
        is_open = row.project.id in opened if row.milestones else None
        return ProjectLine(row, Amounts(row.done, row.planned, row.auto, self._week_start), is_open)

    def _stage(self, row: TimelineRow, stage: TimelineMilestone) -> MilestoneLine:
        key = f"{row.project.id}/{stage.milestone.id}"
        return MilestoneLine(row, stage, self._amounts(key, stage, {}, {}, {}))

    def _amounts(
        self, key: str, of: object, done: Mapping[str, int], planned: Mapping[str, int], auto: Mapping[str, int]
    ) -> Amounts:
        kept = self._sums.get(key)
        if kept is not None and kept[0] is of:
            return kept[1]
        made = Amounts(done, planned, auto, self._week_start)
        self._sums[key] = (of, made)
        return made


def head_of(group: TimelineGroup, count: int, folded: Collection[str]) -> HeadLine:
    """Return the head of a group with so many projects shown."""
    id_ = group.group.id if group.group is not None else NO_GROUP
    return HeadLine(id_, group.name, count, f"group:{id_}" not in folded)
