"""The burn-up: sums by day, an even line, and a band that agrees with the finish."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.burn_up import FARTHEST_BAND, Band, at, band, cumulated, ideal, shown_days
from app.domain.days import days_between, next_day, weekday
from app.domain.pace import finish_probability
from app.domain.workdays import Workdays

TODAY = "2026-03-02"
WORKDAYS = {day: 480 for day in days_between("2025-11-01", "2028-12-31") if weekday(day) < 5}
UNEVEN = {day: (480 * 60 if at % 3 == 0 else 90 * 60) for at, day in enumerate(sorted(WORKDAYS)) if day < TODAY}


def drawn(remaining: int = 4800, *, project: str = "p", tracked: dict[str, int] | None = None,
          capacity: dict[str, int] | None = None) -> list[Band]:  # fmt: skip
    return band(
        project, remaining, today=TODAY, tracked=UNEVEN if tracked is None else tracked, past_capacity=WORKDAYS,
        capacity=WORKDAYS if capacity is None else capacity,
    )  # fmt: skip


def test_a_steady_past_has_a_band_without_width() -> None:
    steady = {day: 240 * 60 for day in WORKDAYS if day < TODAY}

    found = drawn(960, tracked=steady)

    assert found == [
        Band(day, done, done)
        for day, done in (("2026-03-02", 240), ("2026-03-03", 480), ("2026-03-04", 720), ("2026-03-05", 960))
    ]


@settings(max_examples=15)
@given(st.integers(1, 12_000), st.sampled_from(["p", "q", "r"]))
def test_the_lower_edge_reaches_what_remains_on_the_p85_day_and_the_upper_before_the_p50_day(
    remaining: int, project: str
) -> None:
    found = drawn(remaining, project=project)
    finish = finish_probability(project, remaining, today=TODAY, due=None, tracked=UNEVEN, workdays=Workdays(WORKDAYS))

    assert finish is not None
    assert finish.p50 is not None
    assert found[-1].day == finish.p85
    assert next(edges.day for edges in found if edges.high >= remaining) <= finish.p50


def test_the_band_only_grows_and_never_beyond_what_remains() -> None:
    found = drawn(4800)

    assert all(0 <= edges.low <= edges.high <= 4800 for edges in found)
    assert all(a.low <= b.low and a.high <= b.high for a, b in pairwise(found))
    assert found == drawn(4800)
    assert found != drawn(4800, project="q")


def test_without_history_capacity_or_work_left_there_is_no_band() -> None:
    assert drawn(tracked={}) == []
    assert drawn(capacity={}) == []
    assert drawn(0) == []


def test_what_takes_longer_than_a_year_is_drawn_for_a_year() -> None:
    assert len(drawn(10**7)) == FARTHEST_BAND


def test_between_days_with_capacity_the_band_stands_still() -> None:
    points = [Band("2026-03-06", 10, 20), Band("2026-03-09", 30, 40)]

    assert at(points, "2026-03-05") == (0.0, 0.0)
    assert at(points, "2026-03-06") == at(points, "2026-03-08") == (10, 20)
    assert at(points, "2026-03-09") == (30, 40)
    assert at(points, "2026-03-10") is None
    assert at([], TODAY) is None


def test_the_ideal_line_grows_evenly_from_start_to_due() -> None:
    line = [ideal(36_000, "2026-03-01", "2026-03-10", day) for day in ("2026-03-01", "2026-03-05", "2026-03-10")]

    assert line == [3_600, 18_000, 36_000]
    assert ideal(36_000, "2026-03-01", "2026-03-10", "2026-02-28") is None
    assert ideal(36_000, "2026-03-01", "2026-03-10", "2026-03-11") is None
    assert ideal(36_000, "2026-03-01", "2026-03-01", "2026-03-01") == 36_000


@given(st.dictionaries(st.integers(0, 60), st.integers(0, 9), max_size=20), st.integers(0, 5))
def test_sums_up_to_a_day_are_what_adding_says(offsets: dict[int, int], before: int) -> None:
    by_day = {next_day(TODAY, offset): worked for offset, worked in offsets.items()}
    days = [next_day(TODAY, step) for step in range(0, 61, 7)]

    assert cumulated(by_day, days, before) == [
        before + sum(worked for day, worked in by_day.items() if day <= shown) for shown in days
    ]


def test_a_short_span_shows_every_day() -> None:
    assert shown_days(TODAY, "2026-03-05") == [TODAY, "2026-03-03", "2026-03-04", "2026-03-05"]


def test_a_long_span_shows_as_many_days_as_can_be_told_apart_with_those_to_keep() -> None:
    days = shown_days("2016-01-01", "2026-12-31", [TODAY, "2026-11-24", "2030-01-01"], most=100)

    assert days[0] == "2016-01-01"
    assert days[-1] == "2026-12-31"
    assert {TODAY, "2026-11-24"} <= set(days)
    assert "2030-01-01" not in days
    assert len(days) <= 104
    assert days == sorted(days)
