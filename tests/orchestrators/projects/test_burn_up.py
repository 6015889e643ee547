"""A project's burn-up: tracked, ideal, forecast, band and flags by day."""

from typing import Any

import pytest

from app.domain.days import next_day
from app.domain.entities.planning import PlannedEvent
from app.domain.entities.projects import ProjectStatus
from app.domain.errors import NotFound
from app.domain.ids import ProjectId
from app.orchestrators.projects.burn_up import BurnUp, BurnUpDay, burn_up
from app.orchestrators.projects.overview import project_overview
from app.orchestrators.projects.projects import merge_projects, set_status
from app.storage.context import Context
from tests.orchestrators.making import DAY, HOUR, a_milestone, a_project, an_entry, put
from tests.support.store import MORNING, USER

TODAY = "2026-03-02"


def on(chart: BurnUp, day: str) -> BurnUpDay:
    return next(found for found in chart.days if found.day == day)


def test_work_grows_by_day_and_the_forecast_goes_on_to_the_estimate(ctx: Context) -> None:
    project = a_project(ctx, estimate_minutes=2400, start_date="2026-02-25", due_date="2026-03-06")
    an_entry(ctx, MORNING - 4 * DAY, 2 * HOUR, project=project)
    an_entry(ctx, MORNING - HOUR, None, project=project)
    an_entry(ctx, MORNING - HOUR, None, project=a_project(ctx, "Other"), user="0195f000-0000-7000-8000-000000000002")

    chart = burn_up(ctx, project.id)

    assert (chart.today, chart.estimate_seconds, chart.is_empty) == (TODAY, 40 * HOUR, False)
    assert [day.day for day in chart.days] == [next_day("2026-02-25", step) for step in range(10)]
    assert [day.tracked for day in chart.days] == [0, *[2 * HOUR] * 4, 3 * HOUR, None, None, None, None]
    assert [day.ideal for day in chart.days] == [4 * HOUR * place for place in range(1, 11)]
    # Today is worked on already: what is left goes to the four days after it.
    assert [day.forecast for day in chart.days[5:]] == [
        3 * HOUR, 3 * HOUR + 33_300, 3 * HOUR + 66_600, 3 * HOUR + 99_900, 40 * HOUR,
    ]  # fmt: skip
    assert {(day.low, day.high) for day in chart.days} == {(None, None)}


def test_planned_events_are_part_of_the_forecast(ctx: Context) -> None:
    project = a_project(ctx, estimate_minutes=600, start_date=TODAY, due_date="2026-03-03")
    put(ctx, PlannedEvent(
        id=ctx.new_id(), created_at=ctx.now(), user=USER, project=ProjectId(project.id), starts_at=MORNING + HOUR,
        ends_at=MORNING + 5 * HOUR, tz="Europe/Berlin", title="Workshop",
    ))  # fmt: skip

    chart = burn_up(ctx, project.id)

    assert [day.forecast for day in chart.days] == [4 * HOUR, 10 * HOUR]


def worked_on(ctx: Context, **fields: Any) -> str:
    project = a_project(ctx, start_date="2026-01-05", **fields)
    for back in (day for day in range(3, 45) if day % 7 not in (1, 2)):
        an_entry(ctx, MORNING - back * DAY, HOUR * (1 + back % 4), project=project)
    return project.id


def test_with_history_a_band_leads_to_the_estimate_on_the_p85_day(ctx: Context) -> None:
    project = worked_on(ctx, estimate_minutes=6000, due_date="2026-04-30")

    chart = burn_up(ctx, project)

    finish = project_overview(ctx, project).finish
    assert finish is not None
    banded = [day for day in chart.days if day.low is not None]
    assert banded[0].day == TODAY
    assert banded[-1].day == finish.p85
    assert banded[-1].low == banded[-1].high == chart.estimate_seconds


def test_what_is_done_long_after_the_due_date_does_not_squeeze_the_rest(ctx: Context) -> None:
    chart = burn_up(ctx, worked_on(ctx, estimate_minutes=60_000, due_date="2026-03-06"))

    assert chart.days[-1].day == next_day("2026-03-06", 30)
    assert chart.days[-1].low is not None
    assert chart.days[-1].high is not None
    assert chart.days[-1].high < chart.estimate_seconds


