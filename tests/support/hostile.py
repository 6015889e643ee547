"""A server on loopback that answers what a test tells it to, byte by byte: whatever the network may bring."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

TLS = Path(__file__).parents[1] / "fixtures" / "tls"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came in; header names in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


Behaviour = Callable[[Asked, socket.socket], None]
"""Writes an answer, or does whatever else a server may do to a connection."""


def answer(status: int = 200, body: bytes = b"{}", kind: str = "application/json", **headers: str) -> Behaviour:
    """Answer properly."""
    lines = {"Content-Type": kind, "Content-Length": str(len(body))}
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = f"HTTP/1.1 {status} Whatever\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return say(head.encode() + b"\r\n" + body)


def problem(status: int, code: str, **headers: str) -> Behaviour:
    """Answer with a problem document."""
    return answer(status, b'{"status":%d,"code":"%b"}' % (status, code.encode()), "application/problem+json", **headers)


def say(*pieces: bytes) -> Behaviour:
    """Send bytes as they are."""

    def behave(_asked: Asked, connection: socket.socket) -> None:
        for piece in pieces:
            connection.sendall(piece)

    return behave


def and_close(behaviour: Behaviour) -> Behaviour:
    """Do something, and end the connection with it."""

    def behave(asked: Asked, connection: socket.socket) -> None:
        behaviour(asked, connection)
        connection.shutdown(socket.SHUT_RDWR)

    return behave


def silent_until(ended: threading.Event) -> Behaviour:
    """Say nothing, until the test is over."""

    def behave(_asked: Asked, _connection: socket.socket) -> None:
        ended.wait(30)

    return behave


class Hostile:
    """Listens until it is closed. ``behaviour`` may be changed at any time; ``asked`` is what came in."""

    def __init__(self, *, tls: bool = False, port: int = 0) -> None:
        self.asked: list[Asked] = []
        self.behaviour: Behaviour = answer()
        self.closing = threading.Event()
        self._tls = _tls_context() if tls else None
        self._listener = socket.create_server(("127.0.0.1", port))
        self.port = int(self._listener.getsockname()[1])
        self._connections: set[socket.socket] = set()
        self._threads = [threading.Thread(target=self._accept, name="hostile")]
        self._threads[0].start()

    @property
    def url(self) -> str:
        scheme = "https" if self._tls else "http"
        return f"{scheme}://127.0.0.1:{self.port}"

    def close(self) -> None:
        self.closing.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in list(self._connections):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        while not self.closing.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._connections.add(connection)
            thread = threading.Thread(target=self._serve, args=(connection,), name="hostile-connection")
            self._threads.append(thread)
            thread.start()

    def _serve(self, plain: socket.socket) -> None:
        with suppress(OSError):
            connection = self._tls.wrap_socket(plain, server_side=True) if self._tls else plain
            self._connections.add(connection)
            with connection, connection.makefile("rb") as stream:
                for asked in _requests(stream):
                    self.asked.append(asked)
                    self.behaviour(asked, connection)
        plain.close()


@contextmanager
def hostile(*, tls: bool = False, port: int = 0) -> Iterator[Hostile]:
    """Run a server for a block."""
    server = Hostile(tls=tls, port=port)
    try:
        yield server
    finally:
        server.close()


def _requests(stream: BinaryIO) -> Iterator[Asked]:
    while True:
        first = stream.readline().decode().split()
        if len(first) < 2:
            return
        headers: dict[str, str] = {}
        while (line := stream.readline().decode().strip()) != "":
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        body = stream.read(int(headers.get("content-length", 0)))
        yield Asked(first[0], first[1], headers, body)


def _tls_context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / "server.pem", TLS / "server.key")
    return context
