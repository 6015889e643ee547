"""Linking a server, and leaving it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.orchestrators.sync.link import require_link
from app.orchestrators.workflow import workflow

if TYPE_CHECKING:
    from app.domain.outcome import Outcome
    from app.orchestrators.sync.values import Linked, LinkRequest, Unlinked
    from app.storage.context import Context


@workflow
def link(ctx: Context, request: LinkRequest) -> Outcome[Linked]:
    """Sign in, make a verified backup, take over the account's user, and begin to follow its scopes.

    Talks to the network; nothing is exchanged yet (``sync_now``, or the lane, does that).

    Raises:
        AlreadyLinked: there is a server. SyncFailed: signing in came to nothing, with a sentence. DiskFull,
            BackupFailed: there is no backup, so nothing was changed.
    """
    require_link(ctx)
    raise AssertionError(request)


@workflow
def unlink(ctx: Context) -> Outcome[Unlinked]:
    """Leave the server: everything stays here; its access is taken back there if it can be reached.

    Raises:
        NotLinked: there is none.
    """
    raise AssertionError(require_link(ctx))
