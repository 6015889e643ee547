"""Lineage and digest: two histories or states have the same fingerprint exactly when they are the same."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.engine.digest import bucket_of, buckets, differing, of_entity
from sync.engine.lineage import BEGINNING, along, extend, follow, link
from sync.engine.stamps import Stamps
from sync.protocol.change import Change, Value
from sync.protocol.version import NONE, Version, pack

# The version of all zeros, which no clock shows, would look like none to a digest.
VERSIONS = st.builds(pack, st.integers(1, 9), st.just(0), st.integers(0, 9))
LOGS = st.lists(VERSIONS, max_size=8)
IDS = st.binary(min_size=16, max_size=16)
STAMPS = st.builds(Stamps, st.dictionaries(st.text(max_size=3), VERSIONS, max_size=3),
                   st.dictionaries(st.text(max_size=3), VERSIONS, max_size=2), st.just(NONE) | VERSIONS)  # fmt: skip


def a_change(number: int, *, partial: bool = False, **fields: Value) -> Change:
    version = pack(number, 0, 0)
    base = dict.fromkeys(fields, NONE)
    return Change(version, "k", bytes(16), fields, base, "set", version, 1, "d", "u", 1, 0, partial=partial)


def test_a_chain_tells_an_original_from_partial_changes_that_say_different_things() -> None:
    parts = [a_change(1, partial=True, name=1), a_change(1, partial=True, name=2), a_change(1, partial=True, other=1)]
    chains = [link(BEGINNING, change) for change in (a_change(1, name=1), a_change(1, name=2), *parts)]

    # A version is used for one content only, so an original needs no more than that.
    assert chains[0] == chains[1] == extend(BEGINNING, pack(1, 0, 0))
    assert len(set(chains)) == 4


def test_what_a_deletion_had_seen_is_part_of_its_chain_when_it_is_partial() -> None:
    one = replace(a_change(1, partial=True), op="del", base={"name": pack(0, 0, 1)})

    assert link(BEGINNING, one) != link(BEGINNING, replace(one, base={"name": pack(0, 0, 2)}))
    assert link(BEGINNING, one) == link(BEGINNING, replace(one, base={"name": pack(0, 0, 1), "x": NONE}, relay="r"))


def test_along_changes_the_chain_is_linked_one_by_one() -> None:
    changes = [a_change(1, name=1), a_change(2, partial=True, name=2), a_change(3, name=3)]

    assert along(BEGINNING, changes) == link(link(link(BEGINNING, changes[0]), changes[1]), changes[2])
    assert along(BEGINNING, changes[::2]) == follow(BEGINNING, [pack(1, 0, 0), pack(3, 0, 0)])


@given(LOGS, LOGS)
def test_chains_are_equal_exactly_when_the_logs_are(one: list[Version], other: list[Version]) -> None:
    assert (follow(BEGINNING, one) == follow(BEGINNING, other)) == (one == other)


@given(LOGS, LOGS)
def test_a_chain_goes_on_from_any_cursor(first: list[Version], then: list[Version]) -> None:
    assert follow(follow(BEGINNING, first), then) == follow(BEGINNING, first + then)


@pytest.mark.parametrize(
    ("chain", "version"), [(b"short", pack(1, 0, 0)), (BEGINNING, NONE), (b"x" * 17, pack(1, 0, 0))]
)
def test_a_chain_takes_only_versions(chain: bytes, version: Version) -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        extend(chain, version)


@given(IDS, IDS, STAMPS, STAMPS)
def test_digests_are_equal_exactly_when_id_and_stamps_are(
    one: bytes, other: bytes, mine: Stamps, theirs: Stamps
) -> None:
    assert (of_entity(one, mine) == of_entity(other, theirs)) == ((one, mine) == (other, theirs))


@given(st.dictionaries(IDS, STAMPS, min_size=1, max_size=6), st.data())
def test_buckets_ignore_order_and_show_where_two_copies_differ(state: dict[bytes, Stamps], data: st.DataObject) -> None:
    lost = data.draw(st.sampled_from(sorted(state)))
    less = {entity: stamps for entity, stamps in state.items() if entity != lost}

    assert buckets(state.items()) == buckets(reversed(list(state.items())))
    assert differing(buckets(state.items()), buckets(less.items())) == [bucket_of(lost)]
    assert differing(buckets(state.items()), buckets(state.items())) == []


def test_entities_of_one_hour_fall_into_different_buckets() -> None:
    made = [bytes.fromhex("0195f0000000700080") + n.to_bytes(7, "big") for n in range(64)]

    assert len({bucket_of(entity) for entity in made}) == 64
