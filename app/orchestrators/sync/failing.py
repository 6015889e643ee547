"""Why an exchange came to nothing, as a sentence that says what it means for the data."""

from __future__ import annotations

from app.domain.errors import EnvironmentFailed
from app.orchestrators.sync.values import Reason
from sync.client import failures
from sync.client.failures import Failure

_SAFE = "Everything you record is kept here and goes out by itself as soon as it can."


class SyncFailed(EnvironmentFailed):
    """The server could not be asked, or did not do what it was asked. Everything recorded is safe here.

    ``reason`` is the code of the Reason that belongs to it.
    """

    code = "sync_failed"

    def __init__(self, message: str, *, reason: str = "", **values: object) -> None:
        super().__init__(message, reason=reason, **values)
        self.reason = reason


class SyncBusy(EnvironmentFailed):
    """Another Stintbook is exchanging for this data folder right now. Nothing was done twice."""

    code = "sync_busy"


class LocalTrouble(Failure):
    """Not the server is the cause but this machine, or another Stintbook on it; ``reason`` says it to a person."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.code)
        self.reason = reason


# What passes by itself: the state is “offline”, nobody has to do anything.
PASSING = frozenset(("offline", "throttled", "server_fault", "busy"))

_SENTENCES = {
    "offline": f"The server “{{server}}” cannot be reached right now. {_SAFE}",
    "not_a_server": "Something else than a Stintbook server answers at “{server}”: the login page of this network, or"
    " the address is wrong. Nothing was exchanged; everything stays here. Sign in to the network, or check the address.",
    "nonsense": "The server “{server}” sent an answer that cannot be right, so nothing of it was taken over. Your data"
    " here is untouched. If this goes on, tell whoever runs the server.",
    "server_fault": f"The server “{{server}}” reports an error of its own. {_SAFE}",
    "untrusted": "It could not be verified that “{server}” is the server it claims to be, so nothing was sent and"
    " everything stays here. Check the address, the clock of this computer, and the certificate of the server.",
    "sign_in": "This device is signed out of “{server}”. Everything stays here and waits. Sign in again with"
    " “stintbook sync link {server}” or in Settings › Sync.",
    "access_lost": "Your access on “{server}” was taken away. What is here stays and can be read; what waits is kept"
    " and can be exported. Ask whoever runs the workspace.",
    "read_only": "You may read but not change what is shared on “{server}”. What you changed here stays here and waits."
    " Ask whoever runs the workspace.",
    "upgrade": "This Stintbook is too old for “{server}”. What you recorded was still handed over where the server took"
    " it, and everything stays here. Install the newer version to receive what others record.",
    "too_large": "Something recorded here is larger than “{server}” takes. It stays here; the rest goes on.",
    "not_understood": "The server “{server}” could not read what this device sent. Everything stays here and waits."
    " A newer version of Stintbook or of the server may help.",
    "throttled": f"The server “{{server}}” asks for a pause of {{pause}}. {_SAFE}",
    "declined": "The server “{server}” did not do this: {detail}",
    "busy": "Another Stintbook is exchanging with the server for this data folder right now; there is nothing to do.",
}


_CODES: dict[type[Failure], str] = {
    failures.Unreachable: "offline",
    failures.NotAServer: "not_a_server",
    failures.Nonsense: "nonsense",
    failures.Diverged: "nonsense",
    failures.ServerFault: "server_fault",
    failures.Untrusted: "untrusted",
    failures.Unauthorised: "sign_in",
    failures.Revoked: "access_lost",
    failures.ReadOnly: "read_only",
    failures.TooOld: "upgrade",
    failures.TooLarge: "too_large",
    failures.NotUnderstood: "not_understood",
    failures.Throttled: "throttled",
}


def reason_of(failure: Failure, server: str) -> Reason:
    """Return what a person is told of a failure."""
    if isinstance(failure, LocalTrouble):
        return failure.reason
    code = _CODES.get(type(failure), "declined")
    pause = _pause(failure.retry_after_s) if isinstance(failure, failures.Throttled) else ""
    return Reason(code, _SENTENCES[code].format(server=server, pause=pause, detail=failure.detail))


def sentence_of(code: str, server: str) -> Reason:
    """Return what a person is told of something that needs no more than its name."""
    return Reason(code, _SENTENCES[code].format(server=server, pause="", detail=""))


def sync_failed(failure: Failure, server: str) -> SyncFailed:
    """Return the error a workflow raises for a failure."""
    reason = reason_of(failure, server)
    return SyncFailed(reason.sentence, reason=reason.code)


def busy() -> SyncBusy:
    """Return the error for a data folder for which somebody else is exchanging."""
    return SyncBusy(_SENTENCES["busy"])


def _pause(seconds: float) -> str:
    return f"{max(1, round(seconds))} seconds" if seconds < 120 else f"{round(seconds / 60)} minutes"
