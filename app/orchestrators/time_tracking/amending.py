"""Changing an entry by a quick-entry line: only what the line names is changed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from app.domain.ids import MilestoneId, ProjectId, TagId, TaskId
from app.orchestrators.entry_checks import Saver, fit_parts, require_open
from app.orchestrators.references import Found, UnknownName, Wanted, find_or_create, named
from app.orchestrators.workflow import workflow
from app.storage.unit_of_work import unit_of_work

if TYPE_CHECKING:
    from app.domain.entities.time_entries import TimeEntry
    from app.domain.outcome import Outcome
    from app.domain.quick_entry.parser import QuickEntry
    from app.storage.context import Context
    from app.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Amendment:
    """What a line names, tags to take off by name, and fields set outright (started_at, ended_at, description)."""

    line: QuickEntry
    untag: tuple[str, ...] = ()
    no_project: bool = False
    create_missing: bool = False
    fields: dict[str, Any] = field(default_factory=dict)


@workflow
def amend_entry(ctx: Context, id: str, amendment: Amendment) -> Outcome[TimeEntry]:  # noqa: A002 - the field's own name
    """Change what the amendment names; its tags are added to those there are. Unknown tags and tasks are created.

    Raises:
        NotFound: the entry is gone. UnknownName: no such project, milestone or tag to take off. RuleBroken: the
            change is impossible, or the day is locked.
    """
    with unit_of_work(ctx, "edit_entry") as work:
        before = work.time_entries.require(id)
        line = amendment.line
        wanted = Wanted(line.project or _project_name(work, before, line), line.task, line.milestone, line.tags)
        found = find_or_create(ctx, work, wanted, create_project=amendment.create_missing)
        changed = _changed(line, found) | amendment.fields
        if amendment.no_project:
            changed |= {"project": None, "task": None, "milestone": None}
        tags = (before.tags | {TagId(tag.id) for tag in found.tags}) - _tags_off(work, amendment)
        entry = replace(before, **changed, tags=tags)
        if entry.project != before.project:
            require_open(work, entry)
        entry = fit_parts(work, entry, named=changed)
        problems = Saver(ctx, work).save(entry, before)
        work.describe(entry.description or before.description)
    return work.outcome(entry, problems)


def _project_name(work: UnitOfWork, entry: TimeEntry, line: QuickEntry) -> str | None:
    # A milestone without a project is one of the project the entry has.
    if not line.milestone or entry.project is None:
        return None
    return work.projects.require(entry.project).name


def _changed(line: QuickEntry, found: Found) -> dict[str, Any]:
    changed: dict[str, Any] = {}
    if line.description:
        changed["description"] = line.description
    if line.ended_at is not None:
        changed |= {"started_at": line.started_at, "ended_at": line.ended_at}
    if line.billable is not None:
        changed["billable"] = line.billable
    if line.project and found.project:
        changed["project"] = ProjectId(found.project.id)
        changed["task"] = TaskId(found.task.id) if found.task else None
    if found.milestone:
        changed["milestone"] = MilestoneId(found.milestone.id)
    return changed


def _tags_off(work: UnitOfWork, amendment: Amendment) -> set[TagId]:
    off = set()
    for name in amendment.untag:
        tag = named(work.tags.all(), name)
        if tag is None:
            raise UnknownName(f"There is no tag named “{name}”.", kind="tag", name=name)
        off.add(TagId(tag.id))
    return off
