"""Create, change, close, delete, merge and list projects."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.domain.days import local_day
from app.domain.entities.projects import Client, Group, Project, ProjectStatus
from app.domain.errors import RuleBroken
from app.domain.ids import ProjectId
from app.domain.risk import Risk, risk_of
from app.domain.rules.names import clean_name
from app.domain.rules.projects import check_completing, check_deleting, check_project
from app.orchestrators.catalogue import cleaned, require_accepted, require_name
from app.orchestrators.references import next_color
from app.orchestrators.workflow import workflow
from app.storage.filters import EntryFilter
from app.storage.unit_of_work import reading, unit_of_work

if TYPE_CHECKING:
    from app.domain.outcome import Outcome
    from app.storage.context import Context
    from app.storage.unit_of_work import UnitOfWork


class ProjectHasEntries(RuleBroken):
    """The project has entries, and somebody has to say what becomes of them."""

    code = "project_has_entries"


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project in the tree: names of what it belongs to, closed seconds, risk."""

    project: Project
    group: Group | None
    client: Client | None
    seconds: int
    entries: int
    last_day: str | None
    risk: Risk
    milestones: int
    milestones_done: int


@workflow
def create_project(ctx: Context, *, name: str, accept_warnings: bool = False, **fields: Any) -> Outcome[Project]:
    """Create a project; fields as of Project. Without a colour it gets the one least used so far.

    Raises:
        RuleBroken: the name is empty, too long or taken within group and client; dates or estimate cannot be.
    """
    with unit_of_work(ctx, "create_project", name) as work:
        others = work.projects.all()
        fields.setdefault("start_date", local_day(ctx.now(), ctx.zone))
        if not fields.get("color"):
            fields["color"] = next_color(other.color for other in others)
        project = cleaned(Project(id=ctx.new_id(), created_at=ctx.now(), name=clean_name(name)), fields)
        _require_name(work, project)
        problems = check_project(project)
        require_accepted(problems, accept_warnings=accept_warnings)
        work.projects.save(project)
    return work.outcome(project, problems)


@workflow
def update_project(ctx: Context, id: str, *, accept_warnings: bool = False, **fields: Any) -> Outcome[Project]:  # noqa: A002
    """Change a project. Use ``set_status`` to complete or archive it.

    Raises:
        NotFound: it is gone. RuleBroken: a field cannot be so. NotAccepted: there are warnings.
    """
    with unit_of_work(ctx, "update_project") as work:
        before = work.projects.require(id)
        project = cleaned(before, fields, fixed=("status", "merged_into"))
        if (project.name, project.group, project.client) != (before.name, before.group, before.client):
            _require_name(work, project)
        problems = check_project(project, work.milestones.of_project(id))
        require_accepted(problems, accept_warnings=accept_warnings)
        work.projects.save(project)
        work.describe(project.name)
    return work.outcome(project, problems)


@workflow
def set_status(
    ctx: Context,
    id: str,  # noqa: A002 - the field's own name
    status: ProjectStatus,
    *,
    accept_warnings: bool = False,
) -> Outcome[Project]:
    """Activate, pause, complete or archive a project.

    Raises:
        NotFound: it is gone. NotAccepted: it is to be closed and something of it is still open.
    """
    with unit_of_work(ctx, f"project_{status}") as work:
        project = work.projects.require(id)
        problems = []
        if status in (ProjectStatus.COMPLETED, ProjectStatus.ARCHIVED):
            problems = check_completing(
                running=any(entry.project == id for entry in work.time_entries.all_running()),
                open_milestones=[m.name for m in work.milestones.of_project(id) if m.completed_at is None],
                planned_events=sum(
                    event.project == id and event.status == "planned" and event.ends_at > ctx.now()
                    for event in work.planned_events.all()
                ),
            )
            require_accepted(problems, accept_warnings=accept_warnings)
        changed = replace(project, status=status)
        work.projects.save(changed)
        work.describe(project.name)
    return work.outcome(changed, problems)


