"""A window over the days that have entries: the newest, those around a day, and the days before and after it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from app.domain.days import day_bounds, local_day, next_day
from app.orchestrators.effective import count_effectively
from app.orchestrators.entry_rows import with_names
from app.orchestrators.preferences import Settings, load_settings
from app.orchestrators.time_tracking.log import DayEntries
from app.orchestrators.workflow import workflow
from app.storage.filters import EntryFilter
from app.storage.unit_of_work import reading

if TYPE_CHECKING:
    from app.domain.entities.planning import WorkSlot
    from app.domain.entities.time_entries import TimeEntry
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories

BREAK = "break:"
_STEP_DAYS, _ENTRIES = 31, 60
# An entry's own zone is at most this far from UTC.
_ZONE_MARGIN_S = 15 * 3600
_END_OF_TIME = 1 << 60


@dataclass(frozen=True, slots=True)
class DayWindow:
    """Days with entries, newest first, from ``since`` (None: the beginning) to ``until`` (None: the newest).

    ``breaks`` are the keys of gaps that are known to be breaks, see ``break_key``; ``slots`` the person's week.
    """

    days: tuple[DayEntries, ...]
    since: str | None
    until: str | None
    today: str
    now: int
    zone: str
    settings: Settings
    breaks: frozenset[str] = frozenset()
    slots: tuple[WorkSlot, ...] = ()


def break_key(since: int, until: int) -> str:
    """Return the key under which a gap is put away as a break."""
    return f"{BREAK}{since}:{until}"


@workflow
def newest_days(ctx: Context, *, wanted: int = _ENTRIES) -> DayWindow:
    """Return the newest whole days, about ``wanted`` entries."""
    with reading(ctx) as read:
        return _window(ctx, read, _back(read, None, wanted), None)


@workflow
def days_around(ctx: Context, day: str, *, wanted: int = _ENTRIES) -> DayWindow:
    """Return a day with the days before and after it."""
    with reading(ctx) as read:
        return _window(ctx, read, _back(read, next_day(day), wanted), _forth(read, day, wanted))


@workflow
def days_before(ctx: Context, day: str, *, wanted: int = _ENTRIES) -> DayWindow:
    """Return the next whole days older than a day."""
    with reading(ctx) as read:
        return _window(ctx, read, _back(read, day, wanted), next_day(day, -1))


@workflow
def days_after(ctx: Context, day: str, *, wanted: int = _ENTRIES) -> DayWindow:
    """Return the next whole days newer than a day."""
    with reading(ctx) as read:
        return _window(ctx, read, next_day(day), _forth(read, day, wanted))


@workflow
def days_again(ctx: Context, since: str, until: str | None, *, most: int = 1_500) -> DayWindow:
    """Return the days of a span as they are now; ``until`` None is open.

    When it came to hold more than ``most`` entries, as by an import, the newest days instead.
    """
    with reading(ctx) as read:
        oldest, newest = _span(read)
        if sum(entries for _, entries in _counts(read, since, until or max(newest, since))) > most:
            return _window(ctx, read, _back(read, None, _ENTRIES), None)
        return _window(ctx, read, since if oldest and oldest < since else None, until)


def _window(ctx: Context, read: Repositories, since: str | None, until: str | None) -> DayWindow:
    shift = read.session.day_starts_at
    return DayWindow(
        days=_days(ctx, read, since, until),
        since=since,
        until=until,
        today=local_day(ctx.now(), ctx.zone, shift),
        now=ctx.now(),
        zone=ctx.zone,
        settings=load_settings(read),
        slots=tuple(slot for slot in read.work_slots.all() if slot.user == ctx.user),
        breaks=frozenset(key for key in read.dismissals.findings() if key.startswith(BREAK)),
    )


def _days(ctx: Context, read: Repositories, since: str | None, until: str | None) -> tuple[DayEntries, ...]:
    shift = read.session.day_starts_at
    dated = [
        (day, entry)
        for entry in _entries(read, since, until, shift)
        if (since or "") <= (day := local_day(entry.started_at, entry.tz, shift)) and (until is None or day <= until)
    ]
    if not dated:
        return ()
    dated.sort(key=lambda pair: (pair[0], pair[1].started_at, pair[1].id), reverse=True)
    rows = with_names(read, [entry for _, entry in dated])
    chosen = EntryFilter(since_day=dated[-1][0], until_day=dated[0][0])
    seconds = {row.key[0]: row.seconds for row in read.totals.by("day", chosen=chosen)}
    count_effectively(ctx, read, seconds)
    together = zip((day for day, _ in dated), rows, strict=True)
    return tuple(
        DayEntries(day, seconds.get(day, 0), tuple(row for _, row in group))
        for day, group in groupby(together, key=lambda pair: pair[0])
    )


def _entries(read: Repositories, since: str | None, until: str | None, shift: int) -> list[TimeEntry]:
    # By instants, not by days: entries are indexed by their start.
    first = day_bounds(since, "UTC", shift)[0] - _ZONE_MARGIN_S if since else 0
    last = day_bounds(until, "UTC", shift)[1] + _ZONE_MARGIN_S if until else _END_OF_TIME
    return read.time_entries.between(first, last)


def _back(read: Repositories, before: str | None, wanted: int) -> str | None:
    """Return the day from which the days before ``before`` hold ``wanted`` entries; None when all of them hold less."""
    oldest, newest = _span(read)
    last = newest if before is None else next_day(before, -1)
    step, found = _STEP_DAYS, 0
    while oldest and last >= oldest:
        first = max(oldest, next_day(last, 1 - step))
        for day, entries in reversed(_counts(read, first, last)):
            found += entries
            if found >= wanted and day > oldest:
                return day
        last, step = next_day(first, -1), step * 4
    return None


def _forth(read: Repositories, after: str, wanted: int) -> str | None:
    """Return the day up to which the days after ``after`` hold ``wanted`` entries; None when all of them hold less."""
    newest = _span(read)[1]
    first, step, found = next_day(after), _STEP_DAYS, 0
    while first <= newest:
        last = min(newest, next_day(first, step - 1))
        for day, entries in _counts(read, first, last):
            found += entries
            if found >= wanted and day < newest:
                return day
        first, step = next_day(last), step * 4
    return None


def _span(read: Repositories) -> tuple[str, str]:
    first, last = read.totals.span()
    running = [
        local_day(entry.started_at, entry.tz, read.session.day_starts_at) for entry in read.time_entries.all_running()
    ]
    days = [day for day in (first, last, *running) if day]
    return min(days, default=""), max(days, default="")


def _counts(read: Repositories, first: str, last: str) -> list[tuple[str, int]]:
    rows = read.totals.by("day", chosen=EntryFilter(since_day=first, until_day=last))
    return [(row.key[0], row.entries) for row in rows]
