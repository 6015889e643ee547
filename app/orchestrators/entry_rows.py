"""Entries with the names of what they refer to, as every page shows them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.orchestrators.effective import as_they_count
from app.orchestrators.merged import Merged
from app.orchestrators.shown import project_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.entities.projects import Project
    from app.domain.entities.time_entries import TimeEntry
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
