"""Instants, zones and days: an entry's seconds land on the right days, in every zone and on every kind of day."""

from datetime import UTC, datetime
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.days import (
    day_bounds,
    days_between,
    is_day,
    is_zone,
    local_day,
    month_of,
    month_range,
    next_day,
    resolve_local,
    split_by_day,
    utc_text,
    wall_clock,
    week_of,
    weekday,
)

BERLIN = "Europe/Berlin"
ZONES = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("right/", "posix/")))
# From 1975 on: before that, some zones were a fraction of a minute off.
INSTANTS = st.integers(157_766_400, 2_000_000_000)
WALLS = INSTANTS.map(lambda instant: datetime.fromtimestamp(instant, UTC).replace(tzinfo=None))


def at(text: str, tz: str = BERLIN) -> int:
    return resolve_local(datetime.fromisoformat(text), tz).instants[0]


def test_a_night_over_the_spring_change_splits_into_half_an_hour_and_three() -> None:
    start, end = at("2026-03-28 23:30"), at("2026-03-29 04:00")

    assert split_by_day(start, end, BERLIN) == [("2026-03-28", 1800), ("2026-03-29", 3 * 3600)]
    assert end - start == 3 * 3600 + 1800


def test_a_night_over_the_autumn_change_has_an_hour_more() -> None:
    start, end = at("2026-10-24 23:30"), at("2026-10-25 04:00")

    assert split_by_day(start, end, BERLIN) == [("2026-10-24", 1800), ("2026-10-25", 5 * 3600)]


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-03-30", 24), ("2026-10-25", 25)])
def test_days_of_the_clock_change_are_an_hour_shorter_and_longer(day: str, hours: int) -> None:
    begins, ends = day_bounds(day, BERLIN)

    assert ends - begins == hours * 3600
    assert split_by_day(begins, ends, BERLIN) == [(day, hours * 3600)]


@pytest.mark.parametrize(
    ("clock", "day"),
    [("03:30", "2026-03-01"), ("03:59", "2026-03-01"), ("04:00", "2026-03-02"), ("23:59", "2026-03-02")],
)
def test_a_day_that_starts_at_four_owns_the_night_before(clock: str, day: str) -> None:
    assert local_day(at(f"2026-03-02 {clock}"), BERLIN, 240) == day


def test_a_late_start_of_day_splits_entries_at_that_hour() -> None:
    start, end = at("2026-03-02 03:30"), at("2026-03-02 05:00")

    assert split_by_day(start, end, BERLIN, 240) == [("2026-03-01", 1800), ("2026-03-02", 3600)]


def test_the_day_is_that_of_the_entry_s_own_zone() -> None:
    instant = at("2026-03-02 23:30")

    assert local_day(instant, BERLIN) == "2026-03-02"
    assert local_day(instant, "Asia/Tokyo") == "2026-03-03"


def test_a_day_that_clocks_return_into_has_begun_for_good() -> None:
    # With days from 02:30 on, the hour from 02:00 came twice on 2026-10-25; its second run no longer is the 24th.
    second_run = resolve_local(datetime.fromisoformat("2026-10-25 02:10"), BERLIN).instants[1]

    assert local_day(second_run, BERLIN, 150) == "2026-10-25"


def test_a_day_that_begins_in_a_gap_begins_after_it() -> None:
    begins, _ = day_bounds("2026-03-29", BERLIN, 150)

    assert local_day(begins, BERLIN, 150) == "2026-03-29"
    assert local_day(begins - 1, BERLIN, 150) == "2026-03-28"


def test_a_day_a_country_left_out_has_no_seconds() -> None:
    begins, ends = day_bounds("2011-12-30", "Pacific/Apia")

    assert begins == ends
    assert [day for day, _ in split_by_day(begins - 3600, ends + 3600, "Pacific/Apia")] == ["2011-12-29", "2011-12-31"]


@given(start=INSTANTS, seconds=st.integers(0, 4 * 86_400), tz=st.sampled_from(ZONES), shift=st.integers(0, 720))
def test_the_parts_of_an_entry_sum_to_its_duration_in_every_zone(start: int, seconds: int, tz: str, shift: int) -> None:
    pieces = split_by_day(start, start + seconds, tz, shift)
    days = [day for day, _ in pieces]

    assert sum(part for _, part in pieces) == seconds
    assert days == sorted(set(days))
    assert days[0] == local_day(start, tz, shift)
    assert all(part > 0 for _, part in pieces) or seconds == 0


