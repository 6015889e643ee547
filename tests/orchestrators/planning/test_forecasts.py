"""The worked examples of the forecast, and what is odd, through the workflows a person uses."""

from datetime import datetime

import pytest

from app.domain.days import resolve_local
from app.domain.entities.projects import Project, ProjectStatus
from app.domain.errors import NotFound, RuleBroken
from app.domain.risk import Risk
from app.orchestrators.milestones.milestones import complete_milestone, create_milestone
from app.orchestrators.planning.events import add_event, track_event
from app.orchestrators.planning.forecasts import ProjectForecast, project_forecast
from app.orchestrators.planning.timeline import timeline
from app.orchestrators.projects.overview import project_overview
from app.orchestrators.projects.projects import create_project, list_projects, merge_projects
from app.orchestrators.time_tracking.entries import add_entry
from app.orchestrators.work_hours.overrides import set_override
from app.orchestrators.work_hours.slots import set_days, set_week
from app.orchestrators.work_hours.time_off import add_time_off
from app.storage.context import Context
from tests.orchestrators.making import a_group, a_milestone, a_project, an_entry, counted_statements
from tests.support.store import MORNING, clock_of

FIRST, LAST = "2026-01-01", "2026-01-31"
NINE_TO_FIVE = [(weekday, 540, 1020) for weekday in range(5)]


def at(day: str, clock: str, tz: str = "Europe/Berlin") -> int:
    return resolve_local(datetime.fromisoformat(f"{day}T{clock}"), tz).instants[0]


@pytest.fixture
def january(ctx: Context) -> Project:
    """Mon–Fri 9–17, and 120 h from Thursday 1 to Saturday 31 January 2026."""
    set_week(ctx, NINE_TO_FIVE, effective_from="2025-12-01")
    return create_project(ctx, name="January", start_date=FIRST, due_date=LAST, estimate_minutes=7200).value


def of(ctx: Context, project: Project, as_of: str = FIRST) -> ProjectForecast:
    return project_forecast(ctx, project.id, as_of=as_of)


def test_7200_minutes_of_january_lie_on_22_open_days(ctx: Context, january: Project) -> None:
    found = of(ctx, january)

    assert (len(found.auto), set(found.auto.values()), sum(found.auto.values())) == (22, {327, 328}, 7200)
    assert (found.completed_minutes, found.planned_minutes, found.remaining_minutes) == (0, 0, 7200)
    assert (found.unscheduled_minutes, found.as_of) == (0, FIRST)


def test_six_hours_planned_on_5_january_leave_21_open_days(ctx: Context, january: Project) -> None:
    plan_monday(ctx, january)
    found = of(ctx, january)

    assert (len(found.auto), found.remaining_minutes, found.planned_minutes) == (21, 6840, 360)
    assert set(found.auto.values()) == {325, 326}
    assert "2026-01-05" not in found.auto


def plan_monday(ctx: Context, project: Project) -> str:
    event = add_event(ctx, starts_at=at("2026-01-05", "09:00"), ends_at=at("2026-01-05", "15:00"), project=project.id)
    return event.value.id


def test_that_event_completed_with_five_hours_leaves_6900_minutes(ctx: Context, january: Project) -> None:
    event = plan_monday(ctx, january)
    track_event(ctx, event, starts_at=at("2026-01-05", "09:00"), ended_at=at("2026-01-05", "14:00"))
    found = of(ctx, january)

    assert (found.completed_minutes, found.planned_minutes, found.remaining_minutes) == (300, 0, 6900)
    assert (len(found.auto), set(found.auto.values())) == (21, {328, 329})


def test_an_event_that_is_over_and_was_worked_on_counts_as_what_was_worked(ctx: Context, january: Project) -> None:
    plan_monday(ctx, january)
    add_entry(ctx, started_at=at("2026-01-05", "09:00"), ended_at=at("2026-01-05", "14:00"), project=january.id)
    found = of(ctx, january)

    assert (found.completed_minutes, found.planned_minutes, found.remaining_minutes) == (300, 0, 6900)
    assert (len(found.auto), set(found.auto.values())) == (21, {328, 329})


