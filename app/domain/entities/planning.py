"""What is planned: events, working hours, days off, favourites."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.entities.base import Entity
from app.domain.ids import ProjectId, TagId, TaskId, TimeEntryId, UserId


class EventStatus(StrEnum):
    """What became of a planned event."""

    PLANNED = "planned"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedEvent(Entity):
    """Time set aside; ``calendar`` names an imported, read-only calendar, ``entry`` what completed it."""

    user: UserId
    title: str
    starts_at: int
    ends_at: int
    tz: str
    all_day: bool = False
    project: ProjectId | None = None
    notes: str = ""
    recurrence: str | None = None
    status: EventStatus = EventStatus.PLANNED
    calendar: str | None = None
    entry: TimeEntryId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkSlot(Entity):
    """Weekly working time, minutes after midnight, 0 = Monday; never across midnight."""

    user: UserId
    weekday: int
    start_minute: int
    end_minute: int
    effective_from: str
    effective_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOverride(Entity):
    """The capacity of one date in minutes, whatever the slots say."""

    user: UserId
    date: str
    minutes: int
    note: str = ""


class TimeOffKind(StrEnum):
    """Why somebody is off."""

    PUBLIC_HOLIDAY = "public_holiday"
    VACATION = "vacation"
    SICK = "sick"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeOff(Entity):
    """Days off, both dates included; ``fraction`` 1 is whole days, 0.5 half days."""

    user: UserId
    name: str
    kind: TimeOffKind
    start_date: str
    end_date: str
    fraction: float = 1.0
    recurs_annually: bool = False
    region: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Favorite(Entity):
    """An entry to start with one click or key."""

    description: str
    project: ProjectId | None = None
    task: TaskId | None = None
    tags: frozenset[TagId] = frozenset()
    billable: bool = False
    position: int = 0
    shortcut: str | None = None
