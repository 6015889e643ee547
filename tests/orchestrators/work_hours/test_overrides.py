"""Single days with a time of their own."""

from dataclasses import replace

import pytest

from app.domain.entities.planning import DayOverride
from app.domain.errors import NotFound, RuleBroken
from app.orchestrators.history.history import undo
from app.orchestrators.work_hours.analytics import capacity
from app.orchestrators.work_hours.overrides import clear_override, list_overrides, set_override
from app.storage.context import Context
from app.storage.unit_of_work import unit_of_work
from tests.support.store import USER, make_context

DAY = "2026-03-04"


def minutes(ctx: Context, day: str = DAY) -> int:
    return capacity(ctx, since=day, until=day)[0].capacity


def test_a_day_has_a_time_of_its_own_until_it_is_cleared(ctx: Context) -> None:
    set_override(ctx, DAY, 120, note=" dentist ")
    set_override(ctx, DAY, 180)

    assert minutes(ctx) == 180
    assert [(one.date, one.minutes, one.note) for one in list_overrides(ctx)] == [(DAY, 180, "")]
    undo(ctx)
    assert list_overrides(ctx)[0].note == "dentist"
    clear_override(ctx, DAY)
    assert minutes(ctx) == 480
    undo(ctx)
    assert minutes(ctx) == 120
    with pytest.raises(NotFound, match="no working time of its own"):
        clear_override(ctx, "2026-03-05")


def test_a_weekend_day_may_be_a_working_day_and_a_day_nothing(ctx: Context) -> None:
    set_override(ctx, "2026-03-07", 1440)
    set_override(ctx, DAY, 0)

    assert (minutes(ctx, "2026-03-07"), minutes(ctx)) == (1440, 0)


@pytest.mark.parametrize(("day", "amount", "says"), [("2026-02-30", 60, "no day"), (DAY, -1, "24 hours"),
                                                     (DAY, 1441, "24 hours")])  # fmt: skip
def test_a_day_that_cannot_be_is_refused(ctx: Context, day: str, amount: int, says: str) -> None:
    with pytest.raises(RuleBroken, match=says):
        set_override(ctx, day, amount)


def test_days_are_listed_by_date_within_a_span(ctx: Context) -> None:
    for day in ("2026-03-09", DAY, "2026-03-20"):
        set_override(ctx, day, 60)

    assert [one.date for one in list_overrides(ctx)] == [DAY, "2026-03-09", "2026-03-20"]
    assert [one.date for one in list_overrides(ctx, since="2026-03-05", until="2026-03-09")] == ["2026-03-09"]


def test_of_two_that_devices_left_the_newest_counts_and_the_next_edit_makes_them_one(ctx: Context) -> None:
    with unit_of_work(ctx) as work:
        one = DayOverride(id=ctx.new_id(), created_at=5, user=USER, date=DAY, minutes=60)
        work.day_overrides.save_all([one, replace(one, id=ctx.new_id(), created_at=9, minutes=90)])

    assert [one.minutes for one in list_overrides(ctx)] == [90]
    set_override(ctx, DAY, 30)
    with unit_of_work(ctx) as work:
        assert [one.minutes for one in work.day_overrides.all()] == [30]


def test_two_devices_that_set_the_same_day_mean_the_same_one(ctx: Context) -> None:
    other = make_context(seed=2)
    there = set_override(other, DAY, 60).value
    other.database.close()

    assert set_override(ctx, DAY, 90).value.id == there.id
