"""A day as it is typed, and a week while it is dragged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ui import formats
from app.ui.settings.work_hours import spans as week
from app.ui.settings.work_hours.drags import Drag
from app.ui.settings.work_hours.places import Hit, Part, Places
from app.ui.settings.work_hours.words import summary
from app.ui.today.words import Style

MONDAY = ((0, 540, 720), (0, 780, 1020))
SNAP = 15


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("9-12:30, 13-17", [(540, 750), (780, 1020)]), ("9:00–17:00", [(540, 1020)]), ("13 to 17; 9 - 12", [(540, 720), (780, 1020)]),
        ("9am-5pm", [(540, 1020)]), ("22-24", [(1320, 1440)]), ("22-0", [(1320, 1440)]), ("0-6", [(0, 360)]), ("  ", []),
        ("22-6", [(1320, 360)]), ("9-12 and 13-17", [(540, 720), (780, 1020)]), ("0900-1730", [(540, 1050)]),
    ],
)  # fmt: skip
def test_times_are_read_as_people_type_them(text: str, times: list[tuple[int, int]]) -> None:
    assert week.read(text) == times


@pytest.mark.parametrize("text", ["nine to five", "9", "9-12-15", "9-25", "9-12,", "-"])
def test_what_is_no_time_is_not_guessed(text: str) -> None:
    assert week.read(text) is None


@given(st.lists(st.tuples(st.integers(0, 700), st.integers(720, 1440)), max_size=3), st.booleans())
def test_what_is_written_can_be_read_again(times: list[tuple[int, int]], clock24: bool) -> None:
    before = formats._current
    formats._current = Style(clock24=clock24)
    try:
        assert week.read(week.written(sorted(times))) == sorted(times)
    finally:
        formats._current = before


def drag(part: Part, span: week.WeekSpan | None, minute: int, weekday: int = 0) -> Drag:
    return Drag(Hit(part, weekday, span, minute), MONDAY)


def test_drawing_fills_free_time_and_stops_at_what_is_there() -> None:
    held = drag(Part.FREE, None, 1035)

    assert held.at(0, 1080, snap=SNAP).span == (0, 1035, 1080)
    # Backwards it comes no further than the span before it.
    assert held.at(0, 500, snap=SNAP).span == (0, 1020, 1035)
    assert held.at(0, 1035, snap=SNAP).spans == MONDAY


def test_edges_stop_at_their_neighbours_and_keep_a_step() -> None:
    start = drag(Part.START, MONDAY[1], 780)
    end = drag(Part.END, MONDAY[0], 720)

    assert start.at(0, 600, snap=SNAP).span == (0, 720, 1020)
    assert start.at(3, 1200, snap=SNAP).span == (0, 1005, 1020)
    assert end.at(0, 900, snap=SNAP).span == (0, 540, 780)
    assert end.at(0, 0, snap=SNAP).span == (0, 540, 555)


def test_a_span_moves_to_another_day_and_over_another_it_does_not_fit() -> None:
    held = drag(Part.SPAN, MONDAY[0], 600)

    moved = held.at(2, 660, snap=SNAP)
    assert (moved.spans, moved.span, moved.fits) == (((0, 780, 1020), (2, 600, 780)), (2, 600, 780), True)
    assert held.at(0, 5000, snap=SNAP).span == (0, 1260, 1440)
    over = held.at(0, 780, snap=SNAP)
    assert (over.span, over.fits) == ((0, 720, 900), False)


def test_a_copy_leaves_the_span_where_it_was() -> None:
    held = drag(Part.SPAN, MONDAY[0], 600)

    assert held.at(1, 600, snap=SNAP, copies=True).spans == (*MONDAY, (1, 540, 720))
    assert held.at(0, 600, snap=SNAP, copies=True).spans == MONDAY


SPANS = st.sets(st.tuples(st.integers(0, 6), st.sampled_from([(0, 60), (480, 720), (720, 780), (800, 1440)]))).map(
    lambda found: week.ordered((day, *times) for day, times in found)
)


@given(SPANS, st.integers(0, 6), st.integers(0, 1440), st.integers(0, 6), st.integers(-200, 1700), st.sampled_from((5, 15)),
       st.booleans())  # fmt: skip
def test_whatever_is_dragged_stays_within_its_day_and_only_a_move_can_overlap(
    spans: week.Spans, weekday: int, minute: int, to_day: int, to: int, snap: int, copies: bool
) -> None:
    places = Places(900)
    point = places.track_of(weekday).center()
    point.setX(round(places.x(minute)))
    hit = places.hit(point, spans)
    dragged = Drag(hit, spans).at(to_day, min(1440, max(0, to)), snap=snap, copies=copies)

    assert all(0 <= start < end <= 1440 for _, start, end in dragged.spans)
    for span in dragged.spans:
        others = tuple(other for other in dragged.spans if other != span)
        if dragged.fits:
            assert week.is_free(others, span)
    assert dragged.fits or hit.part is Part.SPAN


def test_the_first_row_is_the_day_on_which_the_week_starts() -> None:
    places = Places(900, week_start=6)

    assert [places.weekday(places.row_of(day).center().y()) for day in range(7)] == list(range(7))
    assert places.row_of(6).top() < places.row_of(0).top()
    assert (places.weekday(-50), places.weekday(5000)) == (6, 5)


def test_days_with_the_same_times_are_named_together() -> None:
    full = week.with_days((), range(5), [(540, 1020)])

    assert summary(full) == "Mon–Fri 09:00–17:00"
    assert summary(week.with_day(full, 4, [(540, 780)])) == "Mon–Thu 09:00–17:00 · Fri 09:00–13:00"
    assert summary(week.with_day((), 6, [(0, 1440)]), 6) == "Sun 00:00–24:00"
    assert summary(()) == "No work"


def test_a_span_is_added_where_there_is_room() -> None:
    assert week.next_free((), 3, 60) == (3, 540, 1020)
    assert week.next_free(MONDAY, 0, 60) == (0, 1080, 1140)
    assert week.next_free(((0, 0, 1380),), 0, 60) == (0, 1380, 1440)
    assert week.next_free(((0, 0, 1440),), 0, 60) is None
