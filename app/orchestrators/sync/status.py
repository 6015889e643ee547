"""How sync stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.orchestrators.sync.link import read_link
from app.orchestrators.sync.values import SyncState, SyncStatus
from app.orchestrators.workflow import workflow

if TYPE_CHECKING:
    from app.storage.context import Context


@workflow
def sync_status(ctx: Context) -> SyncStatus:
    """Return how sync stands by what is stored; asks no server. Whether a round is under way only the lane knows."""
    link = read_link(ctx)
    if link is None:
        return SyncStatus(sentence="No server is linked. Everything is on this computer only.")
    return SyncStatus(SyncState.WAITING, server=link.server, account=link.account, user=link.user, device=link.device)


@workflow
def dismiss_notice(ctx: Context, code: str) -> None:
    """Note that somebody has read the notice with this code."""
    read_link(ctx)
