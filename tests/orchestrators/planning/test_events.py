"""Planned events: added, edited, moved, copied, cancelled and deleted, one time or more of a series; one undo each."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from app.domain.days import resolve_local, wall_clock
from app.domain.entities.planning import EventStatus, PlannedEvent
from app.domain.entities.projects import ProjectStatus
from app.domain.errors import NotFound, RuleBroken
from app.orchestrators.entry_checks import ProjectClosed
from app.orchestrators.planning.events import (
    add_event,
    cancel_event,
    copy_event,
    delete_event,
    edit_event,
    list_events,
    move_event,
)
from app.storage.context import Context
from app.storage.undo import redo, undo
from app.storage.unit_of_work import reading
from tests.orchestrators.making import a_project, everything, put

SPAN = {"since": "2026-03-01", "until": "2026-04-30"}


def at(text: str, tz: str = "Europe/Berlin") -> int:
    return resolve_local(datetime.fromisoformat(text), tz).instants[0]


def plan(ctx: Context, start: str = "2026-03-02 09:00", end: str = "2026-03-02 10:00", **fields: Any) -> PlannedEvent:
    return add_event(ctx, starts_at=at(start), ends_at=at(end), **{"title": "Stand-up"} | fields).value


def weekly(ctx: Context, rule: str = "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=6", **fields: Any) -> PlannedEvent:
    return plan(ctx, "2026-03-03 09:00", "2026-03-03 09:30", recurrence=rule, **fields)


def shown(ctx: Context, **span: str) -> list[str]:
    return [
        f"{one.day[5:]} {wall_clock(one.starts_at, one.event.tz):%H:%M}-{wall_clock(one.ends_at, one.event.tz):%H:%M}"
        f" {one.event.title}"
        for one in list_events(ctx, **SPAN | span)
    ]


USUAL = [f"03-{day:02d} 09:00-09:30 Stand-up" for day in (3, 5, 10, 12, 17, 19)]


def test_an_event_is_planned_and_listed_and_taken_back(ctx: Context) -> None:
    project = a_project(ctx)
    before = everything(ctx)

    outcome = add_event(
        ctx, starts_at=at("2026-03-02 09:00"), ends_at=at("2026-03-02 10:00"), project=project.id, title="  Kick-off "
    )

    event = outcome.value
    assert (event.title, event.project, event.tz, event.user) == ("Kick-off", project.id, ctx.zone, ctx.user)
    assert shown(ctx) == ["03-02 09:00-10:00 Kick-off"]
    with reading(ctx) as read:
        newest = read.history.undoable()
        assert newest is not None
        assert (newest.code, newest.subject) == ("add_event", "Kick-off")
    undo(ctx)
    assert everything(ctx) == before


def test_an_event_without_title_or_project_is_planned_with_a_warning(ctx: Context) -> None:
    outcome = add_event(ctx, starts_at=at("2026-03-02 09:00"), ends_at=at("2026-03-02 10:00"))

    assert [problem.code for problem in outcome.problems] == ["title_missing"]


def test_an_event_with_a_project_only_is_called_after_it(ctx: Context) -> None:
    project = a_project(ctx, "Website")
    plan(ctx, title="", project=project.id)

    with reading(ctx) as read:
        newest = read.history.undoable()
        assert newest is not None
        assert newest.subject == "Website"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"end": "2026-03-02 08:00"}, "ends_before_start"),
        ({"recurrence": "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30"}, "no_such_recurrence"),
        ({"recurrence": "sometimes"}, "no_such_recurrence"),
        ({"recurrence": "FREQ=DAILY;UNTIL=20260101"}, "recurrence_ends_early"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(ctx: Context, fields: dict[str, str], code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        plan(ctx, **fields)

    assert [problem.code for problem in refused.value.problems] == [code]
    assert shown(ctx) == []


def test_an_unknown_zone_or_field_is_refused(ctx: Context) -> None:
    event = plan(ctx)

    with pytest.raises(RuleBroken, match="no time zone"):
        edit_event(ctx, event.id, tz="Mars/Olympus")
    with pytest.raises(RuleBroken, match="calendar, status"):
        edit_event(ctx, event.id, status="done", calendar="Work")


def test_projects_at_their_end_take_no_plans(ctx: Context) -> None:
    done, held = (
        a_project(ctx, "Old", status=ProjectStatus.COMPLETED),
        a_project(ctx, "Held", status=ProjectStatus.ON_HOLD),
    )

    with pytest.raises(ProjectClosed, match="“Old” is completed"):
        plan(ctx, project=done.id)
    with pytest.raises(NotFound):
        plan(ctx, project="0195f000-0000-7000-8000-00000000abcd")
    assert plan(ctx, project=held.id).project == held.id


def test_a_plan_for_a_merged_project_is_one_for_what_it_was_merged_into(ctx: Context) -> None:
    into = a_project(ctx, "Website")
    merged = a_project(ctx, "Web site", merged_into=into.id)

    assert plan(ctx, project=merged.id).project == into.id


def test_an_old_plan_of_a_completed_project_can_still_be_renamed(ctx: Context) -> None:
    project = a_project(ctx)
    event = plan(ctx, project=project.id)
    put(ctx, a_project(ctx, "Other"))
    from dataclasses import replace

    put(ctx, replace(project, status=ProjectStatus.COMPLETED))

    assert edit_event(ctx, event.id, title="Wrap-up").value.title == "Wrap-up"


def test_whole_days_are_kept_from_midnight_to_midnight(ctx: Context) -> None:
    event = plan(ctx, "2026-03-28 10:00", "2026-03-29 10:00", all_day=True)

    assert (event.starts_at, event.ends_at) == (at("2026-03-28"), at("2026-03-30"))


def test_a_series_begins_with_its_first_day(ctx: Context) -> None:
    event = plan(ctx, recurrence="RRULE:FREQ=WEEKLY;BYDAY=TU,TH;COUNT=6", end="2026-03-02 09:30")

    assert event.recurrence == "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=6"
    assert shown(ctx) == USUAL


def test_a_series_keeps_its_time_by_the_clock_over_the_change_of_clocks(ctx: Context) -> None:
    plan(ctx, "2026-03-27 09:00", "2026-03-27 10:00", recurrence="FREQ=DAILY;COUNT=4")

    assert [text.split()[1] for text in shown(ctx)] == ["09:00-10:00"] * 4


def test_events_are_listed_by_the_person_s_days(ctx: Context) -> None:
    plan(ctx, "2026-03-02 23:00", "2026-03-03 01:00", title="Night")
    plan(ctx, "2026-03-04 00:00", "2026-03-04 00:00", title="Moment")
    plan(ctx, "2026-03-05", "2026-03-06", title="Day", all_day=True)

    assert [text.split()[-1] for text in shown(ctx, since="2026-03-03", until="2026-03-03")] == ["Night"]
    assert [text.split()[-1] for text in shown(ctx, since="2026-03-04", until="2026-03-05")] == ["Moment", "Day"]
    assert shown(ctx, since="2026-03-06", until="2026-03-09") == []


def test_five_years_of_a_series_are_there_without_being_counted_through(ctx: Context) -> None:
    add_event(
        ctx, starts_at=at("2021-03-01 09:00"), ends_at=at("2021-03-01 10:00"), title="Daily", recurrence="FREQ=DAILY"
    )

    assert len(list_events(ctx, since="2026-03-02", until="2026-03-08")) == 7


def test_an_event_of_another_zone_is_on_its_own_day(ctx: Context) -> None:
    tz = "Pacific/Auckland"
    add_event(ctx, starts_at=at("2026-03-03 08:00", tz), ends_at=at("2026-03-03 09:00", tz), tz=tz, title="Call",
              recurrence="FREQ=WEEKLY;COUNT=2")  # fmt: skip

    assert shown(ctx) == ["03-03 08:00-09:00 Call", "03-10 08:00-09:00 Call"]


def test_only_one_time_is_changed_and_one_undo_takes_it_back(ctx: Context) -> None:
    event = weekly(ctx)
    before = everything(ctx)

    changed = edit_event(ctx, event.id, day="2026-03-10", which="one", title="Retro").value

    assert shown(ctx) == [*USUAL[:2], "03-10 09:00-09:30 Retro", *USUAL[3:]]
    assert changed.recurrence is None
    undo(ctx)
    assert everything(ctx) == before
    redo(ctx)
    assert shown(ctx)[2] == "03-10 09:00-09:30 Retro"


def test_this_and_all_later_ones_are_changed(ctx: Context) -> None:
    event = weekly(ctx)

    edit_event(
        ctx, event.id, day="2026-03-12", which="following", starts_at=at("2026-03-12 14:00"),
        ends_at=at("2026-03-12 15:00"), notes="Room 2",
    )  # fmt: skip

    later = [f"03-{day} 14:00-15:00 Stand-up" for day in (12, 17, 19)]
    assert shown(ctx) == [*USUAL[:3], *later]


def test_all_of_them_are_changed_by_as_much_as_the_one_that_is_meant(ctx: Context) -> None:
    event = weekly(ctx)

    edit_event(
        ctx, event.id, day="2026-03-12", starts_at=at("2026-03-13 10:00"), ends_at=at("2026-03-13 10:45"), title="Daily"
    )

    assert shown(ctx) == [f"03-{day:02d} 10:00-10:45 Daily" for day in (4, 6, 11, 13, 18, 20)]
    with reading(ctx) as read:
        assert [one.id for one in read.planned_events.all()] == [event.id]


def test_a_series_gets_another_rule_or_none(ctx: Context) -> None:
    event = weekly(ctx)
    edit_event(ctx, event.id, recurrence="FREQ=WEEKLY;BYDAY=WE;COUNT=2")
    assert shown(ctx) == ["03-04 09:00-09:30 Stand-up", "03-11 09:00-09:30 Stand-up"]

    with pytest.raises(RuleBroken, match="would end on 2025-01-01"):
        edit_event(ctx, event.id, recurrence="FREQ=WEEKLY;UNTIL=20250101")
    edit_event(ctx, event.id, day="2026-03-11", recurrence=None)
    assert shown(ctx) == ["03-11 09:00-09:30 Stand-up"]
    edit_event(ctx, event.id, recurrence="FREQ=DAILY;COUNT=2")
    assert shown(ctx) == ["03-11 09:00-09:30 Stand-up", "03-12 09:00-09:30 Stand-up"]


def test_the_first_time_of_a_series_and_all_that_follow_are_the_series(ctx: Context) -> None:
    event = weekly(ctx)

    edit_event(ctx, event.id, day="2026-03-03", which="following", title="Daily")

    assert {text.split()[-1] for text in shown(ctx)} == {"Daily"}
    with reading(ctx) as read:
        assert [one.id for one in read.planned_events.all()] == [event.id]


def test_one_time_is_moved_to_another_day(ctx: Context) -> None:
    event = weekly(ctx)

    move_event(ctx, event.id, day="2026-03-05", starts_at=at("2026-03-06 11:00"), ends_at=at("2026-03-06 11:30"))

    assert shown(ctx) == [USUAL[0], "03-06 11:00-11:30 Stand-up", *USUAL[2:]]
    single = plan(ctx, "2026-04-01 09:00", "2026-04-01 10:00")
    move_event(ctx, single.id, starts_at=at("2026-04-02 09:00"), ends_at=at("2026-04-02 09:45"))
    assert shown(ctx)[-1] == "04-02 09:00-09:45 Stand-up"


def test_an_event_that_repeats_is_moved_only_when_it_is_said_which_time(ctx: Context) -> None:
    event = weekly(ctx)

    with pytest.raises(RuleBroken, match="Say which day"):
        move_event(ctx, event.id, starts_at=at("2026-03-06 11:00"), ends_at=at("2026-03-06 11:30"))
    with pytest.raises(NotFound, match="does not happen on 2026-03-04"):
        edit_event(ctx, event.id, day="2026-03-04", which="one", title="Retro")
    with pytest.raises(NotFound):
        edit_event(ctx, "0195f000-0000-7000-8000-00000000abcd", title="Retro")


def test_a_copy_happens_once_and_is_one_s_own(ctx: Context) -> None:
    event = weekly(ctx)

    copy = copy_event(ctx, event.id, starts_at=at("2026-04-01 15:00")).value

    assert (copy.recurrence, copy.status, copy.calendar) == (None, EventStatus.PLANNED, None)
    assert shown(ctx) == [*USUAL, "04-01 15:00-15:30 Stand-up"]


def test_one_time_more_or_all_are_deleted(ctx: Context) -> None:
    event = weekly(ctx)

    delete_event(ctx, event.id, day="2026-03-10", which="one")
    assert shown(ctx) == [*USUAL[:2], *USUAL[3:]]
    undo(ctx)
    delete_event(ctx, event.id, day="2026-03-10", which="following")
    assert shown(ctx) == USUAL[:2]
    undo(ctx)
    delete_event(ctx, event.id, day="2026-03-03", which="following")
    assert shown(ctx) == []
    undo(ctx)
    delete_event(ctx, event.id)
    assert shown(ctx) == []
    undo(ctx)
    assert shown(ctx) == USUAL


def test_the_only_time_of_a_series_is_the_series(ctx: Context) -> None:
    event = weekly(ctx, "FREQ=WEEKLY;COUNT=1")

    delete_event(ctx, event.id, day="2026-03-03", which="one")

    assert shown(ctx) == []


def test_what_is_called_off_takes_no_time_and_is_not_listed(ctx: Context) -> None:
    event = weekly(ctx)

    cancelled = cancel_event(ctx, event.id, day="2026-03-05").value

    assert cancelled.status is EventStatus.CANCELLED
    assert shown(ctx) == [USUAL[0], *USUAL[2:]]
    single = plan(ctx, "2026-04-01 09:00", "2026-04-01 10:00")
    cancel_event(ctx, single.id)
    assert len(shown(ctx)) == 5


def test_events_of_an_imported_calendar_are_read_only(ctx: Context) -> None:
    event = PlannedEvent(
        id=ctx.new_id(), created_at=ctx.now(), user=ctx.user, title="Board", starts_at=at("2026-03-02 09:00"),
        ends_at=at("2026-03-02 10:00"), tz=ctx.zone, calendar="Work",
    )  # fmt: skip
    put(ctx, event)

    changes: tuple[Callable[[], object], ...] = (
        lambda: edit_event(ctx, event.id, title="Mine"),
        lambda: move_event(ctx, event.id, starts_at=1, ends_at=2),
        lambda: delete_event(ctx, event.id),
        lambda: cancel_event(ctx, event.id),
    )
    for change in changes:
        with pytest.raises(RuleBroken, match="“Work” and can only be changed there"):
            change()
    assert copy_event(ctx, event.id, starts_at=at("2026-03-03 09:00")).value.calendar is None


def test_other_people_s_events_are_theirs(ctx: Context) -> None:
    put(ctx, PlannedEvent(
        id=ctx.new_id(), created_at=ctx.now(), user=type(ctx.user)("0195f000-0000-7000-8000-0000000000ff"), title="Hers",
        starts_at=at("2026-03-02 09:00"), ends_at=at("2026-03-02 10:00"), tz=ctx.zone,
    ))  # fmt: skip

    assert shown(ctx) == []
