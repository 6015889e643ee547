"""Burn-up: how the work of a project grows towards its estimate, by day, and how sure that is.

The work of a day is all that is done by its evening. The band is drawn with the same dice as the finish
(see ``app.domain.pace``), so that its lower edge reaches the estimate on the P85 day.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from math import ceil
from random import Random

from app.domain.pace import BLOCK, DRAWS, daily_ratios, days_ahead

LOW, HIGH = 0.15, 0.85
# The band looks ahead so many days with capacity, about a year: farther than a chart can show.
FARTHEST_BAND = 260
# So many days a chart can tell apart.
MOST_DAYS = 240


@dataclass(frozen=True, slots=True)
class Band:
    """The minutes done from now on by the evening of a day.

    15 % of the draws do less than ``low``, 15 % more than ``high``.
    """

    day: str
    low: float
    high: float


def band(
    project_id: str,
    remaining_minutes: int,
    *,
    today: str,
    tracked: Mapping[str, int],
    past_capacity: Mapping[str, int],
    capacity: Mapping[str, int],
) -> list[Band]:
    """Return how much of the remaining work will be done by each day with capacity; nothing without enough history.

    ``tracked`` are seconds by day, capacities minutes by day. What is done stays done: no draw goes beyond the remaining
    work, and the band ends where all but a few draws have reached it.
    """
    ratios, days = daily_ratios(tracked, past_capacity, today), days_ahead(capacity, today)[:FARTHEST_BAND]
    if not ratios or not days or remaining_minutes <= 0:
        return []
    dice, weights = Random(project_id), [capacity[day] for day in days]  # noqa: S311 - a forecast, no secret
    draws = [_work(dice, ratios, weights, remaining_minutes) for _ in range(DRAWS)]
    found = []
    for place, day in enumerate(days):
        done = sorted(draw[place] if place < len(draw) else remaining_minutes for draw in draws)
        found.append(Band(day, done[DRAWS - ceil(HIGH * DRAWS)], done[ceil(HIGH * DRAWS) - 1]))
        if found[-1].low >= remaining_minutes:
            break
    return found


def _work(dice: Random, ratios: Sequence[float], weights: Sequence[int], remaining: float) -> list[float]:
    """Return the work done by each day until all is done, from then on nothing."""
    count, roll, before, days = len(ratios), dice.random, 0.0, list[float]()
    for start in range(0, len(weights), BLOCK):
        block = weights[start : start + BLOCK]
        done = list(accumulate(weight * ratios[int(roll() * count)] for weight in block))
        if before + done[-1] >= remaining:
            return days + [before + minutes for minutes in done if before + minutes < remaining]
        days += [before + minutes for minutes in done]
        before = days[-1]
    return days


def ideal(estimate_seconds: int, start: str, due: str, day: str) -> int | None:
    """Return what would be done by the evening of a day if the work grew evenly from start to due; None outside."""
    if not start <= day <= due:
        return None
    first, last, this = (date.fromisoformat(one).toordinal() for one in (start, due, day))
    return estimate_seconds * (this - first + 1) // (last - first + 1)


def cumulated(by_day: Mapping[str, int], days: Sequence[str], before: int = 0) -> list[int]:
    """Return the sums up to the evening of each of some days, in order, on top of ``before``."""
    worked = sorted(by_day)
    sums = list(accumulate((by_day[day] for day in worked), initial=before))
    return [sums[bisect_right(worked, day)] for day in days]


def shown_days(since: str, until: str, keep: Sequence[str] = (), most: int = MOST_DAYS) -> list[str]:
    """Return the days of a span that a chart shows: every one, or as many as it can tell apart.

    The first and the last are always shown, and those to ``keep``.
    """
    first, last = (date.fromisoformat(day).toordinal() for day in (since, until))
    step = max(1, ceil((last - first) / most))
    days = {date.fromordinal(number).isoformat() for number in range(first, last + 1, step)}
    return sorted(days | {until} | {day for day in keep if since <= day <= until})


def at(points: Sequence[Band], day: str) -> tuple[float, float] | None:
    """Return the band on a day from today on: as on the last day with capacity; None where nothing was drawn."""
    if not points or day > points[-1].day:
        return None
    place = bisect_right(points, day, key=lambda point: point.day) - 1
    return (points[place].low, points[place].high) if place >= 0 else (0.0, 0.0)
