"""Groups, clients, projects and what divides a project: milestones, tasks, tags."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.entities.base import Entity
from app.domain.ids import ClientId, GroupId, ProjectId


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Entity):
    """A shelf for projects."""

    name: str
    color: str = ""
    description: str = ""
    position: int = 0
    archived: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Client(Entity):
    """Whom work is done for; ``currency`` is an ISO 4217 code or empty."""

    name: str
    email: str = ""
    phone: str = ""
    address: str = ""
    currency: str = ""
    notes: str = ""
    archived: bool = False


class ProjectStatus(StrEnum):
    """Where a project stands; only active projects are offered for tracking."""

    ACTIVE = "active"
    ON_HOLD = "on_hold"
    COMPLETED = "completed"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True, kw_only=True)
class Project(Entity):
    """Work with a start, maybe an end (no ``due_date``: continuous) and maybe an estimate (0: none).

    ``weekdays`` are the days it is worked on, 0 = Monday, ascending; None means the user's own.
    ``merged_into`` names the project that views show instead of this one.
    """

    name: str
    code: str = ""
    color: str = ""
    notes: str = ""
    group: GroupId | None = None
    client: ClientId | None = None
    status: ProjectStatus = ProjectStatus.ACTIVE
    start_date: str | None = None
    due_date: str | None = None
    estimate_minutes: int = 0
    billable: bool = False
    weekdays: tuple[int, ...] | None = None
    merged_into: ProjectId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone(Entity):
    """A dated share of a project with a budget in minutes.

    With a ``recurrence`` (RRULE text) ``due_date`` ends the series and the budget is for each occurrence.
    """

    project: ProjectId
    name: str
    due_date: str
    start_date: str | None = None
    budget_minutes: int = 0
    completed_at: int | None = None
    position: int = 0
    recurrence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Entity):
    """A piece of a project's work."""

    project: ProjectId
    name: str
    estimate_minutes: int = 0
    done: bool = False
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag(Entity):
    """A word that marks entries across projects."""

    name: str
    color: str = ""
