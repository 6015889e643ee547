"""Stamps: stored small, read back the same."""

from hypothesis import given
from hypothesis import strategies as st

from sync.engine.stamps import Stamps, decode, encode
from sync.protocol.version import NONE, Version, pack

VERSIONS = st.integers(1, 5).map(lambda n: pack(n, 0, n))
NAMES = st.sampled_from(["name", "note", "span", "tag:1", "", "ünïcode", 'quo"te'])
STAMPS = st.builds(Stamps, st.dictionaries(NAMES, VERSIONS), st.dictionaries(NAMES, VERSIONS), st.just(NONE) | VERSIONS)
STANDARD = st.frozensets(NAMES)


@given(STAMPS, STANDARD)
def test_stored_stamps_come_back_as_they_were(stamps: Stamps, standard: frozenset[str]) -> None:
    assert decode(encode(stamps, standard), standard) == stamps


@given(STAMPS, STANDARD, st.randoms(use_true_random=False))
def test_equal_stamps_are_stored_as_equal_bytes(stamps: Stamps, standard: frozenset[str], dice: object) -> None:
    names = list(stamps.fields)
    shuffled = Stamps(
        {n: stamps.fields[n] for n in reversed(names)}, dict(reversed(stamps.seen.items())), stamps.deleted
    )

    assert encode(shuffled, standard) == encode(stamps, standard)


@given(VERSIONS, STANDARD)
def test_an_entity_of_one_change_costs_sixteen_bytes(version: Version, standard: frozenset[str]) -> None:
    assert encode(Stamps(dict.fromkeys(standard, version)), standard) == (version if standard else bytes(16))


def test_a_field_that_was_never_written_has_no_version() -> None:
    assert Stamps().of("name") == NONE
    assert encode(Stamps({"name": NONE}), frozenset(("name",))) == encode(Stamps(), frozenset(("name",)))


def test_a_stamp_without_a_deletion_is_alive_as_long_as_it_has_a_field() -> None:
    assert not Stamps().alive
    assert Stamps({"name": pack(1, 0, 0)}).alive
    assert not Stamps({"name": pack(1, 0, 0)}, {"name": pack(1, 0, 0)}).alive
    assert Stamps({"name": pack(2, 0, 0)}, {"name": pack(1, 0, 0)}).alive
