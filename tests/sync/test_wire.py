from dataclasses import replace
from typing import Any

import pytest

from sync.protocol import change as records
from sync.protocol.change import Change, Malformed, to_wire
from sync.protocol.messages import Cursor, Hello, Limits, ObjectPage, ObjectState, Page, Push, PushAnswer, ScopeOffer
from sync.protocol.version import NONE, Version
from sync.protocol.wire import (
    dump,
    dump_change,
    dump_digest,
    dump_digest_of,
    dump_heads,
    dump_hello,
    dump_page,
    dump_push,
    dump_push_answer,
    load,
    load_change,
    load_digest,
    load_digest_of,
    load_heads,
    load_hello,
    load_page,
    load_push,
    load_push_answer,
)
from sync.protocol.wire_objects import dump_objects, dump_place, load_object, load_objects, load_place, read_object

FIRST, SECOND, THIRD = (Version(bytes([0, 0, 0, 0, 0, number]) + bytes(10)) for number in (1, 2, 3))
ENTITY = bytes(range(16))
CHAIN = b"\7" * 16
CHANGE = Change(
    version=SECOND,
    kind="project",
    entity=ENTITY,
    fields={"name": "Größe", "rate": [12.5, "EUR"], "archived": False, "code": None},
    base={"name": FIRST, "rate": NONE, "archived": NONE, "code": NONE},
    op="set",
    group=SECOND,
    group_size=1,
    device="device",
    user="user",
    schema=1,
    wall_ms=1,
)
OFFER = ScopeOffer("aa", "aa", None, "history", 7, "owner")
HELLO = Hello("server", 5, 1, 2, "user", "device", (OFFER, replace(OFFER, user="user", role="viewer")), Limits(1, 2, 3))
OBJECTS = [
    ObjectState("project", ENTITY, {"a": 1, "b": "x"}, {"a": FIRST, "b": FIRST}),
    ObjectState(
        "project", bytes(16), {"a": 1, "b": 2, "c": 3}, {"a": FIRST, "b": SECOND, "c": FIRST}, {"a": FIRST}, THIRD
    ),
    ObjectState("project", b"\1" * 16, {}, {}, {"a": FIRST}, THIRD),
]


def test_a_change_comes_back_as_it_went() -> None:
    assert load_change(dump_change(CHANGE)) == CHANGE


def test_a_push_comes_back_as_it_went() -> None:
    push = Push(Cursor("history", 3, CHAIN), [CHANGE])

    received = load_push(dump_push(push))

    assert received.push == push
    assert received.malformed == {}


def test_a_broken_change_is_named_by_its_version() -> None:
    broken = to_wire(CHANGE) | {"k": ""}
    body = dump({"history": "", "seq": 0, "chain": "", "changes": [broken, to_wire(CHANGE)]})

    received = load_push(body)

    assert received.push.changes == [CHANGE]
    assert list(received.malformed) == [SECOND]


def test_messages_come_back_as_they_went() -> None:
    answer = PushAnswer([(FIRST, 1)], {SECOND: "malformed"}, 1)
    page = Page([CHANGE], 4, CHAIN, 9)
    digest = {"project": [bytes([number]) * 16 for number in range(256)]}

    assert load_push_answer(dump_push_answer(answer)) == answer
    assert load_page(dump_page(page)) == page
    assert load_page(dump_page(Page([], 0, b"", 0))) == Page([], 0, b"", 0)
    assert load_hello(dump_hello(HELLO)) == HELLO
    assert load_heads(dump_heads({"a": 1})) == {"a": 1}
    assert load_digest(dump_digest(digest)) == digest
    assert load_digest_of(dump_digest_of({ENTITY: CHAIN})) == {ENTITY: CHAIN}


@pytest.mark.parametrize("after", [None, "project/00"])
def test_objects_come_back_as_they_went(after: str | None) -> None:
    page = ObjectPage(OBJECTS, Cursor("history", 3, CHAIN), after)

    assert load_objects(dump_objects(page)) == page
    assert [read_object(dump(each)) for each in load(dump_objects(page))["objects"]] == OBJECTS


def test_what_most_fields_have_in_common_is_said_once() -> None:
    common, mixed, deleted = load(dump_objects(ObjectPage(OBJECTS, Cursor(), None)))["objects"]

    assert common.keys() == {"k", "i", "f", "c"}
    assert mixed["v"] == {"b": SECOND.hex()}
    assert deleted["c"] == ""


def test_a_place_comes_back_as_it_went() -> None:
    assert load_place(dump_place(Cursor("history", 12, CHAIN))) == Cursor("", 12, CHAIN)
    assert load_place("0:") == Cursor()


