import gzip
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
import zstandard

from sync.protocol.change import Change, to_wire
from sync.protocol.messages import Cursor, Push
from sync.protocol.wire import dump, dump_push, load_hello, load_page, load_push_answer
from sync.protocol.wire_objects import dump_place, load_objects
from sync.server.app import create_app
from sync.server.people.desk import Desk
from sync.server.settings import Settings
from tests.support.server import Person, add_device, asking, change, entity, grouped, join, new_person, serving, version

MOST = 200_000
JSON = {"content-type": "application/json"}


@pytest.fixture
def client(settings: Settings) -> Iterator[httpx.Client]:
    app = create_app(replace(settings, body_bytes=MOST))
    with serving(app) as address, asking(address) as client:
        yield client


@pytest.fixture
def guest(desk: Desk) -> Person:
    return new_person(desk)


def push(client: httpx.Client, person: Person, *changes: Change, scope: str = "", cursor: Cursor | None = None) -> Any:
    body = dump_push(Push(cursor or Cursor(), changes))
    return post(client, person, body, scope=scope)


def post(client: httpx.Client, person: Person, body: bytes, scope: str = "", **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post(f"/scopes/{scope or person.own}/push", content=body, headers=person.headers | JSON | named)


def get(client: httpx.Client, person: Person, path: str, **query: Any) -> Any:
    return client.get(path, params=query, headers=person.headers)


def code_of(answer: Any) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    document = answer.json()
    assert document["status"] == answer.status_code
    assert "Traceback" not in answer.text
    return answer.status_code, document["code"]


def test_hello_says_who_asks_and_what_may_be_followed(client: httpx.Client, person: Person) -> None:
    hello = load_hello(get(client, person, "/hello").content)

    assert (hello.user, hello.device) == (person.account, person.device)
    assert {scope.scope for scope in hello.scopes} == {person.shared, person.own}
    assert hello.limits.body_bytes == MOST
    assert all(len(scope.history) == 32 for scope in hello.scopes)


def test_what_is_pushed_is_pulled(client: httpx.Client, person: Person) -> None:
    changes = [change(1, person=person), *grouped(change(2, person=person), change(3, person=person))]

    answer = load_push_answer(push(client, person, *changes).content)

    page = load_page(get(client, person, f"/scopes/{person.own}/changes", limit=100).content)
    assert [seq for _, seq in answer.acks] == [1, 2, 3]
    assert list(page.changes) == changes
    again = get(client, person, f"/scopes/{person.own}/changes", after=3, chain=page.chain.hex())
    assert load_page(again.content).changes == []


def test_a_snapshot_is_read_in_pages_from_one_place(client: httpx.Client, person: Person) -> None:
    push(client, person, *(change(number) for number in range(5)))
    path = f"/scopes/{person.own}/snapshot"

    first = load_objects(get(client, person, path, limit=3).content)
    push(client, person, change(9))
    rest = load_objects(get(client, person, path, limit=3, at=dump_place(first.at), after=first.after).content)

    assert [each.entity for each in (*first.objects, *rest.objects)] == [
        entity(number) for number in (0, 1, 2, 3, 4, 9)
    ]
    assert first.at.seq == rest.at.seq == 5


def test_a_cursor_of_another_past_is_told_apart(client: httpx.Client, person: Person) -> None:
    push(client, person, change())
    wrong = Cursor("", 1, b"\1" * 16)
    path = f"/scopes/{person.own}"

    assert code_of(push(client, person, change(), cursor=wrong)) == (409, "diverged")
    assert code_of(get(client, person, f"{path}/changes", after=1, chain="01" * 16)) == (409, "diverged")
    assert code_of(get(client, person, f"{path}/changes", after=9, chain="01" * 16)) == (409, "diverged")
    assert code_of(get(client, person, f"{path}/changes", history="another")) == (409, "diverged")
    assert code_of(get(client, person, f"{path}/snapshot", at=f"1:{'01' * 16}")) == (409, "diverged")
    assert get(client, person, f"{path}/changes", history="another").json()["history"]


def test_a_stranger_learns_nothing_of_a_scope_not_even_that_it_is_there(
    client: httpx.Client, person: Person, guest: Person
) -> None:
    push(client, person, change(1, {"name": "Secret"}))
    there, nowhere = person.own, f"{'0' * 32}.{'0' * 32}"
    paths = ["changes", "snapshot", "digest", "digest/project/1", f"objects/project/{entity(1).hex()}/history"]

    for path in paths:
        answers = [get(client, guest, f"/scopes/{scope}/{path}") for scope in (there, nowhere)]
        assert code_of(answers[0]) == (403, "revoked")
        assert answers[0].content == answers[1].content
    assert code_of(push(client, guest, change(), scope=there)) == (403, "revoked")
    assert code_of(push(client, guest, change(), scope="no such scope")) == (422, "malformed")


def test_a_viewer_reads_and_does_not_write(client: httpx.Client, desk: Desk, person: Person, guest: Person) -> None:
    join(desk, guest, person.workspace, "viewer")

    assert get(client, guest, f"/scopes/{person.shared}/changes").status_code == 200
    assert code_of(push(client, guest, change(), scope=person.shared)) == (403, "read_only")


def test_without_a_token_nothing_is_answered(client: httpx.Client, person: Person) -> None:
    for path in ("/hello", "/live", f"/scopes/{person.own}/changes"):
        assert code_of(client.get(path)) == (401, "unauthorised")
        assert code_of(client.get(path, headers={"Authorization": "Bearer nonsense"})) == (401, "unauthorised")


def test_an_old_client_is_told_to_upgrade_but_may_push_what_waits(client: httpx.Client, person: Person) -> None:
    old = person.headers | {"Stintbook-Protocol": "0"}

    assert code_of(client.get("/hello", headers=old)) == (426, "too_old")
    assert code_of(client.get("/hello", headers=old | {"Stintbook-Protocol": "one"})) == (400, "malformed")
    body = dump_push(Push(Cursor(), [change()]))
    assert client.post(f"/scopes/{person.own}/push", content=body, headers=old).status_code == 200


def test_bodies_travel_compressed_both_ways(client: httpx.Client, person: Person) -> None:
    changes = [change(number, {"note": "again and again " * 20}) for number in range(20)]
    packed = [
        zstandard.compress(dump_push(Push(Cursor(), changes[:10]))),
        gzip.compress(dump_push(Push(Cursor(), changes[10:]))),
    ]

    assert post(client, person, packed[0], content_encoding="zstd").status_code == 200
    assert post(client, person, packed[1], content_encoding="gzip").status_code == 200
    for encoding in ("zstd", "gzip", "identity"):
        headers = person.headers | {"accept-encoding": encoding}
        answer = client.get(f"/scopes/{person.own}/changes", headers=headers)
        assert answer.headers.get("content-encoding", "identity") == encoding
        assert load_page(answer.content).next == 20


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_a_bomb_is_not_unpacked(client: httpx.Client, person: Person, encoding: str) -> None:
    bomb = b"[" * 100_000_000
    packed = gzip.compress(bomb) if encoding == "gzip" else zstandard.compress(bomb)

    assert code_of(post(client, person, packed, content_encoding=encoding)) == (413, "too_large")


def test_what_is_too_large_as_it_comes_is_refused(client: httpx.Client, person: Person) -> None:
    assert code_of(post(client, person, b" " * (MOST + 1))) == (413, "too_large")

    def endless() -> Iterator[bytes]:
        for _ in range(30):
            yield b" " * 10_000

    answer = client.post(f"/scopes/{person.own}/push", content=endless(), headers=person.headers)
    assert code_of(answer) == (413, "too_large")


def test_more_changes_than_are_taken_at_once_are_too_large(client: httpx.Client, person: Person) -> None:
    changes = [change(number, {"a": 1}) for number in range(501)]

    assert code_of(push(client, person, *changes)) == (413, "too_large")


_RECORD = to_wire(change(1))


def broken(**keys: Any) -> bytes:
    return dump({"history": "", "seq": 0, "chain": "", "changes": [_RECORD]} | keys)


BROKEN = [
    b"",
    b"{",
    b"null",
    b"[]",
    b"\xff\xfe",
    b'{"seq": NaN}',
    b'{"history": "\\ud800"}',
    b"[" * 5_000,
    b'{"a":' * 5_000,
    broken(seq=-1),
    broken(seq="1"),
    broken(seq=True),
    broken(seq=1 << 63),
    broken(chain="zz"),
    broken(chain=None),
    broken(history=None),
    broken(changes=None),
    broken(changes={}),
    broken(changes=[None]),
    broken(changes=[{"v": "xyz"}]),
    broken(changes=[{"v": ""}]),
    dump_push(Push(Cursor(), [change()]))[:-20],
]


def test_a_broken_message_is_refused_whole(client: httpx.Client, person: Person) -> None:
    for body in BROKEN:
        assert code_of(post(client, person, body)) == (400, "malformed"), body[:100]


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
@pytest.mark.parametrize("damage", ["garbage", "truncated"])
def test_a_damaged_archive_is_refused(client: httpx.Client, person: Person, encoding: str, damage: str) -> None:
    whole = dump_push(Push(Cursor(), [change(number) for number in range(50)]))
    packed = gzip.compress(whole) if encoding == "gzip" else zstandard.compress(whole)
    body = b"\1\2\3" * 50 if damage == "garbage" else packed[: len(packed) // 2]

    assert code_of(post(client, person, body, content_encoding=encoding)) == (400, "malformed")
    assert code_of(post(client, person, packed + packed, content_encoding="gzip")) == (400, "malformed")
    assert code_of(post(client, person, packed, content_encoding="br")) == (415, "unknown_encoding")


BROKEN_KEYS: list[dict[str, Any]] = [
    {"k": "\x00"},
    {"k": ""},
    {"k": "x" * 201},
    {"i": "00"},
    {"f": {"name": {"nested": 1}}},
    {"f": {"name": [[1]]}},
    {"f": {}},
    {"gn": 0},
    {"gn": 501},
    {"o": "drop"},
    {"w": 1.5},
    {"later": {"a": {"b": {"c": {"d": {"e": {"f": {"g": {"h": {"i": {}}}}}}}}}}},
]


def test_one_malformed_change_does_not_stop_the_others(client: httpx.Client, person: Person) -> None:
    for keys in BROKEN_KEYS:
        good, bad = change(1), to_wire(change(2)) | keys
        body = dump({"history": "", "seq": 0, "chain": "", "changes": [to_wire(good), bad]})

        answer = load_push_answer(post(client, person, body).content)

        assert [v for v, _ in answer.acks] == [good.version]
        assert {v.hex(): code for v, code in answer.refused.items()} == {bad["v"]: "malformed"}


def test_forgeries_and_torn_groups_are_refused_and_the_rest_flows(
    client: httpx.Client, person: Person, guest: Person
) -> None:
    first = change(1, {"name": "Web"})
    push(client, person, first)
    push(client, guest, stolen := change(5))
    torn = grouped(change(2), change(3))
    forged = replace(first, fields={"name": "Evil"})

    answer = load_push_answer(push(client, person, torn[0], forged, stolen, change(4)).content)

    assert answer.refused == {
        torn[0].version: "group_incomplete",
        first.version: "version_taken",
        stolen.version: "wrong_scope",
    }
    assert answer.head == 2


def test_a_change_from_a_fast_clock_is_taken_and_one_no_clock_can_show_is_not(
    client: httpx.Client, person: Person
) -> None:
    late = version(126_230_400_000_0)
    answer = load_push_answer(push(client, person, change(1, at=late)).content)
    assert [v for v, _ in answer.acks] == [late]

    record = to_wire(change(2)) | {"v": "f" * 32, "g": "f" * 32}
    body = dump({"history": "", "seq": 0, "chain": "", "changes": [record]})
    assert load_push_answer(post(client, person, body).content).refused


def test_who_brings_what_is_not_their_own_is_noted(client: httpx.Client, desk: Desk, person: Person) -> None:
    other = add_device(desk, person.account)
    mine, forged = change(1, person=person), replace(change(2, person=person), relay="somebody else")

    push(client, person, mine, forged)
    headers = person.headers | {"Authorization": f"Bearer {other.token}"}
    client.post(
        f"/scopes/{person.own}/push", content=dump_push(Push(Cursor(), [change(3, person=person)])), headers=headers
    )

    page = load_page(get(client, person, f"/scopes/{person.own}/changes").content)
    assert [each.relay for each in page.changes] == ["", "", other.device]


def test_the_digest_names_the_bucket_that_differs(client: httpx.Client, person: Person) -> None:
    path = f"/scopes/{person.own}/digest"
    push(client, person, change(1))
    before = get(client, person, path).json()["project"]
    push(client, person, change(258))

    after = get(client, person, path).json()["project"]

    assert [at for at in range(256) if before[at] != after[at]] == [2]
    assert set(get(client, person, f"{path}/project/2").json()) == {entity(258).hex()}
    assert code_of(get(client, person, f"{path}/project/256")) == (422, "malformed")


def test_the_past_of_an_entity_comes_in_pages(client: httpx.Client, person: Person) -> None:
    for number in range(3):
        push(client, person, change(1, {"name": f"Name {number}"}))
    path = f"/scopes/{person.own}/objects/project/{entity(1).hex()}/history"

    first = get(client, person, path, limit=2).json()
    rest = get(client, person, path, limit=2, after=first["after"]).json()

    assert [each["f"]["name"] for each in first["changes"] + rest["changes"]] == ["Name 0", "Name 1", "Name 2"]
    assert first["at"] == sorted(first["at"])
    assert rest["after"] is None


def test_a_wrong_question_is_malformed(client: httpx.Client, person: Person) -> None:
    queries: list[dict[str, Any]] = [
        {"after": -1},
        {"after": "x"},
        {"limit": 0},
        {"limit": 2_001},
        {"chain": "x"},
        {"after": 1 << 63},
    ]
    for query in queries:
        assert code_of(get(client, person, f"/scopes/{person.own}/changes", **query)) == (422, "malformed")


def test_a_wrong_place_in_a_snapshot_is_malformed(client: httpx.Client, person: Person) -> None:
    queries: list[dict[str, Any]] = [{"at": "x"}, {"at": "1"}, {"after": "x"}, {"after": "project/zz"}, {"at": "²:"}]
    for query in queries:
        assert code_of(get(client, person, f"/scopes/{person.own}/snapshot", **query)) == (400, "malformed")


def test_other_addresses_and_methods_get_a_problem_document_too(client: httpx.Client, person: Person) -> None:
    assert code_of(client.get("/nothing")) == (404, "not_found")
    assert code_of(client.delete("/hello")) == (405, "method_not_allowed")


def test_the_description_has_bodies_parameters_and_problems_of_every_call(client: httpx.Client) -> None:
    paths = client.get(str(client.base_url).replace("/sync/v1/", "/openapi.json")).json()["paths"]
    pushing = paths["/sync/v1/scopes/{scope}/push"]["post"]

    assert "changes" in pushing["requestBody"]["content"]["application/json"]["schema"]["properties"]
    assert "#/$defs" not in str(pushing)
    for path, calls in paths.items():
        if "/scopes/" in path or path.endswith(("/hello", "/live")):
            for call in calls.values():
                assert {"200", "401", "500"} <= call["responses"].keys(), path


def test_a_push_is_counted_under_its_route_and_refused_like_any_other_call(settings: Settings, person: Person) -> None:
    app = create_app(replace(settings, body_bytes=MOST))
    with serving(app) as address, asking(address) as client:
        assert push(client, person, change(1)).status_code == 200
        assert code_of(client.post(f"/scopes/{person.own}/push", content=b"{}")) == (401, "unauthorised")
        assert code_of(post(client, person, b"{}", scope="no such*scope")) == (422, "malformed")
        assert code_of(client.get(f"/scopes/{person.own}/push")) == (405, "method_not_allowed")
        counted = app.state.metrics.text().decode()

    assert 'stintbook_requests_total{method="POST",route="/scopes/{scope}/push",status="200"} 1.0' in counted
    assert 'stintbook_requests_total{method="POST",route="/scopes/{scope}/push",status="401"} 1.0' in counted


def test_a_place_has_a_place_after_it(client: httpx.Client, person: Person) -> None:
    last = (1 << 63) - 1
    for path in (f"/scopes/{person.own}/changes", f"/scopes/{person.own}/objects/project/{'0' * 32}/history"):
        assert code_of(get(client, person, path, after=last)) == (422, "malformed")
        assert get(client, person, path, after=last - 1).status_code in (200, 409)
