"""Create, change, delete and list clients."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.domain.entities.projects import Client
from app.domain.errors import RuleBroken
from app.domain.ids import ClientId
from app.domain.rules.names import clean_name
from app.domain.rules.projects import check_deleting_client
from app.orchestrators.catalogue import cleaned, require_name
from app.orchestrators.figures import seconds_by_project
from app.orchestrators.merged import Merged
from app.orchestrators.workflow import workflow
from app.storage.unit_of_work import reading, unit_of_work

if TYPE_CHECKING:
    from app.domain.entities.projects import Project
    from app.domain.outcome import Outcome
    from app.storage.context import Context


# "The projects go to no client", told apart from "nobody has said where they go".
NO_CLIENT = ClientId("")


class ClientHasProjects(RuleBroken):
    """The client still has projects, and somebody has to say where they go."""

    code = "client_has_projects"


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client with how many projects it has and their seconds, what runs counted up to now."""

    client: Client
    projects: int
    seconds: int


@workflow
def create_client(ctx: Context, *, name: str, **fields: Any) -> Outcome[Client]:
    """Create a client; fields as of Client.

    Raises:
        RuleBroken: the name is empty, too long or taken, or there is no such field.
    """
    with unit_of_work(ctx, "create_client", name) as work:
        require_name(name, (client.name for client in work.clients.all()), "client")
        client = cleaned(Client(id=ctx.new_id(), created_at=ctx.now(), name=clean_name(name)), fields)
        work.clients.save(client)
    return work.outcome(client)


@workflow
def update_client(ctx: Context, id: str, **fields: Any) -> Outcome[Client]:  # noqa: A002 - the field's own name
    """Change a client.

    Raises:
        NotFound: it is gone. RuleBroken: a field or the name cannot be used.
    """
    with unit_of_work(ctx, "update_client") as work:
        client = cleaned(work.clients.require(id), fields)
        require_name(client.name, (other.name for other in work.clients.all() if other.id != id), "client")
        work.clients.save(client)
        work.describe(client.name)
    return work.outcome(client)


@workflow
def delete_client(ctx: Context, id: str, *, projects_to: ClientId | None = None) -> Outcome[int]:  # noqa: A002
    """Delete a client; its projects go to another one, or to none with ``NO_CLIENT``. Returns how many it had.

    Raises:
        NotFound: it is gone. ClientHasProjects: it has projects and ``projects_to`` is None.
    """
    with unit_of_work(ctx, "delete_client") as work:
        client = work.clients.require(id)
        if projects_to == id:
            raise RuleBroken("The projects cannot go to the client that is being deleted.", client=id)
        projects = [project for project in work.projects.all() if project.client == id]
        if projects and projects_to is None:
            (problem,) = check_deleting_client(client, projects=len(projects))
            raise ClientHasProjects(problem.message, problems=(problem,), **problem.values)
        new_client = ClientId(work.clients.require(projects_to).id) if projects_to else None
        work.projects.save_all(replace(project, client=new_client) for project in projects)
        work.clients.delete(id)
        work.describe(client.name)
    return work.outcome(len(projects))


@workflow
def list_clients(ctx: Context) -> list[ClientRow]:
    """Return every client, by name; a project merged into another is counted there."""
    with reading(ctx) as read:
        merged = Merged(read.projects.all())
        seconds = seconds_by_project(ctx, read, merged)
        of_client: dict[str | None, list[Project]] = defaultdict(list)
        for project in merged.shown():
            of_client[project.client].append(project)
        return [
            ClientRow(
                client,
                len(of_client[client.id]),
                sum(seconds.get(project.id, 0) for project in of_client[client.id]),
            )
            for client in read.clients.all()
        ]
