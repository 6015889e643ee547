"""The forecast of a project: what is left of its estimate, laid on the days that are open for it.

``remaining = max(0, estimate - completed - planned)`` is spread in whole minutes over the open days in proportion to
their capacity. The law that holds whenever there is an open day::

    completed + planned + sum(auto) = max(estimate, completed + planned)

With milestones each budget is spread over its own period first; what is left of the estimate goes to all open days.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.sums import add_to

if TYPE_CHECKING:
    from app.domain.entities.projects import Project
    from app.domain.workdays import Workdays


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
    """How a project will go, in minutes; ``auto`` by day.

    ``later`` is laid on days that nobody knows yet: of a project that is due in many years.
    """

    completed: int
    planned: int
    remaining: int
    auto: Mapping[str, int]
    unscheduled: int = 0
    stages: tuple[StageForecast, ...] = ()
    later: int = 0

    @property
    def at_risk(self) -> bool:
        """Whether some of the work fits on no day."""
        return self.unscheduled > 0


@dataclass(frozen=True, slots=True)
class _Room:
    """Open days, and the minutes of capacity after the last day that is known."""

    days: Sequence[str] = ()
    beyond: int = 0

    def __bool__(self) -> bool:
        return bool(self.days or self.beyond)


@dataclass(slots=True)
class _Claim:
    """A stage while the forecast is made; ``want`` is to be laid into ``room``."""

    stage: Stage
    used: int
    planned: int
    carried: int = 0
    want: int = 0
    moved_on: int = 0
    room: _Room = _Room()

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
    own = workdays.on(project.weekdays)
    taken = {day for day, seconds in tracked.items() if seconds > 0} | ahead.keys()
    since, until = max(today, project.start_date or today), project.due_date or _last_day(claims)
    open_days = own.between(since, until)
    if any(since <= day <= until for day in taken):
        open_days = [day for day in open_days if day not in taken]
    carry = _settle(claims, today, open_days, own, (since, until))
    remaining, rest = _owed(project, claims, project.estimate_minutes - completed - still_planned, carry)
    room = _Room(open_days, own.beyond(since, until)) if project.due_date else _Room()
    auto: dict[str, int] = {}
    for minutes, where in ((rest if room else 0, room), *((claim.want, claim.room) for claim in claims)):
        add_to(auto, spread(minutes, where.days, own.capacity, beyond=where.beyond))
    laid = sum(claim.want for claim in claims) + (rest if room else 0)
    over = _over(claims, project.estimate_minutes, completed + still_planned)
    results = tuple(_result(claim, over) for claim in claims)
    later = laid - sum(auto.values())
    return Forecast(completed, still_planned, remaining, auto, 0 if room else rest, results, later)


def spread(minutes: int, days: Sequence[str], capacity: Mapping[str, int], *, beyond: int = 0) -> dict[str, int]:
    """Lay whole minutes on days in proportion to their capacity; they sum to ``minutes`` exactly.

    What the division leaves goes to the largest remainders, of equal ones to the earliest days. With minutes of
    capacity ``beyond`` the days, the part that belongs there is left out.
    """
    if not days or minutes <= 0:
        return {}
    weights = list(map(capacity.__getitem__, days))
    total = sum(weights) + beyond
    # Days are many, capacities few: what days of one capacity get is worked out once.
    shares = {weight: divmod(minutes * weight, total) for weight in set(weights)}
    laid = [shares[weight][0] for weight in weights]
    left = minutes - minutes * beyond // total - sum(laid)
    for remainder in sorted({rest for _, rest in shares.values()}, reverse=True):
        if not left:
            break
        if len(shares) == 1:
            laid[:left] = [share + 1 for share in laid[:left]]
            break
        served = [at for at, weight in enumerate(weights) if shares[weight][1] == remainder][:left]
        for at in served:
            laid[at] += 1
        left -= len(served)
    return {day: share for day, share in zip(days, laid, strict=True) if share}


def _last_day(claims: Iterable[_Claim]) -> str:
    return max((claim.stage.last_day for claim in claims), default="")


def _claim(stage: Stage, ahead: Mapping[str, int]) -> _Claim:
    first, last = stage.first_day, stage.last_day
    planned = sum([minutes for day, minutes in ahead.items() if first <= day <= last]) if ahead else 0
    return _Claim(stage, stage.tracked_seconds // 60 + planned, planned)


def _settle(claims: list[_Claim], today: str, open_days: list[str], workdays: Workdays, span: tuple[str, str]) -> int:
    """Give each claim what it still wants and where; return what the last one had to pass on."""
    carry = 0
    for claim in claims:
        if claim.stage.completed:
            continue
        claim.carried = carry
        left = max(0, claim.cap - claim.used)
        if claim.stage.last_day >= today:
            first, end = bisect_left(open_days, claim.stage.first_day), bisect_right(open_days, claim.stage.last_day)
            since, until = max(span[0], claim.stage.first_day), min(span[1], claim.stage.last_day)
            claim.room = _Room(open_days[first:end], workdays.beyond(since, until))
        if claim.room:
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
