"""A project's page: every figure of it."""

from dataclasses import replace

import pytest

from app.domain.entities.billing import Rate, RateScope
from app.domain.entities.planning import EventStatus, PlannedEvent
from app.domain.entities.workspace import Member
from app.domain.errors import NotFound
from app.domain.ids import ClientId, ProjectId, TagId, TaskId, UserId
from app.orchestrators.projects.overview import project_overview
from app.orchestrators.projects.projects import list_projects
from app.orchestrators.settings.settings import update_settings
from app.storage.context import Context
from tests.orchestrators.making import (
    DAY,
    HOUR,
    a_client,
    a_milestone,
    a_project,
    a_tag,
    a_task,
    an_entry,
    put,
)
from tests.support.store import MORNING, USER, clock_of

# The Monday 20 weeks earlier, at nine.
LONG_AGO = MORNING - 140 * DAY


def a_rate(ctx: Context, amount: int, since: str, scope: RateScope = RateScope.USER, **of: str) -> Rate:
    owner = {"user": USER} if scope is RateScope.USER else {}
    rate = Rate(
        id=ctx.new_id(), created_at=ctx.now(), scope=scope, amount=amount, currency="EUR", effective_from=since,
        **(owner | of),  # type: ignore[arg-type]
    )  # fmt: skip
    put(ctx, rate)
    return rate


def test_an_empty_project_has_empty_figures(ctx: Context) -> None:
    page = project_overview(ctx, a_project(ctx).id)

    assert (page.total_seconds, page.running_seconds, page.entries, page.longest_gap_days) == (0, 0, 0, 0)
    assert (page.share_billable, page.used, page.amount, page.currency, page.finish) == (None, None, None, None, None)
    assert page.risk == "no_estimate"
    assert (page.outlook.pace, page.outlook.finish_day) == (0.0, None)
    assert [week.seconds for week in page.weeks] == [0] * 12
    with pytest.raises(NotFound):
        project_overview(ctx, ctx.new_id())


def test_tracked_time_by_period_with_what_runs_on_top(ctx: Context) -> None:
    project = a_project(ctx, estimate_minutes=600)
    for start in (MORNING - HOUR, MORNING - DAY, MORNING - 8 * DAY, LONG_AGO):
        an_entry(ctx, start, 1800, project=project)
    an_entry(ctx, MORNING - 600, None, project=project)
    an_entry(ctx, MORNING - 3 * HOUR, HOUR)

    page = project_overview(ctx, project.id)

    assert (page.total_seconds, page.running_seconds, page.entries) == (7200, 600, 5)
    # Sunday the 1st is of this month, but of the week before.
    assert (page.today_seconds, page.week_seconds, page.month_seconds) == (1800, 1800, 3600)
    assert [(week.name, week.seconds) for week in page.weeks if week.seconds] == [
        ("2026-02-16", 0 + 1800), ("2026-02-23", 1800), ("2026-03-02", 1800),
    ]  # fmt: skip
    assert page.used == 7800 / 36000
    assert page.longest_gap_days == 131
    assert [entry.started_at for entry in page.recent][:2] == [MORNING - 600, MORNING - HOUR]


def test_shares_are_by_task_tag_and_person(ctx: Context) -> None:
    project = a_project(ctx)
    backend, frontend, tag = a_task(ctx, project), a_task(ctx, project, "Frontend"), a_tag(ctx)
    other = UserId(ctx.new_id())
    put(ctx, Member(id=ctx.new_id(), created_at=0, user=other, name="Ada"))
    an_entry(ctx, MORNING - DAY, HOUR, project=project, task=backend.id, tags=frozenset((TagId(tag.id),)))
    an_entry(ctx, MORNING - 2 * DAY, 2 * HOUR, project=project, user=other)
    an_entry(ctx, MORNING - 4 * HOUR, None, project=project, task=frontend.id)

    page = project_overview(ctx, project.id)

    assert page.tasks == ((backend, HOUR), (frontend, 4 * HOUR))
    assert [task.name for task, _ in page.top_tasks] == ["Frontend", "Backend"]
    assert page.tags == (("bug", HOUR),)
    assert page.people == (("Ada", 2 * HOUR), ("", HOUR))


