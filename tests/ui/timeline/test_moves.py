"""What moving a bar or its ends does to the dates."""

from hypothesis import given
from hypothesis import strategies as st

from app.ui.timeline.moves import Edge, Move
from app.ui.timeline.scale import number_of

START, DUE = number_of("2026-03-02"), number_of("2026-03-13")


def move(edge: Edge, start: int | None = START, due: int | None = DUE) -> Move:
    return Move("p", None, edge, start, due)


def test_edges_move_by_themselves_and_the_bar_as_a_whole() -> None:
    assert move(Edge.DUE).by(3).fields == {"due_date": "2026-03-16"}
    assert move(Edge.START).by(-1).fields == {"start_date": "2026-03-01"}
    assert move(Edge.BOTH).by(7).fields == {"start_date": "2026-03-09", "due_date": "2026-03-20"}


def test_move_of_nothing_changes_no_date() -> None:
    assert move(Edge.BOTH).by(0).fields == {}


@given(st.sampled_from(Edge), st.integers(-400, 400))
def test_start_never_passes_the_due_date(edge: Edge, days: int) -> None:
    start, due = move(edge).by(days).after

    assert start is not None
    assert due is not None
    assert start <= due


def test_missing_date_stays_missing() -> None:
    assert move(Edge.BOTH, due=None).by(2).fields == {"start_date": "2026-03-04"}
    assert move(Edge.BOTH, start=None).by(-2).fields == {"due_date": "2026-03-11"}
    assert move(Edge.DUE, start=None).by(-99).after == (None, DUE - 99)
