"""What a project's page shows, as plain values."""

from dataclasses import dataclass

from app.domain.entities.projects import Project
from app.ui.projects.lines import ProjectLine


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneLine:
    """A milestone with its period (ISO dates), budget and what was tracked.

    ``start_date`` is what was entered, ``first_day`` where the period begins when nothing was. Of a recurring one
    ``first_day`` and ``last_day`` are those of the occurrence that is on, or the next, and so is what was tracked.
    """

    id: str
    name: str
    start_date: str | None
    due_date: str
    first_day: str = ""
    last_day: str = ""
    budget_minutes: int = 0
    tracked_seconds: int = 0
    carried_over_minutes: int = 0
    recurrence: str = ""
    completed: bool = False
    overdue: bool = False

    @property
    def used(self) -> float | None:
        """Return the share of the budget that is used, None without a budget."""
        return self.tracked_seconds / (self.budget_minutes * 60) if self.budget_minutes else None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    """A task with its tracked time."""

    id: str
    name: str
    done: bool = False
    tracked_seconds: int = 0
    estimate_minutes: int = 0


@dataclass(frozen=True, slots=True)
class WeekBar:
    """One week: its first day (ISO) and the tracked seconds."""

    first_day: str
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A tag or person with the tracked seconds."""

    name: str
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """A recent entry: its local day (ISO), the times as text, what it was, how long."""

    day: str
    times: str
    description: str
    detail: str
    seconds: int
    running: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finish:
    """When the project will be finished: ISO dates, or None with too little history."""

    p50: str | None = None
    p85: str | None = None
    chance: float | None = None
    """The chance to meet the due date, 0 to 1."""
    is_known: bool = False
    """There is history enough to say; a date that is None is then too far away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """What is to come, in minutes: left of the estimate, planned of it, without a day, and carried over."""

    left: int | None = None
    planned: int = 0
    unscheduled: int = 0
    carried_over: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectView:
    """All that a project's page shows; ``pace`` is tracked per capacity of the last four weeks."""

    line: ProjectLine
    project: Project
    today: str = ""
    group_name: str = ""
    week_seconds: int = 0
    month_seconds: int = 0
    billable_share: float | None = None
    amounts: tuple[str, ...] = ()
    days_left: int | None = None
    finish: Finish = Finish()
    ahead: Ahead = Ahead()
    pace: float | None = None
    longest_gap_days: int = 0
    weeks: tuple[WeekBar, ...] = ()
    milestones: tuple[MilestoneLine, ...] = ()
    tasks: tuple[TaskLine, ...] = ()
    tags: tuple[Share, ...] = ()
    people: tuple[Share, ...] = ()
    entries: tuple[EntryLine, ...] = ()