def test_amounts_are_rounded_entry_by_entry_at_the_rate_of_their_day(ctx: Context) -> None:
    client = a_client(ctx)
    project = a_project(ctx, client=client.id)
    for n in range(3):
        an_entry(ctx, MORNING - (n + 1) * HOUR, 50 * 60, project=project, billable=True)
    an_entry(ctx, MORNING - 5 * HOUR, HOUR, project=project)
    assert project_overview(ctx, project.id).amounts == {}

    a_rate(ctx, 9500, "2026-01-01")
    page = project_overview(ctx, project.id)
    assert (page.amounts, page.amount, page.currency) == ({"EUR": 23751}, 23751, "EUR")
    assert page.share_billable == 150 / 210

    # A client's rate comes first from its day on, and a project's before that.
    an_entry(ctx, MORNING - 40 * DAY, HOUR, project=project, billable=True)
    put(ctx, replace(a_rate(ctx, 10000, "2026-03-02", RateScope.CLIENT, client=ClientId(client.id)), currency="USD"))
    page = project_overview(ctx, project.id)
    assert page.amounts == {"EUR": 9500, "USD": 3 * 8333}
    assert (page.currency, page.amount) == ("USD", 24999)
    a_rate(ctx, 6000, "2026-02-01", RateScope.PROJECT, project=ProjectId(project.id))
    assert project_overview(ctx, project.id).amounts == {"EUR": 9500 + 3 * 5000}


def test_what_runs_is_priced_up_to_now(ctx: Context) -> None:
    project = a_project(ctx)
    a_rate(ctx, 9500, "2026-01-01")
    an_entry(ctx, MORNING, None, project=project, billable=True)
    an_entry(ctx, MORNING, None, billable=True)
    update_settings(ctx, several_timers=True)
    clock_of(ctx).forward(HOUR)

    assert project_overview(ctx, project.id).amounts == {"EUR": 9500}


def test_an_entry_before_the_first_rate_is_worth_nothing(ctx: Context) -> None:
    project = a_project(ctx)
    a_rate(ctx, 9500, "2026-03-03")
    an_entry(ctx, project=project, billable=True)
    an_entry(ctx, MORNING - 60, None, project=project, billable=True)

    assert project_overview(ctx, project.id).amounts == {}


def test_a_person_without_a_rate_is_worth_nothing(ctx: Context) -> None:
    project = a_project(ctx)
    a_rate(ctx, 9500, "2026-01-01")
    an_entry(ctx, project=project, billable=True, user=UserId(ctx.new_id()))

    assert project_overview(ctx, project.id).amounts == {}


def test_what_was_merged_in_counts_as_its_own(ctx: Context) -> None:
    project = a_project(ctx, start_date="2026-03-01")
    twin = a_project(ctx, "website", merged_into=ProjectId(project.id))
    task = a_task(ctx, twin)
    a_rate(ctx, 6000, "2026-01-01", RateScope.PROJECT, project=ProjectId(project.id))
    an_entry(ctx, project=twin, task=TaskId(task.id), billable=True)
    a_milestone(ctx, twin, budget_minutes=120)

    page = project_overview(ctx, project.id)

    assert (page.total_seconds, page.tasks, page.amounts) == (HOUR, ((task, HOUR),), {"EUR": 6000})
    assert [(row.milestone.name, row.seconds) for row in page.milestones] == [("Beta", HOUR)]
    assert project_overview(ctx, twin.id) == page


def test_milestones_stand_with_their_figures(ctx: Context) -> None:
    project = a_project(ctx, start_date="2026-02-01", estimate_minutes=1200)
    alpha = a_milestone(ctx, project, "Alpha", "2026-02-27", budget_minutes=120)
    beta = a_milestone(ctx, project, "Beta", "2026-03-13", budget_minutes=60)
    an_entry(ctx, MORNING - 5 * DAY, HOUR, project=project)
    an_entry(ctx, MORNING - 2 * HOUR, 1800, project=project)

    page = project_overview(ctx, project.id)

    assert [(row.milestone, row.seconds, row.overdue) for row in page.milestones] == [
        (alpha, HOUR, True), (beta, 1800, False),
    ]  # fmt: skip
    # What Alpha left undone goes on in Beta.
    assert [row.standing.carried_over_minutes for row in page.milestones] == [0, 60]
    figures = page.milestone_figures
    assert (figures.total, figures.overdue, figures.upcoming, figures.carried_over_minutes) == (2, 1, 1, 60)


