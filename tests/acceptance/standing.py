"""How sync may stand, made up for pictures: a server that nobody has to run for them."""

from typing import TYPE_CHECKING

from app.orchestrators.sync.values import (
    ClockDrift,
    Device,
    QueueItem,
    Reason,
    RoundSummary,
    SyncState,
    SyncStatus,
)
from app.ui.sync.work import Loaded

if TYPE_CHECKING:
    from app.domain.outcome import Outcome
    from app.storage.context import Context

NOW = 1_790_000_000
_SAFE = "The server cannot be reached just now. What you record waits here and is sent later."
DEVICES = (
    Device("a", "Kim’s laptop", NOW - 9_000_000, NOW - 40, is_this=True),
    Device("b", "Phone", NOW - 8_000_000, NOW - 7_200),
    Device("c", "Workstation of the studio in the second floor, left of the window (NB-0815-4711)", NOW, NOW - 300_000),
    Device("d", "Old tablet", NOW - 9_000_000, NOW - 4_000_000, is_revoked=True),
)
_ROUNDS = (
    RoundSummary(NOW - 120, 0.4, received=3, sent=1),
    RoundSummary(NOW - 4_000, 0.2, sent=12, confirmed=12),
    RoundSummary(NOW - 90_000, 5.0, failure=Reason("offline", _SAFE)),
)
_NAMES = (
    "Checkout flow wireframes",
    "Weekly call with the people of the harbour who want to see every step",
    "fix login",
)


def standing(state: str) -> Loaded:
    """Return a state with everything the page shows of it."""
    counts = {"synced": 0, "waiting": 3, "offline": 12, "attention": 2}
    sentences = {
        "synced": "Everything recorded here is on the server.",
        "waiting": "3 changes are not on the server yet.",
        "offline": _SAFE,
        "attention": "This device has to sign in again. Everything recorded is safe here.",
    }
    needs = (Reason("sign_in", "The server does not accept this device any more. Sign in again to go on."),)
    status = SyncStatus(
        SyncState(state), sentences[state], server="https://sync.studio.example", account="kim@studio.example",
        waiting=counts[state], last_synced_at=NOW - 120, needs=needs if state == "attention" else (),
        notices=(Reason("server_restored", "The server was restored; your data is being offered again."),)
        if state == "attention" else (),
        clock=ClockDrift(-3_660_000, tuple("abcdefg")) if state == "attention" else None,
    )  # fmt: skip
    return Loaded(
        status, tuple(_waiting(number, state) for number in range(counts[state])), _ROUNDS, NOW, "Europe/Berlin"
    )


def _waiting(number: int, state: str) -> QueueItem:
    is_aside = state == "attention" and number == 0
    return QueueItem(
        version=f"{number:032x}",
        kind="time_entry",
        entity="",
        action="edit_entry" if number % 2 else "start_timer",
        name=_NAMES[number % len(_NAMES)],
        since=NOW - 600 * number - 90,
        why="The server would not take it: it is too large." if is_aside else "It is sent with the next exchange.",
        is_set_aside=is_aside,
    )


def disagree_about_the_newest(ctx: "Context") -> "Outcome[None]":
    """Let a phone say something else of the newest entries, and delete one of them."""
    import json

    from app.domain.entities.base import Kind
    from app.domain.entities.conflicts import Conflict
    from app.orchestrators.device_names import remember_device_names
    from app.storage.columns import id_to_row
    from app.storage.unit_of_work import unit_of_work

    phone = "b" * 32
    remember_device_names(ctx, {phone: "Phone"})
    with unit_of_work(ctx, "receive") as work:
        here = str(work.session.meta["device"])
        entries = [entry for entry in work.time_entries.recent(None, 12) if not entry.running][:3]
        for number, entry in enumerate(entries):
            stored = work.time_entries.stored(id_to_row(entry.id))
            wire = work.time_entries.wire(stored) if stored else {}
            later = [entry.started_at, entry.until(ctx.now()) + 1_500, entry.tz]
            others = (
                {"description": f"{entry.description}, with Ann"},
                {"span": later},
                {"": None},
            )
            for field, losing in (others[0] | others[1] if number == 0 else others[number]).items():
                made = Conflict(
                    id=ctx.new_id(), created_at=ctx.now(), kind=Kind.TIME_ENTRY.value, entity=entry.id, field=field,
                    winner=f"{2 * number + 2:032x}", loser=f"{2 * number + 1:032x}",
                    winning=json.dumps(wire.get(field)), losing=json.dumps(losing), winner_user=ctx.user,
                    winner_device=here, winner_ms=(ctx.now() - 300) * 1000, loser_user=ctx.user, loser_device=phone,
                    loser_ms=(ctx.now() - 4_000) * 1000,
                )  # fmt: skip
                work.conflicts.save(made)
    return work.outcome(None)
