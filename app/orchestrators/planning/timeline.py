"""The timeline: every project's tracked, planned and estimated time by day, and what a change of dates would do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.domain.capacity import is_off
from app.domain.days import days_between
from app.domain.entities.projects import ProjectStatus
from app.domain.work_hours import Load, loads
from app.orchestrators.outlook import Outlook, Outlooks
from app.orchestrators.progress import today_of
from app.orchestrators.shown import project_names
from app.orchestrators.workflow import workflow
from app.storage.filters import EntryFilter
from app.storage.unit_of_work import reading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.domain.entities.projects import Group, Milestone, Project
    from app.domain.outcome import Changes
    from app.domain.pace import Finish
    from app.domain.problems import Problem
    from app.domain.risk import Risk
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories


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


@dataclass(frozen=True)
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
    outlook: Outlook = field(repr=False)

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
class Timeline:
    """All rows, with the load of every day from ``since`` to ``until``, both included, and the names of days off."""

    today: str
    since: str
    until: str
    days: tuple[Load, ...]
    time_off: Mapping[str, str]
    groups: tuple[TimelineGroup, ...]

    @property
    def rows(self) -> list[TimelineRow]:
        """The rows of all groups, in order."""
        return [row for group in self.groups for row in group.rows]

    def row(self, project: str) -> TimelineRow | None:
        """Return a project's row."""
        return next((row for row in self.rows if row.project.id == project), None)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change of dates would do: the project's row and the load of every day; errors forbid the change."""

    row: TimelineRow
    days: tuple[Load, ...]
    problems: tuple[Problem, ...] = ()


@workflow
def timeline(ctx: Context, *, since: str, until: str) -> Timeline:
    """Return the rows of all projects that are open, and of those that were completed and have time in the span."""
    with reading(ctx) as read:
        return _made(ctx, read, since, until)


@workflow
def timeline_again(
    ctx: Context, before: Timeline, changes: Changes, *, since: str | None = None, until: str | None = None
) -> Timeline:
    """Return a timeline after some changes; rows that they do not touch are the very same objects."""
    with reading(ctx) as read:
        return _made(ctx, read, since or before.since, until or before.until)


def _made(ctx: Context, read: Repositories, since: str, until: str) -> Timeline:
    outlooks, today = Outlooks(ctx, read), today_of(ctx, read)
    done: dict[str, dict[str, int]] = {}
    tracked: dict[str, int] = {}
    for row in read.totals.by("project", "day", chosen=EntryFilter(since_day=since, until_day=until)):
        project, day = row.key
        by_day = done.setdefault(outlooks.merged.shown_as(project or ""), {})
        by_day[day] = by_day.get(day, 0) + row.seconds
        tracked[day] = tracked.get(day, 0) + row.seconds
    names = project_names(read)
    rows = [
        _row(project, outlooks, done.get(project.id, {}), names)
        for project in outlooks.merged.shown()
        if _is_shown(project, done)
    ]
    auto: dict[str, int] = {}
    for row_ in rows:
        for day, minutes in row_.auto.items():
            auto[day] = auto.get(day, 0) + minutes
    capacity = outlooks.calendar.by_day(since, until)
    days = loads(since, until, capacity=capacity, planned=outlooks.known.planned.own, auto=auto, tracked=tracked)
    off = [one for one in read.time_off.all() if one.user == ctx.user]
    named = {day: ", ".join(one.name for one in off if is_off(one, day)) for day in days_between(since, until)}
    groups = tuple(_groups(read, rows))
    return Timeline(today, since, until, tuple(days), {day: name for day, name in named.items() if name}, groups)


def _is_shown(project: Project, done: Mapping[str, object]) -> bool:
    if project.status is ProjectStatus.COMPLETED:
        return project.id in done
    return project.status in (ProjectStatus.ACTIVE, ProjectStatus.ON_HOLD)


def _row(project: Project, outlooks: Outlooks, done: Mapping[str, int], names: Mapping[str, str]) -> TimelineRow:
    outlook = outlooks.of(project)
    found = outlook.forecast
    goes_on = project.status is ProjectStatus.ACTIVE
    stages = {stage.id.partition(":")[0]: stage for stage in found.stages}
    return TimelineRow(
        project,
        names.get(project.id, project.name),
        project.color,
        outlooks.seconds.get(project.id, 0),
        project.estimate_minutes,
        done,
        outlooks.planned_of(project),
        found.auto if goes_on else {},
        found.unscheduled if goes_on else 0,
        outlook.finish_day,
        tuple(
            TimelineMilestone(
                row.milestone, row.first_day, row.last_day, row.seconds, row.overdue,
                *(getattr(stages.get(row.milestone.id), name, 0) for name in ("carried_over", "planned", "auto", "over")),
            )
            for row in outlook.milestones
        ),
        outlook,
    )  # fmt: skip


def _groups(read: Repositories, rows: list[TimelineRow]) -> list[TimelineGroup]:
    known = {group.id: group for group in read.groups.all()}
    found = [
        TimelineGroup(group, group.name, tuple(row for row in rows if row.project.group == group.id))
        for group in known.values()
    ]
    rest = tuple(row for row in rows if row.project.group not in known)
    return [group for group in [*found, TimelineGroup(None, "", rest)] if group.rows]
