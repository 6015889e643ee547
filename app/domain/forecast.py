"""The forecast of a project: what is left of its estimate, laid on the days that are open for it.

``remaining = max(0, estimate - completed - planned)`` is spread in whole minutes over the open days in proportion to
their capacity. The law that holds whenever there is an open day::

    completed + planned + sum(auto) = max(estimate, completed + planned)

With milestones each budget is spread over its own period first; what is left of the estimate goes to all open days.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.domain.days import weekday

if TYPE_CHECKING:
    from app.domain.entities.projects import Project


class Workdays:
    """The days with capacity of one person, prepared once for the forecasts of many projects."""

    def __init__(self, capacity: Mapping[str, int]) -> None:
        """Take the capacity in minutes of each day; days without any are left out."""
        self.days = sorted(day for day, minutes in capacity.items() if minutes > 0)
        self.capacity = dict(capacity)
        self._weekdays = [weekday(day) for day in self.days]

    def open_days(self, since: str, until: str, weekdays: Sequence[int] | None, taken: set[str]) -> list[str]:
        """Return the days of the span, both ends included, that are worked on (None: all) and not taken."""
        first, end = bisect_left(self.days, since), bisect_right(self.days, until)
        if weekdays is None:
            return [day for day in self.days[first:end] if day not in taken]
        on = frozenset(weekdays)
        return [
            day
            for day, number in zip(self.days[first:end], self._weekdays[first:end], strict=True)
            if number in on and day not in taken
        ]


@dataclass(frozen=True, slots=True)
class Stage:
    """A milestone as the forecast sees it: its period, both ends included, its budget, and what belongs to it."""

    id: str
    first_day: str
    last_day: str
    budget_minutes: int
    tracked_seconds: int = 0
    completed: bool = False


@dataclass(frozen=True, slots=True)
class StageForecast:
    """How a milestone will go, in minutes.

    ``carried_over`` came from ended milestones before it. ``auto`` lies on open days of its period. ``moved_on`` found
    no open day there and went to the next. ``over`` is beyond its budget and beyond the project's unbudgeted part.
    """

    id: str
    completed: int
    planned: int
    carried_over: int
    auto: int
    moved_on: int
    over: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """How a project will go, in minutes; ``auto`` by day."""

    completed: int
    planned: int
    remaining: int
    auto: Mapping[str, int]
    unscheduled: int = 0
    stages: tuple[StageForecast, ...] = ()

    @property
    def at_risk(self) -> bool:
        """Whether some of the work fits on no day."""
        return self.unscheduled > 0


@dataclass(slots=True)
class _Claim:
    """A stage while the forecast is made; ``want`` is to be laid on ``days``."""

    stage: Stage
    used: int
    planned: int
    carried: int = 0
    want: int = 0
    moved_on: int = 0
    days: list[str] = field(default_factory=list)

    @property
    def cap(self) -> int:
        return self.stage.budget_minutes + self.carried


def forecast(
    project: Project,
    *,
    today: str,
    workdays: Workdays,
    tracked: Mapping[str, int],
    planned: Mapping[str, int],
    stages: Iterable[Stage] = (),
) -> Forecast:
    """Return a project's forecast as of ``today``.

    ``tracked`` are seconds by day, a running entry counted up to now; ``planned`` the minutes of planned events by day
    (days before today are ignored). A day with either is not open. A project without a due date gets an auto-estimate
    only from its milestones.
    """
    ahead = {day: minutes for day, minutes in planned.items() if day >= today and minutes > 0}
    completed, still_planned = sum(tracked.values()) // 60, sum(ahead.values())
    claims = [_claim(stage, ahead) for stage in sorted(stages, key=lambda stage: (stage.first_day, stage.last_day))]
    until = project.due_date or max((claim.stage.last_day for claim in claims), default="")
    taken = {day for day, seconds in tracked.items() if seconds > 0} | ahead.keys()
    open_days = workdays.open_days(max(today, project.start_date or today), until, project.weekdays, taken)
    carry = _settle(claims, today, open_days)
    remaining, rest = _owed(project, claims, project.estimate_minutes - completed - still_planned, carry)
    has_room = bool(open_days and project.due_date)
    auto = spread(rest, open_days, workdays.capacity) if has_room else {}
    for claim in claims:
        _add(auto, spread(claim.want, claim.days, workdays.capacity))
    over = _over(claims, project.estimate_minutes, completed + still_planned)
    results = tuple(_result(claim, over) for claim in claims)
    return Forecast(completed, still_planned, remaining, auto, 0 if has_room else rest, results)


def spread(minutes: int, days: Sequence[str], capacity: Mapping[str, int]) -> dict[str, int]:
    """Lay whole minutes on days in proportion to their capacity; they sum to ``minutes`` exactly.

    What the division leaves goes to the largest remainders, of equal ones to the earliest days.
    """
    if not days or minutes <= 0:
        return {}
    weights = [capacity[day] for day in days]
    total = sum(weights)
    shares = [minutes * weight // total for weight in weights]
    left = minutes - sum(shares)
    if left:
        missing = [-(minutes * weight % total) for weight in weights]
        for at in sorted(range(len(days)), key=missing.__getitem__)[:left]:
            shares[at] += 1
    return {day: share for day, share in zip(days, shares, strict=True) if share}


def _claim(stage: Stage, ahead: Mapping[str, int]) -> _Claim:
    planned = sum(minutes for day, minutes in ahead.items() if stage.first_day <= day <= stage.last_day)
    return _Claim(stage, stage.tracked_seconds // 60 + planned, planned)


def _settle(claims: list[_Claim], today: str, open_days: list[str]) -> int:
    """Give each claim what it still wants and where; return what the last one had to pass on."""
    carry = 0
    for claim in claims:
        if claim.stage.completed:
            continue
        claim.carried = carry
        left = max(0, claim.cap - claim.used)
        if claim.stage.last_day >= today:
            first, end = bisect_left(open_days, claim.stage.first_day), bisect_right(open_days, claim.stage.last_day)
            claim.days = open_days[first:end]
        if claim.days:
            claim.want, carry = left, 0
        else:
            claim.moved_on = carry = left
    return carry


def _owed(project: Project, claims: list[_Claim], left: int, carry: int) -> tuple[int, int]:
    """Return the minutes that remain to be worked, and those of them that no milestone takes.

    Claims beyond what is ``left`` of the estimate are shortened, the latest first.
    """
    if not project.estimate_minutes:
        return sum(claim.want for claim in claims) + carry, carry
    remaining = spare = max(0, left)
    for claim in claims:
        claim.want = min(claim.want, spare)
        spare -= claim.want
    return remaining, spare if project.due_date else min(carry, spare)


def _over(claims: list[_Claim], estimate: int, used: int) -> dict[str, int]:
    """Return by stage what it used beyond its budget, after the unbudgeted part of the estimate was eaten."""
    held = sum(min(c.used, c.cap) if c.stage.completed else c.cap - c.moved_on for c in claims)
    outside = max(0, used - sum(claim.used for claim in claims))
    pool = max(0, estimate - held - outside)
    over = {}
    for claim in claims:
        beyond = max(0, claim.used - claim.cap)
        over[claim.stage.id] = max(0, beyond - pool)
        pool = max(0, pool - beyond)
    return over


def _result(claim: _Claim, over: Mapping[str, int]) -> StageForecast:
    stage = claim.stage
    return StageForecast(
        stage.id, claim.used - claim.planned, claim.planned, claim.carried, claim.want, claim.moved_on, over[stage.id]
    )


def _add(total: dict[str, int], part: Mapping[str, int]) -> None:
    for day, minutes in part.items():
        total[day] = total.get(day, 0) + minutes