@workflow
def delete_project(
    ctx: Context,
    id: str,  # noqa: A002
    *,
    entries_to: ProjectId | None = None,
    delete_entries: bool = False,
) -> Outcome[int]:
    """Delete a project with its milestones and tasks; its entries move to another project or are deleted too.

    Returns how many entries were moved or deleted. All of it is one action and comes back whole.

    Raises:
        NotFound: it is gone. ProjectHasEntries: it has entries and nobody has said what becomes of them.
    """
    with unit_of_work(ctx, "delete_project") as work:
        project = work.projects.require(id)
        count, seconds = work.time_entries.count_for_project(id)
        if count and not delete_entries and entries_to is None:
            (problem,) = check_deleting(project, entries=count, seconds=seconds)
            raise ProjectHasEntries(problem.message, problems=(problem,), **problem.values)
        entries = work.time_entries.select(EntryFilter(projects=(id,)))
        if delete_entries:
            work.time_entries.delete_all(entry.id for entry in entries)
        elif entries:
            _move_entries(work, entries, work.projects.require(entries_to or ""))
        work.milestones.delete_all(milestone.id for milestone in work.milestones.of_project(id))
        work.tasks.delete_all(task.id for task in work.tasks.of_project(id))
        work.projects.delete(id)
        work.describe(project.name)
    return work.outcome(count)


@workflow
def merge_projects(ctx: Context, id: str, into: str) -> Outcome[Project]:  # noqa: A002
    """Merge twins: views show ``into`` instead of the project from now on; nothing else is rewritten.

    Raises:
        NotFound: one of them is gone. RuleBroken: a project cannot be merged into itself.
    """
    if id == into:
        raise RuleBroken("A project cannot be merged into itself.")
    with unit_of_work(ctx, "merge_projects") as work:
        target = work.projects.require(into)
        if target.merged_into is not None:
            raise RuleBroken(f"“{target.name}” was itself merged into another project.")
        merged = replace(work.projects.require(id), merged_into=ProjectId(into))
        work.projects.save(merged)
        work.describe(merged.name)
    return work.outcome(merged)


@workflow
def list_projects(ctx: Context, *, include_closed: bool = False) -> list[ProjectRow]:
    """Return the projects with their figures, by name; completed and archived ones only if asked for."""
    with reading(ctx) as read:
        today = local_day(ctx.now(), ctx.zone)
        groups = {group.id: group for group in read.groups.all()}
        clients = {client.id: client for client in read.clients.all()}
        totals = {row.key[0]: row for row in read.totals.by("project")}
        last_days = read.totals.last_days()
        milestones = read.milestones.all()
        merged_seconds: dict[str, int] = {}
        projects = read.projects.all()
        for project in projects:
            if project.merged_into and project.id in totals:
                known = merged_seconds.get(project.merged_into, 0)
                merged_seconds[project.merged_into] = known + totals[project.id].seconds
        rows = []
        for project in projects:
            closed = project.status in (ProjectStatus.COMPLETED, ProjectStatus.ARCHIVED)
            if project.merged_into or (closed and not include_closed):
                continue
            total = totals.get(project.id)
            seconds = (total.seconds if total else 0) + merged_seconds.get(project.id, 0)
            own = [milestone for milestone in milestones if milestone.project == project.id]
            rows.append(
                ProjectRow(
                    project=project,
                    group=groups.get(project.group or ""),
                    client=clients.get(project.client or ""),
                    seconds=seconds,
                    entries=total.entries if total else 0,
                    last_day=last_days.get(project.id),
                    risk=risk_of(project, seconds=seconds, today=today),
                    milestones=len(own),
                    milestones_done=sum(milestone.completed_at is not None for milestone in own),
                )
            )
        return rows


def _move_entries(work: UnitOfWork, entries: list[Any], target: Project) -> None:
    work.time_entries.save_all(
        replace(entry, project=ProjectId(target.id), task=None, milestone=None) for entry in entries
    )


def _require_name(work: UnitOfWork, project: Project) -> None:
    siblings = (
        other.name
        for other in work.projects.all()
        if other.id != project.id
        and (other.group, other.client) == (project.group, project.client)
        and other.status is not ProjectStatus.ARCHIVED
    )
    require_name(project.name, siblings, "project")
