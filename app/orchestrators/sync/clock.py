"""A clock that is wrong: which entries took their times from it, and moving them to where they belong."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.errors import NotFound
from app.orchestrators.locks import Locks
from app.orchestrators.workflow import workflow
from app.storage.unit_of_work import unit_of_work

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.entities.time_entries import TimeEntry
    from app.domain.outcome import Outcome
    from app.storage.context import Context


@workflow
def shift_entries(ctx: Context, ids: Sequence[str], seconds: int) -> Outcome[int]:
    """Move entries by so many seconds, as one action that can be undone; returns how many. Those gone are passed over.

    Raises:
        NotFound: none of them is here any more. RuleBroken: one of them is locked; nothing was moved.
    """
    with unit_of_work(ctx, "shift_entries") as work:
        entries = list(work.time_entries.by_ids(ids).values())
        if not entries:
            raise NotFound("None of these entries is here any more. Nothing was moved.")
        Locks(work).require_all_open(entries)
        work.time_entries.save_all(_moved(entry, seconds) for entry in entries)
    return work.outcome(len(entries))


def _moved(entry: TimeEntry, seconds: int) -> TimeEntry:
    ended_at = None if entry.ended_at is None else entry.ended_at + seconds
    return replace(entry, started_at=entry.started_at + seconds, ended_at=ended_at)
