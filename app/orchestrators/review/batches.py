"""Review, many at once: putting several items away as one action, and the rows an import left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.entities.workspace import Dismissal
from app.orchestrators.workflow import workflow
from app.storage.unit_of_work import reading, unit_of_work

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.outcome import Outcome
    from app.storage.context import Context


@workflow
def dismiss_all(ctx: Context, keys: Sequence[str]) -> Outcome[int]:
    """Put items away; one undo brings all of them back. Returns how many they were."""
    with unit_of_work(ctx, "dismiss") as work:
        work.dismissals.save_all(Dismissal(id=ctx.new_id(), created_at=ctx.now(), finding=key) for key in keys)
    return work.outcome(len(keys))


@workflow
def rejected_rows(ctx: Context, batch: str) -> list[tuple[int, str]]:
    """Return what an import left out, by line: the line in its file and why."""
    with reading(ctx) as read:
        return read.rejected_rows.of(batch)
