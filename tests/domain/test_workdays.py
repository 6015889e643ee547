"""Days of work prepared once: their sums, their days of the week, and what lies beyond them."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.days import days_between, next_day, weekday
from app.domain.sums import add_to, exchanged
from app.domain.workdays import Workdays

FIRST = "2026-01-01"
YEAR = {day: 480 if weekday(day) < 5 else 0 for day in days_between(FIRST, "2026-12-31")}
DAYS = list(YEAR)


def test_workdays_are_the_capacity_they_were_made_of() -> None:
    found = Workdays(YEAR)

    assert found == YEAR
    assert (len(found), list(found)[:2], found["2026-01-03"]) == (365, [FIRST, "2026-01-02"], 0)
    assert len(found.days) == 261


@given(st.sampled_from(DAYS), st.sampled_from(DAYS), st.none() | st.sets(st.integers(0, 6)))
def test_sums_of_a_span_are_what_adding_says(since: str, until: str, on: set[int] | None) -> None:
    found = Workdays(YEAR).on(None if on is None else tuple(on))
    days = [day for day in days_between(since, until) if YEAR[day] and (on is None or weekday(day) in on)]

    assert found.between(since, until) == days
    assert (found.total(since, until), found.count(since, until)) == (480 * len(days), len(days))


def test_the_days_of_a_choice_of_weekdays_are_prepared_once() -> None:
    found = Workdays(YEAR)

    assert found.on(None) is found
    assert found.on((0, 2)) is found.on((2, 0, 2))
    assert found.on((5, 6)).last_known == "2026-12-31"


def test_what_lies_beyond_is_like_the_last_year_that_is_known() -> None:
    found = Workdays(YEAR)

    assert found.beyond(FIRST, "2026-12-31") == 0
    assert found.beyond(FIRST, next_day("2026-12-31", 364)) == 260 * 480
    assert found.beyond("2027-01-04", "2027-01-10") == 7 * 260 * 480 // 364
    assert found.beyond("2031-01-02", "2031-01-01") == 0
    assert found.count("2026-12-28", next_day("2026-12-31", 728)) == 4 + 520
    assert found.beyond(FIRST, "9999-12-31") // 480 == found.count("2027-01-01", "9999-12-31")


def test_nothing_is_known_of_no_days() -> None:
    found = Workdays({})

    assert (found.beyond(FIRST, "2030-01-01"), found.count(FIRST, "2030-01-01"), found.total(FIRST, FIRST)) == (0, 0, 0)


SUMS = st.dictionaries(st.sampled_from(DAYS[:6]), st.integers(1, 50))


@given(SUMS, SUMS, SUMS)
def test_a_part_exchanged_for_another_is_the_sum_with_the_other(
    rest: dict[str, int], before: dict[str, int], after: dict[str, int]
) -> None:
    def total(*parts: dict[str, int]) -> dict[str, int]:
        made: dict[str, int] = {}
        for part in parts:
            add_to(made, part)
        return made

    was = total(rest, before)
    assert exchanged(was, before, after) == total(rest, after)
    assert was == total(before, rest)
