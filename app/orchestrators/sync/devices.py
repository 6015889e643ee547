"""The devices of the account, and the code that lets another one in. All of it asks the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.orchestrators.sync.link import require_link
from app.orchestrators.workflow import workflow

if TYPE_CHECKING:
    from app.orchestrators.sync.values import Device, PairingCode
    from app.storage.context import Context


@workflow
def devices(ctx: Context) -> tuple[Device, ...]:
    """Return the devices of the account, this one first.

    Raises:
        NotLinked: there is no server. SyncFailed: it could not be asked.
    """
    raise AssertionError(require_link(ctx))


@workflow
def rename_device(ctx: Context, device: str, name: str) -> Device:
    """Give a device another name.

    Raises:
        NotLinked: there is no server. SyncFailed: it could not be told, or knows no such device.
    """
    raise AssertionError(require_link(ctx))


@workflow
def revoke_device(ctx: Context, device: str) -> None:
    """Take a device's access back, at once. What is on it stays on it.

    Raises:
        NotLinked: there is no server. RuleBroken: it is this one; ``unlink`` is for that. SyncFailed: the server could
            not be told, or knows no such device.
    """
    raise AssertionError(require_link(ctx))


@workflow
def pairing_code(ctx: Context) -> PairingCode:
    """Get a one-time code with which another device can link without the password.

    Raises:
        NotLinked: there is no server. SyncFailed: it could not be asked.
    """
    raise AssertionError(require_link(ctx))
