"""What the Projects pages ask of the workflows. Runs in the lanes of Jobs, never on the GUI thread."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from app.domain.days import local_day
from app.domain.entities.projects import Client, Group, Project, ProjectStatus
from app.domain.ids import ClientId, GroupId, ProjectId
from app.ui import formats
from app.ui.projects.forms.client_list import ClientLine
from app.ui.projects.lines import GroupLine, ProjectLine, line_of

if TYPE_CHECKING:
    from app.domain.entities.billing import Rate
    from app.domain.outcome import Outcome
    from app.orchestrators.projects.burn_up import BurnUp
    from app.orchestrators.projects.projects import ProjectRow
    from app.storage.context import Context
    from app.ui.projects.detail.lines import ProjectView


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything the tree is made of."""

    groups: tuple[Group, ...] = ()
    client_lines: tuple[ClientLine, ...] = ()
    lines: tuple[ProjectLine, ...] = ()
    projects: dict[str, Project] = field(default_factory=dict)
    currency: str = ""
    today: str = ""

    @property
    def clients(self) -> tuple[Client, ...]:
        """Return the clients, by name."""
        return tuple(line.client for line in self.client_lines)

    def group(self, id_: str) -> Group:
        """Return a group by its id."""
        return next(group for group in self.groups if group.id == id_)

    def group_lines(self) -> list[GroupLine]:
        """Return the groups without their projects, in their order."""
        return [GroupLine(id=g.id, name=g.name, color=g.color, description=g.description) for g in self.groups]

    def names(self) -> dict[str, str]:
        """Return the projects' names by id; of the same name, the group or client tells them apart."""
        groups = {group.id: group.name for group in self.groups}
        clients = {client.id: client.name for client in self.clients}
        counts: dict[str, int] = {}
        for project in self.projects.values():
            counts[project.name] = counts.get(project.name, 0) + 1

        def named(project: Project) -> str:
            of = groups.get(project.group or "") or clients.get(project.client or "")
            return f"{project.name} ({of})" if counts[project.name] > 1 and of else project.name

        return {key: named(project) for key, project in self.projects.items()}


def load(ctx: "Context") -> Shelf:
    """Return all groups, clients and projects, closed ones too."""
    from app.orchestrators.clients.clients import list_clients
    from app.orchestrators.groups.groups import list_groups
    from app.orchestrators.projects.projects import list_projects

    settings = formats.follow(ctx)
    rows = list_projects(ctx, include_closed=True)
    return Shelf(
        groups=tuple(row.group for row in list_groups(ctx)),
        client_lines=tuple(ClientLine(row.client, row.projects, row.seconds) for row in list_clients(ctx)),
        lines=tuple(_line(row) for row in rows),
        projects={row.project.id: row.project for row in rows},
        currency=settings.currency,
        today=local_day(ctx.now(), ctx.zone),
    )


def _line(row: "ProjectRow") -> ProjectLine:
    client = row.client.name if row.client else ""
    line = line_of(row.project, client_name=client, seconds=row.seconds, risk=row.risk)
    return replace(line, name=row.shown_name)


def load_view(ctx: "Context", *, id: str) -> "ProjectView":  # noqa: A002 - the field's own name
    """Return all that a project's page shows."""
    from app.orchestrators.projects.overview import project_overview
    from app.ui.projects.detail.views import view_of

    formats.follow(ctx)
    return view_of(project_overview(ctx, id), ctx)


def load_burn_up(ctx: "Context", *, id: str) -> "BurnUp":  # noqa: A002 - the field's own name
    """Return a project's burn-up."""
    from app.orchestrators.projects.burn_up import burn_up

    formats.follow(ctx)
    return burn_up(ctx, id)


def create_project(ctx: "Context", *, fields: dict[str, Any], accept_warnings: bool) -> "Outcome[Project]":
    """Create a project of a form's values."""
    from app.orchestrators.projects.projects import create_project as create

    if fields.get("start_date") is None:
        fields = {name: value for name, value in fields.items() if name != "start_date"}
    return create(ctx, accept_warnings=accept_warnings, **fields)


def update_project(ctx: "Context", *, id: str, fields: dict[str, Any], accept_warnings: bool) -> "Outcome[Project]":  # noqa: A002
    """Change a project by a form's values."""
    from app.orchestrators.projects.projects import update_project as update

    return update(ctx, id, accept_warnings=accept_warnings, **fields)


