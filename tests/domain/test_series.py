"""Cutting a recurring event leaves every time it happens where it was, by the clock, also when the clocks change."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.domain.days import next_day, wall_clock
from app.domain.entities.planning import PlannedEvent
from app.domain.planned import happenings
from app.domain.recurrence import MOST, is_rule, last_occurrence, next_occurrence, occurrences
from app.domain.series import (
    at_day,
    at_time,
    check_recurrence,
    cut,
    first_day,
    from_here,
    happens_on,
    is_series,
    moved,
    moved_rule,
    settled,
)
from tests.domain.test_planned import an_event, at

FAR = "2027-12-31"
RULES = (
    "FREQ=DAILY", "FREQ=DAILY;INTERVAL=3;COUNT=11", "FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH,SU;COUNT=9",
    "FREQ=WEEKLY;BYDAY=TU,SA;UNTIL=20260630", "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=MONTHLY;BYDAY=2TU;COUNT=6",
    "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=-1", "FREQ=YEARLY", "RRULE:FREQ=MONTHLY;INTERVAL=2", "FREQ=DAILY;BYMONTH=3,4",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU",
)  # fmt: skip


def ids() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"new-{next(numbers)}"


def series(rule: str, start: str = "2026-03-02 09:00", minutes: int = 60, **fields: object) -> PlannedEvent:
    event = an_event(start, start, recurrence=rule)
    return settled(replace(event, ends_at=event.starts_at + minutes * 60, **fields))  # type: ignore[arg-type]


def spans(*events: PlannedEvent | None) -> list[tuple[int, int]]:
    return sorted(span for event in events if event for span in happenings(event, FAR))


ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Chatham", "Asia/Kolkata", "UTC")


@given(
    st.sampled_from(RULES), st.integers(0, 40), st.sampled_from(["09:00", "02:30", "23:30"]), st.integers(0, 250),
    st.sampled_from(ZONES),
)  # fmt: skip
def test_a_cut_series_happens_when_the_whole_one_did(rule: str, place: int, clock: str, shift: int, tz: str) -> None:
    event = series(rule, f"{next_day('2026-02-20', shift)} {clock}", tz=tz)
    assume(happens_on(event, first_day(event)))
    days = occurrences(event.recurrence or "", first_day(event), FAR)
    day = days[min(place, len(days) - 1)]

    parts = cut(event, day, ids())

    assert spans(parts.before, parts.occurrence, *parts.after) == spans(event)
    assert first_day(parts.occurrence) == day
    assert parts.occurrence.recurrence is None
    assert len({parts.occurrence.id, *(one.id for one in parts.after)}) == 1 + len(parts.after)
    kept = parts.before or (parts.after[-1] if parts.after else parts.occurrence)
    assert kept.id == event.id


@given(st.sampled_from(RULES), st.integers(0, 40), st.integers(0, 60))
def test_a_series_in_two_happens_when_the_whole_one_did(rule: str, place: int, shift: int) -> None:
    event = series(rule, f"{next_day('2026-02-20', shift)} 09:00")
    days = occurrences(event.recurrence or "", first_day(event), FAR)
    day = days[min(place, len(days) - 1)]

    before, following = from_here(event, day, ids())

    assert spans(before, following) == spans(event)
    assert first_day(following) == day
    assert (before is None) == (day == days[0])
    assert (before or following).id == event.id


def test_each_part_counts_what_is_left_to_it() -> None:
    parts = cut(series("FREQ=WEEKLY;BYDAY=TU,TH;COUNT=8"), "2026-03-12", ids())

    assert parts.before
    assert parts.before.recurrence == "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=3"
    assert [one.recurrence for one in parts.after] == ["FREQ=WEEKLY;BYDAY=TU,TH;COUNT=4"]
    before, following = from_here(series("FREQ=DAILY;COUNT=5"), "2026-03-05", ids())
    assert before
    assert (before.recurrence, following.recurrence) == ("FREQ=DAILY;COUNT=3", "FREQ=DAILY;COUNT=2")


def test_one_that_ends_on_a_day_ends_there_still() -> None:
    parts = cut(series("FREQ=WEEKLY;UNTIL=20260630"), "2026-03-16", ids())

    assert parts.before
    assert parts.before.recurrence == "FREQ=WEEKLY;UNTIL=20260315"
    assert [one.recurrence for one in parts.after] == ["FREQ=WEEKLY;UNTIL=20260630"]
    last = cut(series("FREQ=WEEKLY;UNTIL=20260316"), "2026-03-16", ids())
    assert last.after == ()


def test_what_the_clocks_skip_does_not_move_the_rest() -> None:
    event = series("FREQ=DAILY", "2026-03-20 02:30")

    parts = cut(event, "2026-03-28", ids())

    assert [f"{wall_clock(one.starts_at, one.tz):%d %H:%M}" for one in parts.after] == ["29 03:30", "30 02:30"]
    assert parts.after[0].recurrence is None


def test_what_never_comes_again_is_skipped_and_leaves_nothing_after_it() -> None:
    parts = cut(series("FREQ=DAILY;COUNT=3", "2026-03-27 02:30"), "2026-03-28", ids())

    assert [f"{wall_clock(one.starts_at, one.tz):%d %H:%M}" for one in parts.after] == ["29 03:30"]


def test_nothing_is_cut_where_nothing_happens() -> None:
    with pytest.raises(ValueError, match="2026-03-03"):
        cut(series("FREQ=WEEKLY"), "2026-03-03", ids())
    with pytest.raises(ValueError, match="2026-03-02"):
        from_here(an_event("2026-03-02 09:00", "2026-03-02 10:00"), "2026-03-02", ids())


def test_an_event_happens_on_its_day_and_a_series_on_those_of_its_rule() -> None:
    once, weekly = an_event("2026-03-02 09:00", "2026-03-02 10:00"), series("FREQ=WEEKLY")

    assert (is_series(once), is_series(weekly)) == (False, True)
    assert happens_on(once, "2026-03-02")
    assert not happens_on(once, "2026-03-09")
    assert happens_on(weekly, "2026-03-09")
    assert not happens_on(weekly, "2026-03-10")


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("FREQ=WEEKLY", None),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", None),
        ("FREQ=MONTHLY;BYMONTHDAY=30;BYMONTH=2", "no_such_recurrence"),
        ("every now and then", "no_such_recurrence"),
        ("FREQ=HOURLY", "no_such_recurrence"),
        ("FREQ=WEEKLY;UNTIL=20260228", "recurrence_ends_early"),
        ("FREQ=WEEKLY;BYDAY=SU;UNTIL=20260305", "recurrence_never_comes"),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=TU", "recurrence_never_comes"),
    ],
)
def test_a_rule_is_understood_and_comes_at_least_once(rule: str, code: str | None) -> None:
    problems = check_recurrence(rule, "2026-03-02")

    assert [problem.code for problem in problems] == ([code] if code else [])
    assert all(problem.field == "recurrence" and problem.message.endswith(".") for problem in problems)


def test_a_series_begins_with_the_first_day_of_its_rule() -> None:
    event = series("FREQ=WEEKLY;BYDAY=TH", "2026-03-02 09:00", 30)

    assert (event.starts_at, event.ends_at) == (at("2026-03-05 09:00"), at("2026-03-05 09:30"))
    unknown = replace(event, recurrence="often")
    assert settled(unknown) == unknown
    ended = replace(event, recurrence="FREQ=WEEKLY;UNTIL=20200101")
    assert settled(ended) == ended


@pytest.mark.parametrize(
    ("end", "last"), [("2026-03-29 15:00", "2026-03-30"), ("2026-03-30", "2026-03-30"), ("2026-03-29", "2026-03-30")]
)
def test_whole_days_go_from_midnight_to_midnight(end: str, last: str) -> None:
    event = replace(an_event("2026-03-29", end), all_day=True)

    assert settled(event) == replace(event, starts_at=at("2026-03-29"), ends_at=at(last))


def test_whole_days_stay_whole_when_the_clocks_change() -> None:
    event = series("FREQ=DAILY;COUNT=4", "2026-03-27", 24 * 60, all_day=True)

    lengths = [(ends - starts) // 3600 for starts, ends in happenings(event, FAR)]

    assert lengths == [24, 24, 23, 24]


def test_a_night_ends_by_the_clock_it_began_by() -> None:
    event = series("FREQ=DAILY;COUNT=3", "2026-03-27 22:00", 8 * 60)

    ends = [f"{wall_clock(end, event.tz):%d %H:%M}" for _, end in happenings(event, FAR)]

    assert ends == ["28 06:00", "29 06:00", "30 06:00"]


def test_an_event_that_would_end_before_it_begins_lasts_as_long_as_usual() -> None:
    event = series("FREQ=DAILY;COUNT=3", "2026-03-27 02:15", 30)

    assert [end - start for start, end in happenings(event, FAR)] == [1800, 1800, 1800]


def test_at_another_time_an_event_lasts_as_long() -> None:
    event = an_event("2026-03-02 09:00", "2026-03-02 10:30")
    days = replace(an_event("2026-03-02", "2026-03-04"), all_day=True)

    later = at_time(event, at("2026-03-05 14:00"))
    assert (later.starts_at, later.ends_at) == (at("2026-03-05 14:00"), at("2026-03-05 15:30"))
    other = at_time(days, at("2026-03-28 14:00"))
    assert (other.starts_at, other.ends_at) == (at("2026-03-28"), at("2026-03-30"))


@given(st.sampled_from(["FREQ=DAILY;INTERVAL=2", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH,SU", "FREQ=WEEKLY",
                        "FREQ=WEEKLY;INTERVAL=3;BYDAY=SU,MO;WKST=SU;COUNT=7", "FREQ=DAILY;BYDAY=MO,TU;UNTIL=20260530"]),
       st.integers(-9, 9), st.integers(0, 6))  # fmt: skip
def test_a_moved_series_happens_as_much_later_each_time(rule: str, step: int, place: int) -> None:
    event = series(rule, "2026-03-02 09:00")
    days = occurrences(rule, first_day(event), FAR)
    old, new = days[place], next_day(days[place], step)

    shifted = moved(event, old, starts_at=at(f"{new} 10:15"), ends_at=at(f"{new} 10:45"))

    found = occurrences(shifted.recurrence or "", first_day(shifted), FAR)
    assert found[:7] == [next_day(day, step) for day in days[:7]]
    begins, ends = next(iter(happenings(shifted, FAR)))
    assert (wall_clock(begins, event.tz).time().isoformat(), ends - begins) == ("10:15:00", 1800)


@pytest.mark.parametrize(
    ("rule", "old", "new", "expected"),
    [
        ("FREQ=WEEKLY;BYDAY=TU", "2026-03-03", "2026-03-03", "FREQ=WEEKLY;BYDAY=TU"),
        ("FREQ=MONTHLY;BYMONTHDAY=3", "2026-03-03", "2026-03-05", "FREQ=MONTHLY;BYMONTHDAY=5"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-03-31", "2026-03-30", "FREQ=MONTHLY;BYMONTHDAY=30"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-03-31", "2026-04-30", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("FREQ=MONTHLY;BYDAY=1TU", "2026-03-03", "2026-03-12", "FREQ=MONTHLY;BYDAY=2TH"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "2026-03-27", "2026-03-26", "FREQ=MONTHLY;BYDAY=-1TH"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "2026-03-27", "2026-03-20", "FREQ=MONTHLY;BYDAY=3FR"),
        ("FREQ=MONTHLY", "2026-03-03", "2026-03-05", "FREQ=MONTHLY"),
        ("FREQ=MONTHLY;BYDAY=MO,TU", "2026-03-03", "2026-03-05", "FREQ=MONTHLY;BYDAY=MO,TU"),
        ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31", "2026-03-31", "2026-04-02", "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=2"),
        ("FREQ=MONTHLY;BYMONTHDAY=3;UNTIL=20260603", "2026-03-03", "2026-03-05", "FREQ=MONTHLY;BYMONTHDAY=5;UNTIL=20260605"),
    ],
)  # fmt: skip
def test_a_rule_follows_the_day_it_is_moved_to(rule: str, old: str, new: str, expected: str) -> None:
    assert moved_rule(rule, old, new) == expected


@given(st.sampled_from(RULES), st.integers(0, 800), st.integers(0, 60))
def test_days_of_a_rule_are_the_same_wherever_one_begins_to_look(rule: str, back: int, width: int) -> None:
    event = series(rule, "2024-03-02 09:00")
    rule, first = event.recurrence or "", first_day(event)
    since = next_day(first, back)
    until = next_day(since, width)

    whole = [day for day in occurrences(rule, first, until) if day >= since]

    assert occurrences(rule, first, until, since=since) == whole
    following = next_occurrence(rule, first, since)
    assert following == (whole[0] if whole else following)
    assert following is None or following >= since
    assert (following is None or following > until) == (not whole)


def test_five_years_of_days_are_looked_for_where_they_are_asked_for() -> None:
    # The first ten thousand days of the rule lie before these.
    assert occurrences("FREQ=DAILY", "1970-01-01", "2026-03-03", since="2026-03-02") == ["2026-03-02", "2026-03-03"]
    assert len(occurrences("FREQ=DAILY", "1970-01-01", "2026-03-03")) == MOST


def test_a_rule_that_counts_knows_its_last_day() -> None:
    assert last_occurrence("FREQ=DAILY;COUNT=3", "2026-03-02") == "2026-03-04"
    assert last_occurrence("FREQ=DAILY", "2026-03-02") is None
    assert last_occurrence("FREQ=DAILY;INTERVAL=7;BYDAY=TU;COUNT=2", "2026-03-02") is None
    assert occurrences("FREQ=DAILY;COUNT=3", "2026-03-02", FAR, since="2026-03-05") == []
    with pytest.raises(ValueError, match="often"):
        next_occurrence("often", "2026-03-02", "2026-03-02")
    assert not is_rule("often")


def test_an_event_of_another_day_keeps_its_times() -> None:
    event = at_day(an_event("2026-03-02 23:00", "2026-03-03 01:00"), "2026-03-29")

    assert (event.starts_at, event.ends_at) == (at("2026-03-29 23:00"), at("2026-03-30 01:00"))
