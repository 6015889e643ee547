"""How projects will go from here: forecast, pace, finish and risk, for one or for all of a list."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from app.domain.course import Course
from app.domain.days import next_day, week_of
from app.domain.entities.projects import ProjectStatus
from app.domain.milestone_figures import stage_id, stages_of
from app.domain.work_hours import Load, loads, summed
from app.orchestrators.known import known

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.domain.capacity import Calendar
    from app.domain.entities.projects import Project
    from app.domain.risk import Risk
    from app.domain.workdays import Workdays
    from app.orchestrators.known import Known
    from app.orchestrators.merged import Merged
    from app.orchestrators.progress import MilestoneRow
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories


@dataclass(frozen=True)
class Outlook(Course):
    """How a project will go, and its milestones as they stand."""

    rows: Sequence[MilestoneRow] = ()

    @cached_property
    def milestones(self) -> tuple[MilestoneRow, ...]:
        """The project's milestones, by due date, with what is carried over into each."""
        carried = {stage.id: stage.carried_over for stage in self.forecast.stages}
        return tuple(
            replace(row, standing=replace(row.standing, carried_over_minutes=minutes)) if minutes else row
            for row in self.rows
            for minutes in [carried.get(stage_id(row.milestone, row.first_day), 0)]
        )

    def settled(self) -> Outlook:
        """Return it with every figure made that takes time, so that nobody waits for one while it is shown."""
        _ = self.finish, self.risk
        return self


def outlook_of(facts: Known, project: Project, rows: Sequence[MilestoneRow]) -> Outlook:
    """Return a project's outlook from what is known."""
    return Outlook(
        project,
        facts.today,
        facts.workdays,
        facts.seconds.get(project.id, 0),
        facts.worked.get(project.id, {}),
        facts.planned.counted.get(project.id, {}),
        [stage for row in rows for stage in stages_of(row.milestone, row.occurrences, row.worked)],
        rows,
    )


class Outlooks:
    """The outlooks of all projects, or of one; what they share is loaded once, in a few statements."""

    def __init__(
        self, ctx: Context, read: Repositories, *, only: Project | None = None, as_of: str | None = None
    ) -> None:
        self.known = known(ctx, read, only=only, today=as_of)
        self._week_start = int(read.settings.value("week_start", 0))
        self._outlooks: dict[str, Outlook] = {}

    @property
    def merged(self) -> Merged:
        """Which project is shown as which."""
        return self.known.merged

    @property
    def calendar(self) -> Calendar:
        """The person's working time."""
        return self.known.calendar

    @property
    def seconds(self) -> Mapping[str, int]:
        """Everything tracked by project as views show them, what runs counted up to now."""
        return self.known.seconds

    def of(self, project: Project) -> Outlook:
        """Return a project's outlook."""
        if project.id not in self._outlooks:
            self._outlooks[project.id] = outlook_of(self.known, project, self.known.rows.get(project.id, ()))
        return self._outlooks[project.id]

    def risk(self, project: Project) -> Risk:
        """Return where a project stands, in one word."""
        return self.of(project).risk

    def milestones(self) -> list[MilestoneRow]:
        """Return every milestone, with what is carried over into it, by due date."""
        owners = {row.project.id: row.project for rows in self.known.rows.values() for row in rows}
        rows = [row for owner in owners.values() for row in self.of(owner).milestones]
        return sorted(rows, key=lambda row: (row.last_day, row.milestone.position))

    def auto(self) -> dict[str, Mapping[str, int]]:
        """Return the estimated minutes of every active project by day, by the project's id."""
        return {
            project.id: self.of(project).forecast.auto
            for project in self.merged.shown()
            if project.status is ProjectStatus.ACTIVE
        }

    def auto_by_day(self) -> dict[str, int]:
        """Return the estimated minutes of all active projects by day."""
        total: dict[str, int] = defaultdict(int)
        for by_day in self.auto().values():
            for day, minutes in by_day.items():
                total[day] += minutes
        return total

    def weeks(self, until: str) -> list[Load]:
        """Return capacity, planned and estimated minutes of all projects by week, from today to the week of a day."""
        last = next_day(week_of(until, self._week_start), 6)
        by_day = loads(
            self.known.today, last, capacity=self.known.workdays.capacity, planned=self.known.planned.own,
            auto=self.auto_by_day(),
        )  # fmt: skip
        return summed(by_day, lambda day: week_of(day, self._week_start))

    def planned_of(self, project: Project) -> dict[str, int]:
        """Return the planned minutes of a project by day, from today on."""
        return dict(self.known.planned.shown.get(project.id, {}))

    def capacity_of(self, project: Project) -> Workdays:
        """Return the capacity of the days a project is worked on: twelve weeks back, about four years ahead."""
        return self.known.workdays.on(project.weekdays)
