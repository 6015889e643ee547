"""Fetching from an address: only where it is safe, only so much, and every failure in a sentence."""

import socket
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from app.system import download as module
from app.system.download import AddressRefused, Downloaded, DownloadFailed, checked_address, download, is_address
from tests.support.web import Web, serving

TLS = Path(__file__).parents[1] / "fixtures" / "tls"


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as made:
        yield made


def test_a_file_is_fetched_with_its_mark(web: Web) -> None:
    address = web.put("/team.ics", "BEGIN:VCALENDAR", headers={"ETag": '"1"'})

    assert download(address) == Downloaded(b"BEGIN:VCALENDAR", '"1"')
    assert "If-None-Match" not in web.asked[0][1]


def test_what_did_not_change_is_not_fetched_again(web: Web) -> None:
    address = web.put("/team.ics", "BEGIN:VCALENDAR", headers={"ETag": '"1"'})

    assert download(address, mark='"1"') == Downloaded(None, '"1"')
    assert download(address, mark='"0"').content == b"BEGIN:VCALENDAR"


def test_one_address_leads_to_another(web: Web) -> None:
    target = web.put("/new.ics", "here")
    moved = web.put("/old.ics", status=302, headers={"Location": target})

    assert download(moved).content == b"here"


@pytest.mark.parametrize("target", ["http://example.org/a.ics", "file:///etc/passwd", "ftp://127.0.0.1/a"])
def test_no_address_leads_where_it_may_not(web: Web, target: str) -> None:
    moved = web.put("/old.ics", status=302, headers={"Location": target})

    with pytest.raises((AddressRefused, DownloadFailed)):
        download(moved)


def test_a_name_and_a_password_go_to_the_address_they_are_for_and_no_farther(web: Web) -> None:
    target = web.put("/new.ics", "here")
    web.put("/old.ics", status=302, headers={"Location": target})
    host = web.address.removeprefix("http://")

    download(f"http://ann:s%40fe@{host}/old.ics#part")

    (path, first), (_, second) = web.asked
    assert (path, first["Authorization"]) == ("/old.ics", "Basic YW5uOnNAZmU=")
    assert "Authorization" not in second


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (401, "The server asks for a name and a password."),
        (403, "The server does not give it to you."),
        (404, "There is nothing at this address."),
        (410, "It is not at this address any more."),
        (500, "The server answered with error 500."),
    ],
)
def test_a_refusal_is_said_in_words(web: Web, status: int, sentence: str) -> None:
    with pytest.raises(DownloadFailed) as failed:
        download(web.put("/team.ics", status=status))

    assert str(failed.value) == sentence


def test_too_much_is_not_fetched_whole(web: Web) -> None:
    with pytest.raises(DownloadFailed, match="more than 1 MB"):
        download(web.put("/team.ics", b"x" * (2**20 + 1)), most_bytes=2**20)


def test_what_comes_too_slowly_is_given_up(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WHOLE_S", -1.0)

    with pytest.raises(DownloadFailed, match="too slowly"):
        download(web.put("/team.ics", "text"))


def test_half_an_answer_is_none(web: Web) -> None:
    with pytest.raises(DownloadFailed, match="before all of it came"):
        download(web.put("/team.ics", "a whole calendar", cut_at=5))


def test_nonsense_is_no_answer() -> None:
    # A server of another kind, whose greeting is no HTTP.
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def greet() -> None:
            caller, _ = listening.accept()
            with caller:
                caller.recv(4096)
                caller.sendall(b"220 mail ready\r\n")

        thread = threading.Thread(target=greet)
        thread.start()
        with pytest.raises(DownloadFailed, match="connection failed"):
            download(f"http://127.0.0.1:{listening.getsockname()[1]}/team.ics")
        thread.join()


def test_nobody_there_is_said_in_words(web: Web) -> None:
    address = web.address

    with pytest.raises(DownloadFailed, match="does not answer"):
        # Port 1 of this computer, at which nothing listens.
        download(address.rsplit(":", 1)[0] + ":1/team.ics")


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (TimeoutError(), "The server did not answer in time."),
        (socket.gaierror(), "There is no such server, or no network."),
        (OSError(), "The connection failed."),
    ],
)
def test_every_reason_has_words(error: OSError, sentence: str) -> None:
    assert module._reason(error) == sentence


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("webcal://example.org/a.ics", "https://example.org/a.ics"),
        ("webcals://example.org/a.ics", "https://example.org/a.ics"),
        (" HTTPS://Example.org/a.ics ", "https://Example.org/a.ics"),
        ("http://localhost:8000/a.ics", "http://localhost:8000/a.ics"),
        ("http://[::1]/a.ics", "http://[::1]/a.ics"),
    ],
)
def test_addresses_that_are_fetched_from(text: str, meant: str) -> None:
    assert checked_address(text).geturl() == meant


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("http://example.org/a.ics", "with https"),
        ("http://127.0.0.1.example.org/a.ics", "with https"),
        ("file:///etc/passwd", "Choose the file itself"),
        ("ftp://example.org/a.ics", "is no address"),
        ("https:///a.ics", "is no address"),
        ("https://example.org:port/a.ics", "is no address"),
        ("just words", "is no address"),
    ],
)
def test_addresses_that_are_not(text: str, why: str) -> None:
    with pytest.raises(AddressRefused, match=why):
        checked_address(text)


def test_an_address_is_no_path() -> None:
    assert is_address("https://example.org")
    assert is_address("webcal:example.org")
    assert not is_address("/home/ann/team.ics")
    assert not is_address(r"C:\team.ics")


@pytest.fixture
def secret_address() -> Iterator[str]:
    """An encrypted server whose certificate only the tests' own authority vouches for."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(302 if self.path == "/down" else 200)
            self.send_header("Location", "http://127.0.0.1:1/plain")
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    proof = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    proof.load_cert_chain(TLS / "server.pem", TLS / "server.key")
    server.socket = proof.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"https://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_server_has_to_prove_who_it_is(secret_address: str) -> None:
    with pytest.raises(DownloadFailed, match="could not prove who it is"):
        download(secret_address + "/team.ics")


def test_an_encrypted_address_leads_to_no_plain_one(secret_address: str) -> None:
    trust = ssl.create_default_context(cafile=TLS / "authority.pem")

    assert download(secret_address + "/team.ics", trust=trust).content == b"ok"
    with pytest.raises(AddressRefused, match="not encrypted"):
        download(secret_address + "/down", trust=trust)