def move_project(ctx: "Context", *, id: str, group: str | None) -> "Outcome[Project]":  # noqa: A002
    """Put a project into another group, or none."""
    from app.orchestrators.projects.projects import update_project as update

    return update(ctx, id, accept_warnings=True, group=group)


def set_status(ctx: "Context", *, id: str, status: str, accept_warnings: bool = False) -> "Outcome[Project]":  # noqa: A002
    """Activate, pause, complete or archive a project."""
    from app.orchestrators.projects.projects import set_status as put

    return put(ctx, id, ProjectStatus(status), accept_warnings=accept_warnings)


def weigh(ctx: "Context", *, id: str) -> tuple[int, int]:  # noqa: A002
    """Return how many entries a project has, and their seconds."""
    from app.orchestrators.projects.overview import project_overview

    overview = project_overview(ctx, id)
    return overview.entries, overview.total_seconds


def delete_project(ctx: "Context", *, id: str, to: str | None, with_entries: bool) -> "Outcome[int]":  # noqa: A002
    """Delete a project; its entries move or go with it."""
    from app.orchestrators.projects.projects import delete_project as delete

    return delete(ctx, id, entries_to=ProjectId(to) if to else None, delete_entries=with_entries)


def merge_projects(ctx: "Context", *, id: str, into: str | None) -> "Outcome[Project]":  # noqa: A002
    """Show one project's time in another from now on."""
    from app.orchestrators.projects.projects import merge_projects as merge

    return merge(ctx, id, into or "")


def create_group(ctx: "Context", *, fields: dict[str, Any], accept_warnings: bool) -> "Outcome[Group]":  # noqa: ARG001
    """Create a group of a form's values; groups know no warnings."""
    from app.orchestrators.groups.groups import create_group as create

    return create(ctx, **fields)


def update_group(
    ctx: "Context",
    *,
    id: str,  # noqa: A002
    fields: dict[str, Any],
    accept_warnings: bool,  # noqa: ARG001 - every form hands it on
) -> "Outcome[Group]":
    """Change a group by a form's values."""
    from app.orchestrators.groups.groups import update_group as update

    return update(ctx, id, **fields)


def delete_group(ctx: "Context", *, id: str, to: str | None) -> "Outcome[int]":  # noqa: A002
    """Delete a group; its projects go to another, or to none."""
    from app.orchestrators.groups.groups import NO_GROUP
    from app.orchestrators.groups.groups import delete_group as delete

    return delete(ctx, id, projects_to=GroupId(to) if to else NO_GROUP)


def reorder_groups(ctx: "Context", *, ids: Sequence[str]) -> "Outcome[int]":
    """Put groups in order."""
    from app.orchestrators.groups.groups import reorder_groups as reorder

    return reorder(ctx, ids)


def create_client(ctx: "Context", *, fields: dict[str, Any], accept_warnings: bool) -> "Outcome[Client]":  # noqa: ARG001
    """Create a client of a form's values; clients know no warnings."""
    from app.orchestrators.clients.clients import create_client as create

    return create(ctx, **fields)


def update_client(
    ctx: "Context",
    *,
    id: str,  # noqa: A002
    fields: dict[str, Any],
    accept_warnings: bool,  # noqa: ARG001 - every form hands it on
) -> "Outcome[Client]":
    """Change a client by a form's values."""
    from app.orchestrators.clients.clients import update_client as update

    return update(ctx, id, **fields)


def delete_client(ctx: "Context", *, id: str, to: str | None) -> "Outcome[int]":  # noqa: A002
    """Delete a client; its projects go to another, or to none."""
    from app.orchestrators.clients.clients import NO_CLIENT
    from app.orchestrators.clients.clients import delete_client as delete

    return delete(ctx, id, projects_to=ClientId(to) if to else NO_CLIENT)


def set_rate(
    ctx: "Context",
    *,
    project: str | None = None,
    client: str | None = None,
    fields: dict[str, Any],
    accept_warnings: bool,  # noqa: ARG001 - every form hands it on
) -> "Outcome[Rate]":
    """Let an hour of a project or client cost so much from a day on."""
    from app.orchestrators.rates.rates import set_rate as put

    return put(
        ctx,
        project=ProjectId(project) if project else None,
        client=ClientId(client) if client else None,
        **fields,
    )
