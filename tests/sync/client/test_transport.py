"""The transport against a real server that misbehaves: each trouble is the failure it is, and nothing is believed."""

import gzip
import os
import socket
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import zstandard

from sync.client import failures
from sync.client.address import read_address
from sync.client.transport import HttpTransport
from sync.client.transport_answers import Declined, retry_after_s
from sync.client.transport_http import Door, Patience
from sync.protocol import wire, wire_objects
from sync.protocol.change import Change
from sync.protocol.messages import Cursor, Hello, Page, Push, PushAnswer, ScopeOffer
from sync.protocol.version import NONE, pack
from tests.support.hostile import Asked, Behaviour, Hostile, and_close, answer, hostile, problem, say, silent_until

HELLO = Hello("here", 1_772_438_400_000, 1, 1, "a" * 32, "device", (ScopeOffer("s", "w", None, "h", 3, "owner"),))
VERSION = pack(1_772_438_400_000, 0, 7)
CURSOR = Cursor("h", 3, bytes(16))


def change(text: str = "x") -> Change:
    return Change(VERSION, "tag", bytes(16), {"name": text}, {"name": NONE}, "set", VERSION, 1, "d", "u", 1, 5)


@pytest.fixture
def server() -> Iterator[Hostile]:
    with hostile() as running:
        yield running


@pytest.fixture
def transport(server: Hostile) -> Iterator[HttpTransport]:
    with HttpTransport(door(server)) as made:
        yield made


def door(server: Hostile, ca_file: str = "", patience: Patience | None = None, answer_bytes: int = 1 << 20) -> Door:
    return Door(
        read_address(server.url), "secret-token", ca_file, patience=patience or Patience(), answer_bytes=answer_bytes
    )


def test_hello_is_read_and_asked_for_as_agreed(server: Hostile, transport: HttpTransport) -> None:
    server.behaviour = answer(body=wire.dump_hello(HELLO))

    assert transport.hello() == HELLO
    asked = server.asked[0]
    assert (asked.method, asked.path) == ("GET", "/sync/v1/hello")
    assert asked.headers["authorization"] == "Bearer secret-token"
    assert asked.headers["stintbook-protocol"] == "1"
    assert asked.headers["accept-encoding"] == "zstd, gzip"
    assert asked.headers["user-agent"].startswith("Stintbook (")


def test_scopes_go_into_the_address_as_text_never_as_path(server: Hostile, transport: HttpTransport) -> None:
    server.behaviour = answer(body=wire.dump_page(Page([], 3, bytes(16), 3)))

    transport.pull("../a b", CURSOR, 7)

    assert server.asked[0].path == f"/sync/v1/scopes/..%2Fa%20b/changes?history=h&after=3&chain={'00' * 16}&limit=7"


@pytest.mark.parametrize("encoding", ["zstd", "gzip"])
def test_large_push_travels_squeezed_and_its_squeezed_answer_is_read(
    server: Hostile, transport: HttpTransport, encoding: str
) -> None:
    body = wire.dump_push_answer(PushAnswer([(VERSION, 4)], {}, 4))
    squeezed = zstandard.compress(body) if encoding == "zstd" else gzip.compress(body)
    server.behaviour = answer(body=squeezed, Content_Encoding=encoding)
    push = Push(CURSOR, [change("long " * 1000)])

    assert transport.push("s", push).acks == [(VERSION, 4)]
    asked = server.asked[0]
    assert asked.headers["content-encoding"] == "zstd"
    assert len(asked.body) < 1000
    stretched = zstandard.ZstdDecompressor().decompressobj().decompress(asked.body)
    assert wire.load_push(stretched).push.changes == push.changes


def test_server_that_knows_no_zstd_gets_gzip_and_else_the_plain_text(server: Hostile, transport: HttpTransport) -> None:
    body = wire.dump_push_answer(PushAnswer([], {}, 3))

    def choosy(asked: Asked, connection: socket.socket) -> None:
        known = "content-encoding" not in asked.headers
        (answer(body=body) if known else problem(415, "unknown_encoding"))(asked, connection)

    server.behaviour = choosy
    transport.push("s", Push(CURSOR, [change("long " * 1000)]))
    transport.push("s", Push(CURSOR, [change("long " * 1000)]))

    assert [asked.headers.get("content-encoding", "") for asked in server.asked] == ["zstd", "gzip", "", ""]
    assert wire.load_push(server.asked[2].body).push.changes[0].fields["name"] == "long " * 1000


def test_snapshot_and_digests_are_asked_for_page_by_page(server: Hostile, transport: HttpTransport) -> None:
    server.behaviour = answer(body=wire_objects.join_objects([], CURSOR, "next"))
    page = transport.snapshot("s", None, None, 5)
    transport.snapshot("s", page.at, page.after, 5)
    server.behaviour = answer(body=wire.dump_digest({"tag": [bytes(16)] * 256}))
    digest = transport.digest("s")
    server.behaviour = answer(body=wire.dump_digest_of({bytes(16): bytes(16)}))

    assert digest["tag"][255] == bytes(16)
    assert transport.digest_of("s", "tag", 3) == {bytes(16): bytes(16)}
    assert [asked.path.removeprefix("/sync/v1/scopes/s/") for asked in server.asked] == [
        "snapshot?limit=5",
        f"snapshot?limit=5&at=3%3A{'00' * 16}&after=next",
        "digest",
        "digest/tag/3",
    ]