@pytest.mark.parametrize("text", ["", "1", ":", "x:", "-1:", "²:", "1:zz", "1:" + "A" * 32, "9" * 19 + ":"])
def test_a_wrong_place_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        load_place(text)


@pytest.mark.parametrize("body", [b"", b"{", b"NaN", b"[Infinity]", b'"\\ud800"', b"\xff", b"[" * 5_000, b"{}{}"])
def test_what_is_no_json_is_refused(body: bytes) -> None:
    with pytest.raises(Malformed):
        load(body)


@pytest.mark.parametrize("value", ["\ud800", 1 << 70, object()])
def test_what_json_cannot_say_is_not_written(value: object) -> None:
    with pytest.raises(Malformed):
        dump(value)


def changed(body: bytes, **keys: Any) -> bytes:
    return dump(load(body) | keys)


PUSH, ANSWER = dump_push(Push(Cursor(), [])), dump_push_answer(PushAnswer([], {}, 0))
PAGE, GREETING = dump_page(Page([], 0, b"", 0)), dump_hello(HELLO)
SCOPE = load(GREETING)["scopes"][0]
BROKEN = [
    (load_push, b"[]"),
    (load_push, changed(PUSH, history=1)),
    (load_push, changed(PUSH, history="x" * 201)),
    (load_push, changed(PUSH, seq=True)),
    (load_push, changed(PUSH, seq=-1)),
    (load_push, changed(PUSH, seq=1 << 63)),
    (load_push, changed(PUSH, chain=None)),
    (load_push, changed(PUSH, chain="AA" * 16)),
    (load_push, changed(PUSH, changes={})),
    (load_push, changed(PUSH, changes=[1])),
    (load_push, changed(PUSH, changes=[{"v": 1}])),
    (load_push, changed(PUSH, changes=[{"v": ""}])),
    (load_push, changed(PUSH, changes=[{"v": "zz"}])),
    (load_push_answer, changed(ANSWER, acks=[1])),
    (load_push_answer, changed(ANSWER, acks=[[FIRST.hex()]])),
    (load_push_answer, changed(ANSWER, acks=[[FIRST.hex(), "1"]])),
    (load_push_answer, changed(ANSWER, refused=[])),
    (load_push_answer, changed(ANSWER, refused={"": "malformed"})),
    (load_push_answer, changed(ANSWER, refused={FIRST.hex(): 1})),
    (load_page, changed(PAGE, changes=[to_wire(CHANGE) | {"k": ""}])),
    (load_page, changed(PAGE, next=None)),
    (load_hello, changed(GREETING, protocol=[1])),
    (load_hello, changed(GREETING, protocol=[1, "2"])),
    (load_hello, changed(GREETING, limits=1)),
    (load_hello, changed(GREETING, scopes=[SCOPE | {"role": "king"}])),
    (load_hello, changed(GREETING, scopes=[SCOPE | {"user": 1}])),
    (load_heads, b'{"a": "1"}'),
    (load_digest, dump({"project": ["00" * 16] * 255})),
    (load_digest, dump({"project": ["00"] * 256})),
    (load_digest_of, dump({"00": "00"})),
    (load_objects, dump({"objects": [], "at": {"history": "", "seq": 0, "chain": ""}, "after": 1})),
    (load_objects, dump({"objects": [], "at": {}, "after": None})),
]


@pytest.mark.parametrize(("read", "body"), BROKEN)
def test_a_message_that_breaks_the_protocol_is_refused(read: Any, body: bytes) -> None:
    with pytest.raises(Malformed):
        read(body)


OBJECT = {"k": "project", "i": ENTITY.hex(), "f": {"a": 1}, "c": FIRST.hex()}


@pytest.mark.parametrize(
    "keys",
    [
        {"i": "00"},
        {"f": {"a": {}}},
        {"f": None},
        {"c": ""},
        {"c": None},
        {"v": {"b": FIRST.hex()}},
        {"v": {"a": ""}},
        {"v": {"a": 1}},
        {"n": []},
        {"x": 1},
    ],
)
def test_an_object_that_breaks_the_protocol_is_refused(keys: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        load_object(OBJECT | keys)


def test_names_are_remembered_up_to_a_limit_and_read_beyond_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "_names", set())
    monkeypatch.setattr(records, "_MAX_NAMES", 1)
    one = replace(CHANGE, fields={"a": 1, "b": 2}, base={})

    assert load_change(dump_change(one)).fields == {"a": 1, "b": 2}
    assert records._names == {"a"}
