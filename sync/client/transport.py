"""A server over HTTP, as the rounds see it."""

import contextlib
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from typing import Self, TypeVar
from urllib.parse import quote

from sseclient import SSEClient

from sync.client.failures import Nonsense, NotAServer
from sync.client.live import Heads
from sync.client.transport_http import Channel, Door
from sync.protocol import wire, wire_objects
from sync.protocol.change import Malformed
from sync.protocol.messages import Cursor, Hello, ObjectPage, Page, Push, PushAnswer

T = TypeVar("T")

ROOT = "/sync/v1"
_STREAM = "text/event-stream"
# A hint names the logs that have grown, nothing more.
_HINT_BYTES = 1 << 20


class HttpTransport:
    """The Transport of ``sync.client.ports`` over one session. Only ``abort`` may be called from another thread."""

    def __init__(self, door: Door) -> None:
        self._channel = Channel(door)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def hello(self) -> Hello:
        """Ask who is there and what may be followed.

        Raises:
            NotAServer: something else answers at this address. Failure: see ``Channel.ask``.
        """
        try:
            return wire.load_hello(self._channel.ask("GET", f"{ROOT}/hello"))
        except Malformed as error:
            raise NotAServer(f"no hello of ours: {error}") from error

    def push(self, scope: str, push: Push) -> PushAnswer:
        """Offer changes."""
        body = self._channel.ask("POST", _path("scopes", scope, "push"), wire.dump_push(push))
        return _read(wire.load_push_answer, body)

    def pull(self, scope: str, cursor: Cursor, limit: int) -> Page:
        """Ask for the changes after a cursor."""
        params = {"history": cursor.history, "after": str(cursor.seq), "chain": cursor.chain.hex(), "limit": str(limit)}
        return _read(wire.load_page, self._channel.ask("GET", _path("scopes", scope, "changes"), params=params))

    def snapshot(self, scope: str, at: Cursor | None, after: str | None, limit: int) -> ObjectPage:
        """Ask for a part of the state as it is now."""
        params = {"limit": str(limit)}
        if at is not None:
            params["at"] = wire_objects.dump_place(at)
        if after is not None:
            params["after"] = after
        body = self._channel.ask("GET", _path("scopes", scope, "snapshot"), params=params)
        return _read(wire_objects.load_objects, body)

    def digest(self, scope: str) -> Mapping[str, Sequence[bytes]]:
        """Ask for the 256 buckets of every kind."""
        return _read(wire.load_digest, self._channel.ask("GET", _path("scopes", scope, "digest")))

    def digest_of(self, scope: str, kind: str, bucket: int) -> Mapping[bytes, bytes]:
        """Ask for the digest of every entity of one bucket."""
        body = self._channel.ask("GET", _path("scopes", scope, "digest", kind, str(bucket)))
        return _read(wire.load_digest_of, body)

    def heads(self) -> Generator[Heads, None, None]:
        """Listen to the live hints: an empty mapping when the connection stands, then whatever grows.

        Raises:
            Failure: see ``Channel.stream``. Nonsense: what comes is no hint, or one without end.
        """
        with contextlib.closing(self._channel.stream(f"{ROOT}/live", _STREAM)) as pieces:
            next(pieces)
            yield {}
            try:
                for event in SSEClient(_bounded(pieces)).events():
                    if event.event == "heads":
                        yield _read(wire.load_heads, event.data.encode())
            except UnicodeDecodeError as error:
                raise Nonsense("a hint that is no text") from error

    def abort(self) -> None:
        """End what is under way, from any thread; nothing can be asked after that."""
        self._channel.abort()

    def close(self) -> None:
        """Let the connections go."""
        self._channel.close()


def _bounded(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Pass a stream's pieces on as long as none of its events is without end."""
    length = 0
    for piece in pieces:
        end = max(piece.rfind(b"\n\n"), piece.rfind(b"\r\n\r\n"))
        length = len(piece) - end if end >= 0 else length + len(piece)
        if length > _HINT_BYTES:
            raise Nonsense("a hint without end")
        yield piece


def _path(*parts: str) -> str:
    return "/".join((ROOT, *(quote(part, safe="") for part in parts)))


def _read(load: Callable[[bytes], T], body: bytes) -> T:
    try:
        return load(body)
    except Malformed as error:
        raise Nonsense(str(error)[:300]) from error
