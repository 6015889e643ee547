"""Overlaps side by side."""

from hypothesis import given
from hypothesis import strategies as st

from app.ui.calendar.packing import Share, groups, pack

spans = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda s: (float(s[0]), float(s[0] + s[1]))), max_size=12
)


def test_what_overlaps_stands_side_by_side_and_what_does_not_takes_the_width() -> None:
    assert pack([(0, 10), (5, 15), (20, 30)]) == [Share(0, 0.5), Share(0.5, 1), Share(0, 1)]
    assert pack([(0, 10), (10, 20)]) == [Share(0, 1), Share(0, 1)]


def test_room_to_the_right_is_used() -> None:
    # Two stand beside the long one at first, later only one does.
    assert pack([(0, 30), (0, 10), (5, 10), (20, 30)])[3] == Share(1 / 3, 1)


def test_nothing_is_packed_into_nothing() -> None:
    assert pack([]) == []
    assert groups([]) == []


@given(spans)
def test_no_two_that_overlap_share_any_width(found: list[tuple[float, float]]) -> None:
    shares = pack(found)
    for one, (a, b) in enumerate(found):
        assert 0 <= shares[one].left < shares[one].right <= 1
        for other, (c, d) in enumerate(found[:one]):
            if a < d and c < b:
                left, right = sorted((shares[one], shares[other]), key=lambda share: share.left)
                assert left.right <= right.left + 1e-9
