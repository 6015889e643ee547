"""What counts where devices said different things, until somebody decides; nothing of it is stored.

Of two timers of one person the earlier ends where the later starts. Of an entry that was stopped on two devices the
earlier stop counts.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.days import split_by_day
from app.domain.views import effectively

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.entities.conflicts import Conflict
    from app.domain.entities.time_entries import TimeEntry
    from app.domain.happenings import Stops
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories


def timers(read: Repositories, user: str | None = None) -> list[TimeEntry]:
    """Return what is not stopped, of a person or of everybody, newest first.

    Unless a setting allows several timers, an earlier one of the same person has the end up to which it counts, so that
    sums hold no second twice.
    """
    found = read.time_entries.all_running(user)
    return found if len(found) < 2 or read.settings.value("several_timers") else effectively(found)


def stopped_twice(read: Repositories) -> list[Stops]:
    """Return the entries that two devices stopped, each with both ends."""
    if not read.conflicts.count_open():
        return []
    found = (stops_of_conflict(read, conflict) for conflict in read.conflicts.open())
    return [stops for stops in found if stops is not None]


def stops_of_conflict(read: Repositories, conflict: Conflict) -> Stops | None:
    """Return the two ends a conflict is about, None where it is about anything else."""
    # Only now: hardly ever is there a conflict, and this stands on the way to the first paint.
    from app.domain.disagreements import SPAN, stops_of

    entry = read.time_entries.get(conflict.entity) if conflict.field == SPAN else None
    return stops_of(conflict, entry, read.history.value_before(conflict.loser, SPAN)) if entry else None


def as_they_count(read: Repositories, entries: Iterable[TimeEntry]) -> list[TimeEntry]:
    """Return entries, in their order, with the ends up to which they count."""
    ends = {timer.id: timer.ended_at for timer in timers(read)}
    ends |= {stops.entry: stops.effective for stops in stopped_twice(read)}
    return [replace(entry, ended_at=ends[entry.id]) if entry.id in ends else entry for entry in entries]


def count_effectively(ctx: Context, read: Repositories, seconds: dict[str, int]) -> None:
    """Turn a person's closed seconds by day into what counts: with what runs, and without what is not to count."""
    shift = read.session.day_starts_at
    for timer in timers(read, ctx.user):
        _add(seconds, timer.started_at, timer.until(ctx.now()), timer.tz, shift, 1)
    for stops in stopped_twice(read):
        entry = read.time_entries.require(stops.entry)
        if entry.user == ctx.user:
            _add(seconds, stops.effective, entry.until(ctx.now()), entry.tz, shift, -1)


def _add(seconds: dict[str, int], since: int, until: int, tz: str, shift: int, sign: int) -> None:
    for day, part in split_by_day(since, until, tz, shift):
        seconds[day] = seconds.get(day, 0) + sign * part
