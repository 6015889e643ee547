"""The least of an HTTP client on asyncio: connections kept open, small bodies, so that the load costs little itself."""

import asyncio
import re
from collections.abc import Callable
from typing import Self

import orjson

_STATUS = slice(9, 12)
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r\n", re.IGNORECASE)
_END = b"\r\n\r\n"


class Refused(Exception):
    """An answer that is not 200."""


class Line(asyncio.Protocol):
    """One connection to the server; asks one thing after another."""

    def __init__(self, place: tuple[str, int], token: str) -> None:
        self._place = place
        self._head = f"Host: {place[0]}:{place[1]}\r\nStintbook-Protocol: 1\r\nAuthorization: Bearer {token}\r\n"
        self._transport: asyncio.Transport | None = None
        self._received = b""
        self._answer: asyncio.Future[bytes] | None = None

    @classmethod
    async def open(cls, host: str, port: int, token: str) -> Self:
        """Connect as the device of a token."""
        line = cls((host, port), token)
        await line._connect()
        return line

    async def ask(self, method: str, path: str, content: bytes = b"") -> bytes:
        """Send one request and return the body of the answer."""
        # A server hangs up on who was silent for some seconds.
        if self._transport is None:
            await self._connect()
        self._answer = asyncio.get_running_loop().create_future()
        length = f"Content-Length: {len(content)}\r\n\r\n"
        self._send(f"{method} {path} HTTP/1.1\r\n{self._head}Content-Type: application/json\r\n{length}", content)
        return await self._answer

    def close(self) -> None:
        """Close the connection."""
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep what to write to."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Give the answer to who asked, once all of it is there."""
        received = self._received = self._received + data
        end = received.find(_END)
        if end < 0 or self._answer is None:
            return
        length = _LENGTH.search(received, 0, end + 2)
        body = received[end + len(_END) :]
        if length is None or len(body) < int(length[1]):
            return
        self._received = b""
        if received[_STATUS] == b"200":
            self._answer.set_result(body)
        else:
            self._answer.set_exception(Refused(received[:600]))

    def connection_lost(self, error: Exception | None) -> None:
        """Tell who still waits; the next question opens the connection again."""
        self._transport = None
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(error or Refused("the server hung up"))

    async def _connect(self) -> None:
        await asyncio.get_running_loop().create_connection(lambda: self, *self._place)

    def _send(self, head: str, content: bytes) -> None:
        assert self._transport is not None
        self._transport.write(head.encode() + content)


class Ears(Line):
    """A connection that listens to hints, until it is closed."""

    _hear: Callable[[dict[str, int]], None]

    def listen(self, path: str, hear: Callable[[dict[str, int]], None]) -> None:
        """Call ``hear`` with the data of each event from now on."""
        self._hear = hear
        self._send(f"GET {path} HTTP/1.1\r\n{self._head}Accept: text/event-stream\r\n\r\n", b"")

    def data_received(self, data: bytes) -> None:
        """Hear whole lines. Those of chunk sizes are passed over like any other line that is no data."""
        *lines, self._received = (self._received + data).split(b"\n")
        for line in lines:
            if line.startswith(b"data:"):
                self._hear(orjson.loads(line[5:]))
