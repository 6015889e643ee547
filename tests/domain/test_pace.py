"""Pace and finish: told from what was tracked, and only when there is enough of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.days import days_between, next_day, weekday
from app.domain.pace import DRAWS, Finish, finish_date, finish_probability, is_likely_late, pace
from app.domain.workdays import Workdays

TODAY = "2026-03-02"
WORKDAYS = {day: 480 for day in days_between("2025-11-01", "2027-12-31") if weekday(day) < 5}
PAST = {day: minutes for day, minutes in WORKDAYS.items() if day < TODAY}
AHEAD = {day: minutes for day, minutes in WORKDAYS.items() if day >= TODAY}
HALF = dict.fromkeys(PAST, 240 * 60)


def finish(remaining: int = 2400, *, project: str = "p", due: str | None = "2026-03-20", tracked: dict[str, int] | None = None,
           past: dict[str, int] | None = None, ahead: dict[str, int] | None = None) -> Finish | None:  # fmt: skip
    return finish_probability(
        project, remaining, today=TODAY, due=due, tracked=HALF if tracked is None else tracked,
        workdays=Workdays((PAST if past is None else past) | (AHEAD if ahead is None else ahead)),
    )  # fmt: skip


def test_pace_is_tracked_minutes_by_capacity_of_four_weeks() -> None:
    assert pace(HALF, Workdays(PAST), today=TODAY) == 0.5


def test_pace_looks_at_28_days_before_today_and_no_further() -> None:
    edge, beyond = next_day(TODAY, -28), next_day(TODAY, -29)

    assert pace({edge: 480 * 60}, Workdays({edge: 480, TODAY: 480}), today=TODAY) == 1.0
    assert pace({beyond: 480 * 60, TODAY: 480 * 60}, Workdays({edge: 480}), today=TODAY) == 0.0


def test_without_capacity_there_is_no_pace() -> None:
    assert pace(HALF, Workdays({}), today=TODAY) is None


@pytest.mark.parametrize(
    ("remaining", "speed", "day"),
    [
        (480, 1.0, "2026-03-02"), (481, 1.0, "2026-03-03"), (2400, 1.0, "2026-03-06"), (2401, 1.0, "2026-03-09"),
        (2400, 0.5, "2026-03-13"), (0, 0.5, TODAY), (1, 0.0, None), (1, None, None), (10**9, 1.0, None),
    ],
)  # fmt: skip
def test_the_finish_is_the_day_on_which_scaled_capacity_has_used_up_the_rest(
    remaining: int, speed: float | None, day: str | None
) -> None:
    assert finish_date(remaining, speed, Workdays(WORKDAYS), today=TODAY) == day


def test_a_steady_past_has_one_finish() -> None:
    assert finish() == Finish("2026-03-13", "2026-03-13", 1.0)
    assert finish(due="2026-03-12") == Finish("2026-03-13", "2026-03-13", 0.0)
    assert finish(due=None) == Finish("2026-03-13", "2026-03-13", None)


def test_an_uneven_past_has_a_spread_and_repeats_for_the_same_project() -> None:
    uneven = {day: (480 * 60 if at % 3 == 0 else 0) for at, day in enumerate(sorted(PAST))}
    found, again, other = finish(tracked=uneven), finish(tracked=uneven), finish(tracked=uneven, project="q")

    assert found == again
    assert found is not None
    assert other is not None
    assert found.p50 is not None
    assert found.p85 is not None
    assert "2026-03-16" <= found.p50 < found.p85 <= "2026-04-20"
    assert found.on_time is not None
    assert 0 < found.on_time < 1
    assert found.on_time != other.on_time


def test_the_figures_of_a_known_past_stay_what_they_are() -> None:
    # A figure that changes with a release would look like a changed project.
    uneven = {day: (480 * 60 if at % 3 == 0 else 0) for at, day in enumerate(sorted(PAST))}

    assert finish(tracked=uneven) == Finish("2026-03-19", "2026-03-30", 0.6095)


def test_fewer_than_ten_worked_days_are_not_enough_history() -> None:
    days = sorted(PAST)[-10:]

    assert finish(tracked=dict.fromkeys(days[1:], 3600)) is None
    assert finish(tracked=dict.fromkeys(days, 3600)) is not None


def test_only_twelve_weeks_are_looked_at() -> None:
    older = [day for day in PAST if day < next_day(TODAY, -84)]

    assert finish(tracked=dict.fromkeys(older, 3600)) is None


def test_a_past_worked_only_on_days_off_says_nothing_of_working_days() -> None:
    assert finish(past={}) is None


def test_what_is_done_is_finished_today() -> None:
    assert finish(0) == Finish(TODAY, TODAY, 1.0)
    assert finish(0, due="2026-03-01") == Finish(TODAY, TODAY, 0.0)
    assert finish(0, due=None) == Finish(TODAY, TODAY, None)


def test_what_takes_longer_than_can_be_told_has_no_date() -> None:
    assert finish(480 * 780) == Finish(None, None, 0.0)
    assert finish(ahead={}) == Finish(None, None, 0.0)


@settings(max_examples=6)
@given(remaining=st.integers(1, 20_000), more=st.integers(0, 5_000), due=st.sampled_from(sorted(AHEAD)[:100]))
def test_more_work_is_never_done_earlier_nor_more_surely(remaining: int, more: int, due: str) -> None:
    less_work, more_work = finish(remaining, due=due), finish(remaining + more, due=due)

    assert less_work is not None
    assert more_work is not None
    assert (less_work.p50 or "9") <= (more_work.p50 or "9")
    assert (less_work.on_time or 0) >= (more_work.on_time or 0)
    assert (less_work.p50 or "9") <= (less_work.p85 or "9")


def likely_late(remaining: int, due: str, tracked: dict[str, int]) -> bool:
    return is_likely_late("p", remaining, today=TODAY, due=due, tracked=tracked, workdays=Workdays(WORKDAYS))


@pytest.mark.parametrize(
    ("remaining", "due", "late"),
    [
        (2400, "2026-03-13", False), (2400, "2026-03-12", True), (0, "2026-03-02", False),
        (480 * 780, "2026-12-31", True), (480, "2026-12-31", False),
    ],
)  # fmt: skip
def test_what_is_likely_done_after_the_due_date_is_likely_late(remaining: int, due: str, late: bool) -> None:
    assert likely_late(remaining, due, HALF) is late


def test_without_enough_history_nothing_is_likely_late() -> None:
    assert not likely_late(10_000, "2026-03-03", dict.fromkeys(sorted(PAST)[-9:], 3600))


@settings(max_examples=15)
@given(
    remaining=st.integers(1, 20_000), due=st.sampled_from(sorted(AHEAD)[:60]), every=st.integers(1, 4),
    hours=st.lists(st.integers(0, 8), min_size=3, max_size=3),
)  # fmt: skip
def test_likely_late_is_what_the_p50_says_however_the_past_was(
    remaining: int, due: str, every: int, hours: list[int]
) -> None:
    past = {day: hours[at % 3] * 3600 if at % every == 0 else 60 for at, day in enumerate(sorted(PAST))}
    found = finish(remaining, due=due, tracked=past)

    said = found is not None and (found.p50 is None or found.p50 > due)
    assert likely_late(remaining, due, past) is said


def test_chances_are_shares_of_the_draws() -> None:
    found = finish(tracked={day: (480 * 60 if at % 2 else 60) for at, day in enumerate(sorted(PAST))})

    assert found is not None
    assert found.on_time is not None
    assert (found.on_time * DRAWS).is_integer()
