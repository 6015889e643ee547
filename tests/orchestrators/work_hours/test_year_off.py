"""What the time off of a year costs in working days."""

from dataclasses import replace

import pytest

from app.domain.entities.planning import TimeOffKind
from app.domain.errors import RuleBroken
from app.orchestrators.settings.settings import update_settings
from app.orchestrators.work_hours.overrides import set_override
from app.orchestrators.work_hours.slots import set_week
from app.orchestrators.work_hours.time_off import add_time_off, import_holidays
from app.orchestrators.work_hours.year_off import time_off_of_year
from app.storage.context import Context
from app.storage.unit_of_work import unit_of_work


def test_vacation_costs_only_working_days_and_none_on_public_holidays(ctx: Context) -> None:
    import_holidays(ctx, "DE", language="de")
    update_settings(ctx, vacation_days=30)
    # Friday before Easter to the Sunday after it: Good Friday and Easter Monday are free anyway.
    add_time_off(ctx, name="Easter", start_date="2026-04-03", end_date="2026-04-12")
    add_time_off(ctx, name="Mornings", start_date="2026-02-02", end_date="2026-02-06", fraction=0.5)

    year = time_off_of_year(ctx)

    found = {line.off.name: line.days for line in year.lines}
    assert (found["Easter"], found["Mornings"], found["Karfreitag"]) == (4, 2.5, 1)
    # 3 October and 26 December are Saturdays.
    assert year.days[TimeOffKind.PUBLIC_HOLIDAY] == len(found) - 2 - 2
    assert (year.year, year.today, year.region) == (2026, "2026-03-02", "DE")
    assert (year.days[TimeOffKind.VACATION], year.vacation_left, year.vacation_ahead) == (6.5, 23.5, 4)
    assert [line.first_day for line in year.lines] == sorted(line.first_day for line in year.lines)


def test_nobody_who_does_not_count_has_days_left(ctx: Context) -> None:
    assert time_off_of_year(ctx).vacation_left is None
    assert time_off_of_year(ctx, 2031).lines == ()


def test_what_comes_every_year_is_there_in_every_year_from_its_first_on(ctx: Context) -> None:
    add_time_off(ctx, name="Winter", start_date="2026-12-28", end_date="2027-01-02", recurs_annually=True)

    spans = {year: [(line.first_day, line.last_day, line.days) for line in time_off_of_year(ctx, year).lines]
             for year in (2025, 2026, 2027)}  # fmt: skip

    assert spans == {
        2025: [],
        2026: [("2026-12-28", "2026-12-31", 4.0)],
        2027: [("2027-01-01", "2027-01-02", 1.0), ("2027-12-28", "2027-12-31", 4.0)],
    }


def test_a_leap_day_off_is_there_in_leap_years_only(ctx: Context) -> None:
    add_time_off(ctx, name="Leap day", start_date="2024-02-29", end_date="2024-02-29", recurs_annually=True)

    assert [len(time_off_of_year(ctx, year).lines) for year in (2024, 2026, 2028)] == [1, 0, 1]


def test_time_off_over_new_year_costs_each_year_its_days(ctx: Context) -> None:
    add_time_off(ctx, name="Winter", start_date="2026-12-28", end_date="2027-01-05")

    assert [time_off_of_year(ctx, year).days[TimeOffKind.VACATION] for year in (2026, 2027)] == [4, 3]


def test_working_days_are_those_of_the_week_in_force_then(ctx: Context) -> None:
    set_week(ctx, [(5, 540, 1020)], effective_from="2026-06-01")
    set_override(ctx, "2026-06-02", 60)
    add_time_off(ctx, name="Sea", start_date="2026-05-25", end_date="2026-06-07", kind="other")

    # Five days of the old week; of the new one the Saturday, and the Tuesday that was set apart.
    assert time_off_of_year(ctx).days[TimeOffKind.OTHER] == 7


def test_a_holiday_that_two_devices_kept_is_one(ctx: Context) -> None:
    first, *_ = import_holidays(ctx, "DE", years=[2026], language="en").value
    lines = time_off_of_year(ctx).lines
    with unit_of_work(ctx) as work:
        work.time_off.save(replace(first, id=ctx.new_id()))

    assert time_off_of_year(ctx).lines == lines


@pytest.mark.parametrize("year", [0, 1899, 10_000])
def test_a_year_that_cannot_be_written_is_refused(ctx: Context, year: int) -> None:
    with pytest.raises(RuleBroken, match="Choose a year"):
        time_off_of_year(ctx, year)
