"""Brings what is known up to date after changes, reading only what they may have touched."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.entities.base import Kind
from app.orchestrators.figures import seconds_by_project
from app.orchestrators.known import Known, due_days, known, workdays_of, worked_by_project
from app.orchestrators.merged import Merged
from app.orchestrators.planned_time import planned_time
from app.orchestrators.progress import rows_by_project, today_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.domain.outcome import Changes
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories

# What makes every forecast another.
_FOR_ALL = (Kind.SETTING, Kind.WORK_SLOT, Kind.DAY_OVERRIDE, Kind.TIME_OFF)
# So many changed entries may be of any project.
_MOST_ENTRIES = 500


def renewed(
    ctx: Context, read: Repositories, before: Known, changes: Changes, *, since: str
) -> tuple[Known, set[str] | None]:
    """Return what is known now, and of which projects it is something else than before; None means of all.

    What was worked is known from ``since`` on.
    """
    entries = changes.of(Kind.TIME_ENTRY)
    if changes.touches(*_FOR_ALL) or len(entries) > _MOST_ENTRIES or _is_past(ctx, read, before, since):
        return known(ctx, read, since=since), None
    merged = Merged(read.projects.all()) if changes.touches(Kind.PROJECT) else before.merged
    due = due_days(merged.shown(), read.milestones.all())
    workdays = workdays_of(before.calendar, due, before.today, known=before.workdays)
    planned = planned_time(ctx, read, merged, workdays, before.today)
    seconds = {id_ or "": part for id_, part in seconds_by_project(ctx, read, merged).items()}
    touched = {merged.shown_as(project) for project in read.time_entries.projects_of(entries)} if entries else set()
    touched |= _differing(before.seconds, seconds)
    touched |= _differing(before.planned.counted, planned.counted) | _differing(before.planned.shown, planned.shown)
    touched |= _other_projects(before.merged, merged) | _other_milestones(read, before, merged, changes)
    # What is named after a project that is gone now belongs to nothing.
    shown = {project.id: project for project in merged.shown()}
    owners = [shown[id_] for id_ in touched if id_ in shown]
    members = [member for id_ in touched for member in merged.members(id_)]
    worked = {id_: days for id_, days in before.worked.items() if id_ not in touched}
    last = before.worked_until
    rows = {id_: part for id_, part in before.rows.items() if id_ not in touched}
    if touched:
        fresh, last_of_fresh = worked_by_project(ctx, read, merged, before.worked_since, members)
        worked |= fresh
        last = max(last, last_of_fresh)
        rows |= rows_by_project(ctx, read, merged, owners, today=before.today)
    now = replace(before, merged=merged, workdays=workdays, planned=planned, seconds=seconds)
    return replace(now, worked=worked, worked_until=last, rows=rows), touched


def _is_past(ctx: Context, read: Repositories, before: Known, since: str) -> bool:
    return today_of(ctx, read) != before.today or since < before.worked_since


def _differing(before: Mapping[str, object], after: Mapping[str, object]) -> set[str]:
    if before == after:
        return set()
    return {id_ for id_ in before.keys() | after.keys() if before.get(id_) != after.get(id_)}


def _other_projects(before: Merged, after: Merged) -> set[str]:
    """Return the projects that have changed, that came or went, or that stand for others than before."""
    if before is after:
        return set()
    return _differing(_by_id(before), _by_id(after))


def _by_id(merged: Merged) -> dict[str, object]:
    return {project.id: (project, merged.members(project.id)) for project in merged.shown()}


def _other_milestones(read: Repositories, before: Known, merged: Merged, changes: Changes) -> set[str]:
    if not changes.touches(Kind.MILESTONE):
        return set()
    had: dict[str, object] = {id_: {row.milestone for row in rows} for id_, rows in before.rows.items()}
    have: dict[str, set[object]] = {}
    for milestone in read.milestones.all():
        have.setdefault(merged.shown_as(milestone.project), set()).add(milestone)
    return _differing(had, have)
