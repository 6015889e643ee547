"""Series of iCalendar: kept as a rule where that says everything, else every occurrence by itself, by the clock."""

from datetime import datetime

import pytest

from app.domain.days import resolve_local, wall_clock
from app.exchange.ics import ReadCalendar
from tests.support.calendars import calendar, event, read

BERLIN = "Europe/Berlin"
START = "DTSTART;TZID=Europe/Berlin:20260303T090000"


def at(text: str, tz: str = BERLIN) -> int:
    return resolve_local(datetime.fromisoformat(text), tz).instants[0]


def weekly(*more: str, rule: str = "FREQ=WEEKLY;COUNT=4", start: str = START) -> str:
    return event(start, "DURATION:PT1H", f"RRULE:{rule}", *more, title="Stand-up")


def changed(of: str, start: str, *more: str, title: str = "Moved") -> str:
    return event(start, "DURATION:PT1H", f"RECURRENCE-ID;TZID=Europe/Berlin:{of}", *more, title=title)


def shown(found: ReadCalendar) -> list[str]:
    assert found.refused == ()
    return [f"{wall_clock(one.starts_at, one.tz):%m-%d %H:%M} {one.title}" for one in found.events]


USUAL = ["03-03 09:00 Stand-up", "03-10 09:00 Stand-up", "03-17 09:00 Stand-up", "03-24 09:00 Stand-up"]


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        ("FREQ=WEEKLY;COUNT=4", "FREQ=WEEKLY;COUNT=4"),
        ("freq=weekly;byday=tu,th;", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("FREQ=WEEKLY;UNTIL=20260630T070000Z", "FREQ=WEEKLY;UNTIL=20260630"),
        ("FREQ=WEEKLY;UNTIL=20260630T065959Z", "FREQ=WEEKLY;UNTIL=20260629"),
        ("FREQ=WEEKLY;UNTIL=20260630", "FREQ=WEEKLY;UNTIL=20260630"),
        ("FREQ=MONTHLY;BYDAY=1TU", "FREQ=MONTHLY;BYDAY=1TU"),
    ],
)
def test_a_rule_that_says_everything_stays_one(rule: str, kept: str) -> None:
    (one,) = read(calendar(weekly(rule=rule))).events

    assert (one.rule, one.starts_at, one.tz, one.which) == (kept, at("2026-03-03 09:00"), BERLIN, "")


def test_a_rule_of_whole_days_ends_on_the_day_it_says() -> None:
    (one,) = read(calendar(event("DTSTART;VALUE=DATE:20260303", "RRULE:FREQ=DAILY;UNTIL=20260305T000000Z"))).events

    assert one.rule == "FREQ=DAILY;UNTIL=20260305"


def test_a_rule_of_utc_keeps_to_its_own_clock() -> None:
    (one,) = read(calendar(weekly(start="DTSTART:20260303T090000Z"))).events

    assert (one.tz, one.rule, one.zone_is_guessed) == ("UTC", "FREQ=WEEKLY;COUNT=4", False)


def test_an_empty_rule_is_none() -> None:
    (one,) = read(calendar(event(START, "RRULE:"))).events

    assert one.rule is None


def test_days_that_are_left_out_do_not_happen() -> None:
    text = calendar(weekly("EXDATE;TZID=Europe/Berlin:20260310T090000,20260317T090000"))

    assert shown(read(text)) == [USUAL[0], USUAL[3]]
    assert {one.rule for one in read(text).events} == {None}


def test_a_day_is_left_out_though_only_its_date_is_named() -> None:
    assert shown(read(calendar(weekly("EXDATE;VALUE=DATE:20260310")))) == [USUAL[0], *USUAL[2:]]


def test_more_times_happen_beside_the_rule() -> None:
    text = calendar(weekly("RDATE;TZID=Europe/Berlin:20260312T140000"))

    assert shown(read(text)) == [*USUAL[:2], "03-12 14:00 Stand-up", *USUAL[2:]]
    alone = calendar(event(START, "RDATE;VALUE=PERIOD:20260305T080000Z/PT1H", title="Twice"))
    assert shown(read(alone)) == ["03-03 09:00 Twice", "03-05 09:00 Twice"]


