"""What a client is told when a request comes to nothing: RFC 9457 documents with a code a program can act on."""

from collections.abc import Mapping
from typing import Any, ClassVar

from sync.protocol.wire import dump

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """A request that is answered with a problem document. ``detail`` is for a person and never holds a secret."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "malformed"
    title: ClassVar[str] = "The request could not be understood"

    def __init__(self, detail: str = "", headers: Mapping[str, str] | None = None, **members: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.headers = dict(headers or {})
        self.members = members


class Malformed(Problem):
    """The request does not follow the protocol."""


class Unprocessable(Problem):
    """A well-formed request that contradicts itself or the protocol."""

    status = 422


class Unauthorised(Problem):
    """No token, or one that is not accepted (any more)."""

    status, code, title = 401, "unauthorised", "Sign in again"


class Revoked(Problem):
    """No grant for this scope, whether it exists or not."""

    status, code, title = 403, "revoked", "There is no access to this"


class ReadOnly(Problem):
    """The scope may be read but not written."""

    status, code, title = 403, "read_only", "This may be read but not changed"


class NotPermitted(Problem):
    """Only somebody with another role may do this."""

    status, code, title = 403, "not_permitted", "Your role does not allow this"


class NotFound(Problem):
    """Nothing is there."""

    status, code, title = 404, "not_found", "Nothing is here"


class NotAllowed(Problem):
    """The address is right, the method is not."""

    status, code, title = 405, "method_not_allowed", "This cannot be done here"


class Diverged(Problem):
    """The cursor belongs to another past than this server's log. ``history`` is the log's name."""

    status, code, title = 409, "diverged", "This log has another past than the one you have read"


class Taken(Problem):
    """What was asked for belongs to somebody else already, or is there already."""

    status, code, title = 409, "taken", "This is taken already"


class SoleOwner(Problem):
    """A workspace with other people in it would be left without an owner."""

    status, code, title = 409, "sole_owner", "A workspace needs an owner"


class TooLarge(Problem):
    """More than is taken at once, before or after decompression."""

    status, code, title = 413, "too_large", "The request is larger than this server takes"


class UnknownEncoding(Problem):
    """A content encoding that is not spoken here."""

    status, code, title = 415, "unknown_encoding", "This content encoding is not understood"


class TooOld(Problem):
    """The client speaks a protocol that is not spoken here any more."""

    status, code, title = 426, "too_old", "This version of the program is too old for the server"


class Throttled(Problem):
    """Too much at once."""

    status, code, title = 429, "throttled", "Too many requests"

    def __init__(self, retry_after_s: int, detail: str = "") -> None:
        super().__init__(detail, {"Retry-After": str(retry_after_s)})


class Failed(Problem):
    """The server's own fault. What happened stands in its log, not in the answer."""

    status, code, title = 500, "failed", "The server could not do this"


class Busy(Problem):
    """The database did not answer in time: nothing was done, and it may be tried again."""

    status, code, title = 503, "busy", "The server is busy"

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail, {"Retry-After": "1"})


_DESCRIBED: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
    },
}
# What every call may be answered with, whatever it asks for.
ALWAYS: tuple[type[Problem], ...] = (Malformed, TooLarge, UnknownEncoding, TooOld, Throttled, Failed, Busy)


def described(*kinds: type[Problem]) -> dict[int | str, dict[str, Any]]:
    """Return how the published description lists the problems a call may be answered with, the usual ones included."""
    names: dict[int, list[str]] = {}
    every: tuple[type[Problem], ...] = (*ALWAYS, Unprocessable, *kinds)
    for kind in sorted(set(every), key=lambda kind: (kind.status, kind.code)):
        names.setdefault(kind.status, []).append(f"{kind.title} (`{kind.code}`).")
    content = {MEDIA_TYPE: {"schema": _DESCRIBED}}
    return {status: {"description": " ".join(sentences), "content": content} for status, sentences in names.items()}


def document(problem: Problem) -> bytes:
    """Return the body of the answer."""
    content: dict[str, Any] = {"type": "about:blank", "title": problem.title, "status": problem.status}
    content |= {"code": problem.code} | problem.members
    if problem.detail:
        content["detail"] = problem.detail
    return dump(content)
