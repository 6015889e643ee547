"""Create, change, delete and list groups, with their projects' figures."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.domain.entities.projects import Group
from app.domain.errors import RuleBroken
from app.domain.ids import GroupId
from app.domain.rules.names import clean_name
from app.domain.rules.projects import check_deleting_group
from app.orchestrators.catalogue import cleaned, require_name
from app.orchestrators.figures import seconds_by_project
from app.orchestrators.merged import Merged
from app.orchestrators.workflow import workflow
from app.storage.unit_of_work import reading, unit_of_work

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.entities.projects import Project
    from app.domain.outcome import Outcome
    from app.storage.context import Context

# "The projects go to no group", told apart from "nobody has said where they go".
NO_GROUP = GroupId("")


class GroupHasProjects(RuleBroken):
    """The group still has projects, and somebody has to say where they go."""

    code = "group_has_projects"


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group with its projects' sums, what runs counted up to now."""

    group: Group
    projects: int
    seconds: int
    estimate_minutes: int


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
        if projects_to == id:
            raise RuleBroken("The projects cannot go to the group that is being deleted.", group=id)
        projects = [project for project in work.projects.all() if project.group == id]
        if projects and projects_to is None:
            (problem,) = check_deleting_group(group, projects=len(projects))
            raise GroupHasProjects(problem.message, problems=(problem,), **problem.values)
        target = work.groups.require(projects_to) if projects_to else None
        new_home = GroupId(target.id) if target else None
        work.projects.save_all(replace(project, group=new_home) for project in projects)
        work.groups.delete(id)
        work.describe(group.name)
    return work.outcome(len(projects))


@workflow
def reorder_groups(ctx: Context, ids: Sequence[str]) -> Outcome[int]:
    """Put groups in this order; those not named come after them, as they were.

    Raises:
        NotFound: one of them is gone.
    """
    with unit_of_work(ctx, "reorder_groups", str(len(ids))) as work:
        first = [work.groups.require(id_) for id_ in ids]
        rest = [group for group in work.groups.all() if group.id not in ids]
        work.groups.save_all(replace(group, position=place) for place, group in enumerate([*first, *rest]))
    return work.outcome(len(ids))


@workflow
def list_groups(ctx: Context) -> list[GroupRow]:
    """Return every group with its sums, by position; a project merged into another is counted there."""
    with reading(ctx) as read:
        merged = Merged(read.projects.all())
        seconds = seconds_by_project(ctx, read, merged)
        of_group: dict[str | None, list[Project]] = defaultdict(list)
        for project in merged.shown():
            of_group[project.group].append(project)
        return [
            GroupRow(
                group,
                len(of_group[group.id]),
                sum(seconds.get(project.id, 0) for project in of_group[group.id]),
                sum(project.estimate_minutes for project in of_group[group.id]),
            )
            for group in read.groups.all()
        ]
