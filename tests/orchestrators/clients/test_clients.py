"""Clients: whom work is done for."""

import pytest

from app.domain.errors import NotFound, RuleBroken
from app.domain.ids import ClientId, ProjectId
from app.orchestrators.clients.clients import (
    NO_CLIENT,
    ClientHasProjects,
    create_client,
    delete_client,
    list_clients,
    update_client,
)
from app.storage.context import Context
from app.storage.unit_of_work import reading
from tests.orchestrators.making import HOUR, a_client, a_project, an_entry
from tests.support.store import MORNING


def test_clients_are_listed_by_name_with_their_projects_time(ctx: Context) -> None:
    beta = create_client(ctx, name=" Beta ", email="b@example.com").value
    acme = create_client(ctx, name="acme").value
    project = a_project(ctx, client=acme.id)
    twin = a_project(ctx, "website", merged_into=ProjectId(project.id))
    an_entry(ctx, project=project)
    an_entry(ctx, MORNING - 600, None, project=twin)

    assert [(row.client, row.projects, row.seconds) for row in list_clients(ctx)] == [
        (acme, 1, HOUR + 600), (beta, 0, 0),
    ]  # fmt: skip
    assert (beta.name, beta.email) == ("Beta", "b@example.com")


def test_a_clients_name_has_to_be_free_and_its_fields_known(ctx: Context) -> None:
    client = create_client(ctx, name="Acme").value
    other = create_client(ctx, name="Beta").value

    with pytest.raises(RuleBroken, match="already a client"):
        create_client(ctx, name="ACME")
    with pytest.raises(RuleBroken, match="already a client"):
        update_client(ctx, other.id, name="acme")
    with pytest.raises(RuleBroken, match="fax"):
        create_client(ctx, name="Gamma", fax="1")
    assert update_client(ctx, client.id, currency="USD", archived=True).value.currency == "USD"
    with pytest.raises(NotFound):
        update_client(ctx, ctx.new_id(), notes="x")


def test_deleting_a_client_asks_where_its_projects_go(ctx: Context) -> None:
    client, other = a_client(ctx), a_client(ctx, "Beta")
    project, second = a_project(ctx, client=client.id), a_project(ctx, "Shop", client=client.id)

    with pytest.raises(ClientHasProjects, match="2 projects"):
        delete_client(ctx, client.id)
    with pytest.raises(RuleBroken, match="being deleted"):
        delete_client(ctx, client.id, projects_to=ClientId(client.id))

    assert delete_client(ctx, client.id, projects_to=ClientId(other.id)).value == 2
    with reading(ctx) as read:
        assert {read.projects.require(p.id).client for p in (project, second)} == {other.id}
    assert delete_client(ctx, other.id, projects_to=NO_CLIENT).value == 2
    with reading(ctx) as read:
        assert read.projects.require(project.id).client is None
        assert read.clients.all() == []
    assert delete_client(ctx, a_client(ctx).id).value == 0
