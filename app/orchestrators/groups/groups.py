"""Create, change, delete and list groups, with their projects' figures."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from app.domain.entities.projects import Group, ProjectStatus
from app.domain.errors import RuleBroken
from app.domain.ids import GroupId
from app.domain.rules.names import clean_name
from app.orchestrators.catalogue import cleaned, require_name
from app.orchestrators.workflow import workflow
from app.storage.unit_of_work import reading, unit_of_work

if TYPE_CHECKING:
    from app.domain.outcome import Outcome
    from app.storage.context import Context

# "The projects go to no group", told apart from "nobody has said where they go".
NO_GROUP = GroupId("")


class GroupHasProjects(RuleBroken):
    """The group still has projects, and somebody has to say where they go."""

    code = "group_has_projects"


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group with its projects' sums."""

    group: Group
    projects: int
    seconds: int
    estimate_minutes: int


@dataclass(frozen=True, slots=True)
class GroupAnalytics:
    """A group's figures: sums, projects by status, seconds by project, and how the estimates stand."""

    group: Group
    seconds: int
    estimate_minutes: int
    by_status: dict[ProjectStatus, int] = field(default_factory=dict)
    by_project: tuple[tuple[str, int], ...] = ()
    over_estimate: tuple[str, ...] = ()


@workflow
def create_group(ctx: Context, *, name: str, color: str = "", description: str = "") -> Outcome[Group]:
    """Create a group.

    Raises:
        RuleBroken: the name is empty, too long or taken.
    """
    with unit_of_work(ctx, "create_group", name) as work:
        others = work.groups.all()
        require_name(name, (group.name for group in others), "group")
        group = Group(
            id=ctx.new_id(), created_at=ctx.now(), name=clean_name(name), color=color, description=description,
            position=max((other.position for other in others), default=-1) + 1,
        )  # fmt: skip
        work.groups.save(group)
    return work.outcome(group)


@workflow
def update_group(ctx: Context, id: str, **fields: Any) -> Outcome[Group]:  # noqa: A002 - the field's own name
    """Change a group.

    Raises:
        NotFound: it is gone. RuleBroken: a field or the name cannot be used.
    """
    with unit_of_work(ctx, "update_group") as work:
        group = cleaned(work.groups.require(id), fields)
        require_name(group.name, (other.name for other in work.groups.all() if other.id != id), "group")
        work.groups.save(group)
        work.describe(group.name)
    return work.outcome(group)


@workflow
def delete_group(ctx: Context, id: str, *, projects_to: GroupId | None = None) -> Outcome[int]:  # noqa: A002
    """Delete a group; its projects go to another group, or to none with ``NO_GROUP``. Returns how many moved.

    Raises:
        NotFound: it is gone. GroupHasProjects: it has projects and ``projects_to`` is None.
    """
    with unit_of_work(ctx, "delete_group") as work:
        group = work.groups.require(id)
        projects = [project for project in work.projects.all() if project.group == id]
        if projects and projects_to is None:
            noun = "project" if len(projects) == 1 else "projects"
            raise GroupHasProjects(
                f"“{group.name}” has {len(projects)} {noun}. Say where they go: another group, or none.",
                projects=len(projects),
            )
        target = work.groups.require(projects_to) if projects_to else None
        new_home = GroupId(target.id) if target else None
        work.projects.save_all(replace(project, group=new_home) for project in projects)
        work.groups.delete(id)
        work.describe(group.name)
    return work.outcome(len(projects))


@workflow
def list_groups(ctx: Context) -> list[GroupRow]:
    """Return every group with its sums, by position."""
    with reading(ctx) as read:
        seconds = {row.key[0]: row.seconds for row in read.totals.by("project")}
        projects = read.projects.all()
        rows = []
        for group in read.groups.all():
            own = [project for project in projects if project.group == group.id]
            rows.append(
                GroupRow(
                    group,
                    len(own),
                    sum(seconds.get(project.id, 0) for project in own),
                    sum(project.estimate_minutes for project in own),
                )
            )
        return rows


@workflow
def group_analytics(ctx: Context, id: str) -> GroupAnalytics:  # noqa: A002
    """Return a group's figures.

    Raises:
        NotFound: it is gone.
    """
    with reading(ctx) as read:
        group = read.groups.require(id)
        own = [project for project in read.projects.all() if project.group == id]
        seconds = {row.key[0]: row.seconds for row in read.totals.by("project")}
        by_status: dict[ProjectStatus, int] = {}
        for project in own:
            by_status[project.status] = by_status.get(project.status, 0) + 1
        by_project = sorted(((p.name, seconds.get(p.id, 0)) for p in own), key=lambda pair: -pair[1])
        over = tuple(p.name for p in own if 0 < p.estimate_minutes * 60 < seconds.get(p.id, 0))
        total = sum(spent for _, spent in by_project)
        return GroupAnalytics(group, total, sum(p.estimate_minutes for p in own), by_status, tuple(by_project), over)
