"""Names a person typed, turned into the things they mean; shared by the workflows that take names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from app.domain.errors import RuleBroken, raise_if_blocked
from app.domain.ids import ProjectId
from app.domain.rules.names import check_name, clean_name, same_name
from app.orchestrators.shown import project_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.entities.projects import Client, Group, Milestone, Project, Tag, Task
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories, UnitOfWork

N = TypeVar("N", "Group", "Client", "Project", "Milestone", "Task", "Tag")


class UnknownName(RuleBroken):
    """A name is not known here; it can be created."""

    code = "unknown_name"


def named(things: Iterable[N], name: str) -> N | None:
    """Return the thing with this name, without regard to case."""
    return next((thing for thing in things if same_name(thing.name, name)), None)


def project_named(read: Repositories, name: str) -> Project | None:
    """Return the project meant by a name or by its code: one open for tracking if there are several."""
    from app.domain.rules.projects import offered_for_tracking

    names = project_names(read)
    found = [
        p
        for p in read.projects.all()
        if same_name(names.get(p.id, p.name), name) or (p.code and same_name(p.code, name))
    ]
    found.sort(key=lambda project: (not offered_for_tracking(project), project.created_at))
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Wanted:
    """The names of a quick entry."""

    project: str | None = None
    task: str | None = None
    milestone: str | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What those names mean here; what is unknown is None, or listed by name for tags."""

    project: Project | None = None
    task: Task | None = None
    milestone: Milestone | None = None
    tags: tuple[Tag, ...] = ()
    unknown_tags: tuple[str, ...] = ()


def look_up(read: Repositories, wanted: Wanted) -> Found:
    """Return what the names mean; nothing is created."""
    project = project_named(read, wanted.project) if wanted.project else None
    task = named(read.tasks.of_project(project.id), wanted.task) if project and wanted.task else None
    milestone = (
        named(read.milestones.of_project(project.id), wanted.milestone) if project and wanted.milestone else None
    )
    all_tags = read.tags.all() if wanted.tags else []
    by_name = {name: named(all_tags, name) for name in wanted.tags}
    return Found(
        project,
        task,
        milestone,
        tuple(tag for tag in by_name.values() if tag),
        tuple(name for name, tag in by_name.items() if tag is None),
    )


def find_or_create(ctx: Context, work: UnitOfWork, wanted: Wanted, *, create_project: bool) -> Found:
    """Return what the names mean, creating tags and tasks, and the project when ``create_project``.

    Raises:
        UnknownName: the project is not known and may not be created, or the milestone is not known.
    """
    found = look_up(work, wanted)
    project = found.project
    if wanted.project and project is None:
        if not create_project:
            raise UnknownName(f"There is no project named “{wanted.project}”.", kind="project", name=wanted.project)
        project = new_project(ctx, work, wanted.project)
    if wanted.milestone and found.milestone is None:
        place = f" in “{project.name}”" if project else ", since no project is named"
        sentence = f"There is no milestone “{wanted.milestone}”{place}."
        raise UnknownName(sentence, kind="milestone", name=wanted.milestone, project=project and project.name)
    task = found.task
    if wanted.task and task is None and project:
        task = new_task(ctx, work, project, wanted.task)
    tags = found.tags + tuple(new_tag(ctx, work, name) for name in found.unknown_tags)
    return Found(project, task, found.milestone, tags)


def new_project(ctx: Context, work: UnitOfWork, name: str) -> Project:
    """Create an active project with nothing but a name and a colour of its own."""
    from app.domain.entities.projects import Project

    raise_if_blocked(check_name(name, noun="project"))
    project = Project(
        id=ctx.new_id(),
        created_at=ctx.now(),
        name=clean_name(name),
        color=next_color(p.color for p in work.projects.all()),
    )
    work.projects.save(project)
    return project


def new_task(ctx: Context, work: UnitOfWork, project: Project, name: str) -> Task:
    """Create a task of a project."""
    from app.domain.entities.projects import Task

    raise_if_blocked(check_name(name, noun="task"))
    position = len(work.tasks.of_project(project.id))
    task = Task(
        id=ctx.new_id(), created_at=ctx.now(), project=ProjectId(project.id), name=clean_name(name), position=position
    )
    work.tasks.save(task)
    return task


def new_tag(ctx: Context, work: UnitOfWork, name: str) -> Tag:
    """Create a tag."""
    from app.domain.entities.projects import Tag

    raise_if_blocked(check_name(name, noun="tag"))
    tag = Tag(id=ctx.new_id(), created_at=ctx.now(), name=clean_name(name))
    work.tags.save(tag)
    return tag


# The names of the 16 hues the window knows; stored by name so that light and dark can differ.
COLORS = (
    "blue", "violet", "amber", "emerald", "rose", "cyan", "orange", "indigo", "lime", "pink", "teal", "red", "sky",
    "purple", "green", "slate",
)  # fmt: skip


def next_color(used: Iterable[str]) -> str:
    """Return the colour least used so far, in the palette's order."""
    counts = dict.fromkeys(COLORS, 0)
    for color in used:
        if color in counts:
            counts[color] += 1
    return min(COLORS, key=lambda color: counts[color])
