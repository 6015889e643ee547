"""Exchanging with the server once, in the foreground; and what the last exchanges brought."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.orchestrators.sync.link import require_link
from app.orchestrators.workflow import workflow

if TYPE_CHECKING:
    from app.domain.outcome import Outcome
    from app.orchestrators.sync.values import RoundSummary
    from app.storage.context import Context


@workflow
def sync_now(ctx: Context) -> Outcome[RoundSummary]:
    """Exchange everything with the server now. Talks to the network; a window asks its lane instead.

    Raises:
        NotLinked: there is no server. SyncFailed: it came to nothing; the sentence says what it means for the data.
            SyncBusy: another Stintbook is exchanging for this data folder right now.
    """
    raise AssertionError(require_link(ctx))


@workflow
def sync_history(ctx: Context, limit: int = 50) -> tuple[RoundSummary, ...]:
    """Return the exchanges that brought something or failed, newest first."""
    return ()
