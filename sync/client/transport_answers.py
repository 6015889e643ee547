"""What an answer means that is no success: problem documents one to one, and what stands where no server is."""

from collections.abc import Callable
from email.utils import parsedate_to_datetime
from typing import Any

import requests

from sync.client.failures import (
    Diverged,
    Failure,
    NotAServer,
    NotUnderstood,
    ReadOnly,
    Revoked,
    ServerFault,
    Throttled,
    TooLarge,
    TooOld,
    Unauthorised,
)

JSON = "application/json"
PROBLEM = "application/problem+json"
# Where a server says “later” without saying when.
_USUAL_RETRY_S = 30.0


class Declined(Failure):
    """The server does not do what was asked for; ``code`` is its word for why (``not_found``, ``taken`` …)."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(detail)
        self.code = code


_BY_CODE: dict[str, Callable[[str], Failure]] = {
    "unauthorised": Unauthorised,
    "revoked": Revoked,
    "read_only": ReadOnly,
    "too_old": TooOld,
    "too_large": TooLarge,
    "malformed": NotUnderstood,
    "failed": ServerFault,
    "busy": ServerFault,
}
# What a status says by itself, for what stands between us and a server.
_BY_STATUS: dict[int, Callable[[str], Failure]] = {413: TooLarge, 426: TooOld}


def kind_of(answer: requests.Response) -> str:
    """Return the media type of an answer, without what follows it."""
    return answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()


def failure_of(answer: requests.Response, document: bytes) -> Failure:
    """Return the failure an answer means; ``document`` is its problem document, empty where there is none."""
    status = answer.status_code
    problem = _read(document)
    code, detail = _text(problem.get("code")), _text(problem.get("detail")) or f"status {status}"
    if status == 429:
        return Throttled(retry_after_s(answer.headers.get("Retry-After")), detail)
    if code == "diverged":
        return Diverged(_text(problem.get("history")), detail)
    if code in _BY_CODE:
        return _BY_CODE[code](detail)
    if code and status < 500:
        return Declined(code, detail)
    return _without_code(status, detail)


def _without_code(status: int, detail: str) -> Failure:
    if status >= 500:
        return ServerFault(detail)
    return _BY_STATUS.get(status, NotAServer)(detail)


def retry_after_s(text: str | None) -> float:
    """Read a Retry-After, seconds or a date; a usual time where there is none or it cannot be read."""
    try:
        return max(0.0, float(int(text or "")))
    except ValueError:
        return _until(text or "")


def _until(text: str) -> float:
    import time

    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except ValueError:
        return _USUAL_RETRY_S


def _read(document: bytes) -> dict[str, Any]:
    import orjson

    try:
        content = orjson.loads(document) if document else {}
    except orjson.JSONDecodeError:
        return {}
    return content if isinstance(content, dict) else {}


def _text(value: Any) -> str:
    return value[:500] if isinstance(value, str) else ""
