"""The forecast: what is left lies on open days, in whole minutes, and the estimate is kept."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.capacity import Calendar
from app.domain.days import days_between, next_day, weekday
from app.domain.entities.planning import TimeOff, TimeOffKind, WorkSlot
from app.domain.entities.projects import Project
from app.domain.forecast import Forecast, Stage, forecast, spread
from app.domain.workdays import Workdays
from tests.support.things import ME, a_project

FIRST, LAST = "2026-01-01", "2026-01-31"
JANUARY = a_project("January", start_date=FIRST, due_date=LAST, estimate_minutes=7200)


def slots(weekdays: range | tuple[int, ...] = range(5), start: int = 540, end: int = 1020) -> list[WorkSlot]:
    return [
        WorkSlot(id=f"slot-{day}-{start}", created_at=0, user=ME, weekday=day, start_minute=start, end_minute=end,
                 effective_from="2020-01-01")
        for day in weekdays
    ]  # fmt: skip


def new_year() -> TimeOff:
    return TimeOff(
        id="off",
        created_at=0,
        user=ME,
        name="New Year",
        kind=TimeOffKind.PUBLIC_HOLIDAY,
        start_date=FIRST,
        end_date=FIRST,
    )


def workdays(calendar: Calendar | None = None, since: str = FIRST, until: str = LAST) -> Workdays:
    return Workdays((calendar or Calendar(slots())).by_day(since, until))


def january(calendar: Calendar | None = None, tracked: dict[str, int] | None = None,
            planned: dict[str, int] | None = None, today: str = FIRST) -> Forecast:  # fmt: skip
    return forecast(JANUARY, today=today, workdays=workdays(calendar), tracked=tracked or {}, planned=planned or {})


def test_7200_minutes_of_january_2026_lie_on_22_open_days() -> None:
    found = january()

    assert len(found.auto) == 22
    assert set(found.auto.values()) == {327, 328}
    assert sum(found.auto.values()) == 7200
    assert not found.at_risk


def test_six_hours_planned_on_5_january_leave_21_open_days() -> None:
    found = january(planned={"2026-01-05": 360})

    assert (len(found.auto), found.remaining, found.planned) == (21, 6840, 360)
    assert set(found.auto.values()) == {325, 326}
    assert "2026-01-05" not in found.auto


def test_that_event_completed_with_five_hours_tracked_leaves_6900_minutes() -> None:
    found = january(tracked={"2026-01-05": 5 * 3600})

    assert (len(found.auto), found.remaining, found.completed) == (21, 6900, 300)
    assert set(found.auto.values()) == {328, 329}


def test_a_public_holiday_on_1_january_leaves_21_open_days_from_the_start() -> None:
    found = january(Calendar(slots(), time_off=[new_year()]))

    assert len(found.auto) == 21
    assert FIRST not in found.auto
    assert sum(found.auto.values()) == 7200


def test_shorter_fridays_get_their_share() -> None:
    calendar = Calendar([*slots(range(4)), *slots((4,), 540, 780)])
    fridays = [day for day in days_between(FIRST, LAST) if weekday(day) == 4]
    found = january(calendar)

    assert fridays == ["2026-01-02", "2026-01-09", "2026-01-16", "2026-01-23", "2026-01-30"]
    assert sum(calendar.by_day(FIRST, LAST).values()) == 9360
    # 184.6 and 369.2: the Fridays' remainders are the larger ones and are served first.
    assert {found.auto[day] for day in fridays} == {185}
    assert {minutes for day, minutes in found.auto.items() if day not in fridays} == {369, 370}
    assert (len(found.auto), sum(found.auto.values())) == (22, 7200)


def test_the_minutes_a_division_leaves_go_to_the_largest_remainders_then_the_earliest_days() -> None:
    days = ["2026-01-01", "2026-01-02", "2026-01-05"]

    assert spread(10, days, dict.fromkeys(days, 480)) == {"2026-01-01": 4, "2026-01-02": 3, "2026-01-05": 3}
    assert spread(10, days, dict(zip(days, (240, 480, 480), strict=True))) == dict(zip(days, (2, 4, 4), strict=True))
    assert spread(1, days, dict(zip(days, (240, 480, 480), strict=True))) == {"2026-01-02": 1}
    assert spread(0, days, dict.fromkeys(days, 480)) == {}
    assert spread(5, [], {}) == {}


def test_a_project_with_weekdays_of_its_own_is_worked_on_only_then() -> None:
    mondays = a_project(start_date=FIRST, due_date=LAST, estimate_minutes=100, weekdays=(0, 5))
    found = forecast(mondays, today=FIRST, workdays=workdays(), tracked={}, planned={})

    assert found.auto == dict.fromkeys(("2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26"), 25)


def test_work_that_fits_on_no_day_is_unscheduled_and_a_risk() -> None:
    late = january(today="2026-02-01")
    weekend = forecast(
        a_project(due_date="2026-01-04", estimate_minutes=60),
        today="2026-01-03",
        workdays=workdays(),
        tracked={},
        planned={},
    )

    assert [(f.auto, f.unscheduled, f.at_risk) for f in (late, weekend)] == [({}, 7200, True), ({}, 60, True)]


def test_a_project_that_has_not_begun_is_not_worked_on_before_it_begins() -> None:
    found = forecast(
        a_project(start_date="2026-01-28", due_date=LAST, estimate_minutes=90), today=FIRST, workdays=workdays(), tracked={},
        planned={},
    )  # fmt: skip

    assert found.auto == dict.fromkeys(("2026-01-28", "2026-01-29", "2026-01-30"), 30)


def test_plans_of_past_days_no_longer_count() -> None:
    assert january(planned={"2026-01-05": 360}, today="2026-01-06").planned == 0


def test_more_tracked_than_estimated_leaves_nothing() -> None:
    found = january(tracked={"2026-01-02": 7300 * 60})

    assert (found.remaining, found.auto, found.unscheduled, found.completed) == (0, {}, 0, 7300)


def test_a_continuous_project_has_no_forecast_without_a_milestone() -> None:
    endless = a_project(estimate_minutes=600)
    nothing = forecast(endless, today=FIRST, workdays=workdays(), tracked={}, planned={})
    stage = Stage("m", "2026-01-05", "2026-01-06", 100)
    something = forecast(endless, today=FIRST, workdays=workdays(), tracked={}, planned={}, stages=[stage])

    assert (nothing.auto, nothing.unscheduled) == ({}, 0)
    assert something.auto == {"2026-01-05": 50, "2026-01-06": 50}


def staged(*stages: Stage, project: Project = JANUARY, today: str = FIRST, tracked: dict[str, int] | None = None,
           planned: dict[str, int] | None = None) -> Forecast:  # fmt: skip
    return forecast(
        project, today=today, workdays=workdays(), tracked=tracked or {}, planned=planned or {}, stages=stages
    )


def within(found: Forecast, first: str, last: str) -> int:
    return sum(minutes for day, minutes in found.auto.items() if first <= day <= last)


def test_budgets_lie_in_their_periods_and_the_rest_on_all_open_days() -> None:
    found = staged(Stage("one", FIRST, "2026-01-09", 1400), Stage("two", "2026-01-19", "2026-01-23", 3600))

    # 7 + 5 days of the periods and 10 others share the unbudgeted 2200 minutes, 100 each.
    assert within(found, FIRST, "2026-01-09") == 1400 + 7 * 100
    assert within(found, "2026-01-19", "2026-01-23") == 3600 + 5 * 100
    assert within(found, "2026-01-10", "2026-01-18") == 5 * 100
    assert [stage.auto for stage in found.stages] == [1400, 3600]


def test_what_was_done_and_planned_in_a_period_is_taken_off_its_budget() -> None:
    stage = Stage("one", FIRST, "2026-01-09", 1400, tracked_seconds=200 * 60)
    found = staged(stage, tracked={FIRST: 200 * 60}, planned={"2026-01-05": 300}, today="2026-01-02")

    (result,) = found.stages
    assert (result.completed, result.planned, result.auto, result.over) == (200, 300, 900, 0)


def test_what_an_ended_milestone_left_is_carried_over() -> None:
    stages = [
        Stage("one", FIRST, "2026-01-09", 1400, tracked_seconds=400 * 60),
        Stage("two", "2026-01-12", "2026-01-16", 500),
    ]
    found = staged(*stages, tracked={"2026-01-05": 400 * 60}, today="2026-01-12")

    assert [(s.carried_over, s.moved_on, s.auto) for s in found.stages] == [(0, 1000, 0), (1000, 0, 1500)]
    assert sum(found.auto.values()) == 6800


def test_a_completed_milestone_gets_nothing_carried_over_and_frees_its_rest() -> None:
    stages = [
        Stage("one", FIRST, "2026-01-09", 1400),
        Stage("two", "2026-01-12", "2026-01-16", 500, completed=True),
        Stage("three", "2026-01-19", "2026-01-23", 100),
    ]
    found = staged(*stages, today="2026-01-12")

    assert [(s.carried_over, s.auto) for s in found.stages] == [(0, 0), (0, 0), (1400, 1500)]
    assert sum(found.auto.values()) == 7200


def test_what_the_last_milestone_left_lies_on_all_open_days() -> None:
    found = staged(Stage("one", FIRST, "2026-01-09", 1400), today="2026-01-26")

    assert found.auto == dict.fromkeys(days_between("2026-01-26", "2026-01-30"), 1440)


def test_a_period_without_an_open_day_passes_its_work_on() -> None:
    stages = [Stage("weekend", "2026-01-03", "2026-01-04", 100), Stage("two", "2026-01-05", "2026-01-06", 50)]
    found = staged(*stages)

    assert [(s.moved_on, s.carried_over, s.auto) for s in found.stages] == [(100, 0, 0), (0, 100, 150)]


def test_over_run_first_eats_the_unbudgeted_part_then_makes_the_milestone_over_budget() -> None:
    plain = a_project(start_date=FIRST, due_date=LAST, estimate_minutes=1000)

    def one_and_two(used: int) -> Forecast:
        stages = [Stage("one", FIRST, "2026-01-09", 400, used * 60), Stage("two", "2026-01-12", "2026-01-16", 400)]
        return staged(*stages, project=plain, tracked={"2026-01-02": used * 60})

    within_pool, beyond = one_and_two(550), one_and_two(700)

    assert [s.over for s in within_pool.stages] == [0, 0]
    assert (within_pool.stages[1].auto, within_pool.remaining) == (400, 450)
    assert [s.over for s in beyond.stages] == [100, 0]
    # The latest milestone gets less, so that the estimate is kept.
    assert (beyond.stages[1].auto, beyond.remaining, sum(beyond.auto.values())) == (300, 300, 300)


def overs(*stages: Stage, estimate: int = 1000, outside: int = 0) -> list[int]:
    used = sum(stage.tracked_seconds for stage in stages) + outside * 60
    plain = a_project(start_date=FIRST, due_date=LAST, estimate_minutes=estimate)
    found = staged(*stages, project=plain, tracked={"2026-01-02": used}, today="2026-01-20")
    return [stage.over for stage in found.stages]


def test_two_milestones_share_what_may_be_over_run_in_their_order() -> None:
    one, two = Stage("one", FIRST, "2026-01-09", 300, 400 * 60), Stage("two", "2026-01-12", "2026-01-16", 400, 550 * 60)

    # 1000 - 300 - 400 = 300 unbudgeted: the first takes 100, the second 150.
    assert overs(one, two) == [0, 0]
    # 150 unbudgeted: the first takes 100, the second finds 50.
    assert overs(one, two, estimate=850) == [0, 100]


def test_work_beside_the_milestones_uses_up_the_unbudgeted_part_as_well() -> None:
    one = Stage("one", FIRST, "2026-01-09", 300, 400 * 60)

    assert overs(one, outside=600) == [0]
    assert overs(one, outside=650) == [50]


def test_what_a_completed_milestone_did_not_need_may_be_over_run_by_another() -> None:
    spared = Stage("one", FIRST, "2026-01-09", 600, 100 * 60, completed=True)
    two = Stage("two", "2026-01-12", "2026-01-16", 400, 800 * 60)

    assert overs(spared, two) == [0, 0]
    assert overs(Stage("one", FIRST, "2026-01-09", 600, 600 * 60, completed=True), two) == [0, 400]


def test_a_project_without_an_estimate_owes_its_budgets() -> None:
    plain = a_project(start_date=FIRST, due_date=LAST)
    found = staged(Stage("one", FIRST, "2026-01-09", 70, 90 * 60), Stage("two", "2026-01-12", "2026-01-16", 50), project=plain,
                   tracked={"2026-01-02": 90 * 60})  # fmt: skip

    assert (found.remaining, sum(found.auto.values())) == (50, 50)
    assert [s.over for s in found.stages] == [20, 0]


def test_what_a_continuous_project_s_last_milestone_left_is_unscheduled() -> None:
    found = staged(Stage("one", FIRST, "2026-01-09", 70), project=a_project(estimate_minutes=50), today="2026-01-26")

    assert (found.auto, found.unscheduled, found.at_risk) == ({}, 50, True)


DAYS = list(days_between("2025-12-20", LAST))
TODAYS = st.sampled_from(DAYS)


@st.composite
def periods(draw: st.DrawFn) -> list[Stage]:
    borders = sorted(draw(st.lists(st.sampled_from(DAYS), max_size=6, unique=True)))
    return [
        Stage(f"m{at}", borders[at], borders[at + 1], draw(st.integers(0, 3000)), 0, draw(st.booleans()))
        for at in range(0, len(borders) - 1, 2)
    ]


@given(
    estimate=st.integers(0, 9000), today=TODAYS, due=st.none() | TODAYS,
    tracked=st.dictionaries(TODAYS, st.integers(0, 40_000), max_size=5),
    planned=st.dictionaries(TODAYS, st.integers(0, 600), max_size=5), stages=periods(),
    capacity=st.lists(st.sampled_from([0, 0, 240, 480, 7]), min_size=len(DAYS), max_size=len(DAYS)),
    weekdays=st.none() | st.sets(st.integers(0, 6)).map(lambda days: tuple(sorted(days))),
)  # fmt: skip
def test_the_estimate_is_kept_minute_for_minute(
    estimate: int, today: str, due: str | None, tracked: dict[str, int], planned: dict[str, int], stages: list[Stage],
    capacity: list[int], weekdays: tuple[int, ...] | None,
) -> None:  # fmt: skip
    project = a_project(due_date=due, estimate_minutes=estimate, weekdays=weekdays)
    stages = [
        Stage(s.id, s.first_day, s.last_day, s.budget_minutes, sum(v for d, v in tracked.items() if s.first_day <= d <= s.last_day),
              s.completed)
        for s in stages
    ]  # fmt: skip
    by_day = dict(zip(DAYS, capacity, strict=True))
    tracked = {day: seconds for day, seconds in tracked.items() if day <= today}
    found = forecast(project, today=today, workdays=Workdays(by_day), tracked=tracked, planned=planned, stages=stages)
    total = sum(found.auto.values())
    taken = {day for day, part in tracked.items() if part} | {
        day for day, part in planned.items() if part and day >= today
    }

    # The law.
    assert total + found.unscheduled == found.remaining or (
        due is None and total + found.unscheduled <= found.remaining
    )
    if estimate and due is not None:
        assert found.completed + found.planned + total + found.unscheduled == max(
            estimate, found.completed + found.planned
        )
    open_days = [
        day for day in DAYS
        if today <= day and (due is None or day <= due) and by_day[day] and day not in taken
        and (weekdays is None or weekday(day) in weekdays)
    ]  # fmt: skip
    if due is not None and open_days:
        assert found.unscheduled == 0
    # No auto-estimate on a past day, a day off, a day with an entry or event; and never a negative one.
    assert set(found.auto) <= set(open_days)
    assert all(minutes > 0 for minutes in found.auto.values())
    # Nothing is carried into nowhere: budgets are either laid out, passed on, used or freed.
    assert all(min(s.auto, s.moved_on, s.carried_over, s.over, s.completed, s.planned) >= 0 for s in found.stages)
    assert sum(s.auto for s in found.stages) <= total


@given(minutes=st.integers(0, 10**5), weights=st.lists(st.integers(1, 1440), min_size=1, max_size=40))
def test_shares_are_whole_exact_and_within_a_minute_of_their_due(minutes: int, weights: list[int]) -> None:
    days = [next_day(FIRST, at) for at in range(len(weights))]
    shares = spread(minutes, days, dict(zip(days, weights, strict=True)))

    assert sum(shares.values()) == minutes
    for day, weight in zip(days, weights, strict=True):
        assert abs(shares.get(day, 0) * sum(weights) - minutes * weight) < sum(weights)


@given(minutes=st.integers(0, 10**4), count=st.integers(1, 30))
def test_equal_days_differ_by_a_minute_and_the_earlier_have_more(minutes: int, count: int) -> None:
    days = [next_day(FIRST, at) for at in range(count)]
    shares = spread(minutes, days, dict.fromkeys(days, 480))
    in_order = [shares.get(day, 0) for day in days]

    assert in_order == sorted(in_order, reverse=True)
    assert len(Counter(in_order)) <= 2


@pytest.mark.parametrize("taken", [set(), {"2026-01-05"}])
def test_open_days_hold_both_ends_and_leave_out_what_is_taken(taken: set[str]) -> None:
    few = a_project(start_date=FIRST, due_date="2026-01-05", estimate_minutes=100)
    found = forecast(few, today="2026-01-02", workdays=workdays(), tracked=dict.fromkeys(taken, 60), planned={})

    assert sorted(found.auto) == ["2026-01-02", "2026-01-05"][: 2 - len(taken)]
