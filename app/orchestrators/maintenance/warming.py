"""Warming up: what the person will ask for next is in memory before they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.orchestrators.workflow import workflow
from app.storage.warming import warm

if TYPE_CHECKING:
    from app.storage.context import Context


@workflow
def warm_up(ctx: Context) -> int:
    """Fill the caches, most recently used last to leave; returns how many things. For a window after the first paint."""
    return warm(ctx)
