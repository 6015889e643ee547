"""An account and its devices over HTTP: signing in, listing, renaming, letting another device in or out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar
from urllib.parse import quote

from sync.client.failures import Nonsense, NotAServer
from sync.client.transport import ROOT
from sync.client.transport_http import Channel, Door
from sync.protocol.change import Malformed
from sync.protocol.fields import number_of, record_of, text_of
from sync.protocol.wire import dump, load

T = TypeVar("T")

_MOST_DEVICES = 10_000


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What a server gives a device that may come in. The token is told this once and is in no text of it."""

    device: str
    user: str
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AccountDevice:
    """A device of the account; times in Unix milliseconds."""

    id: str
    name: str
    created_ms: int
    seen_ms: int
    revoked_ms: int | None
    is_this: bool


@dataclass(frozen=True, slots=True)
class PairingOffer:
    """A code that lets one device in, until ``expires_ms``."""

    code: str = field(repr=False)
    expires_ms: int


class AccountTransport:
    """Calls about the account. Every method may raise what ``sync.client.failures`` names, and ``Declined``."""

    def __init__(self, door: Door) -> None:
        self._channel = Channel(door)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._channel.close()

    def sign_in(self, *, name: str, proposed: str, email: str, password: str) -> SignedIn:
        """Let this device in by the account's password, under the id it proposes if that is free."""
        return self._add({"name": name, "device": proposed, "email": email, "password": password})

    def pair(self, *, name: str, proposed: str, code: str) -> SignedIn:
        """Let this device in by a code that another one shows."""
        return self._add({"name": name, "device": proposed, "code": code})

    def another(self, *, name: str) -> SignedIn:
        """Become another device of the account, by the token of the one this copy came from."""
        return self._add({"name": name, "device": ""})

    def email(self) -> str:
        """Return the account's email."""
        return _read(lambda record: text_of(record_of(record), "email"), self._channel.ask("GET", f"{ROOT}/account"))

    def devices(self) -> list[AccountDevice]:
        """Return the devices of the account, also those that were signed out."""
        return _read(_devices, self._channel.ask("GET", f"{ROOT}/devices"))

    def rename(self, device: str, name: str) -> None:
        """Give a device another name."""
        self._channel.ask("PATCH", _device(device), dump({"name": name}))

    def revoke(self, device: str) -> None:
        """Sign a device out."""
        self._channel.ask("DELETE", _device(device))

    def offer_pairing(self) -> PairingOffer:
        """Get a code for another device."""
        return _read(_pairing, self._channel.ask("POST", f"{ROOT}/pairing", b"{}"))

    def _add(self, body: dict[str, str]) -> SignedIn:
        answer = self._channel.ask("POST", f"{ROOT}/devices", dump(body))
        try:
            return _signed_in(load(answer))
        except Malformed as error:
            raise NotAServer(f"no answer of ours: {error}") from error


def _signed_in(value: Any) -> SignedIn:
    record = record_of(value)
    return SignedIn(text_of(record, "device"), text_of(record, "user"), text_of(record, "token"))


def _devices(value: Any) -> list[AccountDevice]:
    if not isinstance(value, list) or len(value) > _MOST_DEVICES:
        raise Malformed("no list of devices")
    return [_one(record_of(each)) for each in value]


def _one(record: dict[str, Any]) -> AccountDevice:
    return AccountDevice(
        id=text_of(record, "id"),
        name=text_of(record, "name"),
        created_ms=number_of(record, "created_ms"),
        seen_ms=number_of(record, "seen_ms"),
        revoked_ms=None if record.get("revoked_ms") is None else number_of(record, "revoked_ms"),
        is_this=record.get("this") is True,
    )


def _pairing(value: Any) -> PairingOffer:
    record = record_of(value)
    return PairingOffer(text_of(record, "code"), number_of(record, "expires_ms"))


def _device(device: str) -> str:
    return f"{ROOT}/devices/{quote(device, safe='')}"


def _read(read: Callable[[Any], T], body: bytes) -> T:
    try:
        return read(load(body))
    except Malformed as error:
        raise Nonsense(str(error)[:300]) from error
