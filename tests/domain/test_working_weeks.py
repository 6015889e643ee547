"""Weeks over the years: what is set holds up to the next change, and nothing else moves."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.capacity import Calendar, slots_on
from app.domain.days import days_between, next_day, weekday
from app.domain.entities.planning import WorkSlot
from app.domain.working_weeks import (
    EARLIEST_DAY,
    USUAL_WEEK,
    WeekSpan,
    WorkingWeek,
    week_on,
    weeks,
    with_days,
    with_week,
    without_week,
)
from tests.support.things import ME

FULL: list[WeekSpan] = [(day, 540, 1020) for day in range(5)]
SHORT: list[WeekSpan] = [(day, 540, 780) for day in range(4)]


def put(slots: list[WorkSlot], spans: list[WeekSpan], since: str) -> list[WorkSlot]:
    return with_week(slots, spans, user=ME, since=since, now=7)


def told(slots: list[WorkSlot]) -> list[tuple[str | None, str | None, int]]:
    return [(week.since, week.until, week.minutes) for week in weeks(slots)]


def test_before_anybody_set_a_week_the_usual_one_holds() -> None:
    (week,) = weeks([])

    assert (week.since, week.until, week.usual, week.spans, week.slots) == (None, None, True, USUAL_WEEK, ())
    assert week.minutes == 2400


def test_a_week_holds_from_its_day_on_and_the_past_stays_as_it_was() -> None:
    slots = put([], FULL, "2026-01-05")
    slots = put(slots, SHORT, "2026-06-01")

    assert told(slots) == [(None, "2026-01-04", 2400), ("2026-01-05", "2026-05-31", 2400), ("2026-06-01", None, 960)]
    assert week_on(slots, "2026-05-31").spans == tuple(FULL)
    assert week_on(slots, "2020-01-01").usual


def test_a_week_set_between_two_ends_where_the_later_one_begins() -> None:
    slots = put(put([], FULL, "2026-01-05"), SHORT, "2026-06-01")

    slots = put(slots, [(5, 600, 720)], "2026-03-02")

    assert told(slots)[1:] == [
        ("2026-01-05", "2026-03-01", 2400), ("2026-03-02", "2026-05-31", 120), ("2026-06-01", None, 960),
    ]  # fmt: skip


def test_what_does_not_change_is_not_written_anew() -> None:
    before = put([], FULL, "2026-01-05")
    after = put(before, [*FULL[:4], (4, 540, 780)], "2026-03-02")

    assert {slot.id for slot in before} <= {slot.id for slot in after}
    assert len(after) == 6
    assert put(before, FULL, "2026-03-02") == before


def test_the_same_week_set_on_two_devices_is_one() -> None:
    assert {slot.id for slot in put([], FULL, "2026-01-05")} == {slot.id for slot in put([], FULL, "2026-01-05")}
    assert {s.id for s in put([], FULL, "2026-01-05")}.isdisjoint({s.id for s in put([], FULL, "2026-01-06")})


def test_twins_that_two_devices_left_are_one_after_the_next_change() -> None:
    one, other = put([], [(0, 540, 1020)], "2026-01-05"), put([], [(0, 600, 1080)], "2026-01-05")
    both = [*one, *other]
    assert Calendar(both).capacity("2026-01-05") == 540

    after = put(both, [(0, 540, 1020)], "2026-02-02")

    assert Calendar(after).capacity("2026-02-02") == 480
    assert Calendar(after).capacity("2026-01-05") == 540


def test_no_work_at_all_from_a_day_on_leaves_the_usual_week_before_it() -> None:
    slots = put([], [], "2026-03-02")

    assert Calendar(slots).by_day("2026-02-27", "2026-03-02") == {
        "2026-02-27": 480, "2026-02-28": 0, "2026-03-01": 0, "2026-03-02": 0,
    }  # fmt: skip
    assert [week.since for week in weeks(slots)] == [None, EARLIEST_DAY, "2026-03-02"]


def test_a_week_that_is_taken_back_lets_the_one_before_go_on() -> None:
    slots = put(put(put([], FULL, "2026-01-05"), SHORT, "2026-03-02"), [(5, 600, 720)], "2026-06-01")

    after = without_week(slots, user=ME, since="2026-03-02", now=7)

    assert told(after)[1:] == [("2026-01-05", "2026-05-31", 2400), ("2026-06-01", None, 120)]


def test_the_first_week_taken_back_leaves_what_is_usual() -> None:
    slots = put(put([], [*SHORT, (5, 600, 720)], "2026-01-05"), SHORT, "2026-03-02")

    after = without_week(slots, user=ME, since="2026-01-05", now=7)

    assert told(after) == [(None, "2026-03-01", 2400), ("2026-03-02", None, 960)]
    assert without_week(after, user=ME, since="2026-03-02", now=7) == []


def test_some_days_are_changed_and_the_others_stay() -> None:
    week = WorkingWeek(None, None, (), usual=True)

    assert with_days(week, [4], [(540, 780)]) == [*USUAL_WEEK[:4], (4, 540, 780)]
    assert with_days(week, range(7), []) == []
    assert sorted(with_days(week, [5, 6], [(0, 60), (120, 180)]))[-4:] == [
        (5, 0, 60), (5, 120, 180), (6, 0, 60), (6, 120, 180),
    ]  # fmt: skip


def test_a_slot_that_lasts_to_the_end_of_all_days_is_no_change() -> None:
    slots = put([], FULL, "2026-01-05")
    lasting = [
        WorkSlot(id=slot.id, created_at=0, user=ME, weekday=slot.weekday, start_minute=540, end_minute=1020,
                 effective_from="2026-01-05", effective_to="9999-12-31")
        for slot in slots
    ]  # fmt: skip

    assert [week.since for week in weeks(lasting)] == [None, "2026-01-05"]


DAYS = st.sampled_from([f"2026-{month:02}-{day:02}" for month in (1, 2, 3) for day in (1, 2, 9, 17, 28)])
TIMES = st.sampled_from([(0, 360), (480, 720), (720, 780), (780, 1080), (1200, 1440)])
WEEKS = st.sets(st.tuples(st.integers(0, 6), TIMES)).map(lambda found: [(day, *times) for day, times in found])
STEPS = st.lists(st.tuples(st.booleans(), DAYS, WEEKS), max_size=7)


class Diary:
    """The same, as simply as can be: which week begins on which day."""

    def __init__(self) -> None:
        self.begins: dict[str, tuple[WeekSpan, ...] | None] = {"": None}

    def put(self, spans: list[WeekSpan], since: str) -> None:
        after = {day: week for day, week in self.begins.items() if day < since}
        after[since] = tuple(sorted(spans))
        self._keep(after | {day: week for day, week in self.begins.items() if day > since})

    def drop(self, since: str) -> None:
        if since in self.begins:
            del self.begins[since]
            self._keep(self.begins)

    def _keep(self, begins: dict[str, tuple[WeekSpan, ...] | None]) -> None:
        self.begins = {}
        for day in sorted(begins):
            if not self.begins or begins[day] != list(self.begins.values())[-1]:
                self.begins[day] = begins[day]

    def on(self, day: str) -> tuple[WeekSpan, ...]:
        found = self.begins[max(begin for begin in self.begins if begin <= day)]
        return USUAL_WEEK if found is None else found


@given(STEPS)
def test_weeks_are_kept_as_a_diary_would_keep_them(steps: list[tuple[bool, str, list[WeekSpan]]]) -> None:
    slots, diary = list[WorkSlot](), Diary()
    for drops, day, spans in steps:
        if drops:
            if any(week.since == day for week in weeks(slots)):
                slots = without_week(slots, user=ME, since=day, now=1)
                diary.drop(day)
        else:
            slots = put(slots, spans, day)
            diary.put(spans, day)

    calendar = Calendar(slots)
    for day in days_between("2025-12-28", "2026-04-02"):
        wanted = [(start, end) for number, start, end in diary.on(day) if number == weekday(day)]
        assert calendar.capacity(day) == sum(end - start for start, end in wanted), day
        if diary.begins.keys() - {""} and day >= min(diary.begins.keys() - {""}):
            assert sorted((s.start_minute, s.end_minute) for s in slots_on(slots, day)) == sorted(wanted)
    assert len({slot.id for slot in slots}) == len(slots)


@given(STEPS)
def test_weeks_follow_one_another_without_gap_and_neighbours_differ(
    steps: list[tuple[bool, str, list[WeekSpan]]],
) -> None:
    slots = list[WorkSlot]()
    for _, day, spans in steps:
        slots = put(slots, spans, day)
    found = weeks(slots)

    assert found[0].since is None
    assert found[-1].until is None
    for one, other in pairwise(found):
        assert one.until is not None
        assert next_day(one.until) == other.since
        assert one.usual or one.spans != other.spans


@pytest.mark.parametrize("day", ["1850-01-01", "2026-01-04", "2026-01-05", "9999-12-31"])
def test_every_day_has_a_week(day: str) -> None:
    week = week_on(put([], FULL, "2026-01-05"), day)

    assert week.usual == (day < "2026-01-05")
