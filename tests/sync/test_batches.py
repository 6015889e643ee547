"""What is pushed at once: whole groups, within count and bytes."""

from hypothesis import given
from hypothesis import strategies as st

from sync.client.batches import fitting, halves
from sync.protocol.change import MAX_TEXT, Change, to_wire
from sync.protocol.messages import Limits
from sync.protocol.sizes import size_of
from sync.protocol.version import NONE, pack
from sync.protocol.wire import dump
from tests.sync.test_protocol import changes


def queue(sizes: list[int], text: str = "") -> list[Change]:
    """Return groups of these sizes."""
    made: list[Change] = []
    for number, size in enumerate(sizes):
        group = pack(1 + number, 0, 0)
        made += [
            Change(
                pack(1 + number, at, 0), "k", bytes(16), {"f": text}, {"f": NONE}, "set", group, size, "d", "u", 1, 1
            )
            for at in range(size)
        ]
    return made


GROUPS = st.lists(st.integers(1, 5), max_size=8)


@given(GROUPS, st.integers(1, 12), st.integers(1, 20_000))
def test_a_batch_is_whole_groups_from_the_front_and_within_the_limits(sizes: list[int], most: int, room: int) -> None:
    pending = queue(sizes)
    batch = fitting(pending, Limits(changes=most, body_bytes=room))

    assert list(batch) == pending[: len(batch)]
    assert len(batch) in [sum(sizes[:count]) for count in range(len(sizes) + 1)]
    assert bool(batch) == bool(pending)
    if len(batch) > sum(sizes[:1]):
        assert len(batch) <= most
        assert sum(map(size_of, batch)) <= room // 2


def test_a_batch_takes_all_that_fits() -> None:
    assert len(fitting(queue([2, 3, 4]), Limits())) == 9
    assert len(fitting(queue([2, 3, 4]), Limits(changes=5))) == 5
    assert len(fitting(queue([1, 1, 1], "x" * 1000), Limits(body_bytes=7000))) == 2


@given(GROUPS.filter(bool))
def test_halves_are_whole_groups_and_get_smaller(sizes: list[int]) -> None:
    pending = queue(sizes)
    first, rest = halves(pending)

    assert [*first, *rest] == pending
    assert bool(rest) == (len(sizes) > 1)
    assert len(first) in [sum(sizes[:count]) for count in range(1, len(sizes) + 1)]


@given(changes())
def test_the_size_is_about_what_the_record_takes_on_the_wire(change: Change) -> None:
    assert len(dump(to_wire(change))) <= 2 * size_of(change)


def test_long_texts_count_in_full() -> None:
    for text in ("x" * MAX_TEXT, "ü" * (MAX_TEXT // 2)):
        [change] = queue([1], text)
        assert len(dump(to_wire(change))) <= size_of(change) <= 2 * len(dump(to_wire(change)))
