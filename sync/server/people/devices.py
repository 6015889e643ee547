"""Devices: each has a token of its own, shown once, that can be taken away at once. Pairing adds one by another."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Literal, NamedTuple

from sqlalchemy import Connection, delete, func, insert, select, update

from sync.server.people import throttle
from sync.server.people.access import Caller
from sync.server.people.desk import STRANGER, Act, Desk
from sync.server.people.tables import DEVICE, PAIRING
from sync.server.people.tokens import fingerprint, new_token, pairing_code, typed
from sync.server.problems import NotFound, Taken, Unauthorised

# What a proposed id may look like. "server" and "operator" speak in the log and in the audit trail.
_PROPOSED: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{7,63}")
_RESERVED: Final = frozenset({"server", "operator"})


class Device(NamedTuple):
    """A device as its owner sees it."""

    id: str
    name: str
    created_ms: int
    seen_ms: int
    revoked_ms: int | None


class Added(NamedTuple):
    """A device that may ask from now on. The token is told this once."""

    device: str
    user: str
    token: str


class Pairing(NamedTuple):
    """A code that lets one device in."""

    code: str
    expires_ms: int


Proof = Literal["password", "pairing", "token"]
"""What a new device has shown: the password, a pairing code, or the token of another device."""


def add(act: Act, *, account: str, name: str, proposed: str, proof: Proof) -> Added:
    """Let a device of an account in, under the proposed id if that is free or was this account's all along.

    A device that comes back gets a new token, and its old one opens nothing any more. One that shows the token of
    another device never takes over an id, it only gets a free one.

    Raises:
        Taken: the account has too many devices.
    """
    token = new_token(act.desk.random)
    values = {"name": name, "token": fingerprint(token), "seen_ms": act.now_ms, "revoked_ms": None}
    device = proposed if _PROPOSED.fullmatch(proposed) and proposed not in _RESERVED else act.new_id()
    owner = act.connection.scalar(select(DEVICE.c.account).where(DEVICE.c.id == device).with_for_update())
    if owner == account and proof != "token":
        act.connection.execute(update(DEVICE).where(DEVICE.c.id == device).values(**values))
    else:
        device = act.new_id() if owner is not None else device
        _refuse_too_many(act, account)
        act.connection.execute(insert(DEVICE), values | {"id": device, "account": account, "created_ms": act.now_ms})
    replace(act, by=Caller(account, account, device)).note("device.added", subject=device, detail=proof)
    return Added(device, account, token)


def signed_in(connection: Connection, accounts: Sequence[str]) -> set[str]:
    """Return the devices of accounts that may (still) ask."""
    query = select(DEVICE.c.id).where(DEVICE.c.account.in_(accounts), DEVICE.c.token.is_not(None))
    return set(connection.scalars(query))


def note_seen(act: Act, device: str) -> None:
    """Note that a device was there."""
    act.connection.execute(update(DEVICE).where(DEVICE.c.id == device).values(seen_ms=act.now_ms))


def of_account(connection: Connection, account: str) -> list[Device]:
    """Return the devices of an account, the revoked ones too, oldest first."""
    columns = (DEVICE.c.id, DEVICE.c.name, DEVICE.c.created_ms, DEVICE.c.seen_ms, DEVICE.c.revoked_ms)
    query = select(*columns).where(DEVICE.c.account == account).order_by(DEVICE.c.created_ms, DEVICE.c.id)
    return [Device(*row) for row in connection.execute(query)]


def rename(act: Act, account: str, device: str, name: str) -> None:
    """Give a device another name.

    Raises:
        NotFound: the account has no such device.
    """
    mine = update(DEVICE).where(DEVICE.c.id == device, DEVICE.c.account == account)
    if not act.connection.execute(mine.values(name=name)).rowcount:
        raise NotFound("You have no such device.")
    act.note("device.renamed", subject=device)


def revoke(act: Act, account: str, device: str) -> None:
    """Take a device's token away: its next request is refused, and a live connection of its ends within moments.

    Raises:
        NotFound: the account has no such device.
    """
    mine = update(DEVICE).where(DEVICE.c.id == device, DEVICE.c.account == account)
    gone = mine.values(token=None, revoked_ms=func.coalesce(DEVICE.c.revoked_ms, act.now_ms))
    if not act.connection.execute(gone).rowcount:
        raise NotFound("You have no such device.")
    act.connection.execute(delete(PAIRING).where(PAIRING.c.device == device))
    act.note("device.revoked", subject=device)


def start_pairing(act: Act) -> Pairing:
    """Give the signed-in device that asks a code that lets another one in. Its earlier code is good no more."""
    code = pairing_code(act.desk.random)
    expires = act.now_ms + act.settings.pairing_minutes * 60_000
    old = (PAIRING.c.device == act.by.device) | (PAIRING.c.expires_ms < act.now_ms)
    act.connection.execute(delete(PAIRING).where(old))
    row = {"code": fingerprint(code), "account": act.by.account, "device": act.by.device, "expires_ms": expires}
    act.connection.execute(insert(PAIRING), row)
    act.note("pairing.started")
    return Pairing(code, expires)


def pair(desk: Desk, *, code: str, name: str, proposed: str, address: str) -> Added:
    """Let a device in that knows a code: once.

    Raises:
        Unauthorised: the code is wrong, used or too old.
        Throttled: too many wrong ones came from this network address.
    """
    with desk.acting(STRANGER, address) as act:
        attempt = throttle.reserve(act, throttle.Attempt(throttle.address_key(address)))
    with desk.acting(STRANGER, address) as act:
        # Deleting it is taking it: of two that come at once, one finds nothing.
        mine = delete(PAIRING).where(PAIRING.c.code == fingerprint(typed(code)), PAIRING.c.expires_ms >= act.now_ms)
        account = act.connection.scalar(mine.returning(PAIRING.c.account))
        if account is None:
            raise Unauthorised("The code is wrong, was used, or is too old. Ask the other device for a new one.")
        throttle.forgive(act, attempt)
        return add(act, account=account, name=name, proposed=proposed, proof="pairing")


def _refuse_too_many(act: Act, account: str) -> None:
    limit = act.settings.devices_per_account
    count = act.connection.scalar(select(func.count()).where(DEVICE.c.account == account)) or 0
    if limit and count >= limit:
        raise Taken(f"This account has {count} devices, which is as many as this server lets it have.")
