"""Laying estimates into free working time."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.domain.capacity import Calendar
from app.domain.entities.planning import WorkSlot
from app.domain.ids import UserId
from app.domain.time_boxes import TimeBox, at_minute, free_spans, lay, working_spans
from tests.support.store import USER

BERLIN = "Europe/Berlin"
MINUTE = 60
spans = st.lists(
    st.tuples(st.integers(0, 600), st.integers(1, 120)).map(lambda s: (s[0] * 60, (s[0] + s[1]) * 60)), max_size=6
)
wants = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 200)), max_size=4)


def slot(start: int, end: int) -> WorkSlot:
    return WorkSlot(
        id=f"{start}", created_at=0, user=UserId(USER), weekday=0, start_minute=start, end_minute=end,
        effective_from="2026-01-01",
    )  # fmt: skip


def test_working_hours_are_instants_in_order_and_without_overlaps() -> None:
    calendar = Calendar([slot(13 * 60, 17 * 60), slot(9 * 60, 12 * 60), slot(11 * 60, 12 * 60)])
    monday = at_minute("2026-03-02", 0, BERLIN)
    found = working_spans(calendar, "2026-03-02", BERLIN)
    assert [((since - monday) // 60, (until - monday) // 60) for since, until in found] == [(540, 720), (780, 1020)]
    assert working_spans(calendar, "2026-03-03", BERLIN) == []


def test_a_time_that_clocks_jump_over_is_just_after_the_jump() -> None:
    assert at_minute("2026-03-29", 150, BERLIN) == at_minute("2026-03-29", 210, BERLIN)
    assert at_minute("2026-10-25", 180, BERLIN) - at_minute("2026-10-25", 150, BERLIN) == 90 * MINUTE
    assert at_minute("2026-03-02", 24 * 60, BERLIN) == at_minute("2026-03-03", 0, BERLIN)


def test_what_is_taken_is_cut_out() -> None:
    assert free_spans([(0, 100), (200, 300)], [(50, 60), (90, 210), (250, 250), (400, 500), (70, 65)]) == [
        (0, 50), (60, 90), (210, 300),
    ]  # fmt: skip
    assert free_spans([(0, 100)], [(0, 100)]) == []


def test_projects_follow_each_other_and_holes_below_ten_minutes_are_left_alone() -> None:
    free = [(0, 5 * MINUTE), (10 * MINUTE, 40 * MINUTE), (60 * MINUTE, 90 * MINUTE)]
    assert lay([("a", 20), ("b", 25)], free) == [
        TimeBox("a", 10 * MINUTE, 30 * MINUTE),
        TimeBox("b", 30 * MINUTE, 40 * MINUTE),
        TimeBox("b", 60 * MINUTE, 75 * MINUTE),
    ]
    assert lay([("a", 100)], free)[-1] == TimeBox("a", 60 * MINUTE, 90 * MINUTE)


@given(spans, spans, wants)
def test_boxes_lie_in_free_time_never_over_each_other_and_hold_what_was_wanted(
    within: list[tuple[int, int]], taken: list[tuple[int, int]], wanted: list[tuple[str, int]]
) -> None:
    free = free_spans(within, taken)
    boxes = lay(wanted, free)

    assert all(any(since <= box.since and box.until <= until for since, until in free) for box in boxes)
    assert all(before.until <= after.since for before, after in pairwise(boxes))
    laid = sum(box.until - box.since for box in boxes)
    room = sum(until - since for since, until in free if until - since >= 10 * MINUTE)
    assert laid == min(room, sum(minutes for _, minutes in wanted) * MINUTE)