def test_forecast_pace_and_finish_look_ahead(ctx: Context) -> None:
    project = a_project(ctx, start_date="2026-01-01", due_date="2026-03-31", estimate_minutes=100 * 60)
    # Four hours on each of the 20 working days of the last four weeks: half the capacity.
    for back in range(1, 29):
        if (MORNING // DAY - back) % 7 not in (2, 3):
            an_entry(ctx, MORNING - back * DAY, 4 * HOUR, project=project)

    page = project_overview(ctx, project.id)

    assert page.total_seconds == 80 * HOUR
    assert page.outlook.pace == 0.5
    assert page.outlook.forecast.remaining == 20 * 60
    assert sum(page.outlook.forecast.auto.values()) == 20 * 60
    # Four hours a day: five working days from today.
    assert page.outlook.finish_day == "2026-03-06"
    assert page.finish is not None
    # Eight of the twelve weeks before were idle, so that is not sure at all.
    assert page.finish.on_time is not None
    assert 0.5 < page.finish.on_time < 1
    assert "2026-03-06" < str(page.finish.p50) < str(page.finish.p85) <= "2026-03-31"
    assert page.risk == "on_track"


@pytest.mark.parametrize(("due", "risk"), [("2026-03-13", "at_risk"), ("2026-03-31", "on_track")])
def test_a_likely_finish_after_the_due_date_is_a_risk_on_the_page_and_in_the_list(
    ctx: Context, due: str, risk: str
) -> None:
    project = a_project(ctx, start_date="2026-01-01", due_date=due, estimate_minutes=100 * 60)
    for back in range(1, 29):
        if (MORNING // DAY - back) % 7 not in (2, 3):
            an_entry(ctx, MORNING - back * DAY, 4 * HOUR, project=project)

    page = project_overview(ctx, project.id)

    assert page.outlook.forecast.unscheduled == 0
    assert page.finish is not None
    assert (str(page.finish.p50) > due) is (risk == "at_risk")
    assert page.risk == risk
    assert [row.risk for row in list_projects(ctx)] == [risk]


def test_planned_events_take_their_share_of_the_forecast(ctx: Context) -> None:
    project = a_project(ctx, start_date="2026-03-01", due_date="2026-03-06", estimate_minutes=600, weekdays=(0, 1, 2))
    event = PlannedEvent(
        id=ctx.new_id(), created_at=0, user=USER, title="Workshop", starts_at=MORNING + DAY,
        ends_at=MORNING + DAY + 2 * HOUR, tz="Europe/Berlin", project=ProjectId(project.id),
    )  # fmt: skip
    begun = replace(event, id=ctx.new_id(), starts_at=MORNING - HOUR, ends_at=MORNING + HOUR)
    put(ctx, event, begun, replace(event, id=ctx.new_id(), status=EventStatus.DONE))

    forecast = project_overview(ctx, project.id).outlook.forecast

    assert (forecast.planned, forecast.remaining) == (240, 360)
    assert forecast.auto == {"2026-03-04": 360}


def test_all_day_and_recurring_events_take_their_share_of_the_forecast(ctx: Context) -> None:
    project = a_project(ctx, start_date="2026-03-01", due_date="2026-03-20", estimate_minutes=3000)
    meeting = PlannedEvent(
        id=ctx.new_id(), created_at=0, user=USER, title="Meeting", starts_at=MORNING, ends_at=MORNING + HOUR,
        tz="Europe/Berlin", project=ProjectId(project.id), recurrence="FREQ=WEEKLY;COUNT=2",
    )  # fmt: skip
    midnight = MORNING + DAY - 9 * HOUR
    workshop = replace(
        meeting, id=ctx.new_id(), starts_at=midnight, ends_at=midnight + DAY, all_day=True, recurrence=None
    )
    put(ctx, meeting, workshop)

    forecast = project_overview(ctx, project.id).outlook.forecast

    # An hour on both Mondays, and the whole working Tuesday.
    assert (forecast.planned, forecast.remaining) == (60 + 60 + 480, 2400)
    assert not {"2026-03-02", "2026-03-03", "2026-03-09"} & forecast.auto.keys()
    assert sum(forecast.auto.values()) == 2400


def test_occurrences_that_are_over_count_what_was_done_and_carry_over_the_rest(ctx: Context) -> None:
    project = a_project(ctx, start_date="2026-02-16", due_date="2026-03-15", estimate_minutes=4 * 120)
    a_milestone(ctx, project, "Report", "2026-03-15", recurrence="FREQ=WEEKLY", budget_minutes=120)
    an_entry(ctx, MORNING - 14 * DAY, 2 * HOUR, project=project)
    an_entry(ctx, MORNING - 7 * DAY, HOUR, project=project)

    page = project_overview(ctx, project.id)

    found = page.outlook.forecast
    assert [(s.completed, s.carried_over, s.auto, s.over) for s in found.stages] == [
        (120, 0, 0, 0), (60, 0, 0, 0), (0, 60, 180, 0), (0, 0, 120, 0),
    ]  # fmt: skip
    assert found.completed + sum(found.auto.values()) == 480
    assert {day: part for day, part in found.auto.items() if day < "2026-03-09"} == {
        f"2026-03-0{day}": 36 for day in range(2, 7)
    }
    (row,) = page.milestones
    assert (row.first_day, row.seconds, row.standing.carried_over_minutes) == ("2026-03-02", 0, 60)


def test_work_that_fits_nowhere_is_a_risk(ctx: Context) -> None:
    # Nobody works on Sundays.
    project = a_project(ctx, start_date="2026-03-01", due_date="2026-03-31", estimate_minutes=600, weekdays=(6,))

    page = project_overview(ctx, project.id)

    assert page.outlook.forecast.unscheduled == 600
    assert page.risk == "at_risk"
