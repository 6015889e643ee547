"""Why a server could not be asked, in the words of the protocol; a sentence for a person is the app's to make."""

from dataclasses import dataclass


@dataclass
class Failure(Exception):
    """A call that came to nothing. ``detail`` is for the log; it never holds a token."""

    detail: str = ""


class Unreachable(Failure):
    """No network, no server, a time-out, a broken connection: no error, it is tried again later."""


class NotAServer(Failure):
    """Something answered that is no such server: a captive portal, a proxy's page, a redirect to elsewhere."""


class Nonsense(Failure):
    """A server whose answer breaks the protocol: a wrong chain, endless pages, a truncated body. Nothing was applied."""


class ServerFault(Failure):
    """The server says that it failed (5xx)."""


class Untrusted(Failure):
    """The server's certificate could not be verified, or it is plain http to another machine."""


class Unauthorised(Failure):
    """The device's token is not (any more) accepted: sign in again. Everything stays here."""


class Diverged(Failure):
    """The server has another history at this cursor. ``history`` is its name now."""

    def __init__(self, history: str = "", detail: str = "") -> None:
        super().__init__(detail)
        self.history = history


class Revoked(Failure):
    """Access to the scope was taken away."""


class ReadOnly(Failure):
    """The scope may be read but not written."""


class TooOld(Failure):
    """The server does not speak this client's protocol any more."""


class TooLarge(Failure):
    """The request was larger than the server takes."""


class NotUnderstood(Failure):
    """The server could not read the request (malformed)."""


class Throttled(Failure):
    """Too much at once; ``retry_after_s`` says when to come again."""

    def __init__(self, retry_after_s: float, detail: str = "") -> None:
        super().__init__(detail)
        self.retry_after_s = retry_after_s
