"""Whether this device and the server hold the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.orchestrators.sync.link import require_link
from app.orchestrators.workflow import workflow

if TYPE_CHECKING:
    from app.orchestrators.sync.values import Verification
    from app.storage.context import Context


@workflow
def verify(ctx: Context) -> Verification:
    """Compare everything with the server by fingerprints; only what differs is looked at one by one.

    Raises:
        NotLinked: there is no server. SyncFailed: it could not be asked.
    """
    raise AssertionError(require_link(ctx))