def test_an_event_that_is_worked_on_counts_from_now_on(ctx: Context) -> None:
    website = a_project(ctx, due_date="2026-03-31", estimate_minutes=1000)
    add_event(ctx, starts_at=MORNING - 3600, ends_at=MORNING + 7200, project=website.id)
    before = project_forecast(ctx, website.id)
    an_entry(ctx, MORNING - 1800, None, project=website)
    found = project_forecast(ctx, website.id)

    assert (before.completed_minutes, before.planned_minutes) == (0, 180)
    assert (found.completed_minutes, found.planned_minutes) == (30, 120)


def test_a_whole_day_that_is_worked_on_stays_planned_until_it_is_over(ctx: Context) -> None:
    website = a_project(ctx, due_date="2026-03-31", estimate_minutes=1000)
    midnight = at("2026-03-02", "00:00")
    add_event(ctx, starts_at=midnight, ends_at=midnight + 86_400, all_day=True, project=website.id)
    an_entry(ctx, MORNING - 1800, 1800, project=website)
    before = project_forecast(ctx, website.id)
    clock_of(ctx).forward(86_400)
    after = project_forecast(ctx, website.id, as_of="2026-03-02")

    assert (before.completed_minutes, before.planned_minutes) == (30, 480)
    assert (after.completed_minutes, after.planned_minutes) == (30, 0)


def test_a_public_holiday_on_1_january_leaves_21_open_days(ctx: Context, january: Project) -> None:
    add_time_off(ctx, name="New Year", start_date=FIRST, end_date=FIRST, kind="public_holiday")
    found = of(ctx, january)

    assert (len(found.auto), sum(found.auto.values())) == (21, 7200)
    assert FIRST not in found.auto


def test_shorter_fridays_get_their_share(ctx: Context, january: Project) -> None:
    set_days(ctx, [4], [(540, 780)], effective_from="2025-12-01")
    found = of(ctx, january)
    fridays = {day: found.auto[day] for day in ("2026-01-02", "2026-01-09", "2026-01-16", "2026-01-23", "2026-01-30")}

    assert set(fridays.values()) <= {184, 185}
    assert {minutes for day, minutes in found.auto.items() if day not in fridays} == {369, 370}
    assert (len(found.auto), sum(found.auto.values())) == (22, 7200)


def test_half_a_day_off_and_an_override_count_by_their_minutes(ctx: Context, january: Project) -> None:
    add_time_off(ctx, name="Dentist", start_date="2026-01-05", end_date="2026-01-05", fraction=0.5)
    set_override(ctx, "2026-01-06", 960)
    found = of(ctx, january)

    # 20 days of 480, one of 240 and one of 960 minutes.
    assert (found.auto["2026-01-05"], found.auto["2026-01-06"], found.auto["2026-01-07"]) == (160, 640, 320)
    assert sum(found.auto.values()) == 7200


def test_as_of_another_day_the_past_has_no_estimate(ctx: Context, january: Project) -> None:
    found = of(ctx, january, "2026-01-16")

    assert (min(found.auto), max(found.auto), sum(found.auto.values())) == ("2026-01-16", "2026-01-30", 7200)


def test_after_the_due_date_the_rest_is_unscheduled_and_late(ctx: Context, january: Project) -> None:
    found = project_forecast(ctx, january.id)

    assert (found.as_of, found.auto, found.unscheduled_minutes, found.risk) == ("2026-03-02", {}, 7200, Risk.LATE)


def test_the_page_the_list_and_the_timeline_say_the_same(ctx: Context, january: Project) -> None:
    website = create_project(ctx, name="Website", due_date="2026-05-29", estimate_minutes=6000).value
    for day in range(1, 15):
        an_entry(ctx, MORNING - day * 86_400, 3600, project=website)
    found = project_forecast(ctx, website.id)
    page, rows = project_overview(ctx, website.id).outlook, timeline(ctx, since=FIRST, until="2026-12-31")
    row = rows.row(website.id)

    assert row is not None
    assert row.auto == page.forecast.auto == found.auto
    assert row.finish == page.finish == found.finish is not None
    assert row.finish_day == page.finish_day == found.finish_day
    listed = {one.project.id: one.risk for one in list_projects(ctx)}
    assert {one.project.id: one.risk for one in rows.rows} == listed


