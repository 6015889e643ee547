"""What the tree of projects shows: one value a line, gathered and filtered without Qt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.domain.entities.projects import Project, ProjectStatus
from app.domain.risk import Risk


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectLine:
    """One project as the tree shows it; times in seconds, the estimate in minutes (0: none)."""

    id: str
    name: str
    code: str = ""
    color: str = ""
    group: str | None = None
    client: str | None = None
    client_name: str = ""
    status: ProjectStatus = ProjectStatus.ACTIVE
    due_date: str | None = None
    tracked_seconds: int = 0
    estimate_minutes: int = 0
    risk: Risk = Risk.NO_ESTIMATE

    @property
    def used(self) -> float | None:
        """Return the share of the estimate that is used, None without an estimate."""
        return self.tracked_seconds / (self.estimate_minutes * 60) if self.estimate_minutes else None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLine:
    """A group with the projects that are shown in it; ``id`` None holds those without a group."""

    id: str | None
    name: str
    color: str = ""
    description: str = ""
    projects: tuple[ProjectLine, ...] = ()

    @property
    def tracked_seconds(self) -> int:
        """Return the tracked seconds of the shown projects."""
        return sum(project.tracked_seconds for project in self.projects)

    @property
    def estimate_minutes(self) -> int:
        """Return the estimates of the shown projects."""
        return sum(project.estimate_minutes for project in self.projects)


OPEN = frozenset({ProjectStatus.ACTIVE, ProjectStatus.ON_HOLD})
NO_GROUP = ""


@dataclass(frozen=True, slots=True)
class ProjectFilter:
    """What the person wants to see. None means any; ``group`` "" means those without a group."""

    text: str = ""
    statuses: frozenset[ProjectStatus] = field(default=OPEN)
    group: str | None = None
    client: str | None = None
    risk: Risk | None = None

    @property
    def narrows(self) -> bool:
        """True when empty groups would only be noise."""
        return bool(self.text.strip()) or not (self.group is self.client is self.risk is None)

    def shows(self, line: ProjectLine) -> bool:
        """Return whether the project passes every choice."""
        return (
            line.status in self.statuses
            and self.group in (None, line.group or NO_GROUP)
            and self.client in (None, line.client)
            and self.risk in (None, line.risk)
            and self._matches(line)
        )

    def _matches(self, line: ProjectLine) -> bool:
        haystack = f"{line.name} {line.code} {line.client_name}".casefold()
        return all(word in haystack for word in self.text.casefold().split())


def arrange(groups: Sequence[GroupLine], lines: Iterable[ProjectLine], wanted: ProjectFilter) -> list[GroupLine]:
    """Put the projects that pass into their groups, keeping both orders.

    A project whose group is not here is shown among those without one. Empty groups are kept
    while nothing narrows the view, so that a new group can be seen and dropped into.
    """
    known = {group.id for group in groups}
    shelves: dict[str | None, list[ProjectLine]] = {group.id: [] for group in groups}
    shelves.setdefault(None, [])
    for line in lines:
        if wanted.shows(line):
            shelves[line.group if line.group in known else None].append(line)
    named = [_filled(group, shelves[group.id]) for group in groups if group.id is not None]
    loose = GroupLine(id=None, name="", projects=tuple(shelves[None]))
    shown = [group for group in named if group.projects or not wanted.narrows]
    return [*shown, loose] if loose.projects else shown


def _filled(group: GroupLine, projects: list[ProjectLine]) -> GroupLine:
    return GroupLine(
        id=group.id, name=group.name, color=group.color, description=group.description, projects=tuple(projects)
    )


def line_of(project: Project, *, client_name: str, seconds: int, risk: Risk) -> ProjectLine:
    """Return a project as the tree and the head of its page show it."""
    return ProjectLine(
        id=project.id, name=project.name, code=project.code, color=project.color, group=project.group,
        client=project.client, client_name=client_name, status=project.status, due_date=project.due_date,
        tracked_seconds=seconds, estimate_minutes=project.estimate_minutes, risk=risk,
    )  # fmt: skip
