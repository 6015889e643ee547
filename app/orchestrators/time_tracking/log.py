"""What the window and the command line show of entries: pages of days, suggestions, search."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from app.domain.days import local_day
from app.domain.quick_entry.completion import Candidate, rank
from app.orchestrators.effective import as_they_count, count_effectively
from app.orchestrators.merged import Merged
from app.orchestrators.shown import project_names
from app.orchestrators.workflow import workflow
from app.storage.filters import EntryFilter
from app.storage.unit_of_work import reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.entities.projects import Project
    from app.domain.entities.time_entries import TimeEntry
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry with the names of what it refers to; ``missing_project`` when that is not here."""

    entry: TimeEntry
    project_name: str | None = None
    project_color: str = ""
    client_name: str | None = None
    task_name: str | None = None
    milestone_name: str | None = None
    tag_names: tuple[str, ...] = ()
    missing_project: bool = False


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


def with_names(read: Repositories, entries: Sequence[TimeEntry]) -> list[EntryRow]:
    """Return entries, with the ends up to which they count and the names of what they refer to."""
    projects = _shown_projects(read, entries)
    clients = read.clients.by_ids(project.client for project in projects.values() if project.client)
    tasks = read.tasks.by_ids(entry.task for entry in entries if entry.task)
    milestones = read.milestones.by_ids(entry.milestone for entry in entries if entry.milestone)
    tags = read.tags.by_ids(tag for entry in entries for tag in entry.tags)
    rows = []
    for entry in as_they_count(read, entries):
        project = projects.get(entry.project or "")
        client = clients.get(project.client or "") if project else None
        task, milestone = tasks.get(entry.task or ""), milestones.get(entry.milestone or "")
        rows.append(
            EntryRow(
                entry,
                project.name if project else None,
                project.color if project else "",
                client.name if client else None,
                task.name if task else None,
                milestone.name if milestone else None,
                tuple(sorted(tags[tag].name for tag in entry.tags if tag in tags)),
                missing_project=entry.project is not None and project is None,
            )
        )
    return rows


def _shown_projects(read: Repositories, entries: Sequence[TimeEntry]) -> dict[str, Project]:
    """Return, by the id entries refer to, the projects that views show for it.

    A deleted one is shown as long as entries belong to it; of two with the same name the younger reads “Name (2)”.
    """
    wanted = {entry.project for entry in entries if entry.project}
    projects = read.projects.by_ids(wanted)
    projects |= read.projects.in_trash(wanted - projects.keys())
    if any(project.merged_into for project in projects.values()):
        everything = {project.id: project for project in read.projects.all()}
        merged = Merged(everything.values())
        projects = {id_: everything.get(merged.shown_as(id_), projects[id_]) for id_ in projects}
    names = project_names(read)
    return {id_: replace(one, name=names[one.id]) if one.id in names else one for id_, one in projects.items()}


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
