"""The wire: what goes out comes back the same, and nothing malformed gets in."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol import change
from sync.protocol.change import DELETION, MAX_TEXT, Change, Malformed, decode_body, encode_body, from_wire, to_wire
from sync.protocol.version import (
    LATEST_MS,
    MAX_COUNTER,
    MAX_MS,
    NONE,
    Version,
    counter_of,
    from_text,
    ms_of,
    pack,
    to_text,
)

VERSIONS = st.builds(pack, st.integers(1_000, LATEST_MS), st.integers(0, MAX_COUNTER), st.integers(0, 2**64 - 1))
EARLIER = st.just(NONE) | st.builds(pack, st.integers(0, 999), st.integers(0, MAX_COUNTER), st.integers(0, 2**64 - 1))
NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63) + 1, 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | NAMES
)
VALUES = SCALARS | st.lists(SCALARS, max_size=4)
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12)
LATER = st.sampled_from(["x", "key_id", "sealed by"])
FIELDS = st.dictionaries(NAMES, VALUES, max_size=5)


@st.composite
def changes(draw: st.DrawFn) -> Change:
    fields = draw(FIELDS)
    seen = list(fields) or draw(st.lists(NAMES, max_size=4))
    base = {name: draw(EARLIER) for name in seen}
    if draw(st.booleans()):
        base[DELETION] = draw(EARLIER)
    version = draw(VERSIONS)
    return Change(
        version=version, kind=draw(WORDS), entity=draw(st.binary(min_size=16, max_size=16)), fields=fields, base=base,
        op="set" if fields else "del", group=min(version, draw(VERSIONS)), group_size=draw(st.integers(1, 500)), device=draw(WORDS),
        user=draw(WORDS), schema=draw(st.integers(1, 99)), wall_ms=draw(st.integers(-(2**40), 2**40)),
        offset_ms=draw(st.integers(-(10**9), 10**9)), partial=draw(st.booleans()), relay=draw(st.just("") | NAMES),
        more=draw(st.dictionaries(LATER, VALUES, max_size=2)),
    )  # fmt: skip


@given(changes())
def test_a_change_comes_back_from_the_wire_as_it_was(change: Change) -> None:
    text = json.dumps(to_wire(change))

    assert from_wire(json.loads(text)) == change
    assert to_wire(from_wire(json.loads(text))) == to_wire(change)


@given(FIELDS, st.dictionaries(NAMES, EARLIER, max_size=4))
def test_a_stored_body_comes_back_with_a_base_for_every_field(fields: dict[str, Any], base: dict[str, Version]) -> None:
    expected = dict.fromkeys(fields, NONE) | {name: version for name, version in base.items() if version}

    assert decode_body(encode_body(fields, base)) == (fields, {**dict.fromkeys(fields, NONE), **expected})


@given(FIELDS, st.dictionaries(NAMES, EARLIER, max_size=4))
def test_a_stored_body_tells_its_two_forms_apart(fields: dict[str, Any], base: dict[str, Version]) -> None:
    assert encode_body(fields, base)[0] == ("[" if any(base.values()) else "{")


def test_a_number_that_is_none_is_never_stored() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        encode_body({"a": float("nan")}, {})


RECORD: dict[str, Any] = {
    "v": "0000000003e8" + "0001" + "00000000000000aa", "k": "project", "i": "0195f0000000700080000000000000aa",
    "f": {"name": "Web", "money": [9500, "EUR"]}, "b": {"name": "", "money": "0000000003e7" + "0001" + "00000000000000aa"},
    "o": "set", "g": "0000000003e8" + "0001" + "00000000000000aa", "gn": 1, "d": "device", "u": "user", "s": 1, "w": 1000,
    "z": 0,
}  # fmt: skip


def test_the_example_record_is_read() -> None:
    assert from_wire(RECORD).fields == {"name": "Web", "money": [9500, "EUR"]}


def test_keys_of_later_protocols_are_kept_and_passed_on() -> None:
    record = RECORD | {"x": {"sealed": ["a", None, 1.5]}, "key_id": 7}

    assert from_wire(record).more == {"x": {"sealed": ["a", None, 1.5]}, "key_id": 7}
    assert to_wire(from_wire(record)) == record


def test_what_is_usual_is_left_out_on_the_wire() -> None:
    assert to_wire(from_wire(RECORD)) == RECORD
    assert to_wire(from_wire(RECORD | {"p": 1, "r": "phone"})) == RECORD | {"p": 1, "r": "phone"}
    assert to_wire(from_wire(RECORD | {"r": ""})) == RECORD


@pytest.mark.parametrize("key", sorted(RECORD))
@pytest.mark.parametrize("wrong", [None, True, [], 1.5, {"a": {}}, "", "zz", -1, 2**80, "\ud800", "x" * 201], ids=ascii)
def test_a_wrong_value_under_any_key_is_refused_or_read_whole(key: str, wrong: Any) -> None:
    record = RECORD | {key: wrong}
    harmless = (key in ("k", "d", "u") and wrong == "zz") or (key in ("s", "w", "z") and wrong == -1)
    if harmless:
        assert to_wire(from_wire(record)) == record
    else:
        with pytest.raises(Malformed):
            from_wire(record)


@pytest.mark.parametrize("key", sorted(RECORD))
def test_a_missing_key_is_refused(key: str) -> None:
    with pytest.raises(Malformed, match="lacks"):
        from_wire({k: v for k, v in RECORD.items() if k != key})


@pytest.mark.parametrize(
    "hostile",
    [
        {"f": {"name": float("nan")}}, {"f": {"name": float("inf")}}, {"f": {"name": [float("-inf")]}},
        {"f": {"name": "\udc00"}}, {"f": {"\ud800": 1}}, {"f": {"": 1}}, {"f": {"n" * 201: 1}},
        {"f": {"name": "x" * (MAX_TEXT + 1)}}, {"f": {"name": [1] * 65}}, {"f": {"name": [[1]]}}, {"f": {"name": {"a": 1}}},
        {"f": {"name": 2**63}}, {"f": {str(n): n for n in range(2001)}, "b": {}}, {"b": {str(n): "" for n in range(2001)}},
        {"f": {}}, {"o": "del"}, {"f": {}, "o": "del", "s": 2**64}, {"b": {"other": ""}}, {"b": {"name": 5}}, {"b": {"name": "AA" * 16}}, {"b": {"": 5}},
        {"b": {"name": RECORD["v"]}}, {"b": {"name": "ff" * 16}},
        {"v": "ff" * 16}, {"v": "80" + "00" * 15}, {"v": "00" * 15}, {"v": RECORD["v"].upper()}, {"g": ""},
        {"i": RECORD["i"].upper()}, {"i": RECORD["i"][:-2]}, {"i": " ".join(RECORD["i"])}, {"gn": 0}, {"gn": 501}, {"o": "put"},
        {"g": "0000000003e8" + "0001" + "00000000000000ab"}, {"k": "a\0"}, {"p": 0}, {"p": True}, {"p": 1.0}, {"r": 5}, {"r": "\ud800"},
        {"r": "x" * 201}, {"x": "\ud800"}, {"\ud800": 1}, {"x": float("nan")}, {"x": [float("inf")]}, {"x": 2**63},
        {"x": "y" * 100_001}, {"y" * 100_001: 1}, {"x": [0] * 20_000}, {"x": [[[[[[[[[]]]]]]]]]},
    ],
    ids=lambda hostile: ascii(hostile)[:50],
)  # fmt: skip
def test_what_a_hostile_peer_may_send_is_refused(hostile: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        from_wire(RECORD | hostile)


def test_names_are_remembered_only_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(change, "_MAX_NAMES", 0)
    known = set(change._names)

    assert from_wire(RECORD | {"f": {"of a stranger": 1}, "b": {}}).fields == {"of a stranger": 1}
    assert change._names == known


def test_authors_are_remembered_only_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(change, "_MAX_AUTHORS", 2)
    monkeypatch.setattr(change, "_authors", set())

    read = [from_wire(RECORD | {"d": device}).device for device in ("one", "two", "three", "one")]

    assert read == ["one", "two", "three", "one"]
    assert len(change._authors) == 2


@pytest.mark.parametrize("not_a_record", [None, [], "text", 5, [RECORD]])
def test_what_is_no_record_is_refused(not_a_record: Any) -> None:
    with pytest.raises(Malformed):
        from_wire(not_a_record)


def test_an_edit_of_a_clock_that_is_decades_ahead_is_kept_as_it_is() -> None:
    in_2099 = to_text(pack(4_086_000_000_000, 0, 5))

    assert ms_of(from_wire(RECORD | {"v": in_2099}).version) == 4_086_000_000_000


@given(
    st.recursive(SCALARS | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8),
    st.sampled_from(sorted(RECORD)),
)
def test_anything_json_can_say_is_read_or_refused_and_never_fails_otherwise(value: Any, key: str) -> None:
    with contextlib.suppress(Malformed):
        json.dumps(to_wire(from_wire(RECORD | {key: value}))).encode()


@given(ms=st.integers(0, MAX_MS), counter=st.integers(0, MAX_COUNTER), dice=st.integers(0, 2**64 - 1))
def test_a_version_tells_its_time_and_counter(ms: int, counter: int, dice: int) -> None:
    version = pack(ms, counter, dice)

    assert (ms_of(version), counter_of(version), len(version)) == (ms, counter, 16)
    assert from_text(to_text(version)) == version


@given(VERSIONS | EARLIER, VERSIONS | EARLIER)
def test_versions_sort_as_their_text_and_by_time_first(one: Version, other: Version) -> None:
    assert (one < other) == (to_text(one) < to_text(other))
    if one and other and ms_of(one) != ms_of(other):
        assert (one < other) == (ms_of(one) < ms_of(other))


def test_no_version_sorts_before_every_version() -> None:
    assert pack(0, 0, 0) > NONE
    assert from_text("") == NONE


@pytest.mark.parametrize(
    "parts", [(-1, 0, 0), (MAX_MS + 1, 0, 0), (0, -1, 0), (0, MAX_COUNTER + 1, 0), (0, 0, 2**64), (0, 0, -1)]
)
def test_what_does_not_fit_is_no_version(parts: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="no version can hold"):
        pack(*parts)


@pytest.mark.parametrize("text", ["0", "00" * 15, "00" * 17, "0G" * 16, "AB" * 16, " " * 32, "0x" + "00" * 15])
def test_a_version_has_one_spelling(text: str) -> None:
    with pytest.raises(ValueError, match="not a version"):
        from_text(text)
