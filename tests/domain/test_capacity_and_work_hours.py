"""Working time: how much there is of it, what is left of it, and what was worked beside it."""

from datetime import datetime
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.capacity import Calendar, slots_on
from app.domain.days import day_bounds, month_of, resolve_local, week_of
from app.domain.entities.planning import DayOverride, TimeOff, TimeOffKind, WorkSlot
from app.domain.work_hours import (
    Load,
    inside_slots,
    loads,
    overtime_balance,
    seconds_within,
    slot_instants,
    summed,
)
from tests.support.things import BERLIN, ME, an_id

# A Monday.
DAY = "2026-03-02"


def slot(
    weekday: int = 0, start: int = 540, end: int = 1020, since: str = "2020-01-01", until: str | None = None
) -> WorkSlot:
    return WorkSlot(id=an_id(), created_at=0, user=ME, weekday=weekday, start_minute=start, end_minute=end,
                    effective_from=since, effective_to=until)  # fmt: skip


def override(minutes: int, made: int = 0) -> DayOverride:
    return DayOverride(id=an_id(), created_at=made, user=ME, date=DAY, minutes=minutes)


def off(start: str = DAY, end: str = DAY, fraction: float = 1.0, *, annually: bool = False) -> TimeOff:
    return TimeOff(id=an_id(), created_at=0, user=ME, name="off", kind=TimeOffKind.VACATION, start_date=start, end_date=end,
                   fraction=fraction, recurs_annually=annually)  # fmt: skip


def test_without_slots_a_week_has_five_days_of_eight_hours() -> None:
    assert list(Calendar().by_day("2026-03-02", "2026-03-08").values()) == [480] * 5 + [0, 0]


def test_slots_of_a_weekday_add_up() -> None:
    assert Calendar([slot(0, 540, 720), slot(0, 780, 1020), slot(1, 0, 60)]).capacity(DAY) == 420


@pytest.mark.parametrize(
    ("since", "until", "minutes"),
    [(DAY, None, 480), ("2026-03-03", None, 0), ("2020-01-01", DAY, 480), ("2020-01-01", "2026-03-01", 0)],
)
def test_slots_count_only_while_they_are_in_force(since: str, until: str | None, minutes: int) -> None:
    slots = [slot(since=since, until=until), slot(1, since="2019-01-01")]

    assert Calendar(slots).capacity(DAY) == minutes
    assert len(slots_on(slots, DAY)) == (minutes > 0)


def test_before_the_first_slot_the_usual_week_holds() -> None:
    calendar = Calendar([slot(0, 0, 60, since="2026-03-09")])

    assert calendar.by_day("2026-03-06", "2026-03-10") == {
        "2026-03-06": 480, "2026-03-07": 0, "2026-03-08": 0, "2026-03-09": 60, "2026-03-10": 0,
    }  # fmt: skip
    assert calendar.spans("2026-03-06") == [(540, 1020)]


def test_spans_that_overlap_or_touch_are_one() -> None:
    slots = [slot(0, 540, 720), slot(0, 660, 780), slot(0, 780, 800), slot(0, 900, 960)]

    assert Calendar(slots).spans(DAY) == [(540, 800), (900, 960)]


def test_an_override_replaces_the_slots_even_with_nothing() -> None:
    assert Calendar([slot()], [override(120)]).capacity(DAY) == 120
    assert Calendar([slot()], [override(0)]).capacity(DAY) == 0


def test_of_two_overrides_the_newest_counts_in_any_order() -> None:
    both = [override(120, made=1), override(240, made=2)]

    assert Calendar([], both).capacity(DAY) == Calendar([], both[::-1]).capacity(DAY) == 240


def test_time_off_takes_its_fraction_of_slots_and_overrides() -> None:
    assert Calendar([slot()], [], [off(fraction=0.5)]).capacity(DAY) == 240
    assert Calendar([slot()], [override(100)], [off(fraction=0.5)]).capacity(DAY) == 50
    assert Calendar([slot()], [], [off(fraction=0.5), off(fraction=0.5)]).capacity(DAY) == 120
    assert Calendar([slot()], [], [off()]).capacity(DAY) == 0


def test_time_off_holds_both_its_days() -> None:
    calendar = Calendar(time_off=[off("2026-03-03", "2026-03-04")])

    assert list(calendar.by_day("2026-03-02", "2026-03-05").values()) == [480, 0, 0, 480]


