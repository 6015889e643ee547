"""Create, change, close, delete, merge and list projects."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.domain.entities.projects import Client, Group, Project, ProjectStatus
from app.domain.errors import RuleBroken
from app.domain.ids import ProjectId
from app.domain.risk import Risk
from app.domain.rules.names import clean_name
from app.domain.rules.projects import (
    check_completing,
    check_deleting,
    check_milestones_inside,
    check_project,
)
from app.orchestrators.catalogue import cleaned, require_accepted, require_name
from app.orchestrators.locks import Locks
from app.orchestrators.merged import Merged
from app.orchestrators.outlook import Outlooks
from app.orchestrators.progress import today_of
from app.orchestrators.projects.feasibility import feasibility_problems
from app.orchestrators.references import next_color
from app.orchestrators.shown import project_names
from app.orchestrators.workflow import workflow
from app.storage.filters import EntryFilter
from app.storage.unit_of_work import reading, unit_of_work

if TYPE_CHECKING:
    from app.domain.entities.time_entries import TimeEntry
    from app.domain.outcome import Outcome
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories, UnitOfWork


class ProjectHasEntries(RuleBroken):
    """The project has entries, and somebody has to say what becomes of them."""

    code = "project_has_entries"


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project in the tree: what it belongs to, its seconds (what runs counted up to now), risk."""

    project: Project
    group: Group | None
    client: Client | None
    seconds: int
    entries: int
    last_day: str | None
    risk: Risk
    milestones: int
    milestones_done: int
    # Of two projects with the same name the younger is shown under another.
    shown_name: str = ""


