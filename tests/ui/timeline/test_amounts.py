"""Time of a row and the load of the days, in days, weeks and months."""

from app.domain.work_hours import Load
from app.ui.timeline.amounts import NOTHING, Amount, Amounts, Time
from app.ui.timeline.loads import Loads
from app.ui.timeline.scale import Unit, number_of

MONDAY = number_of("2026-03-02")


def made(week_start: int = 0) -> Amounts:
    return Amounts({"2026-03-01": 3600, "2026-03-02": 1800}, {"2026-03-02": 60}, {"2026-03-03": 90}, week_start)


def test_day_shows_one_kind_of_time() -> None:
    by_day = made().by(Unit.DAY)

    assert {day - MONDAY: amount.kind for day, amount in by_day.items()} == {-1: Time.DONE, 0: Time.DONE, 1: Time.AUTO}
    assert by_day[MONDAY] == Amount(1800, 60, 0)


def test_weeks_and_months_are_the_sums_of_their_days() -> None:
    weeks, months = made().by(Unit.WEEK), made().by(Unit.MONTH)

    assert weeks == {MONDAY - 7: Amount(3600), MONDAY: Amount(1800, 60, 90)}
    assert months == {MONDAY - 1: Amount(5400, 60, 90)}


def test_week_that_begins_on_sunday_holds_that_sunday() -> None:
    assert made(6).by(Unit.WEEK) == {MONDAY - 1: Amount(5400, 60, 90)}


def test_parts_come_in_the_order_of_time() -> None:
    assert Amount(1800, 60, 90).parts() == [(Time.DONE, 30.0), (Time.PLANNED, 60), (Time.AUTO, 90)]
    assert Amount(0, 0, 90).parts() == [(Time.AUTO, 90)]


def test_narrow_cells_show_the_kind_there_is_most_of() -> None:
    assert [Amount(*amount).most for amount in ((7200, 60, 90), (60, 60, 59), (60, 60, 61))] == list(Time)


def test_days_without_time_have_no_cell() -> None:
    amounts = Amounts({"2026-03-02": 0}, {}, {})

    assert amounts.by(Unit.DAY) == {}
    assert amounts.at(MONDAY, Unit.WEEK) is NOTHING


def test_week_is_too_full_by_what_is_ahead_of_it() -> None:
    days = [Load("2026-03-02", 480, 0, 999), Load("2026-03-03", 480, 300, 300), Load("2026-03-04", 480, 60, 0)]

    loads = Loads(days, today=number_of("2026-03-03"))

    assert loads.overcommitted() == []
    assert [-week.availability for week in Loads(days, today=MONDAY).overcommitted()] == [219]
    assert loads.largest(Unit.WEEK) == 1440
    assert loads.largest(Unit.DAY) == 480