@pytest.mark.parametrize(
    ("day", "is_off"),
    [("2025-12-24", False), ("2026-12-24", True), ("2027-01-01", True), ("2027-12-31", True), ("2028-01-04", False),
     ("2027-06-01", False)],
)  # fmt: skip
def test_time_off_over_new_year_recurs(day: str, is_off: bool) -> None:
    calendar = Calendar([slot(n) for n in range(7)], [], [off("2026-12-24", "2027-01-02", annually=True)])

    assert (calendar.capacity(day) == 0) == is_off


def test_a_recurring_day_inside_a_year_recurs() -> None:
    calendar = Calendar([slot(n) for n in range(7)], [], [off("2026-05-01", "2026-05-01", annually=True)])

    assert [calendar.capacity(day) for day in ("2025-05-01", "2027-05-01", "2027-05-02")] == [480, 0, 480]


def test_availability_is_what_plans_and_estimates_leave() -> None:
    monday, tuesday = loads(
        DAY, "2026-03-03", capacity={DAY: 480}, planned={DAY: 300, "2026-03-03": 1}, auto={DAY: 180}
    )

    assert (monday.availability, monday.overcommitted) == (0, False)
    assert (tuesday.availability, tuesday.overcommitted) == (-1, True)


def test_balance_is_tracked_time_beyond_capacity_on_top_of_the_opening() -> None:
    days = loads(
        DAY, "2026-03-03", capacity={DAY: 480, "2026-03-03": 480}, tracked={DAY: 9 * 3600, "2026-03-03": 7 * 3600 - 60}
    )

    assert [day.balance_seconds for day in days] == [3600, -3660]
    assert overtime_balance(days) == -60
    assert overtime_balance(days, opening_seconds=7200) == 7140


LOADS = st.lists(
    st.builds(Load, st.sampled_from(["2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02", "2026-03-09"]),
              *[st.integers(0, 900)] * 3, st.integers(0, 90_000)),
    max_size=12,
)  # fmt: skip


@given(LOADS)
def test_weeks_and_months_add_up_to_the_same(days: list[Load]) -> None:
    for period in (week_of, month_of):
        sums = summed(days, period)
        assert [load.day for load in sums] == sorted({period(load.day) for load in days})
        for name in ("capacity", "planned", "auto", "tracked_seconds", "availability", "balance_seconds"):
            assert sum(getattr(load, name) for load in sums) == sum(getattr(load, name) for load in days)


def at(text: str) -> int:
    return resolve_local(datetime.fromisoformat(text), BERLIN).instants[0]


def test_work_inside_and_outside_the_slots() -> None:
    slots = [slot(0, 540, 720), slot(0, 780, 1020)]

    assert inside_slots(at("2026-03-02 08:00"), at("2026-03-02 13:30"), BERLIN, slots) == (3 * 3600 + 1800, 2 * 3600)
    assert inside_slots(at("2026-03-03 09:00"), at("2026-03-03 10:00"), BERLIN, slots) == (0, 3600)
    assert inside_slots(at("2026-03-01 23:00"), at("2026-03-02 10:00"), BERLIN, slots) == (3600, 10 * 3600)


def test_slots_that_overlap_do_not_count_twice() -> None:
    assert inside_slots(
        at("2026-03-02 09:00"), at("2026-03-02 12:00"), BERLIN, [slot(0, 540, 660), slot(0, 600, 720)]
    ) == (10_800, 0)


def test_a_whole_day_s_slot_is_an_hour_shorter_when_clocks_go_forward() -> None:
    begins, ends = day_bounds("2026-03-29", BERLIN)

    assert inside_slots(begins, ends, BERLIN, [slot(6, 0, 1440)]) == (23 * 3600, 0)


@given(start=st.integers(1_772_000_000, 1_800_000_000), length=st.integers(-10, 200_000))
def test_inside_and_outside_add_up_to_the_work(start: int, length: int) -> None:
    inside, outside = inside_slots(start, start + length, BERLIN, [slot(n, 480, 1030) for n in range(6)])

    assert inside + outside == max(0, length)
    assert inside >= 0
    assert outside >= 0


SLOTS = st.lists(
    st.builds(
        lambda day, start, length, since, until: slot(day, start, min(1440, start + length), since, until),
        st.integers(0, 6), st.integers(0, 1439), st.integers(1, 900),
        st.sampled_from(["2020-01-01", "2026-02-23", "2026-03-05"]),
        st.sampled_from([None, "2026-03-04", "2026-03-20"]),
    ),
    max_size=9,
)  # fmt: skip
OVERRIDES = st.lists(st.builds(override, st.integers(0, 1440), st.integers(0, 3)), max_size=3)
OFFS = st.lists(
    st.builds(
        lambda start, days, fraction, annually: off(
            f"2025-03-{start:02}" if annually else f"2026-03-{start:02}",
            f"2025-03-{min(31, start + days):02}" if annually else f"2026-03-{min(31, start + days):02}",
            fraction,
            annually=annually,
        ),
        st.integers(1, 31), st.integers(0, 9), st.sampled_from([0.25, 0.5, 1 / 3, 1.0]), st.booleans(),
    ),
    max_size=5,
)  # fmt: skip


