"""What the window and the command line show of entries: pages of days, suggestions, search."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from app.domain.days import local_day
from app.domain.quick_entry.completion import Candidate, rank
from app.orchestrators.effective import count_effectively
from app.orchestrators.entry_rows import EntryRow, with_names
from app.orchestrators.merged import Merged
from app.orchestrators.workflow import workflow
from app.storage.filters import EntryFilter
from app.storage.unit_of_work import reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.entities.time_entries import TimeEntry
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories


@dataclass(frozen=True, slots=True)
class DayEntries:
    """A day's entries, newest first, and its total, running ones counted up to now."""

    day: str
    total_seconds: int
    rows: tuple[EntryRow, ...]


class EntryPage(NamedTuple):
    """Days, newest first; ``next`` asks for the page before, None at the beginning of time."""

    days: list[DayEntries]
    next: tuple[int, str] | None


@dataclass(frozen=True, slots=True)
class Suggestion(Candidate):
    """Something worked on before, to be done again."""

    description: str = ""
    project: str | None = None
    project_name: str | None = None
    project_color: str = ""
    task: str | None = None
    task_name: str | None = None
    tags: frozenset[str] = frozenset()
    tag_names: tuple[str, ...] = ()
    billable: bool = False


@workflow
def entry_page(ctx: Context, *, before: tuple[int, str] | None = None, limit: int = 100) -> EntryPage:
    """Return the next whole days of entries older than ``before``, about ``limit`` entries."""
    with reading(ctx) as read:
        entries = read.time_entries.recent(before, limit)
        if not entries:
            return EntryPage([], None)
        more = len(entries) == limit
        if more:
            entries = _whole_days(read, entries)
        days = _by_day(ctx, read, entries)
        last = entries[-1]
        return EntryPage(days, (last.started_at, last.id) if more else None)


@workflow
def entries_of(ctx: Context, chosen: EntryFilter, *, limit: int = 500) -> list[DayEntries]:
    """Return the entries a filter means, by day, newest first."""
    with reading(ctx) as read:
        wide = Merged(read.projects.all()).widen(chosen)
        return _by_day(ctx, read, read.time_entries.select(wide, limit=limit))


@workflow
def search_entries(ctx: Context, text: str, *, limit: int = 50) -> list[EntryRow]:
    """Return the newest entries whose description contains a text."""
    with reading(ctx) as read:
        return with_names(read, read.time_entries.search(text, limit))


@workflow
def suggestions(ctx: Context, typed: str = "", *, limit: int = 8) -> list[Suggestion]:
    """Return what was worked on before and fits what is typed, ranked by recency × frequency."""
    with reading(ctx) as read:
        found = read.time_entries.suggestions()
        projects = read.projects.by_ids(s.project for s in found if s.project)
        tasks = read.tasks.by_ids(s.task for s in found if s.task)
        tags = {tag.id: tag.name for tag in read.tags.all()}
    candidates = []
    for s in found:
        project = projects.get(s.project or "")
        if not s.description or (s.project and (project is None or project.status != "active")):
            continue
        task = tasks.get(s.task or "")
        candidates.append(
            Suggestion(
                text=s.description, times=s.times, last_at=s.last_at, description=s.description, project=s.project,
                project_name=project.name if project else None, project_color=project.color if project else "",
                task=s.task, task_name=task.name if task else None, tags=s.tags,
                tag_names=tuple(sorted(tags[tag] for tag in s.tags if tag in tags)), billable=s.billable,
            )
        )  # fmt: skip
    return rank(candidates, typed, now=ctx.now(), limit=limit)


def _whole_days(read: Repositories, entries: list[TimeEntry]) -> list[TimeEntry]:
    shift = read.session.day_starts_at
    last = entries[-1]
    day = local_day(last.started_at, last.tz, shift)
    known = {entry.id for entry in entries}
    rest = [
        entry for entry in read.time_entries.select(EntryFilter(since_day=day, until_day=day)) if entry.id not in known
    ]
    return sorted([*entries, *rest], key=lambda entry: (entry.started_at, entry.id), reverse=True)


def _by_day(ctx: Context, read: Repositories, entries: Sequence[TimeEntry]) -> list[DayEntries]:
    shift = read.session.day_starts_at
    rows = with_names(read, entries)
    dated = sorted(
        ((local_day(row.entry.started_at, row.entry.tz, shift), row) for row in rows),
        key=lambda pair: pair[0],
        reverse=True,
    )
    if not dated:
        return []
    chosen = EntryFilter(since_day=dated[-1][0], until_day=dated[0][0])
    seconds = {row.key[0]: row.seconds for row in read.totals.by("day", chosen=chosen)}
    count_effectively(ctx, read, seconds)
    return [
        DayEntries(day, seconds.get(day, 0), tuple(row for _, row in group))
        for day, group in groupby(dated, key=lambda pair: pair[0])
    ]
