"""Create, change, delete and list clients."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.domain.entities.projects import Client
from app.domain.rules.names import clean_name
from app.orchestrators.catalogue import cleaned, require_name
from app.orchestrators.workflow import workflow
from app.storage.unit_of_work import reading, unit_of_work

if TYPE_CHECKING:
    from app.domain.outcome import Outcome
    from app.storage.context import Context


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client with how many projects it has and their closed seconds."""

    client: Client
    projects: int
    seconds: int


@workflow
def create_client(ctx: Context, *, name: str, **fields: Any) -> Outcome[Client]:
    """Create a client; fields as of Client.

    Raises:
        RuleBroken: the name is empty, too long or taken.
    """
    with unit_of_work(ctx, "create_client", name) as work:
        require_name(name, (client.name for client in work.clients.all()), "client")
        client = Client(id=ctx.new_id(), created_at=ctx.now(), name=clean_name(name), **fields)
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
def delete_client(ctx: Context, id: str) -> Outcome[int]:  # noqa: A002
    """Delete a client; its projects stay, without a client. Returns how many it had.

    Raises:
        NotFound: it is gone.
    """
    with unit_of_work(ctx, "delete_client") as work:
        client = work.clients.require(id)
        projects = [project for project in work.projects.all() if project.client == id]
        work.projects.save_all(replace(project, client=None) for project in projects)
        work.clients.delete(id)
        work.describe(client.name)
    return work.outcome(len(projects))


@workflow
def list_clients(ctx: Context) -> list[ClientRow]:
    """Return every client, by name."""
    with reading(ctx) as read:
        seconds = {row.key[0]: row.seconds for row in read.totals.by("project")}
        projects = read.projects.all()
        rows = []
        for client in read.clients.all():
            own = [project for project in projects if project.client == client.id]
            rows.append(ClientRow(client, len(own), sum(seconds.get(project.id, 0) for project in own)))
        return rows
