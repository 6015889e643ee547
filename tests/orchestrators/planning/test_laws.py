"""What holds of every forecast, in every world: the estimate is kept, and no estimate lies where none may lie."""

import random
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.days import weekday
from app.domain.entities.planning import WorkSlot
from app.domain.entities.projects import ProjectStatus
from app.orchestrators.outlook import Outlooks
from app.orchestrators.planning.what_if import what_if
from app.storage.context import Context
from app.storage.unit_of_work import reading, unit_of_work
from tests.orchestrators.making import put
from tests.orchestrators.planning.worlds import TODAY, fill
from tests.support.store import make_context

ZONES = ("Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Pacific/Marquesas", "Australia/Lord_Howe", "UTC")


def outlooks(ctx: Context) -> Outlooks:
    with reading(ctx) as read:
        return Outlooks(ctx, read)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32), zone=st.sampled_from(ZONES), shift=st.sampled_from((0, 240)))
def test_the_estimate_is_kept_and_lies_only_on_open_days(seed: int, zone: str, shift: int) -> None:
    ctx = make_context(zone=zone)
    with closing(ctx.database):
        if shift:
            with unit_of_work(ctx, "prepare") as work:
                work.settings.put("day_starts_at", shift)
        fill(ctx, random.Random(seed))
        found = outlooks(ctx)
        for project in found.merged.shown():
            course, forecast = found.of(project), found.of(project).forecast
            planned = found.known.planned.counted.get(project.id, {})
            total = sum(forecast.auto.values()) + forecast.later

            if project.due_date and project.estimate_minutes:
                assert forecast.completed + forecast.planned + total + forecast.unscheduled == max(
                    project.estimate_minutes, forecast.completed + forecast.planned
                )
            assert total + forecast.unscheduled <= forecast.remaining
            assert all(minutes > 0 for minutes in forecast.auto.values())
            for day in forecast.auto:
                assert max(found.known.today, project.start_date or "") <= day
                assert project.due_date is None or day <= project.due_date
                assert found.calendar.capacity(day) > 0
                assert project.weekdays is None or weekday(day) in project.weekdays
                assert not planned.get(day)
                assert not course.worked.get(day)


@settings(max_examples=8, deadline=None)
@given(
    seed=st.integers(0, 2**32), day=st.integers(0, 6), start=st.integers(0, 1000), length=st.integers(10, 400),
    estimate=st.integers(1, 9000),
)  # fmt: skip
def test_more_working_time_never_finishes_later(seed: int, day: int, start: int, length: int, estimate: int) -> None:
    ctx = make_context()
    with closing(ctx.database):
        maker = fill(ctx, random.Random(seed))
        # Whoever has set no week has the usual one, which ends with the first that is set.
        put(ctx, replace(maker.slot(), effective_from="2020-01-01", effective_to=None))
        others = [replace(project, status=ProjectStatus.ON_HOLD) for project in maker.projects]
        put(ctx, *others)
        due = (date.fromisoformat(TODAY) + timedelta(days=60)).isoformat()
        before = [outlooks(ctx).of(project) for project in others]
        thought = what_if(ctx, estimate_minutes=estimate, due_date=due)
        put(
            ctx,
            WorkSlot(
                id=ctx.new_id(), created_at=ctx.now(), user=ctx.user, weekday=day, start_minute=start,
                end_minute=start + length, effective_from=TODAY,
            ),
        )  # fmt: skip
        after = [outlooks(ctx).of(project) for project in others]
        thought_again = what_if(ctx, estimate_minutes=estimate, due_date=due)

        for less, more in zip(before, after, strict=True):
            assert (more.finish_day or "9") <= (less.finish_day or "9")
            assert more.forecast.unscheduled <= less.forecast.unscheduled
        assert (thought_again.finish_day or "9") <= (thought.finish_day or "9")
        assert thought_again.short_minutes <= thought.short_minutes
        assert thought_again.forecast.unscheduled <= thought.forecast.unscheduled


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**32), zone=st.sampled_from(ZONES))
def test_every_project_s_estimate_is_in_the_load_of_the_days(seed: int, zone: str) -> None:
    ctx = make_context(zone=zone)
    with closing(ctx.database):
        fill(ctx, random.Random(seed))
        found = outlooks(ctx)
        weeks = found.weeks("2031-01-01")

        assert sum(week.auto for week in weeks) == sum(sum(days.values()) for days in found.auto().values())
        with reading(ctx) as read:
            alone = {project.id: Outlooks(ctx, read, only=project).of(project) for project in found.merged.shown()}
        for project in found.merged.shown():
            assert alone[project.id].forecast == found.of(project).forecast
            assert alone[project.id].risk == found.risk(project)
