"""How sync reads on the command line, for people and for scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.cli.tables import Column, cut, number, print_table
from app.domain.days import utc_text, wall_clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.orchestrators.sync.values import Device, QueueItem, Reason, RoundSummary, SyncStatus
    from app.storage.context import Context

# Enough of an id to tell devices apart.
_SHORT = 12


def status_json(status: SyncStatus) -> dict[str, Any]:
    """Return how sync stands as scripts see it."""
    return {
        "state": status.state.value,
        "linked": status.linked,
        "sentence": status.sentence,
        "server": status.server or None,
        "account": status.account or None,
        "device": status.device or None,
        "waiting": status.waiting,
        "waiting_since": _instant(status.waiting_since),
        "set_aside": status.set_aside,
        "conflicts": status.conflicts,
        "last_synced_at": _instant(status.last_synced_at),
        "needs": [_reason_json(reason) for reason in status.needs],
        "notices": [_reason_json(reason) for reason in status.notices],
        "clock_offset_ms": status.clock_offset_ms,
    }


def print_status(ctx: Context, status: SyncStatus) -> None:
    """Say how sync stands."""
    if not status.linked:
        print(status.sentence)
        return
    print(f"{status.server} as {status.account}")
    print(status.sentence)
    if status.last_synced_at is not None:
        print(f"Last exchanged {ago(ctx, status.last_synced_at)}.")
    if status.waiting and status.waiting_since is not None:
        print(f"Waiting: {status.waiting}, the oldest of {_local(ctx, status.waiting_since)}.")
    if status.conflicts:
        print(f"Note: {conflicts_sentence(status.conflicts)}")
    for reason in (*status.needs[1:], *status.notices):
        print(f"Note: {reason.sentence}")
    if status.clock is not None and status.clock.entries:
        print("“stintbook sync shift” moves them.")


def round_sentence(done: RoundSummary, status: SyncStatus) -> str:
    """Say what an exchange brought."""
    parts = [f"{_changes(count)} {word}" for count, word in ((done.received, "received"), (done.sent, "sent")) if count]
    brought = " and ".join(parts) or "nothing new on either side"
    left = f" {_changes(status.waiting)} still waiting." if status.waiting else ""
    return f"Synced with “{status.server}”: {brought}.{left}"


def conflicts_sentence(count: int) -> str:
    """Say that two devices said different things."""
    things = "1 thing was" if count == 1 else f"{count} things were"
    return f"{things} set differently on two devices. The newer is shown; Review in the window has both."


def _changes(count: int) -> str:
    return "1 change" if count == 1 else f"{count} changes"


def round_json(done: RoundSummary) -> dict[str, Any]:
    """Return an exchange as scripts see it."""
    return {
        "at": utc_text(done.at),
        "seconds": round(done.seconds, 3),
        "received": done.received,
        "sent": done.sent,
        "set_aside": done.set_aside,
        "failure": _reason_json(done.failure) if done.failure else None,
        "notices": [_reason_json(reason) for reason in done.notices],
    }


def print_rounds(ctx: Context, found: Sequence[RoundSummary]) -> None:
    """List exchanges."""
    if not found:
        print("Nothing was exchanged yet.")
        return
    columns = (Column("When", whole=True), number("Received"), number("Sent"), number("Set aside"), Column(""))
    print_table(columns, [
        (_local(ctx, one.at), str(one.received), str(one.sent), str(one.set_aside),
         one.failure.sentence if one.failure else "")
        for one in found
    ])  # fmt: skip


def queue_json(item: QueueItem) -> dict[str, Any]:
    """Return something that waits as scripts see it."""
    return {
        "id": item.version,
        "kind": item.kind,
        "entity": item.entity,
        "action": item.action,
        "name": item.name,
        "since": utc_text(item.since),
        "why": item.why,
        "set_aside": item.is_set_aside,
    }


def print_queue(ctx: Context, found: Sequence[QueueItem]) -> None:
    """List what waits."""
    if not found:
        print("Nothing waits: the server has everything.")
        return
    columns = (Column("Since", whole=True), Column("What"), Column("Why"), Column("Id", whole=True))
    print_table(columns, [
        (_local(ctx, item.since), f"{item.action.replace('_', ' ')}: {cut(item.name, 40) or item.kind.replace('_', ' ')}",
         item.why, item.version)
        for item in found
    ])  # fmt: skip


def device_json(device: Device) -> dict[str, Any]:
    """Return a device as scripts see it."""
    return {
        "id": device.id,
        "name": device.name,
        "added_at": _instant(device.added_at),
        "seen_at": _instant(device.seen_at),
        "this": device.is_this,
        "removed": device.is_revoked,
    }


def print_devices(ctx: Context, found: Sequence[Device]) -> None:
    """List devices."""
    columns = (Column("Name"), Column("Last seen", whole=True), Column("Id", whole=True), Column(""))
    print_table(columns, [
        (device.name, _local(ctx, device.seen_at or 0), device.id[:_SHORT],
         "this device" if device.is_this else "removed" if device.is_revoked else "")
        for device in found
    ])  # fmt: skip


def ago(ctx: Context, at: int) -> str:
    """Return how long ago something was, or when."""
    seconds = ctx.now() - at
    if 0 <= seconds < 60:
        return "just now"
    if 0 <= seconds < 7200:
        return f"{seconds // 60} min ago"
    return _local(ctx, at)


def _local(ctx: Context, at: int) -> str:
    return f"{wall_clock(at, ctx.zone):%Y-%m-%d %H:%M}"


def _instant(at: int | None) -> str | None:
    return None if at is None else utc_text(at)


def _reason_json(reason: Reason) -> dict[str, str]:
    return {"code": reason.code, "sentence": reason.sentence}
