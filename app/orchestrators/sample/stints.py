"""The working days of the sample: which minutes of which days go to what. Pure; repeats for the same dice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from app.domain.days import resolve_local
from app.orchestrators.sample.public_days import public_days
from app.orchestrators.sample.studio import AWAY, JOBS, PROJECTS, Job, Plan

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

_LUNCH_FROM, _LUNCH_UNTIL = 12 * 60, 13 * 60 + 30
_SHORTEST = 8
_SPREAD = 5


class Stint(NamedTuple):
    """A piece of work: Unix seconds, the project's plan (None: none), the job."""

    start: int
    end: int
    plan: Plan | None
    job: Job


class Span(NamedTuple):
    """Minutes after midnight."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Days:
    """The calendar of the sample, seen from ``today`` in a zone."""

    today: date
    tz: str

    def instant(self, day: date, minute: int) -> int:
        """Return the instant at so many minutes after midnight of a day."""
        wall = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001 - a wall clock
        return resolve_local(wall, self.tz).instants[0]

    def ago(self, days: int) -> date:
        """Return the day so many days before today."""
        return self.today - timedelta(days=days)

    def worked(self, since: date) -> list[date]:
        """Return the working days from ``since`` to yesterday."""
        days = (since + timedelta(days=n) for n in range((self.today - since).days))
        return [day for day in days if day.weekday() < 5 and not self._away(day)]

    def _away(self, day: date) -> bool:
        away = any(self.ago(a.ago) <= day < self.ago(a.ago - a.days) for a in AWAY if a.fraction == 1)
        return away or day in public_days(day.year)

    def open_plans(self, day: date) -> list[Plan]:
        """Return the projects that were worked on then."""
        return [p for p in PROJECTS if self.ago(p.begins) <= day and (p.due is None or day <= self.last_day(p))]

    def last_day(self, plan: Plan) -> date:
        """Return the last day a project is worked on: its due date, two months ago for one put on hold."""
        if plan.status == "on_hold":
            return self.ago(60)
        return self.today if plan.due is None else self.ago(-plan.due)


def spread(total: int, days: int, dice: random.Random) -> list[int]:
    """Return how many entries each day gets: unlike each other, ``total`` in all."""
    base, rest = divmod(total, days)
    counts = [base + (at < rest) for at in range(days)]
    for _ in range(4 * days):
        more, fewer = dice.randrange(days), dice.randrange(days)
        if counts[more] < base + _SPREAD and counts[fewer] > max(1, base - _SPREAD):
            counts[more] += 1
            counts[fewer] -= 1
    dice.shuffle(counts)
    return counts


def working_day(days: Days, day: date, count: int, dice: random.Random) -> Iterator[Stint]:
    """Yield ``count`` pieces of work of an ordinary day, with a break at noon."""
    friday = day.weekday() == 4
    whole = Span(8 * 60 + dice.randint(0, 45), (15 if friday else 16) * 60 + dice.randint(40, 110))
    yield from fill(days, day, whole, count, dice)


def fill(days: Days, day: date, whole: Span, count: int, dice: random.Random) -> Iterator[Stint]:
    """Yield ``count`` pieces of work inside a span of a day."""
    plans = days.open_plans(day)
    plan = _pick(plans, dice)
    for start, end in _pieces(whole, count, dice):
        if dice.random() < 0.5:
            plan = _pick(plans, dice)
        yield Stint(days.instant(day, start), days.instant(day, end), plan, _job(plan, dice))


def _pieces(whole: Span, count: int, dice: random.Random) -> list[Span]:
    halves = _around_lunch(whole, dice)
    if len(halves) == 1 or count == 1:
        return _cut(halves[0] if len(halves) == 1 else whole, count, dice)
    morning, afternoon = halves
    share = (morning.end - morning.start) / (whole.end - whole.start)
    first = min(count - 1, max(1, round(count * share)))
    return _cut(morning, first, dice) + _cut(afternoon, count - first, dice)


def _around_lunch(whole: Span, dice: random.Random) -> list[Span]:
    if whole.start >= _LUNCH_FROM - 60 or whole.end <= _LUNCH_UNTIL + 60:
        return [whole]
    lunch = _LUNCH_FROM + dice.randint(0, 30)
    return [Span(whole.start, lunch), Span(lunch + dice.randint(30, 60), whole.end)]


def _cut(span: Span, count: int, dice: random.Random) -> list[Span]:
    """Cut a span into pieces of unlike length; after some of them is a short break."""
    room = span.end - span.start
    breaks = [dice.randint(3, 12) if dice.random() < 0.35 else 0 for _ in range(count)]
    breaks[-1] = 0
    while sum(breaks) + count * _SHORTEST > room and any(breaks):
        breaks[breaks.index(max(breaks))] = 0
    weights = [dice.uniform(1, 4) for _ in range(count)]
    free = max(0, room - sum(breaks) - count * _SHORTEST)
    at, pieces = span.start, []
    for weight, pause in zip(weights, breaks, strict=True):
        length = _SHORTEST + int(free * weight / sum(weights))
        pieces.append(Span(at, at + length))
        at += length + pause
    return pieces


def _pick(plans: list[Plan], dice: random.Random) -> Plan:
    return dice.choices(plans, [plan.share for plan in plans])[0]


def _job(plan: Plan, dice: random.Random) -> Job:
    jobs = JOBS[plan.kind]
    return dice.choices(jobs, [1 / (2 + rank) for rank in range(len(jobs))])[0]
