"""The working week as a person sets it: from a day on, the past as it was, every edit one undo."""

from dataclasses import replace

import pytest

from app.domain.errors import NotFound, RuleBroken
from app.domain.ids import UserId
from app.orchestrators.history.history import actions, list_trash, next_undo, restore_from_trash, undo
from app.orchestrators.work_hours.analytics import capacity
from app.orchestrators.work_hours.overrides import clear_override, set_override
from app.orchestrators.work_hours.slots import (
    clear_days,
    delete_slot,
    drop_week,
    list_slots,
    list_weeks,
    set_days,
    set_week,
    week_of_slots,
)
from app.orchestrators.work_hours.time_off import add_time_off, delete_time_off
from app.storage.context import Context
from app.storage.unit_of_work import unit_of_work
from tests.support.store import USER, make_context

FULL = [(day, 540, 1020) for day in range(5)]
TODAY = "2026-03-02"


def minutes(ctx: Context, since: str, until: str) -> list[int]:
    return [load.capacity for load in capacity(ctx, since=since, until=until)]


def test_until_a_week_is_set_five_days_of_eight_hours_are_assumed(ctx: Context) -> None:
    plan = week_of_slots(ctx)

    assert (plan.day, plan.usual, plan.slots, plan.since, plan.next_change) == (TODAY, True, (), None, None)
    assert (plan.spans, plan.minutes) == (tuple(FULL), 2400)
    assert minutes(ctx, TODAY, "2026-03-08") == [480] * 5 + [0, 0]


def test_a_week_holds_from_its_day_on_and_one_undo_takes_it_back(ctx: Context) -> None:
    outcome = set_week(ctx, [(0, 540, 720), (0, 780, 1020), (5, 600, 660)], effective_from=TODAY)

    assert [(slot.weekday, slot.start_minute, slot.end_minute) for slot in outcome.value] == [
        (0, 540, 720), (0, 780, 1020), (5, 600, 660),
    ]  # fmt: skip
    assert minutes(ctx, "2026-02-27", "2026-03-08") == [480, 0, 0, 420, 0, 0, 0, 0, 60, 0]
    undo(ctx)
    assert week_of_slots(ctx).usual
    assert list_slots(ctx) == []


def test_friday_is_set_apart_from_a_later_day_and_cleared_again(ctx: Context) -> None:
    set_week(ctx, FULL, effective_from="2026-01-05")
    set_days(ctx, [4], [(540, 780)], effective_from="2026-03-09")
    clear_days(ctx, {4}, effective_from="2026-04-06")

    assert minutes(ctx, "2026-03-06", "2026-03-06") == [480]
    assert minutes(ctx, "2026-03-13", "2026-03-13") == [240]
    assert minutes(ctx, "2026-04-09", "2026-04-10") == [480, 0]
    assert [(week.since, week.minutes) for week in list_weeks(ctx)] == [
        (None, 2400), ("2026-01-05", 2400), ("2026-03-09", 2160), ("2026-04-06", 1920),
    ]  # fmt: skip
    plan = week_of_slots(ctx, "2026-03-20")
    assert (plan.since, plan.next_change) == ("2026-03-09", "2026-04-06")


def test_clearing_every_day_of_a_week_nobody_set_is_no_work_from_then_on(ctx: Context) -> None:
    clear_days(ctx, range(7), effective_from="2026-03-04")

    assert minutes(ctx, TODAY, "2026-03-06") == [480, 480, 0, 0, 0]


def test_a_week_that_is_removed_lets_the_one_before_go_on(ctx: Context) -> None:
    set_week(ctx, FULL, effective_from="2026-01-05")
    set_week(ctx, [(0, 540, 600)], effective_from=TODAY)

    drop_week(ctx, TODAY)

    assert minutes(ctx, TODAY, "2026-03-03") == [480, 480]
    undo(ctx)
    assert minutes(ctx, TODAY, "2026-03-03") == [60, 0]
    drop_week(ctx, TODAY)
    drop_week(ctx, "2026-01-05")
    assert week_of_slots(ctx).usual
    with pytest.raises(RuleBroken, match="No working week begins on 2026-01-05"):
        drop_week(ctx, "2026-01-05")


