"""Finding one entry: the newest, the running one, or by a part of its id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.orchestrators.workflow import workflow
from app.storage.unit_of_work import reading

if TYPE_CHECKING:
    from app.domain.entities.time_entries import TimeEntry
    from app.storage.context import Context

# Enough to show what else could be meant.
_SHOWN = 5


@workflow
def newest_entry(ctx: Context, *, running: bool = False) -> TimeEntry | None:
    """Return one's own newest entry, or the running one; None when there is none."""
    with reading(ctx) as read:
        current = read.time_entries.running(ctx.user)
        return current if running or current else read.time_entries.last(ctx.user)


@workflow
def entries_with_id(ctx: Context, digits: str) -> list[TimeEntry]:
    """Return the living entries whose id begins or ends with hexadecimal digits: one, several, or none."""
    with reading(ctx) as read:
        return read.time_entries.with_short_id(digits, _SHOWN)
