"""Pace and finish: how fast a project goes, when it will be done at that pace, and how sure that is.

The finish is resampled from the project's own last twelve weeks (a bootstrap): every draw replays past days at random
until the remaining work is used up. The seed is the project's id, so that a figure never changes by itself.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from math import ceil, erf, sqrt
from random import Random
from typing import TYPE_CHECKING

from app.domain.days import days_between, next_day
from app.domain.workdays import HORIZON_DAYS

if TYPE_CHECKING:
    from app.domain.workdays import Workdays

PACE_DAYS = 28
HISTORY_DAYS = 84
FEWEST_WORKED_DAYS = 10
DRAWS = 2_000
# A draw rolls the dice for so many days at once; who draws the same must do so as well.
BLOCK = 32
# So far from a half is what 2,000 draws never miss: six times the deviation of their share.
_CHANCE = 0.067
# The constant of Berry and Esseen for parts of different size (I. Shevtsova, 2010).
_BERRY_ESSEEN = 0.56


@dataclass(frozen=True, slots=True)
class Finish:
    """The days by which 50 % and 85 % of the draws were done (None: beyond the horizon), and the chance to be on time.

    ``on_time`` is None for a project without a due date.
    """

    p50: str | None
    p85: str | None
    on_time: float | None


def pace(tracked: Mapping[str, int], workdays: Workdays, *, today: str) -> float | None:
    """Return the tracked minutes per minute of capacity over the 28 days before ``today``; None without capacity.

    ``tracked`` are seconds by day, ``workdays`` the days the project is worked on.
    """
    since, until = next_day(today, -PACE_DAYS), next_day(today, -1)
    available = workdays.total(since, until)
    worked = sum(tracked.get(day, 0) for day in _history(today)[-PACE_DAYS:])
    return worked / (available * 60) if available else None


def finish_date(remaining_minutes: int, speed: float | None, workdays: Workdays, *, today: str) -> str | None:
    """Return the first day on which capacity scaled by the pace has used up the remaining work.

    None when the days that are looked ahead do not suffice, or nothing moves.
    """
    if remaining_minutes <= 0:
        return today
    first, end = _ahead(workdays, today)
    done_before = workdays.sums[first]
    place = bisect_left(
        workdays.sums,
        float(remaining_minutes),
        first + 1,
        end + 1,
        key=lambda done: (speed or 0.0) * (done - done_before),
    )
    return workdays.days[place - 1] if place <= end else None


def finish_probability(
    project_id: str,
    remaining_minutes: int,
    *,
    today: str,
    due: str | None,
    tracked: Mapping[str, int],
    workdays: Workdays,
) -> Finish | None:
    """Return when the remaining work will be done; None: not enough history (fewer than 10 worked days).

    ``tracked`` are seconds by day; ``workdays`` those of the last weeks and of the days to come.
    """
    ratios = daily_ratios(tracked, workdays.capacity, today)
    if not ratios:
        return None
    if remaining_minutes <= 0:
        return Finish(today, today, None if due is None else float(today <= due))
    first, end = _ahead(workdays, today)
    days = workdays.days[first:end]
    weights = list(map(workdays.capacity.__getitem__, days))
    dice = Random(project_id)  # noqa: S311 - a forecast, no secret
    ends = sorted(_draw(dice, ratios, weights, remaining_minutes) for _ in range(DRAWS))
    dates = [*days, None]
    on_time = None if due is None else sum(end < len(days) and days[end] <= due for end in ends) / DRAWS
    return Finish(dates[_at(ends, 0.5)], dates[_at(ends, 0.85)], on_time)


def is_likely_late(
    project_id: str,
    remaining_minutes: int,
    *,
    today: str,
    due: str,
    tracked: Mapping[str, int],
    workdays: Workdays,
) -> bool:
    """Return whether the P50 of ``finish_probability`` lies after the due date; False without enough history.

    Nothing is drawn where the answer is clear: see ``_chance_to_be_done``.
    """
    ratios = daily_ratios(tracked, workdays.capacity, today)
    if not ratios or remaining_minutes <= 0:
        return False
    first, end = _ahead(workdays, today)
    end = min(end, workdays.places(today, due)[1])
    sums = tuple(column[end] - column[first] for column in (workdays.sums, workdays.squares, workdays.cubes))
    chance, doubt = _chance_to_be_done(remaining_minutes, ratios, sums)
    if abs(chance - 0.5) > doubt:
        return chance < 0.5
    finish = finish_probability(project_id, remaining_minutes, today=today, due=due, tracked=tracked, workdays=workdays)
    return finish is not None and (finish.p50 is None or finish.p50 > due)


def _chance_to_be_done(remaining: int, ratios: Sequence[float], weights: tuple[int, ...]) -> tuple[float, float]:
    """Return about how likely a draw does the remaining work, and by how much that may be wrong, chance included.

    ``weights`` are the sums of the capacities of the days, of their squares and of their cubes. A draw adds up
    independent days. Its chance is that of the normal distribution, give or take what Berry and Esseen allow.
    """
    mean = sum(ratios) / len(ratios)
    apart = [abs(ratio - mean) for ratio in ratios]
    spread = sqrt(sum(one * one for one in apart) / len(ratios) * weights[1])
    room = mean * weights[0] - remaining
    # Where all days are alike there is no chance in it, but for what adding up fractions leaves.
    if spread < 1e-6 * (remaining + 1):
        return (0.5, 1.0) if abs(room) < 1e-6 * (remaining + 1) else (float(room > 0), 0.0)
    chance = (1 + erf(room / spread / sqrt(2))) / 2
    wrong = sum(one**3 for one in apart) / len(ratios) * weights[2] / spread**3
    return chance, _CHANCE + _BERRY_ESSEEN * wrong


def daily_ratios(tracked: Mapping[str, int], past_capacity: Mapping[str, int], today: str) -> list[float]:
    """Return what was tracked of each past day's capacity; nothing when fewer than 10 days were worked."""
    history = _history(today)
    if sum(tracked.get(day, 0) > 0 for day in history) < FEWEST_WORKED_DAYS:
        return []
    return [tracked.get(day, 0) / (past_capacity[day] * 60) for day in history if past_capacity.get(day, 0) > 0]


