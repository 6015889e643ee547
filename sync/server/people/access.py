"""Who asks, and what they may do: the door every request goes through."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final, NamedTuple, Protocol

from fastapi import Depends, Request
from fastapi.security import HTTPBearer

from sync.protocol.messages import Role, ScopeOffer
from sync.server.problems import Problem


@dataclass(frozen=True, slots=True)
class Caller:
    """The device that asks, and whose it is. ``user`` is the id under which the account's changes are written."""

    account: str
    user: str
    device: str


@dataclass(frozen=True, slots=True)
class Granted:
    """What a caller may do in a scope."""

    scope: str
    role: Role


class Ask(NamedTuple):
    """Somebody at the door who wants to write into a scope."""

    authorization: str
    address: str
    scope: str


class Gate(Protocol):
    """Accounts, devices and grants as the routes see them. Every method may block: call it in a worker thread."""

    def caller(self, authorization: str, address: str) -> Caller:
        """Return the device a request comes from.

        Raises:
            Unauthorised: no such token, or a revoked one.
            Throttled: too much from this device or address.
        """

    def granted(self, caller: Caller, scope: str, *, write: bool) -> Granted:
        """Return what a caller may do in a scope.

        Raises:
            Revoked: no grant, whether the scope exists or not.
            ReadOnly: it was to be written and may only be read.
        """

    def writers(self, asking: Sequence[Ask]) -> Sequence[Caller | Problem]:
        """Return for each who it is, or why they may not: what ``caller`` and ``granted`` say, in one question."""

    def offers(self, caller: Caller) -> Sequence[ScopeOffer]:
        """Return every scope a caller may follow."""

    def followed(self, callers: Collection[Caller]) -> Mapping[Caller, Mapping[str, int]]:
        """Return the heads of all scopes that devices may follow; those that may not ask any more are left out.

        Asked from time to time for what stays connected.
        """


# Only says in the published description how a device shows its token; the gate reads it.
BEARER: Final = HTTPBearer(auto_error=False, scheme_name="device", description="The token of a device.")


def gate_of(request: Request) -> Gate:
    """Return the gate of the application a request came to."""
    gate: Gate = request.app.state.gate
    return gate


def current_device(request: Request, _: Annotated[object, Depends(BEARER)] = None) -> Caller:
    """Return the device a request comes from (see ``Gate.caller``)."""
    address = request.client.host if request.client else ""
    return gate_of(request).caller(request.headers.get("authorization", ""), address)
