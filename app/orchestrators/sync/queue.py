"""What is not on the server yet: since when, why, and what can be done about one of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.orchestrators.sync.link import require_link
from app.orchestrators.workflow import workflow

if TYPE_CHECKING:
    from pathlib import Path

    from app.domain.outcome import Outcome
    from app.orchestrators.sync.values import QueueItem
    from app.storage.context import Context


@workflow
def queue(ctx: Context, limit: int = 500) -> tuple[QueueItem, ...]:
    """Return what is not on the server, what was set aside first, then oldest first.

    Raises:
        NotLinked: there is no server.
    """
    raise AssertionError(require_link(ctx))


@workflow
def retry(ctx: Context, version: str) -> Outcome[int]:
    """Let what was set aside wait again, with the rest of its action; returns how many changes.

    Raises:
        NotLinked: there is no server. NotFound: this is not set aside (any more).
    """
    raise AssertionError(require_link(ctx))


@workflow
def set_aside(ctx: Context, version: str) -> Outcome[int]:
    """Hold something back, with the rest of its action, so that the others flow; returns how many changes.

    Raises:
        NotLinked: there is no server. NotFound: this is not waiting (any more).
    """
    raise AssertionError(require_link(ctx))


@workflow
def export_waiting(ctx: Context, path: Path) -> int:
    """Write what is not on the server to a JSON file; returns how many changes.

    Raises:
        NotLinked: there is no server. FileNotWritten: the file cannot be written.
    """
    raise AssertionError(require_link(ctx))
