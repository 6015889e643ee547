"""One conversation with a server over HTTP: questions and answers in JSON, every trouble as one of our failures."""

import threading
import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from platform import system

import requests
import urllib3
from requests.auth import AuthBase

from sync.client.address import Address
from sync.client.failures import Failure, Nonsense, NotAServer, Unreachable, Untrusted
from sync.client.transport_answers import JSON, PROBLEM, failure_of, kind_of
from sync.client.transport_bodies import accepted, best_encoding, inflate, squeeze
from sync.client.transport_sockets import AbortableAdapter, Sockets
from sync.protocol.messages import PROTOCOL

_PIECE = 64 << 10
# What a problem document may be: a few sentences.
_PROBLEM_LIMIT = 64 << 10
# How a certificate that is not good reads where it comes wrapped as an error of a proxy, a connection or a file.
_NO_TRUST = ("CERTIFICATE_VERIFY_FAILED", "TLS CA certificate")


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait: for a connection, for the next bytes, for the whole of an answer."""

    connect_s: float = 5.0
    read_s: float = 30.0
    whole_s: float = 300.0


@dataclass(frozen=True, slots=True)
class Door:
    """Where a server is and how one gets in. The token is in no text of it."""

    address: Address
    token: str = field(default="", repr=False)
    ca_file: str = ""
    agent: str = "Stintbook"
    patience: Patience = field(default_factory=Patience)
    answer_bytes: int = 64 << 20


class Channel:
    """A session with one server. It belongs to the thread that uses it first; only ``abort`` may come from another."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._sockets = Sockets()
        self._owner: int | None = None
        self._encoding = best_encoding()
        self._session = _session(door, self._sockets)

    def ask(
        self, method: str, path: str, content: bytes | None = None, params: Mapping[str, str] | None = None
    ) -> bytes:
        """Return the JSON body of the answer, empty where there is none.

        Raises:
            Failure: whatever went wrong.
        """
        with closing(self._send(method, path, content, params)) as answer:
            if answer.status_code == 204:
                return b""
            return self._body(answer, self._door.answer_bytes)

    def stream(self, path: str, media_type: str) -> Generator[bytes, None, None]:
        """Connect to a stream and yield its pieces as they arrive, first an empty one: it stands.

        Raises:
            Failure: whatever went wrong.
        """
        headers = {"Accept": media_type, "Accept-Encoding": "identity"}
        with closing(self._send("GET", path, None, None, headers)) as answer:
            if kind_of(answer) != media_type:
                raise NotAServer(f"{kind_of(answer)[:40]!r} where a stream was expected")
            yield b""
            yield from self._pieces(answer, until=None)

    def abort(self) -> None:
        """End what is under way, from any thread; nothing can be asked after that."""
        self._sockets.abort()

    def close(self) -> None:
        """Let the connections go."""
        self._session.close()

    def _send(
        self,
        method: str,
        path: str,
        content: bytes | None,
        params: Mapping[str, str] | None,
        headers: Mapping[str, str] | None = None,
    ) -> requests.Response:
        self._require_own_thread()
        answer = self._request(method, path, content, params, headers or {})
        if answer.status_code == 415 and content is not None and self._encoding:
            # An older server, or one without that library: what every server knows, then nothing at all.
            answer.close()
            self._encoding = "gzip" if self._encoding == "zstd" else ""
            return self._send(method, path, content, params, headers)
        if not 200 <= answer.status_code < 300:
            with closing(answer):
                raise failure_of(answer, self._problem(answer))
        return answer

    def _request(
        self,
        method: str,
        path: str,
        content: bytes | None,
        params: Mapping[str, str] | None,
        headers: Mapping[str, str],
    ) -> requests.Response:
        body, more = content, dict(headers)
        if content is not None:
            body, encoding = squeeze(content, self._encoding)
            more["Content-Type"] = JSON
            if encoding:
                more["Content-Encoding"] = encoding
        patience = self._door.patience
        try:
            return self._session.request(
                method,
                f"{self._door.address.text}{path}",
                data=body,
                params=params,
                headers=more,
                timeout=(patience.connect_s, patience.read_s),
                allow_redirects=False,
                stream=True,
            )
        except (OSError, ValueError) as error:
            # The library's own errors are OSErrors, and so is the complaint about an authority's file that is not there.
            raise self._meaning(error) from error

    def _body(self, answer: requests.Response, limit: int) -> bytes:
        if kind_of(answer) != JSON:
            raise NotAServer(f"{kind_of(answer)[:40]!r} where JSON was expected")
        until = time.monotonic() + self._door.patience.whole_s
        return inflate(self._pieces(answer, until), answer.headers.get("Content-Encoding", "").lower(), limit)

    def _problem(self, answer: requests.Response) -> bytes:
        if kind_of(answer) != PROBLEM:
            return b""
        until = time.monotonic() + self._door.patience.whole_s
        encoding = answer.headers.get("Content-Encoding", "").lower()
        try:
            return inflate(self._pieces(answer, until), encoding, _PROBLEM_LIMIT)
        except Nonsense:
            # The status alone says enough.
            return b""

    def _pieces(self, answer: requests.Response, until: float | None) -> Iterator[bytes]:
        try:
            # What has arrived is given out at once: a stream's next word may be minutes away.
            while piece := answer.raw.read1(_PIECE, decode_content=False):
                yield piece
                if until is not None and time.monotonic() > until:
                    raise Unreachable("the answer took too long")
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise self._meaning(error) from error

    def _meaning(self, error: Exception) -> Failure:
        if self._sockets.aborted:
            return Unreachable("ended from here")
        text = f"{type(error).__name__}: {error}"[:300]
        if isinstance(error, requests.exceptions.SSLError | urllib3.exceptions.SSLError):
            return Untrusted(text)
        if isinstance(error, requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema):
            return NotAServer(text)
        if any(sign in text for sign in _NO_TRUST):
            return Untrusted(text)
        return Unreachable(text)

    def _require_own_thread(self) -> None:
        here = threading.get_ident()
        self._owner = self._owner or here
        if self._owner != here:
            raise RuntimeError("a session is used by two threads")
        if self._sockets.aborted:
            raise Unreachable("ended from here")


class _Bearer(AuthBase):
    """Sets the token itself: left to the library, a password from the machine's netrc would take its place."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def _session(door: Door, sockets: Sockets) -> requests.Session:
    session = requests.Session()
    session.mount("http://", AbortableAdapter(sockets))
    session.mount("https://", AbortableAdapter(sockets))
    session.auth = _Bearer(door.token)
    session.verify = door.ca_file or True
    # A proxy of the surroundings is for the way out of the house, not to this very machine.
    session.trust_env = not door.address.is_loopback
    session.headers.clear()
    session.headers.update(
        {
            "User-Agent": f"{door.agent} ({system()})",
            "Accept": f"{JSON}, {PROBLEM}",
            "Accept-Encoding": accepted(),
            "Stintbook-Protocol": str(PROTOCOL),
        }
    )
    return session