def test_milestones_of_a_forecast_say_how_each_will_go(ctx: Context, january: Project) -> None:
    for name, due, budget in (("Alpha", "2026-01-09", 1200), ("Beta", "2026-01-20", 600), ("Done", "2026-01-30", 60)):
        milestone = create_milestone(ctx, project=january.id, name=name, due_date=due, budget_minutes=budget).value
    complete_milestone(ctx, milestone.id)
    add_entry(ctx, started_at=at("2026-01-05", "09:00"), ended_at=at("2026-01-05", "14:00"), project=january.id)
    alpha, beta, done = of(ctx, january, "2026-01-12").milestones

    assert (alpha.milestone.name, alpha.first_day, alpha.last_day) == ("Alpha", FIRST, "2026-01-09")
    assert (alpha.completed_minutes, alpha.auto_minutes, alpha.moved_on_minutes) == (300, 0, 900)
    assert (beta.carried_over_minutes, beta.auto_minutes, beta.over_minutes) == (900, 1500, 0)
    assert (done.completed, done.auto_minutes) == (True, 0)


def test_a_recurring_milestone_is_told_by_its_occurrences(ctx: Context, january: Project) -> None:
    create_milestone(
        ctx, project=january.id, name="Week", due_date="2026-01-30", budget_minutes=300, start_date=FIRST,
        recurrence="FREQ=WEEKLY",
    )  # fmt: skip
    found = of(ctx, january)

    assert [(one.first_day, one.last_day, one.auto_minutes) for one in found.milestones] == [
        (FIRST, "2026-01-07", 300), ("2026-01-08", "2026-01-14", 300), ("2026-01-15", "2026-01-21", 300),
        ("2026-01-22", "2026-01-28", 300), ("2026-01-29", "2026-01-30", 300),
    ]  # fmt: skip
    assert sum(found.auto.values()) == 7200


def test_days_on_which_clocks_change_are_days_like_others(ctx: Context) -> None:
    project = a_project(ctx, start_date="2026-03-28", due_date="2026-03-30", estimate_minutes=600)
    set_week(ctx, [(6, 0, 240), (0, 0, 240)], effective_from="2026-03-01")
    an_entry(ctx, at("2026-03-01", "23:30"), 3600, project=project)
    add_event(ctx, starts_at=at("2026-03-28", "23:30"), ends_at=at("2026-03-29", "04:00"), project=project.id)
    found = project_forecast(ctx, project.id)

    # 0:30 on the 28th, 3:00 on the 29th, which has 23 hours.
    assert (found.completed_minutes, found.planned_minutes, found.remaining_minutes) == (60, 210, 330)
    assert found.auto == {"2026-03-30": 330}


def test_the_estimate_may_be_nothing_or_very_much(ctx: Context) -> None:
    nothing = a_project(ctx, "none", start_date="2026-03-02", due_date="2026-03-31", estimate_minutes=0)
    much = a_project(ctx, "much", start_date="2026-03-02", due_date="2026-03-03", estimate_minutes=6_000_000)
    found = project_forecast(ctx, nothing.id)

    assert (found.auto, found.remaining_minutes, found.risk, found.finish) == ({}, 0, Risk.NO_ESTIMATE, None)
    assert project_forecast(ctx, much.id).auto == {"2026-03-02": 3_000_000, "2026-03-03": 3_000_000}


def test_without_any_capacity_everything_is_unscheduled(ctx: Context) -> None:
    set_week(ctx, [], effective_from="2026-03-02")
    project = a_project(ctx, start_date="2026-03-02", due_date="2026-03-31", estimate_minutes=600, weekdays=(0, 1))
    add_time_off(ctx, name="World tour", start_date="2026-03-01", end_date="2036-03-01")
    found = project_forecast(ctx, project.id)

    assert (found.auto, found.unscheduled_minutes, found.pace) == ({}, 600, 0.0)
    assert found.risk is Risk.AT_RISK


@pytest.mark.parametrize("due", ["2300-01-01", "9999-12-31"])
def test_a_due_date_centuries_ahead_is_neither_slow_nor_wrong(ctx: Context, due: str) -> None:
    project = create_project(ctx, name="Someday", start_date="2026-03-02", due_date=due, estimate_minutes=6_000_000)
    id_ = project.value.id
    create_milestone(ctx, project=id_, name="Every week", due_date=due, budget_minutes=60, recurrence="FREQ=WEEKLY")
    add_event(ctx, starts_at=MORNING, ends_at=MORNING + 3600, project=id_, recurrence="FREQ=DAILY;INTERVAL=7;COUNT=5")
    found = project_forecast(ctx, id_)

    assert project.problems == ()
    # 60 minutes a week in the years looked ahead; the rest on all days until then, some minutes on each.
    assert max(found.auto.values()) < 150
    assert found.planned_minutes == 300
    assert sum(found.auto.values()) + found.later_minutes == found.remaining_minutes == 6_000_000 - 300
    assert timeline(ctx, since=FIRST, until="2028-12-31").rows[0].auto == found.auto
    assert project_overview(ctx, id_).milestones


