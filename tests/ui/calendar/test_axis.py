"""Where instants stand on the axis of hours: DST weeks, other zones, days that start late."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.days import day_bounds, days_between
from app.ui.calendar.axis import Axis

zones = st.sampled_from(
    ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kathmandu", "Africa/Casablanca")
)  # fmt: skip
firsts = st.dates(date(2014, 1, 1), date(2030, 12, 1))


@given(zones, firsts, st.sampled_from((0, 240)), st.integers(0, 24 * 12))
def test_a_place_means_the_instant_that_stands_there(zone: str, first: date, shift: int, step: int) -> None:
    days = [(first + timedelta(days=n)).isoformat() for n in range(7)]
    axis = Axis(days, zone, shift)
    for day in days:
        begin, end = day_bounds(day, zone, shift)
        instant = min(begin + step * 300, end - 1)
        assert axis.instant(day, axis.place(day, instant)) == instant
        assert 0 <= axis.place(day, instant) <= axis.length


@given(zones, firsts, st.integers(0, 1439))
def test_an_hour_of_the_clock_stands_at_the_same_height_on_every_day(zone: str, first: date, minute: int) -> None:
    from app.domain.time_boxes import at_minute

    days = [(first + timedelta(days=n)).isoformat() for n in range(7)]
    axis = Axis(days, zone)
    # The hour that comes twice, or never, apart.
    whole = [day for day in days if day_bounds(day, zone)[1] - day_bounds(day, zone)[0] == 86_400]
    assert len({axis.place(day, at_minute(day, minute, zone)) for day in whole}) <= 1


def test_days_of_23_and_25_hours_are_as_long_as_they_are() -> None:
    spring = Axis(days_between("2026-03-23", "2026-03-29"), "Europe/Berlin")
    assert spring.length == 1440
    assert spring.holes("2026-03-28") == []
    assert spring.holes("2026-03-29") == [(120, 180)]

    autumn = Axis(days_between("2026-10-19", "2026-10-25"), "Europe/Berlin")
    assert autumn.length == 1500
    assert autumn.holes("2026-10-25") == []
    assert autumn.holes("2026-10-24") == [(180, 240)]
    assert [hour.minute // 60 for hour in autumn.hours()][:6] == [0, 1, 2, 2, 3, 4]


def test_what_lies_in_a_hole_is_the_jump() -> None:
    axis = Axis(["2026-03-29"], "Europe/Berlin")
    begin, _ = day_bounds("2026-03-29", "Europe/Berlin")
    assert axis.instant("2026-03-29", 150) == begin + 2 * 3600
    assert axis.instant("2026-03-29", 240) == begin + 3 * 3600


def test_instants_of_other_days_stand_at_the_edges() -> None:
    axis = Axis(["2026-03-02"], "Europe/Berlin")
    begin, end = day_bounds("2026-03-02", "Europe/Berlin")
    assert axis.place("2026-03-02", begin - 5000) == 0
    assert axis.place("2026-03-02", end + 5000) == 1440
    assert axis.instant("2026-03-02", 5000) == end


@pytest.mark.parametrize(("zone", "day", "hole"), [
    ("America/Sao_Paulo", "2018-11-04", (0, 60)),
    ("America/Sao_Paulo", "2018-02-16", (1440, 1500)),
    ("Australia/Lord_Howe", "2026-04-04", (120, 150)),
])  # fmt: skip
def test_clocks_that_jump_at_midnight_or_by_half_an_hour(zone: str, day: str, hole: tuple[int, int]) -> None:
    first = date.fromisoformat(day) - timedelta(days=date.fromisoformat(day).weekday())
    axis = Axis([(first + timedelta(days=n)).isoformat() for n in range(7)], zone)
    assert axis.holes(day) == [hole]


def test_days_that_start_at_four_are_labelled_from_four() -> None:
    hours = Axis(["2026-03-02"], "Europe/Berlin", 240).hours()
    assert [hour.minute // 60 for hour in hours][:3] == [4, 5, 6]
    assert hours[-1].minute == 240
