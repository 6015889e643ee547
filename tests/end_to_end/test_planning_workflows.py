"""Planning from one end to the other, through the workflows and a real file."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.domain.days import day_bounds
from app.domain.errors import RuleBroken
from app.domain.ids import GroupId, ProjectId
from app.orchestrators.groups.analytics import group_analytics
from app.orchestrators.groups.groups import create_group
from app.orchestrators.history.history import redo, undo
from app.orchestrators.milestones.analytics import milestone_analytics
from app.orchestrators.milestones.milestones import create_milestone
from app.orchestrators.planning.calendar_span import calendar_span
from app.orchestrators.planning.events import (
    add_event,
    cancel_event,
    delete_event,
    edit_event,
    list_events,
    move_event,
    track_event,
)
from app.orchestrators.planning.timeline import timeline
from app.orchestrators.projects.burn_up import burn_up
from app.orchestrators.projects.overview import project_overview
from app.orchestrators.projects.projects import create_project, update_project
from app.orchestrators.time_tracking.entries import add_entry, edit_entry
from app.orchestrators.time_tracking.status import status
from app.orchestrators.time_tracking.timer import start_timer, stop_timer
from app.orchestrators.work_hours.analytics import capacity, work_hours_analytics
from app.orchestrators.work_hours.overrides import clear_override, list_overrides, set_override
from app.orchestrators.work_hours.slots import clear_days, list_slots, set_days, set_week
from app.orchestrators.work_hours.time_off import (
    add_time_off,
    delete_time_off,
    import_holidays,
    list_time_off,
    update_time_off,
)
from app.storage.context import Context
from tests.support.store import MORNING, clock_of, make_context

HOUR, DAY = 3600, 86_400
WEEK = [(day, 540, 1020) for day in range(5)]


def at(ctx: Context, day: str, hour: float) -> int:
    return day_bounds(day, ctx.zone)[0] + round(hour * HOUR)


def plan(ctx: Context, day: str, since: float, until: float, **fields: Any) -> Any:
    return add_event(ctx, starts_at=at(ctx, day, since), ends_at=at(ctx, day, until), **fields).value


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


Edit = Callable[[Context, dict[str, str]], object]
EDITS: dict[str, Edit] = {
    "set a week": lambda ctx, _: set_week(ctx, [(0, 600, 660)], effective_from="2026-03-02"),
    "set days": lambda ctx, _: set_days(ctx, [4], [(540, 780)], effective_from="2026-03-02"),
    "clear days": lambda ctx, _: clear_days(ctx, [4], effective_from="2026-04-01"),
    "set a day": lambda ctx, _: set_override(ctx, "2026-03-05", 60),
    "clear a day": lambda ctx, _: clear_override(ctx, "2026-03-04"),
    "add time off": lambda ctx, _: add_time_off(ctx, name="Trip", start_date="2026-03-09", end_date="2026-03-11"),
    "change time off": lambda ctx, ids: update_time_off(ctx, ids["off"], fraction=0.5),
    "delete time off": lambda ctx, ids: delete_time_off(ctx, ids["off"]),
    "take holidays over": lambda ctx, _: import_holidays(ctx, "DE", "BY"),
    "add an event": lambda ctx, ids: plan(ctx, "2026-03-03", 9, 12, project=ids["project"]),
    "change an event": lambda ctx, ids: edit_event(ctx, ids["event"], title="Other", day="2026-03-10", which="one"),
    "change what follows": lambda ctx, ids: edit_event(
        ctx, ids["event"], title="Other", day="2026-03-10", which="following"
    ),
    "move an event": lambda ctx, ids: move_event(
        ctx, ids["event"], day="2026-03-10", starts_at=at(ctx, "2026-03-11", 9), ends_at=at(ctx, "2026-03-11", 10)
    ),
    "call an event off": lambda ctx, ids: cancel_event(ctx, ids["event"], day="2026-03-17"),
    "delete an event": lambda ctx, ids: delete_event(ctx, ids["event"]),
    "track an event": lambda ctx, ids: track_event(ctx, ids["event"], starts_at=at(ctx, "2026-02-24", 9)),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_each_edit_is_taken_back_and_done_again_across_a_restart(tmp_path: Path, edit: Edit) -> None:
    ctx = make_context(tmp_path / "a.db")
    ids = _some_plans(ctx)
    before = _everything(ctx)
    edit(ctx, ids)
    after = _everything(ctx)
    assert after != before

    ctx = _reopened(ctx)
    undo(ctx)
    assert _everything(ctx) == before
    ctx = _reopened(ctx)
    redo(ctx)
    assert _everything(ctx) == after
    ctx.database.close()


def _some_plans(ctx: Context) -> dict[str, str]:
    project = create_project(ctx, name="Website", due_date="2026-03-31", estimate_minutes=60 * 60).value.id
    set_week(ctx, WEEK, effective_from="2026-01-01")
    set_override(ctx, "2026-03-04", 240)
    off = add_time_off(ctx, name="Skiing", start_date="2026-03-12", end_date="2026-03-13").value.id
    event = plan(
        ctx, "2026-02-24", 9, 10, project=project, title="Call", recurrence="FREQ=WEEKLY;UNTIL=20260331"
    ).id  # fmt: skip
    return {"project": project, "off": off, "event": event}


def _everything(ctx: Context) -> tuple[Any, ...]:
    span = {"since": "2026-02-16", "until": "2026-04-30"}
    shown = calendar_span(ctx, **span)
    return (
        list_slots(ctx), list_overrides(ctx), list_time_off(ctx), list_events(ctx, **span), capacity(ctx, **span),
        [row.entry for row in shown.entries], shown.days,
    )  # fmt: skip


def _reopened(ctx: Context) -> Context:
    path, now = ctx.database.path, ctx.now()
    ctx.database.close()
    return make_context(path, now=now, seed=now % 1000 + 7)


def test_bad_plans_are_refused_with_the_reason_and_change_nothing(tmp_path: Path) -> None:
    ctx = make_context(tmp_path / "a.db")
    ids = _some_plans(ctx)
    before = _everything(ctx)
    bad: list[tuple[str, Callable[[], object]]] = [
        ("past midnight", lambda: set_days(ctx, [0], [(1320, 120)], effective_from="2026-03-02")),
        ("overlap", lambda: set_days(ctx, [0], [(540, 720), (700, 900)], effective_from="2026-03-02")),
        ("no days that come", lambda: plan(ctx, "2026-03-03", 9, 10, title="X", recurrence="FREQ=HOURLY")),
        ("no days that come", lambda: edit_event(ctx, ids["event"], recurrence="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")),
        ("before", lambda: plan(ctx, "2026-03-03", 10, 9, title="X")),
        ("before the first", lambda: add_time_off(ctx, name="X", start_date="2026-03-03", end_date="2026-03-02")),
    ]

    for reason, act in bad:
        with pytest.raises(RuleBroken, match=reason):
            act()
    assert _everything(ctx) == before
    ctx.database.close()


@pytest.mark.parametrize("estimate", [0, 6_000_000])
def test_estimates_of_nothing_and_of_a_hundred_thousand_hours_have_a_forecast(tmp_path: Path, estimate: int) -> None:
    ctx = make_context(tmp_path / "a.db")
    project = create_project(ctx, name="Website", due_date="2026-03-31", estimate_minutes=estimate).value.id

    found = forecast_of(ctx, project)

    assert found.completed + found.planned + sum(found.auto.values()) + found.unscheduled == estimate
    ctx.database.close()
