"""Fetching a file from an address, carefully: encrypted, checked, bounded in size and time."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

from app.domain.errors import AppError, EnvironmentFailed, RuleBroken

if TYPE_CHECKING:
    import ssl
    from typing import IO, Any
    from urllib.request import OpenerDirector, Request

MOST_BYTES = 20 * 1024 * 1024
SILENCE_S, WHOLE_S = 20.0, 90.0
_CHUNK = 1 << 16
_LOOPBACK = frozenset(("127.0.0.1", "::1", "localhost"))
_NOT_MODIFIED = 304


class AddressRefused(RuleBroken):
    """The address is none that is fetched from."""

    code = "address_refused"


class DownloadFailed(EnvironmentFailed):
    """The file could not be fetched."""

    code = "download_failed"


@dataclass(frozen=True, slots=True)
class Downloaded:
    """What an address holds: None when it is what ``mark`` (the ETag) stood for the last time."""

    content: bytes | None
    mark: str = ""


def is_address(text: str) -> bool:
    """Return whether a text is an address, and no path."""
    return "://" in text or text.lower().startswith("webcal:")


def checked_address(text: str) -> SplitResult:
    """Return an address that may be fetched from; ``webcal`` means https.

    Raises:
        AddressRefused: it is none, or not encrypted and not of this computer.
    """
    try:
        parts = urlsplit(text.strip())
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise AddressRefused("This is no address. It looks like https://example.org/calendar.ics.") from None
    scheme = {"webcal": "https", "webcals": "https"}.get(parts.scheme.lower(), parts.scheme.lower())
    if scheme == "file":
        raise AddressRefused("This is the address of a file. Choose the file itself instead.")
    if scheme not in ("http", "https") or not host:
        raise AddressRefused("This is no address. It looks like https://example.org/calendar.ics.")
    if scheme == "http" and host not in _LOOPBACK:
        raise AddressRefused(
            "The address begins with http, so anybody on the way could read along. Use the one with https."
        )
    return parts._replace(scheme=scheme)


def download(
    address: str, *, mark: str = "", most_bytes: int = MOST_BYTES, trust: ssl.SSLContext | None = None
) -> Downloaded:
    """Fetch what an address holds, unless it is still what ``mark`` stands for.

    Raises:
        AddressRefused: the address, or one it leads to, may not be fetched from. DownloadFailed: no answer, an answer
            that is none, or one that is too large or too slow.
    """
    from urllib.error import HTTPError, URLError

    parts = checked_address(address)
    try:
        with _opener(parts, trust).open(_request(parts, mark), timeout=SILENCE_S) as answer:
            return Downloaded(_read(answer, most_bytes), answer.headers.get("ETag", ""))
    except HTTPError as error:
        with error:
            if error.code == _NOT_MODIFIED:
                return Downloaded(None, mark)
            raise DownloadFailed(_said(error.code)) from error
    except URLError as error:
        raise DownloadFailed(_reason(error.reason)) from error
    except AppError:
        raise
    # A server that breaks the protocol makes the library raise what is no OSError; whatever it is, there is no file.
    except Exception as error:
        raise DownloadFailed(_reason(error)) from error


def _request(parts: SplitResult, mark: str) -> Request:
    from urllib.request import Request

    host = parts.hostname or ""
    bare = parts._replace(netloc=(f"[{host}]" if ":" in host else host) + (f":{parts.port}" if parts.port else ""))
    request = Request(urlunsplit(bare._replace(fragment="")), headers={"User-Agent": "Stintbook"})  # noqa: S310 - checked
    request.add_header("Accept", "text/calendar, */*;q=0.5")
    if mark:
        request.add_header("If-None-Match", mark)
    if parts.username:
        from base64 import b64encode

        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        # Never sent on to where the address leads.
        request.add_unredirected_header("Authorization", "Basic " + b64encode(pair.encode()).decode())
    return request


def _opener(parts: SplitResult, trust: ssl.SSLContext | None) -> OpenerDirector:
    """Return what opens an address, and follows it only to others that may be fetched from."""
    import ssl
    from urllib.request import HTTPRedirectHandler, HTTPSHandler, ProxyHandler, build_opener

    class Redirects(HTTPRedirectHandler):
        def redirect_request(
            self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
        ) -> Request | None:
            if checked_address(newurl).scheme == "http" and req.type == "https":
                raise AddressRefused("The address leads on to one that is not encrypted.")
            return super().redirect_request(req, fp, code, msg, headers, newurl)

    # Nothing stands between this computer and itself.
    proxies = [ProxyHandler({})] if parts.hostname in _LOOPBACK else []
    return build_opener(HTTPSHandler(context=trust or ssl.create_default_context()), Redirects(), *proxies)


def _read(answer: Any, most_bytes: int) -> bytes:
    until = time.monotonic() + WHOLE_S
    found = bytearray()
    while chunk := answer.read(_CHUNK):
        found += chunk
        if len(found) > most_bytes:
            raise DownloadFailed(f"It has more than {most_bytes // (1024 * 1024)} MB.")
        if time.monotonic() > until:
            raise DownloadFailed("It came too slowly.")
    # The library passes over an answer that ends before all of it came.
    promised = answer.headers.get("Content-Length", "")
    if promised.isdigit() and len(found) < int(promised):
        raise DownloadFailed("The connection failed before all of it came.")
    return bytes(found)


def _said(code: int) -> str:
    return {
        401: "The server asks for a name and a password.",
        403: "The server does not give it to you.",
        404: "There is nothing at this address.",
        410: "It is not at this address any more.",
    }.get(code, f"The server answered with error {code}.")


def _reason(error: object) -> str:
    import socket
    import ssl

    if isinstance(error, ssl.SSLCertVerificationError):
        return "The server could not prove who it is."
    if isinstance(error, TimeoutError):
        return "The server did not answer in time."
    if isinstance(error, socket.gaierror):
        return "There is no such server, or no network."
    if isinstance(error, ConnectionError):
        return "The server does not answer."
    return "The connection failed."
