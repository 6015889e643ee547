"""The least of an HTTP client on asyncio: one connection kept open, small bodies, so that the load costs little itself."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import orjson


class Refused(Exception):
    """An answer that is not 200."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(f"{status}: {body[:300]!r}")
        self.status = status


class Line:
    """One connection to the server, opened when first needed and again after it broke."""

    def __init__(self, host: str, port: int, token: str = "") -> None:
        self._place = (host, port)
        self._head = f"Host: {host}:{port}\r\nStintbook-Protocol: 1\r\n"
        if token:
            self._head += f"Authorization: Bearer {token}\r\n"
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, body: Any = None) -> Any:
        """Send one request and return its JSON."""
        reader, writer = await self._open()
        content = b"" if body is None else orjson.dumps(body)
        head = f"{method} {path} HTTP/1.1\r\n{self._head}Content-Type: application/json\r\n"
        writer.write(f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content)
        status, headers = await _read_head(reader)
        answer = await _read_body(reader, headers)
        if status >= 300:
            raise Refused(status, answer)
        return orjson.loads(answer) if answer else None

    async def events(self, path: str) -> AsyncIterator[dict[str, int]]:
        """Yield the data of each event of a stream until it ends."""
        reader, writer = await self._open()
        writer.write(f"GET {path} HTTP/1.1\r\n{self._head}Accept: text/event-stream\r\n\r\n".encode())
        status, _ = await _read_head(reader)
        if status != 200:
            raise Refused(status, b"")
        # The lines of chunk sizes are passed over like any other line that is no data.
        while line := await reader.readline():
            if line.startswith(b"data:"):
                yield orjson.loads(line[5:])

    def close(self) -> None:
        """Close the connection."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._streams is None:
            self._streams = await asyncio.open_connection(*self._place, limit=1 << 20)
        return self._streams


async def _read_head(reader: asyncio.StreamReader) -> tuple[int, dict[bytes, bytes]]:
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).split(b"\r\n")
    headers = dict(line.lower().split(b": ", 1) for line in lines if b": " in line)
    return int(first.split(b" ", 2)[1]), headers


async def _read_body(reader: asyncio.StreamReader, headers: dict[bytes, bytes]) -> bytes:
    if b"content-length" in headers:
        return await reader.readexactly(int(headers[b"content-length"]))
    if headers.get(b"transfer-encoding") != b"chunked":
        return b""
    parts = []
    while size := int(await reader.readline(), 16):
        parts.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readline()
    return b"".join(parts)
