"""What a timeline holds: groups, projects and milestones with their time by day, and the load of every day."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.domain.entities.projects import Group, Milestone, Project
    from app.domain.pace import Finish
    from app.domain.problems import Problem
    from app.domain.risk import Risk
    from app.domain.sums import ByDay
    from app.domain.work_hours import Load
    from app.orchestrators.known import Known
    from app.orchestrators.outlook import Outlook


@dataclass(frozen=True, slots=True)
class TimelineMilestone:
    """A milestone in its project's row: its period (of a recurring one the occurrence that is on), and how it will go.

    Minutes, but ``seconds``: ``auto`` lies in its period, ``carried_over`` came from ended ones before it, ``over`` is
    beyond its budget and what the project had left unbudgeted.
    """

    milestone: Milestone
    first_day: str
    last_day: str
    seconds: int
    overdue: bool = False
    carried_over: int = 0
    planned: int = 0
    auto: int = 0
    over: int = 0


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """A project's time by day: ``done`` in seconds (what runs up to now), ``planned`` and ``auto`` in minutes.

    ``unscheduled`` are the minutes that fit on no day; ``finish_day`` is told by the pace. A project on hold has no
    estimated time. ``risk`` and ``finish`` may have to be drawn, so they are made when first asked for.
    """

    project: Project
    shown_name: str
    color: str
    tracked_seconds: int
    estimate_minutes: int
    done: Mapping[str, int]
    planned: Mapping[str, int]
    auto: Mapping[str, int]
    unscheduled: int
    finish_day: str | None
    milestones: tuple[TimelineMilestone, ...]
    outlook: Outlook = field(repr=False, compare=False)

    @property
    def risk(self) -> Risk:
        """Where it stands."""
        return self.outlook.risk

    @property
    def finish(self) -> Finish | None:
        """The P50 and P85 days and the chance to be on time; None without an estimate or enough history."""
        return self.outlook.finish


@dataclass(frozen=True, slots=True)
class TimelineGroup:
    """A group and its projects; ``group`` is None for those without one."""

    group: Group | None
    name: str
    rows: tuple[TimelineRow, ...]


@dataclass(frozen=True, slots=True)
class Basis:
    """What a timeline was made of, for the next one: by day of the span, ``done`` by project, the rest of all.

    ``tracked`` is the person's own time, ``done`` everybody's, also of projects that have no row.
    """

    known: Known
    done: Mapping[str, ByDay]
    tracked: ByDay
    auto: ByDay
    capacity: ByDay
    is_alone: bool
    rows: Mapping[str, TimelineRow]


@dataclass(frozen=True, slots=True)
class Timeline:
    """All rows, with the load of every day from ``since`` to ``until``, both included, and the names of days off."""

    today: str
    since: str
    until: str
    days: tuple[Load, ...]
    time_off: Mapping[str, str]
    groups: tuple[TimelineGroup, ...]
    basis: Basis = field(repr=False, compare=False)

    @property
    def rows(self) -> list[TimelineRow]:
        """The rows of all groups, in order."""
        return [row for group in self.groups for row in group.rows]

    def row(self, project: str) -> TimelineRow | None:
        """Return a project's row."""
        return self.basis.rows.get(project)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change of dates would do: the project's row and the load of every day; errors forbid the change."""

    row: TimelineRow
    days: tuple[Load, ...]
    problems: tuple[Problem, ...] = ()
