"""Verify sync: identical, or exactly the ids that differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.client.verifying import verify
from sync.engine.digest import unequal
from tests.support.sync_pairs import SCOPE, Device, LogServer, office


@pytest.fixture
def pair() -> tuple[LogServer, Device]:
    server, [device] = office("phone")
    for entity in range(1, 6):
        device.set(entity, name=str(entity))
    device.sync()
    return server, device


def test_two_copies_that_hold_the_same_are_identical(pair: tuple[LogServer, Device]) -> None:
    _, device = pair

    assert verify(device.store, device.line, SCOPE) == {}


def test_the_ids_that_differ_are_named_whoever_holds_more(pair: tuple[LogServer, Device]) -> None:
    server, device = pair
    other = Device(server, "laptop")
    other.sync()
    other.set(2, name="newer")
    other.set(7, notes="new")
    expected = {"client": [bytes([2]) * 16, bytes([7]) * 16]}

    assert verify(other.store, device.line, SCOPE) == expected
    other.sync()
    assert verify(device.store, device.line, SCOPE) == expected


def test_a_kind_that_only_one_side_knows_differs(pair: tuple[LogServer, Device]) -> None:
    _, device = pair
    empty, [stranger] = office("stranger")

    assert set(verify(stranger.store, device.line, SCOPE)) == {"client"}
    assert set(verify(device.store, stranger.line, SCOPE)) == {"client"}
    assert empty.log() == []


def test_it_can_be_ended_between_two_questions(pair: tuple[LogServer, Device]) -> None:
    _, device = pair
    device.set(1, name="newer")
    left = iter([None])

    with pytest.raises(StopIteration):
        verify(device.store, device.line, SCOPE, lambda: next(left))


BUCKET = st.dictionaries(st.binary(min_size=2, max_size=2), st.binary(max_size=1), max_size=4)


@given(BUCKET, BUCKET)
def test_what_two_buckets_hold_differently_is_named_once(one: dict[bytes, bytes], other: dict[bytes, bytes]) -> None:
    found = unequal(one, other)

    assert found == unequal(other, one) == sorted({entity for entity, _ in one.items() ^ other.items()})
