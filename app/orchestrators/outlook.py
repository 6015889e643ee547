"""How projects will go from here: forecast, pace, finish and risk, for one or for all of a list."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from app.domain.days import next_day, split_by_day, week_of, weekday
from app.domain.entities.projects import ProjectStatus
from app.domain.forecast import Forecast, Workdays, forecast
from app.domain.milestone_figures import stage_id, stages_of
from app.domain.pace import FARTHEST, HISTORY_DAYS, Finish, finish_date, finish_probability, is_likely_late, pace
from app.domain.planned import planned_minutes
from app.domain.risk import Risk, risk_of
from app.domain.work_hours import Load, loads, summed
from app.orchestrators.effective import timers
from app.orchestrators.figures import seconds_by_project
from app.orchestrators.merged import Merged
from app.orchestrators.progress import MilestoneRow, calendar_of, milestone_rows, today_of
from app.storage.filters import EntryFilter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.domain.capacity import Calendar
    from app.domain.entities.projects import Project
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories

# Days with capacity are looked for up to two years ahead and as many again on weekends and holidays.
_HORIZON_DAYS = FARTHEST * 2


@dataclass(frozen=True, slots=True)
class Outlook:
    """How a project will go; ``pace`` is tracked per capacity, ``finish`` None without an estimate or enough history.

    ``milestones`` are the project's, with what is carried over into each.
    """

    forecast: Forecast
    risk: Risk
    pace: float | None
    finish_day: str | None
    finish: Finish | None
    milestones: tuple[MilestoneRow, ...]


class Outlooks:
    """The outlooks of all projects, or of one; what they share is loaded once, in a few statements."""

    def __init__(self, ctx: Context, read: Repositories, *, only: Project | None = None) -> None:
        self._ctx, self._read, self._only = ctx, read, only
        self._today = today_of(ctx, read)
        self.merged = Merged(read.projects.all())
        self._forecasts: dict[str, Forecast] = {}

    def of(self, project: Project) -> Outlook:
        """Return a project's outlook."""
        found = self._forecast(project)
        tracked = self._tracked(project, next_day(self._today, -HISTORY_DAYS))
        capacity = self.capacity_of(project)
        left = max(0, project.estimate_minutes - found.completed)
        speed = pace(tracked, capacity, today=self._today)
        return Outlook(
            found,
            self.risk(project),
            speed,
            finish_date(left, speed, capacity, today=self._today) if project.estimate_minutes else None,
            self._finish(project, left, tracked, capacity) if project.estimate_minutes else None,
            tuple(self._carried(project, found)),
        )

    def risk(self, project: Project) -> Risk:
        """Return where a project stands, in one word."""
        # What is closed, or goes on without an estimate, has nothing left to find room for.
        ahead = project.estimate_minutes and project.status in (ProjectStatus.ACTIVE, ProjectStatus.ON_HOLD)
        seconds = self.seconds.get(project.id, 0)
        return risk_of(
            project,
            seconds=seconds,
            today=self._today,
            unscheduled_minutes=self._forecast(project).unscheduled if ahead else 0,
            is_likely_late=bool(ahead) and self._is_likely_late(project),
        )

    def milestones(self) -> list[MilestoneRow]:
        """Return every milestone, with what is carried over into it, by due date."""
        owners = {row.project.id: row.project for row in self._rows}
        rows = [row for owner in owners.values() for row in self._carried(owner, self._forecast(owner))]
        return sorted(rows, key=lambda row: (row.last_day, row.milestone.position))

    def auto(self) -> dict[str, Mapping[str, int]]:
        """Return the estimated minutes of every active project by day, by the project's id."""
        return {
            project.id: self._forecast(project).auto
            for project in self.merged.shown()
            if project.status is ProjectStatus.ACTIVE
        }

    def weeks(self, until: str) -> list[Load]:
        """Return capacity, planned and estimated minutes of all projects by week, from today to the week of a day."""
        auto: dict[str, int] = defaultdict(int)
        for by_day in self.auto().values():
            for day, minutes in by_day.items():
                auto[day] += minutes
        planned = self.planned_by_day()
        week_start = int(self._read.settings.value("week_start", 0))
        last = next_day(week_of(until, week_start), 6)
        by_day = loads(self._today, last, capacity=self._capacity, planned=planned, auto=auto)
        return summed(by_day, lambda day: week_of(day, week_start))

    def planned_by_day(self) -> dict[str, int]:
        """Return the planned minutes of all projects, and of none, by day, from today on."""
        planned: dict[str, int] = defaultdict(int)
        for days in self._planned.values():
            for day, minutes in days.items():
                planned[day] += minutes
        return planned

    @cached_property
    def seconds(self) -> dict[str | None, int]:
        """Everything tracked by project as views show them, what runs counted up to now."""
        return seconds_by_project(self._ctx, self._read, self.merged)

    def _finish(self, project: Project, left: int, tracked: dict[str, int], capacity: dict[str, int]) -> Finish | None:
        return finish_probability(
            project.id, left, today=self._today, due=project.due_date, tracked=tracked, past_capacity=capacity,
            capacity=capacity,
        )  # fmt: skip

    def _is_likely_late(self, project: Project) -> bool:
        if not project.due_date or project.due_date < self._today:
            return False
        left = project.estimate_minutes - self._forecast(project).completed
        tracked, capacity = self._tracked(project, next_day(self._today, -HISTORY_DAYS)), self.capacity_of(project)
        if not tracked:
            return False
        return is_likely_late(
            project.id, left, today=self._today, due=project.due_date, tracked=tracked, past_capacity=capacity,
            capacity=capacity,
        )  # fmt: skip

    def _carried(self, project: Project, found: Forecast) -> list[MilestoneRow]:
        carried = {stage.id: stage.carried_over for stage in found.stages}
        return [
            replace(row, standing=replace(row.standing, carried_over_minutes=carried.get(stage, 0)))
            for row in self._rows_of[project.id]
            for stage in [stage_id(row.milestone, row.first_day)]
        ]

    def _forecast(self, project: Project) -> Forecast:
        if project.id not in self._forecasts:
            self._forecasts[project.id] = self._forecast_of(project)
        return self._forecasts[project.id]

    def _forecast_of(self, project: Project) -> Forecast:
        since = next_day(self._today, -1)
        by_day = self._tracked(project, self._today)
        # The days before today matter only as a sum.
        by_day[since] = self.seconds.get(project.id, 0) - sum(by_day.values())
        stages = [
            stage
            for row in self._rows_of[project.id]
            for stage in stages_of(row.milestone, row.period, tracked=row.seconds, by_day=row.worked)
        ]
        planned = self.planned_of(project)
        return forecast(
            project, today=self._today, workdays=self._workdays, tracked=by_day, planned=planned, stages=stages
        )

    def _tracked(self, project: Project, since: str) -> dict[str, int]:
        return {day: seconds for day, seconds in self._recent.get(project.id, {}).items() if day >= since}

    @cached_property
    def _recent(self) -> dict[str, dict[str, int]]:
        """Seconds of the last weeks by project and day; of one project's if only that is asked for."""
        found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        since = next_day(self._today, -HISTORY_DAYS)
        members = self.merged.members(self._only.id) if self._only else ()
        chosen = EntryFilter(since_day=since, projects=members)
        for row in self._read.totals.by("project", "day", chosen=chosen):
            project, day = row.key
            found[self.merged.shown_as(project or "")][day] += row.seconds
        shift = self._read.session.day_starts_at
        for entry in timers(self._read):
            shown = self.merged.shown_as(entry.project or "")
            for day, seconds in split_by_day(entry.started_at, entry.until(self._ctx.now()), entry.tz, shift):
                found[shown][day] += seconds
        return found

    @cached_property
    def _planned(self) -> dict[str, dict[str, int]]:
        """Planned minutes to come by project and day."""
        found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        by_project = planned_minutes(
            self._read.planned_events.all(), since=self._today, until=next_day(self._today, _HORIZON_DAYS),
            capacity=self._capacity, day_starts_at=self._read.session.day_starts_at,
        )  # fmt: skip
        for project, days in by_project.items():
            for day, minutes in days.items():
                found[self.merged.shown_as(project or "")][day] += minutes
        return found

    @cached_property
    def _rows(self) -> list[MilestoneRow]:
        return milestone_rows(self._ctx, self._read, self._only)

    @cached_property
    def _rows_of(self) -> dict[str, list[MilestoneRow]]:
        found: dict[str, list[MilestoneRow]] = defaultdict(list)
        for row in self._rows:
            found[row.project.id].append(row)
        return found

    @cached_property
    def _capacity(self) -> dict[str, int]:
        first = next_day(self._today, -HISTORY_DAYS)
        return self.calendar.by_day(first, next_day(self._today, _HORIZON_DAYS))

    @cached_property
    def calendar(self) -> Calendar:
        """The person's working time."""
        return calendar_of(self._read, self._ctx.user)

    @cached_property
    def _workdays(self) -> Workdays:
        return Workdays(self._capacity)

    def planned_of(self, project: Project) -> dict[str, int]:
        """Return the planned minutes of a project by day, from today on."""
        return self._planned.get(project.id, {})

    def capacity_of(self, project: Project) -> dict[str, int]:
        """Return the capacity of the days a project is worked on: twelve weeks back, about four years ahead."""
        if project.weekdays is None:
            return self._capacity
        on = frozenset(project.weekdays)
        return {day: minutes for day, minutes in self._capacity.items() if weekday(day) in on}
