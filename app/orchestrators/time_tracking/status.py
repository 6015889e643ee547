"""What is going on now: the running timer, today and the week against their targets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.days import days_between, local_day, next_day, week_of
from app.orchestrators.effective import count_effectively, timers
from app.orchestrators.progress import WhatIsLeft, calendar_of, what_is_left
from app.orchestrators.workflow import workflow
from app.storage.filters import EntryFilter
from app.storage.unit_of_work import reading

if TYPE_CHECKING:
    from app.domain.entities.projects import Project
    from app.domain.entities.time_entries import TimeEntry
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories


@dataclass(frozen=True, slots=True)
class Status:
    """The running entry, if any, and seconds tracked and wanted today and this week.

    ``also_running`` are the older ones where several timers are allowed.
    """

    running: TimeEntry | None
    project: Project | None
    task_name: str | None
    tag_names: tuple[str, ...]
    elapsed_seconds: int
    today_seconds: int
    week_seconds: int
    today_target_seconds: int
    week_target_seconds: int
    left: WhatIsLeft | None
    also_running: tuple[TimeEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class DayTotal:
    """One day of the week strip."""

    day: str
    seconds: int
    capacity_minutes: int


@workflow
def status(ctx: Context) -> Status:
    """Return what is going on now."""
    with reading(ctx) as read:
        running, *others = timers(read, ctx.user) or (None,)
        project = read.projects.get(running.project) if running and running.project else None
        task = read.tasks.get(running.task) if running and running.task else None
        tags = read.tags.by_ids(running.tags) if running and running.tags else {}
        elapsed = running.seconds(ctx.now()) if running else 0
        this_day = local_day(ctx.now(), ctx.zone, read.session.day_starts_at)
        days = _week(ctx, read, this_day)
        today = next(day for day in days if day.day == this_day)
        return Status(
            running,
            project,
            task.name if task else None,
            tuple(sorted(tag.name for tag in tags.values())),
            elapsed,
            today.seconds,
            sum(day.seconds for day in days),
            today.capacity_minutes * 60,
            sum(day.capacity_minutes for day in days) * 60,
            what_is_left(ctx, read, project, named=running.milestone if running else None) if project else None,
            tuple(entry for entry in others if entry.running),
        )


@workflow
def week_strip(ctx: Context, day: str | None = None) -> list[DayTotal]:
    """Return the seven days of a day's week (today's when None), running entries counted up to now."""
    with reading(ctx) as read:
        return _week(ctx, read, day or local_day(ctx.now(), ctx.zone, read.session.day_starts_at))


def _week(ctx: Context, read: Repositories, day: str) -> list[DayTotal]:
    first = week_of(day, read.settings.value("week_start", 0))
    last = next_day(first, 6)
    seconds = {
        row.key[0]: row.seconds
        for row in read.totals.by("day", chosen=EntryFilter(since_day=first, until_day=last, users=(ctx.user,)))
    }
    count_effectively(ctx, read, seconds)
    calendar = calendar_of(read, ctx.user)
    return [DayTotal(d, seconds.get(d, 0), calendar.capacity(d)) for d in days_between(first, last)]