@given(SLOTS, OVERRIDES, OFFS, st.randoms())
def test_capacity_is_never_negative_nor_more_than_a_day_and_the_same_in_any_order(
    slots: list[WorkSlot], overrides: list[DayOverride], offs: list[TimeOff], random: Random
) -> None:
    found = Calendar(slots, overrides, offs).by_day("2026-02-20", "2026-04-02")
    for things in (slots, overrides, offs):
        random.shuffle(things)

    assert all(0 <= minutes <= 1440 for minutes in found.values())
    assert Calendar(slots, overrides, offs).by_day("2026-02-20", "2026-04-02") == found


@given(SLOTS, SLOTS, OVERRIDES, OFFS)
def test_more_slots_never_leave_less_and_more_time_off_never_more(
    slots: list[WorkSlot], more: list[WorkSlot], overrides: list[DayOverride], offs: list[TimeOff]
) -> None:
    # Before the first slot the usual week holds; of two worlds that begin alike, one has more.
    slots = [slot(6, 0, 1), *slots]
    fewer = Calendar(slots, overrides, offs).by_day("2026-02-20", "2026-04-02")
    richer = Calendar([*slots, *more], overrides, offs).by_day("2026-02-20", "2026-04-02")
    freer = Calendar(slots, overrides, [*offs, off("2026-03-01", "2026-03-09", 0.5)]).by_day("2026-02-20", "2026-04-02")

    assert all(fewer[day] <= richer[day] for day in fewer)
    assert all(freer[day] <= fewer[day] for day in fewer)


ZONES = st.sampled_from(["UTC", BERLIN, "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Sao_Paulo"])


@given(SLOTS, ZONES, st.integers(1_771_500_000, 1_778_000_000), st.integers(0, 400_000))
def test_slots_as_instants_hold_what_lies_inside_the_slots_in_every_zone(
    slots: list[WorkSlot], tz: str, start: int, length: int
) -> None:
    slots = [slot(6, 0, 1), *slots]
    spans = slot_instants(Calendar(slots), "2026-02-10", "2026-05-20", tz)

    assert all(one[1] < other[0] for one, other in pairwise(spans))
    assert seconds_within(start, start + length, spans) == inside_slots(start, start + length, tz, slots)[0]


def test_slots_of_days_that_begin_at_four_stay_with_the_clock() -> None:
    calendar = Calendar([slot(n, 60, 300) for n in range(7)])

    monday = slot_instants(calendar, DAY, DAY, BERLIN, day_starts_at=240)

    # From four to five, and from one to four in the night after.
    assert monday == [
        (at("2026-03-02 04:00"), at("2026-03-02 05:00")),
        (at("2026-03-03 01:00"), at("2026-03-03 04:00")),
    ]


def test_a_day_of_slots_has_23_or_25_hours_when_the_clocks_change() -> None:
    calendar = Calendar([slot(6, 0, 1440)])

    for day, hours in (("2026-03-29", 23), ("2026-10-25", 25), ("2026-10-18", 24)):
        ((begins, ends),) = slot_instants(calendar, day, day, BERLIN)
        assert ends - begins == hours * 3600


def test_work_after_the_last_slot_is_outside() -> None:
    spans = slot_instants(Calendar([slot()]), DAY, DAY, BERLIN)

    assert seconds_within(at("2026-03-02 16:00"), at("2026-03-02 23:00"), spans) == 3600
    assert seconds_within(at("2026-03-03 09:00"), at("2026-03-03 10:00"), spans) == 0
    assert seconds_within(at("2026-03-02 16:00"), at("2026-03-02 23:00"), []) == 0


def test_hours_of_the_night_before_do_not_count_for_days_that_begin_at_four() -> None:
    assert slot_instants(Calendar([slot(0, 60, 120)]), DAY, DAY, BERLIN, day_starts_at=240) == []


def test_what_comes_every_year_begins_with_its_first_day() -> None:
    calendar = Calendar([slot(n) for n in range(7)], [], [off("2026-03-20", "2027-03-10", annually=True)])

    assert [calendar.capacity(day) for day in ("2026-03-05", "2026-03-20", "2027-03-05")] == [480, 0, 0]
