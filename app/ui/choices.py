"""The projects, tasks and tags that can be picked, read once and again when they change."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.storage.context import Context


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to pick: its id, its name, a colour, and a quieter word (a project's group or client)."""

    id: str
    name: str
    color: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything that can be picked."""

    projects: tuple[Choice, ...] = ()
    tags: tuple[Choice, ...] = ()


def load_choices(ctx: "Context") -> Choices:
    """Return what is offered for tracking."""
    from app.domain.rules.projects import offered_for_tracking
    from app.orchestrators.shown import project_names
    from app.storage.unit_of_work import reading

    with reading(ctx) as read:
        names = project_names(read)
        groups = {group.id: group.name for group in read.groups.all()}
        clients = {client.id: client.name for client in read.clients.all()}
        projects = tuple(
            Choice(
                p.id, names.get(p.id, p.name), p.color, groups.get(p.group or "") or clients.get(p.client or "") or ""
            )
            for p in read.projects.all()
            if offered_for_tracking(p)
        )
        return Choices(projects, tuple(Choice(tag.id, tag.name) for tag in read.tags.all()))
