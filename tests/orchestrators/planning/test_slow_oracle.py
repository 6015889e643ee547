"""The fast forecast says what a slow one says that was written from the design alone, on random worlds."""

import random
from contextlib import closing
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.forecast import Forecast
from app.orchestrators.outlook import Outlooks
from app.orchestrators.planning.forecasts import project_forecast
from app.orchestrators.planning.timeline import timeline
from app.storage.unit_of_work import reading
from tests.orchestrators.planning.worlds import fill
from tests.support.slow_forecast import SlowForecast, World
from tests.support.store import make_context


def told(found: Forecast | SlowForecast) -> dict[str, object]:
    """Return what both say, in the same words."""
    return {
        "completed": found.completed,
        "planned": found.planned,
        "remaining": found.remaining,
        "auto": dict(sorted(found.auto.items())),
        "unscheduled": found.unscheduled,
    }


def stages(found: Forecast | SlowForecast) -> list[tuple[int, ...]]:
    if isinstance(found, Forecast):
        return [(one.completed, one.planned, one.carried_over, one.auto, one.over) for one in found.stages]
    return [(one.seconds // 60, one.planned, one.carried, one.auto, one.over) for one in found.stages]


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_outlooks_timeline_and_forecast_agree_with_the_slow_oracle(seed: int) -> None:
    ctx = make_context()
    with closing(ctx.database):
        fill(ctx, random.Random(seed))
        world = World.of(ctx)
        rows = {row.project.id: row for row in timeline(ctx, since="2025-12-01", until="2026-12-31").rows}
        with reading(ctx) as read:
            outlooks = Outlooks(ctx, read)
        for project in world.projects:
            slow, fast = world.forecast(project), outlooks.of(project).forecast

            assert told(fast) == told(slow)
            assert stages(fast) == stages(slow)
            assert rows[project.id].outlook.forecast == fast
            assert project_forecast(ctx, project.id).auto == slow.auto


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32), day=st.dates(date(2026, 1, 20), date(2026, 5, 1)))
def test_a_forecast_of_another_day_agrees_with_the_slow_oracle(seed: int, day: date) -> None:
    ctx = make_context()
    with closing(ctx.database):
        fill(ctx, random.Random(seed))
        world = World.of(ctx)
        for project in world.projects:
            slow, fast = world.forecast(project, day), project_forecast(ctx, project.id, as_of=day.isoformat())

            assert (fast.completed_minutes, fast.planned_minutes, fast.remaining_minutes) == (
                slow.completed, slow.planned, slow.remaining,
            )  # fmt: skip
            assert (fast.auto, fast.unscheduled_minutes) == (slow.auto, slow.unscheduled)
