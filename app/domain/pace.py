"""Pace and finish: how fast a project goes, when it will be done at that pace, and how sure that is.

The finish is resampled from the project's own last twelve weeks (a bootstrap): every draw replays past days at random
until the remaining work is used up. The seed is the project's id, so that a figure never changes by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil, hypot, sqrt
from random import Random

from app.domain.days import days_between, next_day

PACE_DAYS = 28
HISTORY_DAYS = 84
FEWEST_WORKED_DAYS = 10
DRAWS = 2_000
# So many days with capacity are looked ahead; what takes longer has no date worth telling.
FARTHEST = 780
# A draw rolls the dice for so many days at once; who draws the same must do so as well.
BLOCK = 32
# So many standard deviations from the due date, nobody has to draw.
_SURE = 2.0


@dataclass(frozen=True, slots=True)
class Finish:
    """The days by which 50 % and 85 % of the draws were done (None: beyond the horizon), and the chance to be on time.

    ``on_time`` is None for a project without a due date.
    """

    p50: str | None
    p85: str | None
    on_time: float | None


def pace(tracked: Mapping[str, int], capacity: Mapping[str, int], *, today: str) -> float | None:
    """Return the tracked minutes per minute of capacity over the 28 days before ``today``; None without capacity.

    ``tracked`` are seconds by day, ``capacity`` minutes by day of the days the project is worked on.
    """
    days = list(days_between(next_day(today, -PACE_DAYS), next_day(today, -1)))
    available = sum(capacity.get(day, 0) for day in days)
    return sum(tracked.get(day, 0) for day in days) / (available * 60) if available else None


def finish_date(remaining_minutes: int, speed: float | None, capacity: Mapping[str, int], *, today: str) -> str | None:
    """Return the first day on which capacity scaled by the pace has used up the remaining work.

    ``capacity`` holds the minutes of the days to come; None when they do not suffice or nothing moves.
    """
    if remaining_minutes <= 0:
        return today
    done = 0.0
    for day in days_ahead(capacity, today):
        done += (speed or 0.0) * capacity[day]
        if done >= remaining_minutes:
            return day
    return None


def finish_probability(
    project_id: str,
    remaining_minutes: int,
    *,
    today: str,
    due: str | None,
    tracked: Mapping[str, int],
    past_capacity: Mapping[str, int],
    capacity: Mapping[str, int],
) -> Finish | None:
    """Return when the remaining work will be done; None: not enough history (fewer than 10 worked days).

    ``tracked`` are seconds by day; ``past_capacity`` and ``capacity`` minutes by day, before and from today on.
    """
    ratios, days = daily_ratios(tracked, past_capacity, today), days_ahead(capacity, today)[:FARTHEST]
    if not ratios:
        return None
    if remaining_minutes <= 0:
        return Finish(today, today, None if due is None else float(today <= due))
    dice, weights = Random(project_id), [capacity[day] for day in days]  # noqa: S311 - a forecast, no secret
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
    past_capacity: Mapping[str, int],
    capacity: Mapping[str, int],
) -> bool:
    """Return whether the P50 of ``finish_probability`` lies after the due date; False without enough history.

    Nothing is drawn where the answer is clear. Until the due date a draw does a sum of independent days; by Cantelli's
    inequality at most a fifth of the draws end on the far side of two standard deviations, whatever the days were
    like: then the half of 2,000 draws is not in doubt.
    """
    ratios = daily_ratios(tracked, past_capacity, today)
    if not ratios or remaining_minutes <= 0:
        return False
    weights = [capacity[day] for day in days_ahead(capacity, today)[:FARTHEST] if day <= due]
    mean = sum(ratios) / len(ratios)
    spread = hypot(*(ratio - mean for ratio in ratios)) / sqrt(len(ratios)) * hypot(*weights)
    room = mean * sum(weights) - remaining_minutes
    if abs(room) > _SURE * spread:
        return room < 0
    finish = finish_probability(
        project_id, remaining_minutes, today=today, due=due, tracked=tracked, past_capacity=past_capacity,
        capacity=capacity,
    )  # fmt: skip
    return finish is not None and (finish.p50 is None or finish.p50 > due)


def daily_ratios(tracked: Mapping[str, int], past_capacity: Mapping[str, int], today: str) -> list[float]:
    """Return what was tracked of each past day's capacity; nothing when fewer than 10 days were worked."""
    history = list(days_between(next_day(today, -HISTORY_DAYS), next_day(today, -1)))
    if sum(tracked.get(day, 0) > 0 for day in history) < FEWEST_WORKED_DAYS:
        return []
    return [tracked.get(day, 0) / (past_capacity[day] * 60) for day in history if past_capacity.get(day, 0) > 0]


def days_ahead(capacity: Mapping[str, int], today: str) -> list[str]:
    """Return the days with capacity from ``today`` on, in order."""
    return sorted(day for day, minutes in capacity.items() if day >= today and minutes > 0)


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
