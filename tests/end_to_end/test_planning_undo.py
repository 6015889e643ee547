"""Each edit of plans undone and done again across a restart, and bad ones refused without a trace."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import RuleBroken
from app.orchestrators.history.history import actions, redo, undo
from app.orchestrators.planning.calendar_span import calendar_span
from app.orchestrators.planning.calendars import (
    import_calendar,
    list_calendars,
    remove_calendar,
)
from app.orchestrators.planning.events import (
    cancel_event,
    delete_event,
    edit_event,
    list_events,
    move_event,
    track_event,
)
from app.orchestrators.projects.projects import create_project
from app.orchestrators.time_tracking.favorites import create_favorite, list_favorites
from app.orchestrators.work_hours.analytics import capacity
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
from tests.support.plans import ICS, WEEK, at, plan, reopened
from tests.support.random_plans import RandomPlans
from tests.support.store import clock_of, make_context

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
    "remove a calendar": lambda ctx, _: remove_calendar(ctx, "Team"),
    "import another calendar": lambda ctx, ids: import_calendar(ctx, ids["ics"], name="Second"),
    "add a favourite": lambda ctx, ids: create_favorite(ctx, description="Mail", project=ids["project"]),
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

    ctx = reopened(ctx)
    undo(ctx)
    assert _everything(ctx) == before
    ctx = reopened(ctx)
    redo(ctx)
    assert _everything(ctx) == after
    ctx.database.close()


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_is_done_to_plans_one_undo_takes_it_back_and_one_redo_does_it_again(tmp_path: Path, seed: int) -> None:
    ctx = make_context(tmp_path / "a.db")
    _some_plans(ctx)
    hand, undone = RandomPlans(seed, takes_back=False), 0
    for _ in range(30):
        before, number = _everything(ctx), actions(ctx, 1)[0].number
        hand.do(ctx)
        clock_of(ctx).forward(60)
        if actions(ctx, 1)[0].number == number:
            continue
        after = _everything(ctx)
        undo(ctx)
        assert _everything(ctx) == before
        redo(ctx)
        assert _everything(ctx) == after
        undone += 1
    assert undone > 15
    ctx.database.close()


def _some_plans(ctx: Context) -> dict[str, str]:
    project = create_project(ctx, name="Website", due_date="2026-03-31", estimate_minutes=60 * 60).value.id
    set_week(ctx, WEEK, effective_from="2026-01-01")
    set_override(ctx, "2026-03-04", 240)
    off = add_time_off(ctx, name="Skiing", start_date="2026-03-12", end_date="2026-03-13").value.id
    event = plan(
        ctx, "2026-02-24", 9, 10, project=project, title="Call", recurrence="FREQ=WEEKLY;UNTIL=20260331"
    ).id  # fmt: skip
    path = Path(ctx.database.path).with_name("team.ics")
    path.write_text(ICS, "utf-8")
    import_calendar(ctx, path)
    other = path.with_name("other.ics")
    other.write_text(ICS.replace("meeting@", "other@"), "utf-8")
    return {"project": project, "off": off, "event": event, "ics": str(other)}


def _everything(ctx: Context) -> tuple[Any, ...]:
    span = {"since": "2026-02-16", "until": "2026-04-30"}
    shown = calendar_span(ctx, **span)
    return (
        list_slots(ctx), list_overrides(ctx), list_time_off(ctx), list_events(ctx, **span), capacity(ctx, **span),
        [row.entry for row in shown.entries], shown.days, list_calendars(ctx), list_favorites(ctx),
    )  # fmt: skip


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