PAGE_OF_A_HOTEL = answer(body=b"<html>Welcome! Please accept our terms</html>", kind="text/html; charset=utf-8")
GARBAGE = say(b"\x00\x01nonsense\r\n\r\n")
TROUBLES: list[tuple[str, Behaviour, type[failures.Failure]]] = [
    ("page of a hotel", PAGE_OF_A_HOTEL, failures.NotAServer),
    ("no content type", say(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"), failures.NotAServer),
    ("redirect", answer(302, b"", Location="http://127.0.0.1:1/elsewhere"), failures.NotAServer),
    ("moved for good", answer(308, b"", Location="/elsewhere"), failures.NotAServer),
    ("not found", answer(404, b"<html/>", "text/html"), failures.NotAServer),
    ("proxy wants a password", answer(407, b"", "text/html"), failures.NotAServer),
    ("JSON of something else", answer(body=b'{"hello":"world"}'), failures.NotAServer),
    ("no JSON", answer(body=b"{"), failures.NotAServer),
    ("nested without end", answer(body=b"[" * 100_000), failures.NotAServer),
    ("not even HTTP", GARBAGE, failures.Unreachable),
    ("closed without a word", say(), failures.Unreachable),
    ("broken off", say(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"), failures.Unreachable),
    ("chunk broken off", say(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"),
     failures.Unreachable),
    ("chunk of no length", say(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
     failures.Unreachable),
    ("gzip that is none", answer(body=b"{}", Content_Encoding="gzip"), failures.Nonsense),
    ("half of gzip", answer(body=gzip.compress(b"{}")[:-9], Content_Encoding="gzip"), failures.Nonsense),
    ("zstd that is none", answer(body=b"{}", Content_Encoding="zstd"), failures.Nonsense),
    ("half of zstd", answer(body=zstandard.compress(os.urandom(999))[:-9], Content_Encoding="zstd"), failures.Nonsense),
    ("unknown encoding", answer(body=b"{}", Content_Encoding="br"), failures.Nonsense),
    ("too long", answer(body=b" " * ((1 << 20) + 1)), failures.Nonsense),
    ("failed", problem(500, "failed"), failures.ServerFault),
    ("busy", problem(503, "busy"), failures.ServerFault),
    ("gateway's page", answer(502, b"<html/>", "text/html"), failures.ServerFault),
    ("problem without sense", answer(500, b"[1]", "application/problem+json"), failures.ServerFault),
    ("problem that is no JSON", answer(503, b"{", "application/problem+json"), failures.ServerFault),
    ("endless problem", answer(503, b" " * 100_000, "application/problem+json"), failures.ServerFault),
    ("unauthorised", problem(401, "unauthorised"), failures.Unauthorised),
    ("revoked", problem(403, "revoked"), failures.Revoked),
    ("read only", problem(403, "read_only"), failures.ReadOnly),
    ("malformed", problem(400, "malformed"), failures.NotUnderstood),
    ("malformed as well", problem(422, "malformed"), failures.NotUnderstood),
    ("too large", problem(413, "too_large"), failures.TooLarge),
    ("too large for a proxy", answer(413, b"<html/>", "text/html"), failures.TooLarge),
    ("too old", problem(426, "too_old"), failures.TooOld),
    ("something else", problem(404, "not_found"), Declined),
]  # fmt: skip


@pytest.mark.parametrize(("behaviour", "failure"), [pytest.param(*case[1:], id=case[0]) for case in TROUBLES])
def test_trouble_is_the_failure_it_is(
    server: Hostile, transport: HttpTransport, behaviour: Behaviour, failure: type[failures.Failure]
) -> None:
    server.behaviour = and_close(behaviour)
    with pytest.raises(failures.Failure) as caught:
        transport.hello()

    assert type(caught.value) is failure
    assert len(server.asked) == 1, "a redirect was followed or something asked again"
    assert "secret-token" not in f"{caught.value!r}{caught.value}"


def test_connection_that_is_reset_is_unreachable(server: Hostile, transport: HttpTransport) -> None:
    def reset(_asked: Asked, connection: socket.socket) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        os.close(connection.detach())

    server.behaviour = reset
    with pytest.raises(failures.Unreachable):
        transport.hello()


def test_nobody_there_is_unreachable() -> None:
    with hostile() as gone:
        pass
    with HttpTransport(door(gone)) as transport, pytest.raises(failures.Unreachable):
        transport.hello()


def test_divergence_names_the_history_of_now(server: Hostile, transport: HttpTransport) -> None:
    server.behaviour = answer(409, b'{"code":"diverged","history":"another"}', "application/problem+json")
    with pytest.raises(failures.Diverged) as caught:
        transport.pull("s", CURSOR, 10)

    assert caught.value.history == "another"


@pytest.mark.parametrize(("said", "seconds"), [("7", 7.0), ("nonsense", 30.0), (None, 30.0), ("-5", 0.0)])
def test_throttled_says_when_to_come_again(
    server: Hostile, transport: HttpTransport, said: str | None, seconds: float
) -> None:
    server.behaviour = problem(429, "throttled", **({"Retry_After": said} if said else {}))
    with pytest.raises(failures.Throttled) as caught:
        transport.hello()

    assert caught.value.retry_after_s == seconds


def test_retry_after_may_be_a_date() -> None:
    assert retry_after_s("Fri, 01 Jan 2100 00:00:00 GMT") > 1_000_000_000
    assert retry_after_s("Fri, 01 Jan 1999 00:00:00 GMT") == 0


@pytest.mark.parametrize("body", [b"{}", b"[]", b'{"changes":[{}],"next":1,"chain":"","head":1}', b'{"changes":'])
def test_answer_that_breaks_the_protocol_is_nonsense(server: Hostile, transport: HttpTransport, body: bytes) -> None:
    server.behaviour = answer(body=body)
    with pytest.raises(failures.Nonsense):
        transport.pull("s", CURSOR, 10)


def bomb(encoding: str) -> bytes:
    if encoding == "zstd":
        return zstandard.ZstdCompressor(level=19).compress(bytes(1 << 28))
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(bytes(1 << 28)) + packer.flush()


@pytest.mark.parametrize("encoding", ["zstd", "gzip"])
def test_bomb_is_let_out_only_up_to_the_limit(server: Hostile, transport: HttpTransport, encoding: str) -> None:
    import tracemalloc

    server.behaviour = answer(body=bomb(encoding), Content_Encoding=encoding)
    tracemalloc.start()
    try:
        with pytest.raises(failures.Nonsense):
            transport.hello()
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    # A quarter of a gigabyte was meant.
    assert most < 40 << 20


def test_body_without_end_is_cut_off(server: Hostile, transport: HttpTransport) -> None:
    def endless(_asked: Asked, connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n")
        while not server.closing.is_set():
            connection.sendall(b" " * 65_536)

    server.behaviour = endless
    with pytest.raises(failures.Nonsense):
        transport.hello()


def test_gzip_without_end_that_means_nothing_is_cut_off(server: Hostile, transport: HttpTransport) -> None:
    head = zlib.compressobj(0, zlib.DEFLATED, 31)
    start = head.compress(b"") + head.flush(zlib.Z_SYNC_FLUSH)
    nothing = b"\x00\x00\x00\xff\xff" * 10_000

    def endless(_asked: Asked, connection: socket.socket) -> None:
        connection.sendall(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n"
        )
        connection.sendall(start)
        while not server.closing.is_set():
            connection.sendall(nothing)

    server.behaviour = endless
    with pytest.raises(failures.Nonsense):
        transport.hello()


def test_silent_server_is_unreachable_after_its_time(server: Hostile) -> None:
    server.behaviour = silent_until(server.closing)
    with (
        HttpTransport(door(server, patience=Patience(read_s=0.05))) as transport,
        pytest.raises(failures.Unreachable),
    ):
        transport.hello()


def test_server_that_drips_is_unreachable_after_the_whole_time(server: Hostile) -> None:
    def drip(_asked: Asked, connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n")
        while not server.closing.wait(0.01):
            connection.sendall(b" ")

    server.behaviour = drip
    with (
        HttpTransport(door(server, patience=Patience(whole_s=0.1))) as transport,
        pytest.raises(failures.Unreachable),
    ):
        transport.hello()


def test_abort_ends_a_call_that_waits(server: Hostile) -> None:
    waiting = threading.Event()

    def silent(_asked: Asked, _connection: socket.socket) -> None:
        waiting.set()
        server.closing.wait(30)

    server.behaviour = silent
    made: list[HttpTransport] = []
    ended: list[BaseException] = []

    def ask() -> None:
        with HttpTransport(door(server)) as transport:
            made.append(transport)
            try:
                transport.hello()
            except failures.Failure as failure:
                ended.append(failure)

    thread = threading.Thread(target=ask)
    thread.start()
    assert waiting.wait(5)
    made[0].abort()
    thread.join(5)

    assert [type(each) for each in ended] == [failures.Unreachable]


def test_nothing_is_asked_after_an_abort(server: Hostile, transport: HttpTransport) -> None:
    transport.abort()
    with pytest.raises(failures.Unreachable):
        transport.hello()
    assert server.asked == []


def test_session_belongs_to_one_thread(server: Hostile, transport: HttpTransport) -> None:
    server.behaviour = answer(body=wire.dump_hello(HELLO))
    transport.hello()
    caught: list[BaseException] = []

    def elsewhere() -> None:
        try:
            transport.hello()
        except RuntimeError as error:
            caught.append(error)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()

    assert len(caught) == 1


def test_password_of_the_machine_never_takes_the_tokens_place(
    server: Hostile, transport: HttpTransport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("default login somebody password something\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    server.behaviour = answer(body=wire.dump_hello(HELLO))
    transport.hello()

    assert server.asked[0].headers["authorization"] == "Bearer secret-token"
