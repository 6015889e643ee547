"""What the shell offers after Tab: names of projects, tags, tasks, milestones, groups, clients."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from app.domain.errors import AppError

if TYPE_CHECKING:
    from app.cli.desk import Desk
    from app.storage.unit_of_work import Repositories


def complete_line(call: typer.Context, incomplete: str) -> list[str]:
    """Complete a word of a quick-entry line: @project, @project/task, #tag."""
    if incomplete.startswith("#"):
        return _offered(call, incomplete[1:], lambda read: (tag.name for tag in read.tags.all()), "#")
    if not incomplete.startswith("@"):
        return []
    project, slash, task = incomplete[1:].partition("/")
    if slash:
        return _offered(call, task, lambda read: _tasks(read, project), f"@{project}/")
    return _offered(call, project, _projects, "@")


def complete_any_project(call: typer.Context, incomplete: str) -> list[str]:
    """Complete the name of any project."""
    return _offered(call, incomplete, lambda read: (project.name for project in read.projects.all()))


def complete_group(call: typer.Context, incomplete: str) -> list[str]:
    """Complete the name of a group."""
    return _offered(call, incomplete, lambda read: (group.name for group in read.groups.all()))


def complete_client(call: typer.Context, incomplete: str) -> list[str]:
    """Complete the name of a client."""
    return _offered(call, incomplete, lambda read: (client.name for client in read.clients.all()))


def complete_calendar(call: typer.Context, incomplete: str) -> list[str]:
    """Complete the name of an imported calendar."""
    return _offered(
        call, incomplete, lambda read: sorted({event.calendar for event in read.planned_events.all() if event.calendar})
    )


def complete_tag(call: typer.Context, incomplete: str) -> list[str]:
    """Complete the name of a tag."""
    return _offered(call, incomplete, lambda read: (tag.name for tag in read.tags.all()))


def complete_milestone(call: typer.Context, incomplete: str) -> list[str]:
    """Complete the name of a milestone of the project before it."""
    project = str(call.params.get("project") or "")

    def names(read: Repositories) -> Iterable[str]:
        from app.orchestrators.references import project_named

        found = project_named(read, project)
        return (milestone.name for milestone in read.milestones.of_project(found.id)) if found else ()

    return _offered(call, incomplete, names)


def complete_task(call: typer.Context, incomplete: str) -> list[str]:
    """Complete the name of a task of the project before it."""
    return _offered(call, incomplete, lambda read: _tasks(read, str(call.params.get("project") or "")))


def _projects(read: Repositories) -> Iterable[str]:
    from app.domain.rules.projects import offered_for_tracking

    return (project.name for project in read.projects.all() if offered_for_tracking(project))


def _tasks(read: Repositories, project: str) -> Iterable[str]:
    from app.orchestrators.references import project_named

    found = project_named(read, project)
    return (task.name for task in read.tasks.of_project(found.id)) if found else ()


def _offered(
    call: typer.Context, typed: str, names: Callable[[Repositories], Iterable[str]], before: str = ""
) -> list[str]:
    from app.storage.unit_of_work import reading

    root = call.find_root()
    desk: Desk = replace(root.obj, data_dir=root.params.get("_data_dir") or root.obj.data_dir)
    if not desk.paths.database.exists():
        return []
    try:
        ctx = desk.open_context(desk.data_dir)
    except AppError:
        # Completion stays silent: the command itself will say what is wrong with the store.
        return []
    try:
        with reading(ctx) as read:
            return [f"{before}{name}" for name in names(read) if name.casefold().startswith(typed.casefold())]
    finally:
        ctx.database.close()