def test_what_is_planned_for_years_does_not_squeeze_the_rest(ctx: Context) -> None:
    project = worked_on(ctx)
    put(ctx, PlannedEvent(
        id=ctx.new_id(), created_at=ctx.now(), user=USER, project=ProjectId(project), starts_at=MORNING + HOUR,
        ends_at=MORNING + 2 * HOUR, tz="Europe/Berlin", title="Weekly", recurrence="FREQ=WEEKLY",
    ))  # fmt: skip

    chart = burn_up(ctx, project)

    assert chart.days[-1].day == next_day(TODAY, 28)
    assert chart.days[-1].forecast == on(chart, TODAY).tracked + 5 * HOUR  # type: ignore[operator]


def test_milestones_are_flags(ctx: Context) -> None:
    project = a_project(ctx, estimate_minutes=2400, start_date="2026-02-01", due_date="2026-04-30")
    a_milestone(ctx, project, "Concept", "2026-02-20", completed_at=MORNING)
    late = a_milestone(ctx, project, "Beta", "2026-03-01")
    a_milestone(ctx, project, "Launch", "2026-04-30")

    flags = burn_up(ctx, project.id).flags

    assert [(flag.name, flag.day, flag.completed, flag.overdue) for flag in flags] == [
        ("Concept", "2026-02-20", True, False), ("Beta", "2026-03-01", False, True),
        ("Launch", "2026-04-30", False, False),
    ]  # fmt: skip
    assert flags[1].milestone == late.id


def test_a_project_without_anything_has_nothing_to_draw(ctx: Context) -> None:
    chart = burn_up(ctx, a_project(ctx, start_date=None).id)

    assert chart.is_empty
    assert [day.day for day in chart.days] == [TODAY]
    with pytest.raises(NotFound):
        burn_up(ctx, ctx.new_id())


def test_a_project_without_estimate_shows_what_was_tracked(ctx: Context) -> None:
    chart = burn_up(ctx, worked_on(ctx))

    assert not chart.is_empty
    assert chart.days[-1] == BurnUpDay(
        TODAY, tracked=sum(HOUR * (1 + b % 4) for b in range(3, 45) if b % 7 not in (1, 2))
    )
    assert not any(day.ideal or day.forecast or day.low for day in chart.days)


def test_a_closed_project_shows_how_it_went(ctx: Context) -> None:
    project = worked_on(ctx, estimate_minutes=6000, due_date="2026-02-27")
    set_status(ctx, project, ProjectStatus.COMPLETED)

    chart = burn_up(ctx, project)

    assert chart.days[-1].day == "2026-02-27"
    assert not any(day.forecast or day.low for day in chart.days)
    assert chart.days[-1].tracked == project_overview(ctx, project).total_seconds


def test_a_closed_project_that_was_never_worked_on_shows_its_first_day(ctx: Context) -> None:
    project = a_project(ctx, start_date="2026-02-27")
    set_status(ctx, project.id, ProjectStatus.ARCHIVED)

    assert [day.day for day in burn_up(ctx, project.id).days] == ["2026-02-27"]


def test_years_of_work_are_thinned_and_nothing_is_lost(ctx: Context) -> None:
    project = a_project(ctx, start_date="2016-01-01", estimate_minutes=60)
    for year in range(10):
        an_entry(ctx, MORNING - year * 365 * DAY, HOUR, project=project)

    chart = burn_up(ctx, project.id)

    assert len(chart.days) < 260
    assert chart.days[-1].tracked == 10 * HOUR
    assert on(chart, TODAY).tracked == 10 * HOUR


def test_a_merged_project_counts_in_the_one_it_was_merged_into(ctx: Context) -> None:
    project, other = a_project(ctx, estimate_minutes=600), a_project(ctx, "Other")
    an_entry(ctx, MORNING - DAY, HOUR, project=other)
    merge_projects(ctx, other.id, project.id)

    chart = burn_up(ctx, other.id)

    assert chart.project.id == project.id
    assert on(chart, TODAY).tracked == HOUR