def test_two_milestones_due_on_the_last_day_there_is_do_not_fail(ctx: Context) -> None:
    project = a_project(ctx, start_date="2026-03-02", due_date="9999-12-31", estimate_minutes=600)
    a_milestone(ctx, project, "One", "9999-12-31", budget_minutes=60)
    a_milestone(ctx, project, "Two", "9999-12-31", budget_minutes=60)

    assert project_forecast(ctx, project.id).remaining_minutes == 600


@pytest.mark.parametrize("day", ["0001-01-01", "1970-01-01", "9999-12-31"])
def test_any_day_can_be_asked_for(ctx: Context, january: Project, day: str) -> None:
    plan_monday(ctx, january)

    assert project_forecast(ctx, january.id, as_of=day).remaining_minutes in (7200, 6840)


def test_meetings_for_ever_take_a_project_s_time_until_it_is_due(ctx: Context) -> None:
    project = a_project(ctx, start_date="2026-03-02", due_date="2026-03-31", estimate_minutes=2400)
    add_event(ctx, starts_at=MORNING, ends_at=MORNING + 3600, project=project.id, recurrence="FREQ=WEEKLY")
    found = project_forecast(ctx, project.id)
    rows = timeline(ctx, since=FIRST, until="2026-12-31")

    assert (found.planned_minutes, found.remaining_minutes) == (300, 2100)
    # They go on all the same, and take the person's time.
    assert rows.rows[0].planned["2026-04-06"] == 60
    assert next(load.planned for load in rows.days if load.day == "2026-04-06") == 60


def test_time_planned_after_the_due_date_is_planned_too(ctx: Context) -> None:
    project = a_project(ctx, start_date="2026-03-02", due_date="2026-03-06", estimate_minutes=600)
    late = at("2031-05-05", "10:00")
    add_event(ctx, starts_at=late, ends_at=late + 3600, project=project.id)
    again = at("2026-03-04", "10:00")
    add_event(ctx, starts_at=again, ends_at=again + 3600, project=project.id, recurrence="FREQ=WEEKLY;COUNT=2")

    assert project_forecast(ctx, project.id).planned_minutes == 180


def test_a_merged_project_is_forecast_where_it_is_shown(ctx: Context, january: Project) -> None:
    twin = create_project(ctx, name="Twin", start_date=FIRST, due_date=LAST, estimate_minutes=60).value
    an_entry(ctx, MORNING - 86_400, 3600, project=twin)
    merge_projects(ctx, twin.id, january.id)
    found = of(ctx, twin)

    assert (found.project.id, found.completed_minutes, found.remaining_minutes) == (january.id, 60, 7140)


def test_what_is_gone_or_no_day_is_refused(ctx: Context, january: Project) -> None:
    with pytest.raises(NotFound):
        project_forecast(ctx, ctx.new_id())
    with pytest.raises(RuleBroken, match="There is no day"):
        project_forecast(ctx, january.id, as_of="someday")


def test_a_forecast_asks_little_however_many_projects_there_are(ctx: Context, january: Project) -> None:
    def statements() -> int:
        with counted_statements(ctx) as seen:
            of(ctx, january)
        return len(seen)

    of(ctx, january)
    few = statements()
    for number in range(20):
        a_milestone(ctx, a_project(ctx, f"p{number}", group=a_group(ctx, f"g{number}").id, due_date="2026-05-01"))

    of(ctx, january)
    assert statements() == few <= 15


def test_a_project_on_hold_keeps_its_forecast_but_takes_nobody_s_time(ctx: Context) -> None:
    project = a_project(ctx, due_date="2026-03-31", estimate_minutes=600, status=ProjectStatus.ON_HOLD)
    rows = timeline(ctx, since=FIRST, until="2026-12-31")

    assert sum(project_forecast(ctx, project.id).auto.values()) == 600
    assert not any(load.auto for load in rows.days)