@pytest.mark.parametrize(
    ("spans", "says"),
    [
        ([(0, 540, 780), (0, 720, 1020)], "Monday overlap those from 9:00 to 13:00. .* one from 9:00 to 17:00"),
        ([(4, 1320, 360)], "Friday 22:00 to 24:00 and Saturday 0:00 to 6:00"),
        ([(0, 600, 600)], "between 0:00 and 24:00"),
        ([(7, 540, 1020)], "0 for Monday to 6 for Sunday"),
        ([(-1, 540, 1020)], "0 for Monday to 6 for Sunday"),
    ],
)
def test_hours_that_cannot_be_are_refused_with_what_to_do(
    ctx: Context, spans: list[tuple[int, int, int]], says: str
) -> None:
    set_week(ctx, FULL, effective_from="2026-01-05")

    with pytest.raises(RuleBroken, match=says):
        set_week(ctx, spans, effective_from=TODAY)
    assert minutes(ctx, TODAY, "2026-03-08") == [480] * 5 + [0, 0]


@pytest.mark.parametrize(("since", "says"), [("2026-02-30", "no day"), ("soon", "no day"), ("1899-12-31", "kept from")])
def test_a_day_that_cannot_be_the_first_is_refused(ctx: Context, since: str, says: str) -> None:
    with pytest.raises(RuleBroken, match=says):
        set_week(ctx, FULL, effective_from=since)
    with pytest.raises(RuleBroken, match=says):
        set_days(ctx, [1], [(540, 600)], effective_from=since)


@pytest.mark.parametrize("weekdays", [[], [7], [-1, 0]])
def test_weekdays_that_are_none_are_refused(ctx: Context, weekdays: list[int]) -> None:
    with pytest.raises(RuleBroken, match="0 for Monday"):
        set_days(ctx, weekdays, [(540, 600)], effective_from=TODAY)


def test_hours_that_were_replaced_are_nothing_to_find_in_the_trash(ctx: Context) -> None:
    set_week(ctx, FULL, effective_from=TODAY)
    set_week(ctx, [(0, 540, 600)], effective_from=TODAY)
    set_override(ctx, TODAY, 60)
    clear_override(ctx, TODAY)
    off = add_time_off(ctx, name="Sea", start_date=TODAY, end_date=TODAY).value
    delete_time_off(ctx, off.id)

    assert [(item.action.code, item.names) for item in list_trash(ctx)] == [("delete_time_off", ("Sea",))]
    replacing = next(action for action in actions(ctx) if action.code == "set_week")
    with pytest.raises(NotFound):
        restore_from_trash(ctx, replacing.number)


def test_a_week_that_changes_nothing_leaves_nothing_to_undo(ctx: Context) -> None:
    set_week(ctx, FULL, effective_from="2026-01-05")
    undone, _ = next_undo(ctx)

    assert not set_week(ctx, FULL, effective_from=TODAY).changes
    assert next_undo(ctx)[0] == undone


def test_a_slot_is_deleted_for_all_its_time(ctx: Context) -> None:
    slots = set_week(ctx, FULL, effective_from="2026-01-05").value

    delete_slot(ctx, slots[0].id)

    assert minutes(ctx, "2026-01-12", "2026-01-13") == [0, 480]
    with pytest.raises(NotFound):
        delete_slot(ctx, slots[0].id)


def test_two_devices_that_set_the_same_week_mean_the_same_slots(ctx: Context) -> None:
    other = make_context(seed=2)
    here = set_week(ctx, FULL, effective_from=TODAY).value
    there = set_week(other, FULL, effective_from=TODAY).value
    other.database.close()

    assert [slot.id for slot in here] == [slot.id for slot in there]


def test_the_week_of_somebody_else_is_left_alone(ctx: Context) -> None:
    set_week(ctx, FULL, effective_from="2026-01-05")
    with unit_of_work(ctx) as work:
        for slot in work.work_slots.all():
            work.work_slots.save(replace(slot, user=UserId(USER[:-1] + "2")))

    assert list_slots(ctx) == []
    assert week_of_slots(ctx).usual
    set_week(ctx, [(6, 0, 60)], effective_from=TODAY)
    with unit_of_work(ctx) as work:
        assert len(work.work_slots.all()) == 6
