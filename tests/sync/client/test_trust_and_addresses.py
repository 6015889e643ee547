"""Certificates, live hints and addresses: who is trusted, and what is no server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.client import failures
from sync.client.address import ALLOW_PLAIN, BadAddress, read_address
from sync.client.transport import HttpTransport
from sync.client.transport_http import Door, Patience
from sync.protocol import wire
from sync.protocol.change import Change
from sync.protocol.messages import Cursor, Hello, ScopeOffer
from sync.protocol.version import NONE, pack
from tests.support.hostile import TLS, Hostile, and_close, answer, hostile, say

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


def test_certificate_nobody_vouches_for_is_refused() -> None:
    with hostile(tls=True) as server, HttpTransport(door(server)) as transport:
        with pytest.raises(failures.Untrusted):
            transport.hello()
        assert server.asked == []


def test_certificate_of_an_own_authority_is_taken() -> None:
    with hostile(tls=True) as server, HttpTransport(door(server, str(TLS / "authority.pem"))) as transport:
        server.behaviour = answer(body=wire.dump_hello(HELLO))

        assert transport.hello() == HELLO


def test_certificate_of_another_name_is_refused() -> None:
    with hostile(tls=True) as server:
        address = read_address(server.url.replace("127.0.0.1", "localhost"))
        with (
            HttpTransport(Door(address, "t", str(TLS / "authority.pem"))) as transport,
            pytest.raises(failures.Untrusted),
        ):
            transport.hello()
        assert server.asked == []


def test_missing_file_of_an_authority_is_no_trust(tmp_path: Path) -> None:
    with (
        hostile(tls=True) as server,
        HttpTransport(door(server, str(tmp_path / "gone.pem"))) as transport,
        pytest.raises(failures.Untrusted),
    ):
        transport.hello()


def test_hints_are_read_as_they_come(server: Hostile, transport: HttpTransport) -> None:
    server.behaviour = say(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nConnection: close\r\n\r\n",
        b": keep-alive\n\n",
        b'event: heads\ndata: {"s": 4',
        b"}\n\nevent: later\ndata: ?\n\n",
        b'event: heads\ndata: {"s": 5}\n\n',
    )
    server.behaviour = and_close(server.behaviour)

    assert list(transport.heads()) == [{}, {"s": 4}, {"s": 5}]


STREAM = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"


@pytest.mark.parametrize(
    ("pieces", "failure"),
    [
        ((STREAM, b"event: heads\ndata: nonsense\n\n"), failures.Nonsense),
        ((STREAM, b"event: heads\ndata: \xff\xfe\n\n"), failures.Nonsense),
        ((STREAM, *[b"event: " + b"x" * 65_536] * 20), failures.Nonsense),
        ((b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n",), failures.NotAServer),
    ],
)
def test_stream_of_nonsense_is_left(
    server: Hostile, transport: HttpTransport, pieces: tuple[bytes, ...], failure: type[failures.Failure]
) -> None:
    server.behaviour = say(*pieces)
    with pytest.raises(failure):
        list(transport.heads())


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("https://sync.example.org/", "https://sync.example.org"),
        (" sync.example.org ", "https://sync.example.org"),
        ("sync.example.org:8443/stintbook", "https://sync.example.org:8443/stintbook"),
        ("localhost:8440", "http://localhost:8440"),
        ("127.0.0.1:8440", "http://127.0.0.1:8440"),
        ("http://[::1]:8440", "http://[::1]:8440"),
        ("HTTPS://Sync.Example.org:443", "https://sync.example.org"),
    ],
)
def test_address_as_typed_is_made_whole(typed: str, whole: str) -> None:
    assert read_address(typed).text == whole


@pytest.mark.parametrize(
    "typed", ["", "ftp://x", "https://", "a b", "https://me:pw@x", "https://x?y", "https://x#y", "x:99999"]
)
def test_what_is_no_address_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(BadAddress):
        read_address(typed)


@pytest.mark.parametrize(
    ("address", "option", "environment", "safe"),
    [
        ("https://far.example", False, {}, True),
        ("http://127.0.0.1", False, {}, True),
        ("http://localhost:8440", False, {}, True),
        ("http://far.example", False, {}, False),
        ("http://far.example", True, {}, False),
        ("http://far.example", False, {ALLOW_PLAIN: "1"}, False),
        ("http://far.example", True, {ALLOW_PLAIN: "1"}, True),
        ("http://localhost.evil.example", False, {}, False),
    ],
)
def test_plain_http_to_elsewhere_has_to_be_allowed_twice(
    address: str, option: bool, environment: dict[str, str], safe: bool
) -> None:
    if safe:
        read_address(address).require_safe(allow_plain=option, environment=environment)
        return
    with pytest.raises(failures.Untrusted):
        read_address(address).require_safe(allow_plain=option, environment=environment)


def test_door_shows_no_token() -> None:
    assert "secret" not in repr(Door(read_address("localhost"), "secret"))