@given(instant=INSTANTS, tz=st.sampled_from(ZONES), shift=st.integers(0, 720))
def test_an_instant_lies_inside_the_bounds_of_its_day(instant: int, tz: str, shift: int) -> None:
    begins, ends = day_bounds(local_day(instant, tz, shift), tz, shift)

    assert begins <= instant < ends


@given(instant=INSTANTS, later=st.integers(0, 100_000), tz=st.sampled_from(ZONES), shift=st.integers(0, 720))
def test_days_never_go_back(instant: int, later: int, tz: str, shift: int) -> None:
    assert local_day(instant, tz, shift) <= local_day(instant + later, tz, shift)


@given(instant=INSTANTS, tz=st.sampled_from(ZONES))
def test_a_wall_clock_resolves_back_to_its_instant(instant: int, tz: str) -> None:
    found = resolve_local(wall_clock(instant, tz), tz)

    assert instant in found.instants
    assert not found.gap


@given(
    wall=WALLS,
    tz=st.sampled_from(ZONES),
)
def test_every_instant_found_shows_the_time_asked_for(wall: datetime, tz: str) -> None:
    found = resolve_local(wall, tz)

    assert found.gap == all(wall_clock(instant, tz) != wall for instant in found.instants)
    assert found.ambiguous == (len(found.instants) == 2)
    assert list(found.instants) == sorted(set(found.instants))


def test_a_time_in_a_gap_is_moved_on_by_the_gap() -> None:
    found = resolve_local(datetime.fromisoformat("2026-03-29 02:30"), BERLIN)

    assert found.gap
    assert wall_clock(found.instants[0], BERLIN) == datetime.fromisoformat("2026-03-29 03:30")


def test_a_repeated_time_has_two_instants_an_hour_apart() -> None:
    found = resolve_local(datetime.fromisoformat("2026-10-25 02:30"), BERLIN)

    assert found.ambiguous
    assert found.instants[1] - found.instants[0] == 3600


@pytest.mark.parametrize("name", ["Europe/Berlin", "UTC", "America/Argentina/Buenos_Aires"])
def test_zones_are_known(name: str) -> None:
    assert is_zone(name)


@pytest.mark.parametrize("name", ["Europe/Atlantis", "", "../etc/passwd", "/etc/passwd", "Europe", "\0", "a" * 5000])
def test_what_is_no_zone_is_said_to_be_none(name: str) -> None:
    assert not is_zone(name)


@pytest.mark.parametrize("text", ["2026-02-30", "2026-2-3", "20260203", "", "2026-W01-1", "tomorrow"])
def test_what_is_no_day_is_said_to_be_none(text: str) -> None:
    assert not is_day(text)
    assert is_day("2024-02-29")


def test_weeks_begin_on_the_day_asked_for() -> None:
    # 2026-03-04 is a Wednesday.
    assert weekday("2026-03-04") == 2
    assert [week_of("2026-03-04", start) for start in (0, 2, 3, 6)] == [
        "2026-03-02", "2026-03-04", "2026-02-26", "2026-03-01",
    ]  # fmt: skip


def test_months_know_their_last_day() -> None:
    assert month_of("2026-03-04") == "2026-03"
    assert month_range("2024-02") == ("2024-02-01", "2024-02-29")
    assert month_range("2026-12") == ("2026-12-01", "2026-12-31")


def test_days_are_counted_over_borders() -> None:
    assert list(days_between("2026-02-27", "2026-03-01")) == ["2026-02-27", "2026-02-28", "2026-03-01"]
    assert list(days_between("2026-03-02", "2026-03-01")) == []
    assert next_day("2026-01-01", -1) == "2025-12-31"


def test_instants_are_written_in_utc() -> None:
    assert utc_text(int(datetime(2026, 3, 29, 1, tzinfo=UTC).timestamp())) == "2026-03-29T01:00:00Z"


def test_at_the_ends_of_the_calendar_no_day_comes_after_or_before() -> None:
    assert (next_day("9999-12-31"), next_day("9999-12-30", 5)) == ("9999-12-31", "9999-12-31")
    assert (next_day("0001-01-01", -1), next_day("0001-01-03", -1)) == ("0001-01-01", "0001-01-02")
    assert list(days_between("9999-12-30", "9999-12-31")) == ["9999-12-30", "9999-12-31"]