@lru_cache(maxsize=8)
def _history(today: str) -> tuple[str, ...]:
    return tuple(days_between(next_day(today, -HISTORY_DAYS), next_day(today, -1)))


def days_ahead(capacity: Mapping[str, int], today: str) -> list[str]:
    """Return the days with capacity from ``today`` on, in order."""
    return sorted(day for day, minutes in capacity.items() if day >= today and minutes > 0)


def _ahead(workdays: Workdays, today: str) -> tuple[int, int]:
    """Return where the days that are looked ahead begin and end among the workdays.

    What takes longer has no date worth telling. Years are counted, not working days: who works on more days of the week
    shall not see less far.
    """
    return workdays.places(today, next_day(today, HORIZON_DAYS))


def _at(ends: Sequence[int], share: float) -> int:
    # The earliest day by which at least this share of the draws is done.
    return ends[ceil(share * len(ends)) - 1]


def _draw(dice: Random, ratios: Sequence[float], weights: Sequence[int], remaining: float) -> int:
    """Return the place of the day on which a draw is done, ``len(weights)`` when it never is."""
    count, roll = len(ratios), dice.random
    for start in range(0, len(weights), BLOCK):
        block = weights[start : start + BLOCK]
        # Random.random alone is promised to repeat across versions; choices is not.
        done = list(accumulate(weight * ratios[int(roll() * count)] for weight in block))
        if done[-1] >= remaining:
            return start + next(at for at, minutes in enumerate(done) if minutes >= remaining)
        remaining -= done[-1]
    return len(weights)