def test_one_time_is_changed_and_known_by_when_it_would_have_been() -> None:
    found = read(calendar(weekly(), changed("20260310T090000", "DTSTART;TZID=Europe/Berlin:20260311T100000")))

    assert shown(found) == [USUAL[0], "03-11 10:00 Moved", *USUAL[2:]]
    assert [one.which for one in found.events][1] == "20260310T090000@Europe/Berlin"


def test_one_time_is_cancelled() -> None:
    text = calendar(weekly(), changed("20260310T090000", START, "STATUS:CANCELLED"))

    assert shown(read(text)) == [USUAL[0], *USUAL[2:]]


def test_a_change_holds_for_all_later_ones_where_it_says_so() -> None:
    later = event(
        "DTSTART;TZID=Europe/Berlin:20260317T110000", "DURATION:PT1H",
        "RECURRENCE-ID;TZID=Europe/Berlin;RANGE=THISANDFUTURE:20260317T090000", title="Later",
    )  # fmt: skip

    assert shown(read(calendar(weekly(), later))) == [*USUAL[:2], "03-17 11:00 Later", "03-24 11:00 Later"]


def test_changes_without_their_series_happen_by_themselves() -> None:
    text = calendar(
        changed("20260310T090000", START), changed("20260317T090000", START, "STATUS:CANCELLED", title="Gone")
    )

    assert shown(read(text)) == ["03-03 09:00 Moved"]


def test_a_cancelled_series_does_not_happen_at_all() -> None:
    text = calendar(weekly("STATUS:CANCELLED"), changed("20260310T090000", START))

    assert shown(read(text)) == []


def test_series_stay_at_their_time_by_the_clock_when_clocks_change() -> None:
    text = calendar(
        weekly("EXDATE;TZID=Europe/Berlin:20260328T090000", rule="FREQ=DAILY;COUNT=4",
               start="DTSTART;TZID=Europe/Berlin:20260327T090000")
    )  # fmt: skip

    assert [text.split()[1] for text in shown(read(text))] == ["09:00"] * 3


def test_floating_series_are_known_alike_wherever_they_are_read() -> None:
    text = calendar(weekly("EXDATE:20260310T090000", start="DTSTART:20260303T090000"))

    here, there = read(text), read(text, viewer="America/New_York")

    assert [one.which for one in here.events] == [one.which for one in there.events]
    assert here.events[0].starts_at == at("2026-03-03 09:00")
    assert there.events[0].starts_at == at("2026-03-03 09:00", "America/New_York")


def test_whole_days_are_told_apart_by_their_date() -> None:
    text = calendar(event("DTSTART;VALUE=DATE:20260303", "RRULE:FREQ=DAILY;COUNT=3", "EXDATE;VALUE=DATE:20260304"))

    found = read(text)

    assert [(one.which, one.all_day) for one in found.events] == [("20260303", True), ("20260305", True)]


def test_a_rule_that_misses_its_own_start_is_worked_out() -> None:
    found = read(calendar(weekly(rule="FREQ=WEEKLY;BYDAY=TH;COUNT=2")))

    assert {one.rule for one in found.events} == {None}
    assert "03-05 09:00 Stand-up" in shown(found)


def test_a_rule_of_hours_is_worked_out() -> None:
    found = read(calendar(weekly(rule="FREQ=DAILY;COUNT=4;BYHOUR=9,15")))

    assert [text.split()[1] for text in shown(found)] == ["09:00", "15:00", "09:00", "15:00"]


def test_only_the_window_is_worked_out() -> None:
    found = read(calendar(weekly("EXDATE;TZID=Europe/Berlin:20260310T090000", rule="FREQ=WEEKLY",
                                 start="DTSTART;TZID=Europe/Berlin:20150303T090000")))  # fmt: skip

    days = [f"{wall_clock(one.starts_at, one.tz):%Y-%m-%d}" for one in found.events]
    assert (min(days), max(days)) == ("2025-03-04", "2028-02-29")
