"""Where days stand, which columns they make, and what a zoom keeps in place."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ui.timeline.scale import FIRST, LAST, USUAL, WIDEST, Scale, Unit, end_of, first_of, iso, number_of, step
from app.ui.timeline.words import week_number

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31)).map(date.toordinal)
WIDTHS = st.floats(0.9, 72.0)
SCALES = st.builds(lambda width, day, start: Scale(width, 0, start).showing(day, 0), WIDTHS, DAYS, st.integers(0, 6))
WEDNESDAY = number_of("2026-11-25")


@given(SCALES, st.integers(-500, 3000))
def test_day_at_a_place_is_the_one_whose_edges_hold_it(scale: Scale, x: int) -> None:
    day = scale.day_at(x)

    assert scale.x(day) <= x
    # Where days are narrower than a pixel several begin at one place, and the last of them holds it.
    assert x < scale.x(day + 1) or scale.x(day) == scale.x(day + 1)


@given(SCALES, st.integers(1, 2560))
def test_columns_touch_and_cover_what_is_seen(scale: Scale, width: int) -> None:
    columns = list(scale.columns(0, width))

    assert columns[0].left <= 0
    assert columns[-1].right >= width
    assert all(one.right == other.left and one.end == other.first for one, other in pairwise(columns))
    assert all(column.first == scale.first_of(column.end - 1) for column in columns)


@given(SCALES, WIDTHS, st.integers(0, 2000))
def test_zoom_keeps_what_is_under_the_mouse(scale: Scale, width: float, x: int) -> None:
    before = scale.exact(x)

    after = scale.zoomed(width, x).exact(x)

    # To the pixel, whichever zoom is wider.
    assert abs(after - before) * width <= 1


def test_each_usual_zoom_shows_its_unit() -> None:
    assert [Scale(width).unit for width in USUAL.values()] == list(USUAL)


def test_zoom_has_an_end_on_both_sides() -> None:
    assert Scale().zoomed(1e9, 0).day_width == WIDEST
    assert Scale().zoomed(0, 0).unit is Unit.MONTH


def test_weeks_begin_where_the_person_has_them_begin() -> None:
    assert iso(first_of(WEDNESDAY, Unit.WEEK, 0)) == "2026-11-23"
    assert iso(first_of(WEDNESDAY, Unit.WEEK, 6)) == "2026-11-22"
    assert iso(end_of(WEDNESDAY, Unit.WEEK, 6)) == "2026-11-29"


@pytest.mark.parametrize(
    ("first", "week_start", "number"),
    [("2026-11-30", 0, 49), ("2026-12-28", 0, 53), ("2027-01-04", 0, 1), ("2026-11-29", 6, 49)],
)
def test_weeks_have_the_number_of_their_thursday(first: str, week_start: int, number: int) -> None:
    assert week_number(number_of(first), week_start) == number


def test_month_after_the_last_of_january_is_the_last_of_february() -> None:
    assert iso(step(number_of("2026-01-31"), Unit.MONTH, 1)) == "2026-02-28"
    assert iso(step(number_of("2026-03-31"), Unit.MONTH, -13)) == "2025-02-28"
    assert iso(step(WEDNESDAY, Unit.WEEK, 2)) == "2026-12-09"
    assert iso(step(WEDNESDAY, Unit.DAY, -1)) == "2026-11-24"


def test_nothing_is_shown_for_which_there_is_no_date() -> None:
    early, late = Scale(offset=-(10**9)).within(900), Scale(offset=10**9).within(900)

    assert early.day_at(0) == FIRST
    assert late.days(900)[1] <= LAST
