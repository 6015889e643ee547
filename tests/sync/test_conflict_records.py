"""Conflicts as records of the log: the same conflict is the same record wherever it is found."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.engine.conflict_records import (
    KIND,
    SUPERSEDED,
    Author,
    author_of,
    identity,
    is_open,
    left_behind,
    record,
    superseded,
)
from sync.engine.conflicts import Conflict, same
from sync.engine.merge import begin
from sync.engine.stamps import Stamps
from sync.protocol.change import DELETION, MAX_TEXT, Change, Value, from_wire, to_wire
from sync.protocol.version import LATEST_MS, MAX_COUNTER, NONE, Version, ms_of, pack, to_text

ENTITY = bytes(range(16))
OLD, NEW, NEWER = pack(1_000, 3, 7), pack(2_000, 5, 9), pack(3_000, 0, 1)
A, B = Author("phone", "ann"), Author("laptop", "ben")
CONFLICT = Conflict(ENTITY, "name", NEW, OLD, ["x", 1], "y")
VERSIONS = st.builds(pack, st.integers(0, LATEST_MS), st.integers(0, MAX_COUNTER), st.integers(0, 2**64 - 1))


def an_edit(version: Version, base: dict[str, Version], *, partial: bool = False) -> Change:
    fields: dict[str, Value] = {name: 1 for name in base if name != DELETION} or {"other": 1}
    return Change(version, "client", ENTITY, fields, base, "set", version, 1, *A, 1, 0, partial=partial)


def test_a_conflict_says_both_values_and_who_said_them_when() -> None:
    opened = record("client", CONFLICT, A, B)

    assert opened.fields == {
        "kind": "client", "entity": ENTITY.hex(), "field": "name", "winner": to_text(NEW), "loser": to_text(OLD),
        "winning": '["x",1]', "losing": '"y"', "winner_device": "phone", "winner_user": "ann", "winner_ms": 2_000,
        "loser_device": "laptop", "loser_user": "ben", "loser_ms": 1_000, "state": "open",
    }  # fmt: skip
    assert (opened.kind, opened.group, opened.group_size, author_of(opened)) == (
        KIND,
        opened.version,
        1,
        ("server", "server"),
    )


@given(VERSIONS, VERSIONS, st.text(max_size=5), st.none() | st.integers() | st.text(max_size=3))
def test_a_conflict_found_again_is_the_same_record(one: Version, other: Version, name: str, value: Value) -> None:
    conflict = Conflict(ENTITY, name, max(one, other), min(one, other), value, None)
    opened = record("client", conflict, A, B)

    assert record("client", conflict, A, B) == opened
    assert opened.entity == identity(ENTITY, name, min(one, other))
    assert ms_of(opened.version) == ms_of(max(one, other))


def test_records_that_say_different_things_have_different_versions() -> None:
    versions = {
        record(kind, conflict, winner, B).version
        for kind in ("client", "project")
        for conflict in (CONFLICT, replace(CONFLICT, winning=2), replace(CONFLICT, losing=None))
        for winner in (A, B)
    }

    assert len(versions) == 12


@given(VERSIONS, VERSIONS, st.binary(min_size=16, max_size=16), st.text(max_size=3), st.text(max_size=3))
def test_every_conflict_has_an_id_of_its_own(
    one: Version, other: Version, entity: bytes, name: str, second: str
) -> None:
    assert (identity(entity, name, one) == identity(entity, second, other)) == ((name, one) == (second, other))


@given(st.text(st.characters(codec="utf-8"), max_size=9), st.booleans())
def test_a_record_is_read_from_the_wire_as_any_other(value: str, deletion: bool) -> None:
    conflict = Conflict(ENTITY, DELETION if deletion else "name", NEW, OLD, value, [value, 1.5, None])
    opened = record("client", conflict, A, B)

    assert from_wire(json.loads(json.dumps(to_wire(opened)))) == opened


@pytest.mark.parametrize("value", ["x" * (MAX_TEXT - 1), ["\n" * MAX_TEXT]], ids=["text", "list"])
def test_a_value_longer_than_a_text_may_be_is_left_to_the_history(value: Value) -> None:
    opened = record("client", replace(CONFLICT, losing=value), A, B)

    assert opened.fields["losing"] == ""
    assert from_wire(to_wire(opened)) == opened


def test_who_has_moved_on_from_a_losing_version_leaves_its_conflict_behind() -> None:
    stamps = Stamps({"name": NEW, "note": OLD})
    moved_on = an_edit(NEWER, {"name": OLD, "note": OLD, "new": NONE})

    assert list(left_behind(stamps, moved_on)) == [identity(ENTITY, "name", OLD)]
    assert list(left_behind(stamps, replace(moved_on, partial=True))) == []


def test_who_brings_back_what_was_deleted_leaves_the_deletion_behind() -> None:
    stamps = Stamps({"name": NEW}, {"name": OLD}, OLD)

    assert list(left_behind(stamps, an_edit(NEWER, {DELETION: OLD}))) == [identity(ENTITY, DELETION, OLD)]


@given(VERSIONS, VERSIONS)
def test_a_superseded_conflict_is_closed_by_a_later_version(state: Version, by: Version) -> None:
    closing = superseded(ENTITY, Stamps({"state": state}), an_edit(by, {}))

    if closing is None:
        assert ms_of(max(state, by)) == LATEST_MS
    else:
        assert closing.version > max(state, by)
        assert (closing.fields, closing.base) == ({"state": SUPERSEDED}, {"state": state})
        assert from_wire(to_wire(closing)) == closing


def test_a_conflict_that_was_opened_twice_is_closed_by_two_different_records() -> None:
    once, again = (superseded(ENTITY, Stamps({"state": state}), an_edit(NEWER, {})) for state in (OLD, NEW))

    assert once is not None
    assert again is not None
    assert once.version != again.version


def test_at_the_end_of_all_clocks_a_conflict_stays_open() -> None:
    last = pack(LATEST_MS, MAX_COUNTER, 0)

    assert superseded(ENTITY, Stamps({"state": OLD}), an_edit(last, {})) is None


def test_only_an_open_conflict_is_open() -> None:
    values, _ = begin(record("client", CONFLICT, A, B))

    assert is_open(values)
    assert not is_open(values | {"state": "kept"})
    assert not is_open({})


def test_values_that_python_calls_equal_may_be_different_to_a_person() -> None:
    assert same([1, "a", None], [1, "a", None])
    assert not same([1], [True])
    assert not same([1], [1, 1])
    assert not same(1, 1.0)
    assert not same([1], "1")
