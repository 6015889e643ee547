"""Everything that wants a decision, gathered from what is there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.domain.days import next_day
from app.domain.findings import (
    Finding,
    long_entries,
    milestone_findings,
    missing_milestones,
    missing_projects,
    missing_tasks,
    overcommitted_weeks,
    overlaps,
    twin_names,
    twins,
    without_project,
)
from app.domain.happenings import found_running, imported_twice, rejected_rows, restored_parents, two_running
from app.orchestrators.outlook import Outlooks
from app.orchestrators.preferences import load_settings
from app.orchestrators.progress import today_of
from app.orchestrators.review.versions import questions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.entities.projects import Milestone, Task
    from app.domain.entities.time_entries import TimeEntry
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories

# Older things are history, not decisions.
LOOK_BACK_DAYS = 90
LOOK_AHEAD_DAYS = 56
# A window that lives says so every 30 seconds; a gap that one missed beat explains is none.
WATCHED_S = 60


def findings(ctx: Context, read: Repositories) -> list[Finding]:
    """Return what wants a decision, newest first, without what was dismissed."""
    today, hours = today_of(ctx, read), load_settings(read).long_entry_hours
    recent = read.time_entries.doubtful(
        next_day(today, -LOOK_BACK_DAYS), next_day(today, 1), long_s=hours * 3600, now=ctx.now()
    )
    # A timer may have been running for longer than we look back.
    known = {entry.id for entry in recent}
    entries = [*(entry for entry in read.time_entries.all_running() if entry.id not in known), *recent]
    asked = [question.finding for question in questions(ctx, read)]
    found = [*asked, *_of_entries(ctx, read, entries), *_of_names(read), *_of_projects(ctx, read), *_of_imports(read)]
    dismissed = read.dismissals.findings()
    return sorted((one for one in found if one.key not in dismissed), key=lambda one: -one.at)


def _of_entries(ctx: Context, read: Repositories, entries: list[TimeEntry]) -> Iterable[Finding]:
    settings, now = load_settings(read), ctx.now()
    yield from long_entries(entries, now=now, hours=settings.long_entry_hours)
    yield from overlaps(entries, now=now)
    yield from without_project(entries)
    yield from _of_parents(read, entries)
    yield from missing_tasks(entries, {task.id for task in read.tasks.all()})
    yield from missing_milestones(entries, {milestone.id for milestone in read.milestones.all()})
    if not settings.several_timers:
        yield from two_running(entries)
    for entry, seen_at in unwatched(ctx, read):
        yield from found_running(entry, last_sign_of_life=seen_at, now=now)


def _of_parents(read: Repositories, entries: list[TimeEntry]) -> Iterable[Finding]:
    known = {project.id for project in read.projects.all()}
    lost = {entry.project for entry in entries if entry.project is not None} - known
    deleted = read.projects.in_trash(lost) if lost else {}
    yield from restored_parents(deleted.values(), entries)
    yield from missing_projects(entries, known | deleted.keys())


def unwatched(ctx: Context, read: Repositories) -> list[tuple[TimeEntry, int]]:
    """Return the running timers that a crash left alone, each with its last sign of life."""
    signs = read.heartbeats.all()
    if not signs:
        return []
    running = [entry for entry in read.time_entries.all_running(ctx.user) if entry.id in signs]
    return [(entry, signs[entry.id]) for entry in running if ctx.now() - signs[entry.id] > WATCHED_S]


def _of_names(read: Repositories) -> Iterable[Finding]:
    yield from twins(read.projects.all())
    for noun, things in (("group", read.groups.all()), ("client", read.clients.all()), ("tag", read.tags.all())):
        for finding in twin_names(things, noun):
            yield replace(
                finding, fixes=("merge",), detail="They can be merged; one undo takes it back.",
                values={**finding.values, "noun": noun},
            )  # fmt: skip
    parts: tuple[tuple[str, list[Any]], ...] = (("task", read.tasks.all()), ("milestone", read.milestones.all()))
    for noun, all_parts in parts:
        of_project: dict[str, list[Task | Milestone]] = defaultdict(list)
        for part in all_parts:
            of_project[part.project].append(part)
        for siblings in of_project.values():
            yield from twin_names(siblings, noun)


def _of_projects(ctx: Context, read: Repositories) -> Iterable[Finding]:
    today, outlooks = today_of(ctx, read), Outlooks(ctx, read)
    names = {project.id: project.name for project in read.projects.all()}
    shown = {id_: names[outlooks.merged.shown_as(id_)] for id_ in names}
    standings = [row.standing for row in outlooks.milestones()]
    yield from milestone_findings(standings, today=today, names=shown)
    weeks = outlooks.weeks(next_day(today, LOOK_AHEAD_DAYS))
    for finding in overcommitted_weeks(weeks, now=ctx.now()):
        # A full week that was put away does not come back with every minute that is tracked.
        yield replace(finding, key=f"overcommitted:{finding.values['week']}")


def _of_imports(read: Repositories) -> list[Finding]:
    # Only another device can have imported the same rows; asking walks through all that was ever imported.
    twice = imported_twice(read.time_entries.imported_twice()) if read.session.meta.get("sync_link") else []
    return twice + [
        rejected_rows(batch, file=file, count=count, line=line, reason=reason, at=at)
        for batch, file, count, line, reason, at in read.rejected_rows.batches()
    ]
