"""Can I take this on: laid among all others, answered, and nothing saved."""

import pytest

from app.domain.errors import RuleBroken
from app.orchestrators.planning.events import add_event
from app.orchestrators.planning.what_if import what_if
from app.orchestrators.projects.projects import create_project, list_projects
from app.orchestrators.work_hours.time_off import add_time_off
from app.storage.context import Context
from tests.orchestrators.making import HOUR, a_project, everything
from tests.support.store import MORNING

# Monday 2 March 2026: four weeks of 40 hours until Friday the 27th.
DUE = "2026-03-27"


def test_what_fits_into_an_empty_month_fits(ctx: Context) -> None:
    before = everything(ctx)
    found = what_if(ctx, estimate_minutes=160 * 60, due_date=DUE, name="Big one")

    assert (found.fits, found.short_minutes, found.free_minutes, found.finish_day) == (True, 0, 160 * 60, DUE)
    assert (found.overcommitted, found.project.name) == ((), "Big one")
    assert set(found.forecast.auto.values()) == {480}
    assert [(week.before.day, week.before.auto, week.after.auto) for week in found.weeks] == [
        (day, 0, 2400) for day in ("2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23")
    ]
    assert everything(ctx) == before


def test_what_is_too_much_says_by_how_much_and_when_it_would_be_done(ctx: Context) -> None:
    found = what_if(ctx, estimate_minutes=160 * 60 + 90, due_date=DUE)

    assert (found.fits, found.short_minutes, found.finish_day) == (False, 90, "2026-03-30")
    assert len(found.overcommitted) == 4


def test_other_projects_events_and_days_off_leave_less(ctx: Context) -> None:
    a_project(ctx, "Other", start_date="2026-03-02", due_date="2026-03-06", estimate_minutes=1200)
    add_event(ctx, starts_at=MORNING + 24 * HOUR, ends_at=MORNING + 25 * HOUR, title="Meeting")
    add_time_off(ctx, name="Away", start_date="2026-03-09", end_date="2026-03-13")
    found = what_if(ctx, estimate_minutes=600, due_date="2026-03-13")

    assert (found.free_minutes, found.fits) == (2400 - 1200 - 60, True)
    assert [(week.before.availability, week.after.availability) for week in found.weeks] == [(1140, 540), (0, 0)]


def test_a_week_that_becomes_too_full_is_named_though_the_time_suffices(ctx: Context) -> None:
    a_project(ctx, "Other", start_date="2026-03-02", due_date="2026-03-06", estimate_minutes=2000)
    found = what_if(ctx, estimate_minutes=2400, due_date="2026-03-13")

    assert (found.fits, found.overcommitted) == (True, ("2026-03-02",))


def test_a_week_that_was_too_full_already_is_not_blamed_on_it(ctx: Context) -> None:
    a_project(ctx, "Other", start_date="2026-03-02", due_date="2026-03-06", estimate_minutes=3000)
    found = what_if(ctx, estimate_minutes=60, due_date="2026-03-06")

    assert (found.overcommitted, found.fits, found.short_minutes) == ((), False, 60)
    assert found.weeks[0].before.overcommitted


def test_it_begins_and_is_worked_on_when_it_is_said_to(ctx: Context) -> None:
    found = what_if(ctx, estimate_minutes=900, due_date=DUE, start_date="2026-03-16", weekdays=(0, 2))

    assert sorted(found.forecast.auto) == ["2026-03-16", "2026-03-18", "2026-03-23", "2026-03-25"]
    assert (found.free_minutes, found.finish_day, len(found.weeks)) == (4 * 480, "2026-03-18", 2)


@pytest.mark.parametrize("due", ["2026-03-01", "2020-01-01"])
def test_a_due_date_in_the_past_leaves_no_time(ctx: Context, due: str) -> None:
    found = what_if(ctx, estimate_minutes=60, due_date=due)

    assert (found.fits, found.short_minutes, found.forecast.unscheduled) == (False, 60, 60)


def test_centuries_are_time_enough_and_nothing_is_no_work(ctx: Context) -> None:
    found = what_if(ctx, estimate_minutes=6_000_000, due_date="9999-12-31")
    nothing = what_if(ctx, estimate_minutes=0, due_date=DUE)

    assert (found.fits, found.finish_day, len(found.weeks)) == (True, None, 105)
    assert (nothing.fits, nothing.forecast.auto) == (True, {})


@pytest.mark.parametrize(
    "fields",
    [
        {"estimate_minutes": 60, "due_date": "soon"}, {"estimate_minutes": -1, "due_date": DUE},
        {"estimate_minutes": 60, "due_date": DUE, "start_date": "2026-04-01"},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(ctx: Context, fields: dict[str, object]) -> None:
    with pytest.raises(RuleBroken):
        what_if(ctx, **fields)  # type: ignore[arg-type]  # what a form may send


def test_the_real_project_is_what_was_thought_of(ctx: Context) -> None:
    create_project(ctx, name="Other", due_date="2026-04-30", estimate_minutes=3000)
    thought = what_if(ctx, estimate_minutes=1500, due_date=DUE)
    made = create_project(ctx, name="Real", due_date=DUE, estimate_minutes=1500)

    from app.orchestrators.planning.forecasts import project_forecast

    assert project_forecast(ctx, made.value.id).auto == thought.forecast.auto
    assert len(list_projects(ctx)) == 2
