"""How milestones stand: what belongs to each, their share in the forecast, and counts over many of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from app.domain.days import next_day
from app.domain.forecast import Stage
from app.domain.recurrence import is_rule, repeated_periods
from app.domain.rules.milestones import milestone_of

if TYPE_CHECKING:
    from app.domain.entities.projects import Milestone

Period = tuple[str, str]
_A_YEAR = 366


@dataclass(frozen=True, slots=True)
class MilestoneStanding:
    """A milestone with its period, both ends included, its tracked seconds, and where it belongs."""

    milestone: Milestone
    first_day: str
    last_day: str
    seconds: int = 0
    carried_over_minutes: int = 0
    group: str | None = None

    @property
    def state(self) -> str:
        """``open`` or ``completed``."""
        return "open" if self.milestone.completed_at is None else "completed"

    def overdue(self, today: str) -> bool:
        """Whether it was due before ``today`` and is not completed."""
        return self.state == "open" and self.last_day < today


@dataclass(frozen=True, slots=True)
class MilestoneSummary:
    """Counts and sums over some milestones; ``tracked_of_budget`` is None without any budget."""

    total: int
    open: int
    completed: int
    overdue: int
    upcoming: int
    completion_rate: float
    seconds: int
    budget_minutes: int
    carried_over_minutes: int

    @property
    def tracked_of_budget(self) -> float | None:
        """Tracked ÷ budget, exact."""
        return self.seconds / (self.budget_minutes * 60) if self.budget_minutes else None


def belonging(
    shares: Iterable[tuple[str, str | None, int]], spans: Mapping[str, tuple[str, str]]
) -> dict[str | None, int]:
    """Return seconds by milestone of one project; None holds what belongs to no milestone.

    ``shares`` are (day of the entry, milestone it names, seconds). Nothing is counted twice, nothing is lost.
    """
    seconds: dict[str | None, int] = defaultdict(int)
    for day, named, part in shares:
        seconds[milestone_of(named, day, spans)] += part
    return dict(seconds)


def occurrences_of(milestone: Milestone, span: Period, horizon: str) -> list[Period]:
    """Return the periods that have a milestone's budget: its own, or those of its occurrences up to a day.

    What begins after the horizon is not looked at, but for the first.
    """
    if not _recurs(milestone):
        return [span]
    first, last = span
    until = min(last, max(horizon, next_day(first, _A_YEAR)))
    found = list(_repeated(milestone.recurrence or "", first, until))
    if len(found) > 1 and until < last:
        # The horizon has cut the last one short.
        del found[-1]
    return found or [span]


@lru_cache(maxsize=512)
def _repeated(rule: str, first: str, until: str) -> tuple[Period, ...]:
    return tuple(repeated_periods(rule, first, until))


def stages_of(milestone: Milestone, periods: Sequence[Period], worked: Mapping[str, int]) -> list[Stage]:
    """Return a milestone's part in the forecast: a stage for each of its periods.

    ``worked`` are the seconds by the first day of the period.
    """
    completed = milestone.completed_at is not None
    return [
        Stage(stage_id(milestone, first), first, last, milestone.budget_minutes, worked.get(first, 0), completed)
        for first, last in periods
    ]


def stage_id(milestone: Milestone, first_day: str) -> str:
    """Return the id of a milestone's stage; each occurrence of a recurring one has its own."""
    return f"{milestone.id}:{first_day}" if _recurs(milestone) else milestone.id


def _recurs(milestone: Milestone) -> bool:
    return bool(milestone.recurrence) and is_rule(milestone.recurrence or "")


def chosen(
    rows: Iterable[MilestoneStanding],
    *,
    since: str | None = None,
    until: str | None = None,
    projects: Collection[str] = (),
    groups: Collection[str] = (),
    state: str | None = None,
) -> list[MilestoneStanding]:
    """Return the milestones that touch the days ``since`` to ``until`` and fit the other filters; empty means any."""
    return [
        row
        for row in rows
        if (since is None or row.last_day >= since)
        and (until is None or row.first_day <= until)
        and (not projects or row.milestone.project in projects)
        and (not groups or row.group in groups)
        and state in (None, row.state)
    ]


def summary(rows: Collection[MilestoneStanding], *, today: str, upcoming_days: int = 14) -> MilestoneSummary:
    """Return counts and sums over some milestones as of a day; upcoming are open ones due in the next days."""
    horizon = next_day(today, upcoming_days)
    completed = sum(row.state == "completed" for row in rows)
    return MilestoneSummary(
        total=len(rows),
        open=len(rows) - completed,
        completed=completed,
        overdue=sum(row.overdue(today) for row in rows),
        upcoming=sum(row.state == "open" and today <= row.last_day <= horizon for row in rows),
        completion_rate=completed / len(rows) if rows else 0.0,
        seconds=sum(row.seconds for row in rows),
        budget_minutes=sum(row.milestone.budget_minutes for row in rows),
        carried_over_minutes=sum(row.carried_over_minutes for row in rows),
    )
