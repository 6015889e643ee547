"""What the sync page asks of the workflows. What talks to the network runs where nobody waits for it."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.domain.outcome import Outcome
    from app.orchestrators.sync.values import (
        Device,
        Linked,
        LinkRequest,
        PairingCode,
        QueueItem,
        RoundSummary,
        SyncStatus,
        Unlinked,
        Verification,
    )
    from app.storage.context import Context


@dataclass(frozen=True, slots=True)
class Loaded:
    """What is stored here about sync, and the clock by which it was read."""

    status: "SyncStatus"
    queue: "tuple[QueueItem, ...]"
    rounds: "tuple[RoundSummary, ...]"
    now: int
    zone: str


def load(ctx: "Context") -> Loaded:
    """Return everything the page shows that needs no network."""
    from app.orchestrators.sync.status import sync_status
    from app.ui.formats import follow

    follow(ctx)
    status = sync_status(ctx)
    if not status.linked:
        return Loaded(status, (), (), ctx.now(), ctx.zone)
    # Only now: without a server nothing of the network is wanted.
    from app.orchestrators.sync.queue import queue
    from app.orchestrators.sync.rounds import sync_history

    return Loaded(status, queue(ctx), sync_history(ctx), ctx.now(), ctx.zone)


def link(ctx: "Context", *, request: "LinkRequest") -> "Outcome[Linked]":
    """Connect to a server."""
    from app.orchestrators.sync.linking import link

    return link(ctx, request)


def unlink(ctx: "Context") -> "Outcome[Unlinked]":
    """Leave the server."""
    from app.orchestrators.sync.linking import unlink

    return unlink(ctx)


def devices(ctx: "Context") -> "tuple[Device, ...]":
    """Return the devices of the account, and remember their names for when the server is far away."""
    from app.orchestrators.device_names import remember_device_names
    from app.orchestrators.sync.devices import devices

    found = devices(ctx)
    remember_device_names(ctx, {device.id: device.name for device in found})
    return found


def rename(ctx: "Context", *, device: str, name: str) -> Any:
    """Give a device another name."""
    from app.orchestrators.sync.devices import rename_device

    return rename_device(ctx, device, name)


def revoke(ctx: "Context", *, device: str) -> None:
    """Take a device's access back."""
    from app.orchestrators.sync.devices import revoke_device

    revoke_device(ctx, device)


def pair(ctx: "Context") -> "PairingCode":
    """Get a code for another device."""
    from app.orchestrators.sync.devices import pairing_code

    return pairing_code(ctx)


def verify(ctx: "Context") -> "Verification":
    """Compare this device with the server."""
    from app.orchestrators.sync.verifying import verify

    return verify(ctx)


def retry(ctx: "Context", *, version: str) -> "Outcome[int]":
    """Let something that was set aside wait again."""
    from app.orchestrators.sync.queue import retry

    return retry(ctx, version)


def set_aside(ctx: "Context", *, version: str) -> "Outcome[int]":
    """Hold something back."""
    from app.orchestrators.sync.queue import set_aside

    return set_aside(ctx, version)


def export(ctx: "Context", *, path: Path) -> int:
    """Write what waits to a file."""
    from app.orchestrators.sync.queue import export_waiting

    return export_waiting(ctx, path)


def shift(ctx: "Context", *, ids: tuple[str, ...], seconds: int) -> "Outcome[int]":
    """Move entries whose times came from a wrong clock."""
    from app.orchestrators.sync.clock import shift_entries

    return shift_entries(ctx, ids, seconds)


def read_notice(ctx: "Context", *, code: str) -> None:
    """Note that a notice was read."""
    from app.orchestrators.sync.status import dismiss_notice

    dismiss_notice(ctx, code)