@workflow
def create_project(ctx: Context, *, name: str, accept_warnings: bool = False, **fields: Any) -> Outcome[Project]:
    """Create a project; fields as of Project. Without a colour it gets the one least used so far.

    A warning says when the estimate exceeds the working time until it is due, or which weeks are too full with it; see
    also ``check_feasibility``.

    Raises:
        RuleBroken: the name is empty, too long or taken within group and client; dates or estimate cannot be.
        NotFound: the group or client is gone.
    """
    with unit_of_work(ctx, "create_project", name) as work:
        others = work.projects.all()
        fields.setdefault("start_date", today_of(ctx, work))
        if not fields.get("color"):
            fields["color"] = next_color(other.color for other in others)
        project = cleaned(Project(id=ctx.new_id(), created_at=ctx.now(), name=clean_name(name)), fields)
        _require_home(work, project)
        _require_name(work, project)
        problems = check_project(project)
        require_accepted(problems, accept_warnings=accept_warnings)
        work.projects.save(project)
        # Too little time is said, never asked about: it is the person's to take on.
        problems += feasibility_problems(ctx, work, project)
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
            _require_home(work, project)
            _require_name(work, project)
        milestones = work.milestones.of_project(id)
        problems = check_project(project, milestones) + check_milestones_inside(project, milestones)
        require_accepted(problems, accept_warnings=accept_warnings)
        work.projects.save(project)
        if (project.estimate_minutes, project.due_date) != (before.estimate_minutes, before.due_date):
            problems += feasibility_problems(ctx, work, project)
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
            members = Merged(work.projects.all()).members(id)
            problems = check_completing(
                running=any(entry.project in members for entry in work.time_entries.all_running()),
                open_milestones=[
                    m.name for m in work.milestones.all() if m.project in members and m.completed_at is None
                ],
                planned_events=sum(
                    event.project in members and event.status == "planned" and event.ends_at > ctx.now()
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

    What was merged into it goes with it, and a running entry counts up to now. Returns how many entries were moved or
    deleted. All of it is one action and comes back whole.

    Raises:
        NotFound: it is gone. ProjectHasEntries: it has entries and nobody has said what becomes of them.
        RuleBroken: an entry is locked, or the entries would move to the project itself.
    """
    if delete_entries:
        from app.storage.backups import make_before_deleting

        with reading(ctx) as read:
            make_before_deleting(ctx, read.time_entries.count_for_project(id)[0])
    with unit_of_work(ctx, "delete_project") as work:
        project = work.projects.require(id)
        members = Merged(work.projects.all()).members(id)
        entries = work.time_entries.select(EntryFilter(projects=members))
        if entries and not delete_entries and entries_to is None:
            seconds = sum(entry.seconds(ctx.now()) for entry in entries)
            (problem,) = check_deleting(project, entries=len(entries), seconds=seconds)
            raise ProjectHasEntries(problem.message, problems=(problem,), **problem.values)
        Locks(work).require_all_open(entries)
        if delete_entries:
            work.time_entries.delete_all(entry.id for entry in entries)
        elif entries:
            _move_entries(work, entries, members, entries_to or "")
        work.milestones.delete_all(m.id for m in work.milestones.all() if m.project in members)
        work.tasks.delete_all(task.id for task in work.tasks.all() if task.project in members)
        work.projects.delete_all(members)
        work.describe(project.name)
    return work.outcome(len(entries))


@workflow
def merge_projects(ctx: Context, id: str, into: str) -> Outcome[Project]:  # noqa: A002
    """Merge twins: views show ``into`` instead of the project from now on; nothing else is rewritten.

    Raises:
        NotFound: one of them is gone. RuleBroken: a project cannot be merged into itself.
    """
    with unit_of_work(ctx, "merge_projects") as work:
        project, target = work.projects.require(id), work.projects.require(into)
        shown = Merged(work.projects.all()).shown_as(into)
        if shown == id:
            raise RuleBroken("A project cannot be merged into itself.", project=id)
        if shown != into:
            raise RuleBroken(f"“{target.name}” was itself merged into another project.", project=into, name=target.name)
        merged = replace(project, merged_into=ProjectId(into))
        work.projects.save(merged)
        work.describe(merged.name)
    return work.outcome(merged)


@workflow
def list_projects(ctx: Context, *, include_closed: bool = False) -> list[ProjectRow]:
    """Return the projects with their figures, by name; completed and archived ones only if asked for.

    A project that was merged into another is counted there.
    """
    with reading(ctx) as read:
        merged = Merged(read.projects.all())
        list_row = _Rows(ctx, read, merged)
        return [
            list_row(project)
            for project in merged.shown()
            if include_closed or project.status not in (ProjectStatus.COMPLETED, ProjectStatus.ARCHIVED)
        ]


class _Rows:
    """Makes the rows of the list; everything is loaded once, however many projects there are."""

    def __init__(self, ctx: Context, read: Repositories, merged: Merged) -> None:
        self._merged = merged
        self._names = project_names(read)
        self._outlooks = Outlooks(ctx, read)
        self._groups = {group.id: group for group in read.groups.all()}
        self._clients = {client.id: client for client in read.clients.all()}
        self._entries = merged.sums({row.key[0]: row.entries for row in read.totals.by("project")})
        self._last_days = read.totals.last_days()
        self._milestones: dict[str, list[bool]] = defaultdict(list)
        for milestone in read.milestones.all():
            self._milestones[merged.shown_as(milestone.project)].append(milestone.completed_at is not None)

    def __call__(self, project: Project) -> ProjectRow:
        last_days = (self._last_days.get(member) for member in self._merged.members(project.id))
        return ProjectRow(
            project=project,
            group=self._groups.get(project.group or ""),
            client=self._clients.get(project.client or ""),
            seconds=self._outlooks.seconds.get(project.id, 0),
            entries=self._entries.get(project.id, 0),
            last_day=max((day for day in last_days if day), default=None),
            risk=self._outlooks.risk(project),
            milestones=len(self._milestones[project.id]),
            milestones_done=sum(self._milestones[project.id]),
            shown_name=self._names.get(project.id, project.name),
        )


def _move_entries(work: UnitOfWork, entries: list[TimeEntry], members: tuple[str, ...], to: str) -> None:
    target = work.projects.require(to)
    if to in members:
        raise RuleBroken("The entries cannot move to the project that is being deleted.", project=to)
    # A task and a milestone belong to their project; they do not move with the entry.
    work.time_entries.save_all(
        replace(entry, project=ProjectId(target.id), task=None, milestone=None) for entry in entries
    )


def _require_home(work: UnitOfWork, project: Project) -> None:
    if project.group:
        work.groups.require(project.group)
    if project.client:
        work.clients.require(project.client)


def _require_name(work: UnitOfWork, project: Project) -> None:
    siblings = (
        other.name
        for other in work.projects.all()
        if other.id != project.id
        and (other.group, other.client) == (project.group, project.client)
        and other.status is not ProjectStatus.ARCHIVED
    )
    require_name(project.name, siblings, "project")
