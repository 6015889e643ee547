"""The devices of the account, and the code that lets another one in. All of it asks the server."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.errors import NotFound, RuleBroken
from app.orchestrators.device_names import remember_device_names
from app.orchestrators.sync.connecting import door_of
from app.orchestrators.sync.failing import sync_failed
from app.orchestrators.sync.link import require_link, save_link
from app.orchestrators.sync.values import Device, PairingCode
from app.orchestrators.workflow import workflow
from sync.client.failures import Failure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.orchestrators.sync.link import Link
    from app.storage.context import Context
    from sync.client.transport_account import AccountDevice, AccountTransport


@workflow
def devices(ctx: Context) -> tuple[Device, ...]:
    """Return the devices of the account, this one first, then those used last.

    Raises:
        NotLinked: there is no server. SyncFailed: it could not be asked.
    """
    link = require_link(ctx)
    with account_of(ctx, link) as account:
        found = account.devices()
    remember_device_names(ctx, {device.id: device.name for device in found})
    return tuple(_device(device) for device in sorted(found, key=_place))


@workflow
def rename_device(ctx: Context, device: str, name: str) -> None:
    """Give a device another name.

    Raises:
        NotLinked: there is no server. RuleBroken: it is no name. NotFound: there is no such device. SyncFailed: the
            server could not be told.
    """
    link = require_link(ctx)
    if not name.strip() or len(name.strip()) > 100 or not name.strip().isprintable():
        raise RuleBroken("A device's name has from 1 to 100 characters, in one line.", name=name)
    with account_of(ctx, link) as account:
        account.rename(device, name.strip())
    if device == link.device:
        save_link(ctx, replace(link, device_name=name.strip()))


@workflow
def revoke_device(ctx: Context, device: str) -> None:
    """Take a device's access back, at once. What is on it stays on it.

    Raises:
        NotLinked: there is no server. RuleBroken: it is this one; ``unlink`` is for that. NotFound: there is no such
            device. SyncFailed: the server could not be told.
    """
    link = require_link(ctx)
    if device == link.device:
        raise RuleBroken("This is the device you are at. To leave the server with it, unlink it.")
    with account_of(ctx, link) as account:
        account.revoke(device)


@workflow
def pairing_code(ctx: Context) -> PairingCode:
    """Get a one-time code with which another device can link without the password.

    Raises:
        NotLinked: there is no server. SyncFailed: it could not be asked.
    """
    link = require_link(ctx)
    with account_of(ctx, link) as account:
        offer = account.offer_pairing()
    return PairingCode(offer.code, offer.expires_ms // 1000)


@contextmanager
def account_of(ctx: Context, link: Link) -> Iterator[AccountTransport]:
    """Give the account on the linked server to ask.

    Raises:
        NotFound: what was asked about is not there. SyncFailed: any other failure.
    """
    from sync.client.transport_account import AccountTransport
    from sync.client.transport_answers import Declined

    try:
        with AccountTransport(door_of(ctx, link)) as account:
            yield account
    except Declined as declined:
        if declined.code == "not_found":
            raise NotFound("The account has no such device (any more).") from declined
        raise sync_failed(declined, link.server) from declined
    except Failure as failure:
        raise sync_failed(failure, link.server) from failure


def _place(device: AccountDevice) -> tuple[bool, bool, int]:
    return not device.is_this, device.revoked_ms is not None, -device.seen_ms


def _device(device: AccountDevice) -> Device:
    return Device(
        id=device.id,
        name=device.name,
        added_at=device.created_ms // 1000,
        seen_at=device.seen_ms // 1000,
        is_this=device.is_this,
        is_revoked=device.revoked_ms is not None,
    )
