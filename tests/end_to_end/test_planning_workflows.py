"""Planning from one end to the other, through the workflows and a real file."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import RuleBroken
from app.domain.ids import GroupId, ProjectId
from app.orchestrators.groups.analytics import group_analytics
from app.orchestrators.groups.groups import create_group
from app.orchestrators.history.history import undo
from app.orchestrators.milestones.analytics import milestone_analytics
from app.orchestrators.milestones.milestones import create_milestone
from app.orchestrators.planning.calendar_span import calendar_span
from app.orchestrators.planning.calendars import (
    import_calendar,
    plan_calendar,
    refresh_calendars,
)
from app.orchestrators.planning.events import (
    list_events,
    move_event,
    track_event,
)
from app.orchestrators.planning.forecasts import project_forecast
from app.orchestrators.planning.timeline import timeline
from app.orchestrators.projects.burn_up import burn_up
from app.orchestrators.projects.overview import project_overview
from app.orchestrators.projects.projects import create_project, update_project
from app.orchestrators.time_tracking.entries import add_entry, edit_entry
from app.orchestrators.time_tracking.status import status
from app.orchestrators.time_tracking.timer import start_timer, stop_timer
from app.orchestrators.work_hours.analytics import capacity, work_hours_analytics
from app.orchestrators.work_hours.slots import set_days, set_week
from app.orchestrators.work_hours.time_off import (
    add_time_off,
)
from app.storage.context import Context
from tests.support.plans import HOUR, ICS, WEEK, at, plan, reopened
from tests.support.store import MORNING, clock_of, make_context

DAY = 86_400


def forecast_of(ctx: Context, project: str) -> Any:
    return project_overview(ctx, project).outlook.forecast


def test_project_to_milestones_to_tracking_to_analytics(tmp_path: Path) -> None:
    """Two milestones in a month with a shorter Friday and a day off; the first is worked at, the second forecast."""
    ctx = make_context(tmp_path / "a.db")
    set_week(ctx, WEEK, effective_from="2026-01-01")
    set_days(ctx, [4], [(540, 780)], effective_from="2026-01-01")
    add_time_off(ctx, name="Trip", start_date="2026-03-10", end_date="2026-03-10")
    project = create_project(ctx, name="Website", due_date="2026-03-27", estimate_minutes=60 * 60).value.id
    create_milestone(ctx, project=project, name="Concept", due_date="2026-03-06", budget_minutes=20 * 60)
    create_milestone(ctx, project=project, name="Build", due_date="2026-03-27", budget_minutes=40 * 60)

    before = forecast_of(ctx, project)
    assert sum(before.auto.values()) == 60 * 60
    first = {day: minutes for day, minutes in before.auto.items() if day <= "2026-03-06"}
    # Four days of eight hours and one of four: 20 h are laid on them by their capacity.
    assert list(first.values()) == [267, 267, 267, 266, 133]
    assert "2026-03-10" not in before.auto

    start_timer(ctx, project=ProjectId(project), description="concept")
    clock_of(ctx).forward(5 * HOUR)
    stop_timer(ctx)
    clock_of(ctx).forward(19 * HOUR)

    left = status(ctx)
    assert left.today_target_seconds == 8 * HOUR
    after = forecast_of(ctx, project)
    assert after.completed == 300
    assert sum(minutes for day, minutes in after.auto.items() if day <= "2026-03-06") == 15 * 60
    assert after.completed + after.planned + sum(after.auto.values()) == 60 * 60
    rows = milestone_analytics(ctx, project=project)
    assert [(row.milestone.name, row.seconds) for row in rows.rows] == [("Concept", 5 * HOUR), ("Build", 0)]
    shown = burn_up(ctx, project)
    assert max(day.tracked or 0 for day in shown.days) == 5 * HOUR
    assert shown.days[-1].forecast == 60 * HOUR
    assert [(flag.name, flag.day) for flag in shown.flags] == [("Concept", "2026-03-06"), ("Build", "2026-03-27")]
    days = {load.day: load for load in capacity(ctx, since="2026-03-02", until="2026-03-27")}
    assert (days["2026-03-02"].tracked_seconds, days["2026-03-02"].auto) == (5 * HOUR, 0)
    assert sum(load.auto for load in days.values()) == sum(after.auto.values())
    ctx.database.close()


def test_group_to_assignment_to_analytics(tmp_path: Path) -> None:
    ctx = make_context(tmp_path / "a.db")
    group = create_group(ctx, name="Clients").value
    site = create_project(ctx, name="Website", due_date="2026-03-13", estimate_minutes=20 * 60).value.id
    shop = create_project(ctx, name="Shop", due_date="2026-03-13", estimate_minutes=30 * 60).value.id
    for id_ in (site, shop):
        update_project(ctx, id_, group=GroupId(group.id))
    plan(ctx, "2026-03-03", 9, 13, project=site)
    add_entry(ctx, started_at=MORNING - DAY, ended_at=MORNING - DAY + 2 * HOUR, project=ProjectId(shop))

    shown = timeline(ctx, since="2026-03-01", until="2026-03-31")

    (clients,) = [row for row in shown.groups if row.group is not None]
    assert clients.name == "Clients"
    rows = {row.shown_name: row for row in clients.rows}
    assert (rows["Website"].planned, sum(rows["Website"].auto.values())) == ({"2026-03-03": 240}, 16 * 60)
    assert (rows["Shop"].done, sum(rows["Shop"].auto.values())) == ({"2026-03-01": 2 * HOUR}, 28 * 60)
    by_day: Counter[str] = Counter()
    for row in rows.values():
        by_day.update(row.auto)
    assert {load.day: load.auto for load in shown.days if load.auto} == dict(by_day)
    figures = group_analytics(ctx, group.id)
    assert (figures.total_seconds, figures.estimate_minutes) == (2 * HOUR, 50 * 60)
    ctx.database.close()


def test_plan_to_track_to_rebalanced_forecast(tmp_path: Path) -> None:
    """What is planned is taken off what is estimated; what was really worked is taken off what is left of it."""
    ctx = make_context(tmp_path / "a.db")
    project = create_project(ctx, name="Website", due_date="2026-03-13", estimate_minutes=50 * 60).value.id
    assert forecast_of(ctx, project).auto == dict.fromkeys(_workdays(2, 13), 300)

    event = plan(ctx, "2026-03-02", 9, 14, project=project, title="Draft")

    planned = forecast_of(ctx, project)
    assert (planned.planned, planned.remaining) == (300, 45 * 60)
    assert planned.auto == dict.fromkeys(_workdays(3, 13), 300)

    clock_of(ctx).forward(6 * HOUR)
    tracked = track_event(ctx, event.id, ended_at=at(ctx, "2026-03-02", 12)).value

    after = forecast_of(ctx, project)
    assert (after.completed, after.planned, after.remaining) == (180, 0, 47 * 60)
    assert sorted(Counter(after.auto.values()).items()) == [(313, 6), (314, 3)]
    assert list(after.auto) == _workdays(3, 13)
    (shown,) = calendar_span(ctx, since="2026-03-02", until="2026-03-02").events
    assert shown.is_done
    # The entry turns out to have been longer; the rest follows.
    edit_entry(ctx, tracked.id, ended_at=at(ctx, "2026-03-02", 14))
    assert forecast_of(ctx, project).auto == dict.fromkeys(_workdays(3, 13), 300)
    hours = work_hours_analytics(ctx, since="2026-03-02", until="2026-03-02")
    assert (hours.inside_seconds, hours.outside_seconds) == (5 * HOUR, 0)
    ctx.database.close()


def test_the_forecast_of_a_past_day_counts_what_was_planned_and_worked_since(tmp_path: Path) -> None:
    """The example worked out by hand: 7,200 minutes in January, six hours planned, five of them worked."""
    ctx = make_context(tmp_path / "a.db")
    set_week(ctx, WEEK, effective_from="2026-01-01")
    project = create_project(
        ctx, name="Website", start_date="2026-01-01", due_date="2026-01-31", estimate_minutes=7200
    ).value.id  # fmt: skip

    def january() -> tuple[int, int, Counter[int]]:
        found = project_forecast(ctx, project, as_of="2026-01-01")
        used = found.completed_minutes + found.planned_minutes
        assert used + sum(found.auto.values()) == 7200
        return found.remaining_minutes, len(found.auto), Counter(found.auto.values())

    assert january() == (7200, 22, Counter({327: 16, 328: 6}))
    event = plan(ctx, "2026-01-05", 9, 15, project=project)
    assert january() == (6840, 21, Counter({326: 15, 325: 6}))
    track_event(ctx, event.id, ended_at=at(ctx, "2026-01-05", 14))
    assert january() == (6900, 21, Counter({329: 12, 328: 9}))
    add_time_off(ctx, name="New Year", start_date="2026-01-01", end_date="2026-01-01", kind="public_holiday")
    assert january()[:2] == (6900, 20)
    ctx.database.close()


def test_calendar_import_to_track_this(tmp_path: Path) -> None:
    ctx = make_context(tmp_path / "a.db")
    path = tmp_path / "team.ics"
    path.write_text(ICS, "utf-8")
    project = create_project(ctx, name="Website", due_date="2026-03-06", estimate_minutes=20 * 60).value.id

    looked = plan_calendar(ctx, path)
    assert (len(looked.events), [one.name for one in looked.refused]) == (1, ["Landing"])
    result = import_calendar(ctx, path).value
    assert (result.name, result.created, len(result.refused)) == ("Team", 1, 1)
    (load,) = capacity(ctx, since="2026-03-02", until="2026-03-02")
    assert load.planned == 90

    clock_of(ctx).forward(4 * HOUR)
    first, *later = list_events(ctx, since="2026-03-02", until="2026-03-31")
    entry = track_event(ctx, first.event.id, starts_at=first.starts_at, project=project).value
    assert (entry.description, entry.source, entry.ended_at) == ("Meeting", "calendar", at(ctx, "2026-03-02", 11.5))
    assert [one.is_done for one in list_events(ctx, since="2026-03-02", until="2026-03-31")] == [True, False, False]
    assert forecast_of(ctx, project).completed == 90
    with pytest.raises(RuleBroken, match="tracked already"):
        track_event(ctx, first.event.id, starts_at=first.starts_at)
    with pytest.raises(RuleBroken, match="belongs to the calendar"):
        move_event(ctx, first.event.id, day=later[0].day, starts_at=later[0].starts_at, ends_at=later[0].ends_at)

    # The meeting becomes longer in the other calendar; what was tracked stays, and is known to be of it.
    path.write_text(ICS.replace("T113000\nSUMMARY:Meeting", "T120000\nSUMMARY:Long meeting"), "utf-8")
    refreshed = refresh_calendars(ctx).value
    assert [(one.name, one.changed) for one in refreshed.changed] == [("Team", 1)]
    again = list_events(ctx, since="2026-03-02", until="2026-03-31")
    assert [(one.event.title, one.is_done) for one in again] == [
        ("Long meeting", True), ("Long meeting", False), ("Long meeting", False),
    ]  # fmt: skip

    ctx = reopened(ctx)
    undo(ctx)
    assert [one.is_done for one in list_events(ctx, since="2026-03-02", until="2026-03-02")] == [False]
    undo(ctx)
    assert list_events(ctx, since="2026-03-02", until="2026-03-31") == []
    ctx.database.close()


def _workdays(first: int, last: int) -> list[str]:
    return [f"2026-03-{day:02}" for day in range(first, last + 1) if day not in (7, 8)]


def test_a_week_that_is_too_full_is_told_and_never_refused(tmp_path: Path) -> None:
    ctx = make_context(tmp_path / "a.db")
    create_project(ctx, name="Website", due_date="2026-03-06", estimate_minutes=38 * 60)
    add_time_off(ctx, name="Trip", start_date="2026-03-05", end_date="2026-03-06")

    days = capacity(ctx, since="2026-03-02", until="2026-03-06")

    assert [load.capacity for load in days] == [480, 480, 480, 0, 0]
    assert sum(load.auto for load in days) == 38 * 60
    assert all(load.overcommitted for load in days[:3])
    problems = create_project(ctx, name="Shop", due_date="2026-03-06", estimate_minutes=20 * 60).problems
    assert [problem.code for problem in problems] == ["weeks_overcommitted"]
    ctx.database.close()


@pytest.mark.parametrize("estimate", [0, 6_000_000])
def test_estimates_of_nothing_and_of_a_hundred_thousand_hours_have_a_forecast(tmp_path: Path, estimate: int) -> None:
    ctx = make_context(tmp_path / "a.db")
    project = create_project(ctx, name="Website", due_date="2026-03-31", estimate_minutes=estimate).value.id

    found = forecast_of(ctx, project)

    assert found.completed + found.planned + sum(found.auto.values()) + found.unscheduled == estimate
    ctx.database.close()
