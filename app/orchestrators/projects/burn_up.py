"""A project's burn-up: what was tracked, what was ideal, what is forecast, and how sure that is, by day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.domain.burn_up import Band, at, band, cumulated, ideal, shown_days
from app.domain.days import next_day, split_by_day
from app.domain.entities.projects import ProjectStatus
from app.domain.pace import HISTORY_DAYS
from app.orchestrators.effective import timers
from app.orchestrators.merged import Merged
from app.orchestrators.outlook import Outlooks
from app.orchestrators.progress import today_of
from app.orchestrators.workflow import workflow
from app.storage.filters import EntryFilter
from app.storage.unit_of_work import reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.domain.entities.projects import Project
    from app.orchestrators.progress import MilestoneRow
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories

# What is not done by then takes at least a month more, or half as long as the project takes by itself,
_LEAST_MORE_DAYS = 28
# and nothing is shown that is ten years away.
_FARTHEST_DAYS = 3_653


@dataclass(frozen=True, slots=True)
class BurnUpDay:
    """The seconds done by the evening of a day; None where there is no such figure, as of tomorrow's tracked time."""

    day: str
    tracked: int | None = None
    ideal: int | None = None
    forecast: int | None = None
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """A milestone's due day; of a recurring one that of the occurrence that is on, or the next."""

    milestone: str
    day: str
    name: str
    completed: bool
    overdue: bool


@dataclass(frozen=True, slots=True)
class BurnUp:
    """What a burn-up chart shows, days in order; of long histories as many days as a chart can tell apart."""

    project: Project
    today: str
    estimate_seconds: int
    days: tuple[BurnUpDay, ...]
    flags: tuple[Flag, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw: neither work nor an estimate to be reached."""
        return not self.estimate_seconds and not any(day.tracked or day.forecast for day in self.days)


@workflow
def burn_up(ctx: Context, project_id: str) -> BurnUp:
    """Return a project's burn-up; of a merged one, that of the project it was merged into.

    Raises:
        NotFound: the project is gone.
    """
    with reading(ctx) as read:
        merged = Merged(read.projects.all())
        project = read.projects.require(merged.shown_as(project_id))
        tracked = _tracked(ctx, read, merged.members(project.id))
        return _Chart(ctx, read, project, tracked).made()


def _tracked(ctx: Context, read: Repositories, members: Sequence[str]) -> dict[str, int]:
    rows = read.totals.by("day", chosen=EntryFilter(projects=tuple(members)))
    found: dict[str, int] = defaultdict(int, {row.key[0] or "": row.seconds for row in rows})
    for entry in timers(read):
        if entry.project in members:
            spans = split_by_day(entry.started_at, entry.until(ctx.now()), entry.tz, read.session.day_starts_at)
            for day, seconds in spans:
                found[day] += seconds
    return dict(found)


class _Chart:
    """A chart while it is made."""

    def __init__(self, ctx: Context, read: Repositories, project: Project, tracked: dict[str, int]) -> None:
        self._project, self._tracked = project, tracked
        self._today = today_of(ctx, read)
        outlooks = Outlooks(ctx, read, only=project)
        outlook = outlooks.of(project)
        self._rows = outlook.milestones
        self._goes_on = project.status in (ProjectStatus.ACTIVE, ProjectStatus.ON_HOLD)
        self._ahead: dict[str, int] = defaultdict(int)
        self._band: list[Band] = []
        if self._goes_on:
            for part in (outlook.forecast.auto, outlooks.planned_of(project)):
                for day, minutes in part.items():
                    self._ahead[day] += minutes * 60
            self._band = self._drawn(outlooks.capacity_of(project), outlook.forecast.completed)

    def _drawn(self, capacity: Mapping[str, int], completed: int) -> list[Band]:
        since = next_day(self._today, -HISTORY_DAYS)
        recent = {day: seconds for day, seconds in self._tracked.items() if day >= since}
        return band(
            self._project.id, self._project.estimate_minutes - completed, today=self._today, tracked=recent,
            past_capacity=capacity, capacity=capacity,
        )  # fmt: skip

    def made(self) -> BurnUp:
        since, until = self._span()
        flags = tuple(_flag(row) for row in self._rows if since <= row.last_day <= until)
        ends = [day for day in (self._project.start_date, self._project.due_date, self._forecast_end) if day]
        days = shown_days(since, until, [self._today, *ends, *(flag.day for flag in flags)])
        return BurnUp(self._project, self._today, self._project.estimate_minutes * 60, tuple(self._of(days)), flags)

    @property
    def _forecast_end(self) -> str:
        return max(self._ahead, default="")

    def _span(self) -> tuple[str, str]:
        """Return the first and the last day to show."""
        today, due = self._today, self._project.due_date or ""
        worked = [day for day, seconds in self._tracked.items() if seconds]
        # What was tracked under wrong dates may lie in the future.
        since = min([self._project.start_date or today, today, *worked])
        if not self._goes_on:
            return since, max([since, due or max(worked, default=since), *worked])
        until = max([today, due, *worked, *(row.last_day for row in self._rows)])
        most = next_day(today, _FARTHEST_DAYS)
        # What repeats is planned for years, and a band may be long: neither is to squeeze what has happened.
        farther = max(self._forecast_end, self._band[-1].day if self._band else "")
        if until < min(farther, most):
            length = date.fromisoformat(until).toordinal() - date.fromisoformat(since).toordinal()
            until = min(farther, next_day(until, max(_LEAST_MORE_DAYS, length // 2)))
        return since, max(since, min(until, most))

    def _of(self, days: list[str]) -> list[BurnUpDay]:
        done = cumulated(self._tracked, days)
        base = sum(self._tracked.values())
        ahead = cumulated(self._ahead, days, base)
        ends = self._forecast_end
        return [
            BurnUpDay(
                day,
                tracked=worked if day <= self._today or not self._goes_on else None,
                ideal=self._ideal(day),
                forecast=coming if self._today <= day <= ends else None,
                **self._edges(day, base),
            )
            for day, worked, coming in zip(days, done, ahead, strict=True)
        ]

    def _ideal(self, day: str) -> int | None:
        start, due = self._project.start_date, self._project.due_date
        if not (self._project.estimate_minutes and start and due):
            return None
        return ideal(self._project.estimate_minutes * 60, start, due, day)

    def _edges(self, day: str, base: int) -> dict[str, int]:
        edges = at(self._band, day) if day >= self._today else None
        if edges is None:
            return {}
        return {"low": base + round(edges[0] * 60), "high": base + round(edges[1] * 60)}


def _flag(row: MilestoneRow) -> Flag:
    milestone = row.milestone
    return Flag(milestone.id, row.last_day, milestone.name, milestone.completed_at is not None, row.overdue)
