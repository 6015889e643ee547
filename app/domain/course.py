"""How a project will go, from what is known of it: forecast, pace, finish and risk, each made when first asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from app.domain.days import next_day
from app.domain.entities.projects import ProjectStatus
from app.domain.forecast import Forecast, Stage, forecast
from app.domain.pace import Finish, finish_date, finish_probability, is_likely_late, pace
from app.domain.risk import Risk, risk_of

if TYPE_CHECKING:
    from app.domain.entities.projects import Project
    from app.domain.workdays import Workdays


@dataclass(frozen=True)
class Course:
    """What a project's future is told from, as of ``today``.

    ``workdays`` are the person's, twelve weeks back and some years ahead. ``seconds`` is all that was tracked, what runs
    up to now; ``worked`` the same by day, of the last twelve weeks at least and of days to come; ``planned`` the minutes
    of its events by day.
    """

    project: Project
    today: str
    workdays: Workdays
    seconds: int
    worked: Mapping[str, int]
    planned: Mapping[str, int]
    stages: Sequence[Stage] = ()

    @cached_property
    def forecast(self) -> Forecast:
        """What is left, laid on the days that are open for it."""
        tracked: dict[str, int] = {}
        if max(self.worked, default="") >= self.today:
            tracked = {day: seconds for day, seconds in self.worked.items() if day >= self.today}
        # The days before today matter only as a sum.
        tracked[next_day(self.today, -1)] = self.seconds - sum(tracked.values())
        return forecast(
            self.project, today=self.today, workdays=self.workdays, tracked=tracked, planned=self.planned,
            stages=self.stages,
        )  # fmt: skip

    @cached_property
    def pace(self) -> float | None:
        """Tracked per capacity of the last four weeks, None without capacity."""
        return pace(self.worked, self._worked, today=self.today)

    @cached_property
    def finish_day(self) -> str | None:
        """The day on which it is done at this pace; None without an estimate, or when it never is."""
        if not self.project.estimate_minutes:
            return None
        return finish_date(self._left, self.pace, self._worked, today=self.today)

    @cached_property
    def finish(self) -> Finish | None:
        """When it will be done, and how sure that is; None without an estimate or enough history. Takes its time."""
        if not self.project.estimate_minutes:
            return None
        return finish_probability(
            self.project.id, self._left, today=self.today, due=self.project.due_date, tracked=self.worked,
            workdays=self._worked,
        )  # fmt: skip

    @cached_property
    def risk(self) -> Risk:
        """Where it stands, in one word."""
        # What is closed, or goes on without an estimate, has nothing left to find room for.
        ahead = self.project.estimate_minutes and self.project.status in (ProjectStatus.ACTIVE, ProjectStatus.ON_HOLD)
        return risk_of(
            self.project,
            seconds=self.seconds,
            today=self.today,
            unscheduled_minutes=self.forecast.unscheduled if ahead else 0,
            is_likely_late=bool(ahead) and self._is_likely_late,
        )

    @property
    def _is_likely_late(self) -> bool:
        due = self.project.due_date
        if not due or due < self.today:
            return False
        return is_likely_late(
            self.project.id, self._left, today=self.today, due=due, tracked=self.worked, workdays=self._worked
        )

    @property
    def _left(self) -> int:
        return max(0, self.project.estimate_minutes - self.forecast.completed)

    @property
    def _worked(self) -> Workdays:
        return self.workdays.on(self.project.weekdays)
