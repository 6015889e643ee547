"""Workspaces: who belongs to one, what a role and a policy let one follow, how people come and go."""

import pytest

from sync.protocol.messages import Role
from sync.server.people.permissions import role_in
from tests.support.house import House, Person


@pytest.fixture
def four(house: House) -> tuple[str, dict[str, Person]]:
    """A workspace with somebody in every role."""
    owner = house.person("Olga")
    workspace = house.workspace_of(owner)
    people = {"owner": owner}
    for role, name in (("admin", "Anna"), ("member", "Milo"), ("viewer", "Vera")):
        people[role] = house.invited(workspace, owner, name, role)
    return workspace, people


def test_everybody_follows_the_workspace_and_their_own(house: House, four: tuple[str, dict[str, Person]]) -> None:
    workspace, people = four
    for role in ("member", "viewer"):
        own = f"{workspace}.{people[role].user}"
        assert house.roles(people[role]) == {workspace: role, own: "owner"}


def test_owners_and_admins_read_what_is_others_unless_the_workspace_says_otherwise(
    house: House, four: tuple[str, dict[str, Person]]
) -> None:
    workspace, people = four
    theirs = f"{workspace}.{people['member'].user}"
    assert house.roles(people["owner"])[theirs] == house.roles(people["admin"])[theirs] == "viewer"

    house.done("PATCH", f"/workspaces/{workspace}", people["owner"], policy="own")

    assert theirs not in house.roles(people["owner"])
    assert house.refused("GET", f"/scopes/{theirs}/changes", people["admin"]) == (403, "revoked")


def test_a_workspace_may_let_members_read_one_anothers(house: House, four: tuple[str, dict[str, Person]]) -> None:
    workspace, people = four
    house.done("PATCH", f"/workspaces/{workspace}", people["admin"], policy="members")

    theirs = f"{workspace}.{people['owner'].user}"
    assert house.roles(people["member"])[theirs] == "viewer"
    assert theirs not in house.roles(people["viewer"])


def push(house: House, scope: str, who: Person) -> tuple[int, str]:
    answer = house.ask("POST", f"/scopes/{scope}/push", who, history="", seq=0, chain="", changes=[])
    return answer.status_code, answer.json().get("code", "")


def test_what_is_others_is_read_but_not_written(house: House, four: tuple[str, dict[str, Person]]) -> None:
    workspace, people = four
    own = f"{workspace}.{people['viewer'].user}"

    assert push(house, own, people["viewer"]) == (200, "")
    assert push(house, own, people["owner"]) == (403, "read_only")
    assert push(house, own, people["member"]) == (403, "revoked")
    assert push(house, workspace, people["member"]) == (200, "")
    assert push(house, workspace, people["viewer"]) == (403, "read_only")


def test_a_member_shares_their_own_with_another_one(house: House, four: tuple[str, dict[str, Person]]) -> None:
    workspace, people = four
    grants, milo, vera = f"/workspaces/{workspace}/grants", people["member"], people["viewer"]
    own = f"{workspace}.{milo.user}"

    house.done("PUT", grants, milo, user=vera.user, role="viewer")
    assert house.roles(vera)[own] == "viewer"
    house.done("PUT", grants, milo, user=vera.user, role="member")
    assert house.roles(vera)[own] == "member"
    assert push(house, own, vera) == (200, "")
    shared = [{"owner": milo.user, "user": vera.user, "role": "member"}]
    assert house.done("GET", grants, milo) == house.done("GET", grants, vera) == shared
    assert house.done("GET", grants, people["owner"]) == []

    house.done("DELETE", f"{grants}/{vera.user}", milo)
    assert push(house, own, vera) == (403, "revoked")
    assert house.refused("DELETE", f"{grants}/{vera.user}", milo) == (404, "not_found")


def test_nothing_is_shared_with_strangers_or_oneself(house: House, four: tuple[str, dict[str, Person]]) -> None:
    workspace, people = four
    stranger = house.person("Sam")
    grants = f"/workspaces/{workspace}/grants"

    refused = house.refused("PUT", grants, people["member"], user=stranger.user, role="viewer")
    assert refused == (404, "not_found")
    myself = house.refused("PUT", grants, people["member"], user=people["member"].user, role="viewer")
    assert myself == (422, "malformed")


def test_only_owners_make_and_unmake_owners(house: House, four: tuple[str, dict[str, Person]]) -> None:
    workspace, people = four
    members = f"/workspaces/{workspace}/members"
    anna = people["admin"]

    up = house.refused("PATCH", f"{members}/{anna.user}", anna, role="owner")
    down = house.refused("PATCH", f"{members}/{people['owner'].user}", anna, role="viewer")
    out = house.refused("DELETE", f"{members}/{people['owner'].user}", anna)
    in_by_invitation = house.refused("POST", f"/workspaces/{workspace}/invitations", anna, role="owner")

    assert {up, down, out, in_by_invitation} == {(403, "not_permitted")}
    house.done("PATCH", f"{members}/{people['viewer'].user}", anna, role="member")
    assert house.roles(people["viewer"])[workspace] == "member"


def test_a_workspace_is_never_without_an_owner(house: House, four: tuple[str, dict[str, Person]]) -> None:
    workspace, people = four
    me = f"/workspaces/{workspace}/members/{people['owner'].user}"

    assert house.refused("PATCH", me, people["owner"], role="admin") == (409, "sole_owner")
    assert house.refused("DELETE", me, people["owner"]) == (409, "sole_owner")
    house.done("PATCH", f"/workspaces/{workspace}/members/{people['admin'].user}", people["owner"], role="owner")
    house.done("DELETE", me, people["owner"])
    assert house.roles(people["owner"]) == {}


def test_who_is_taken_out_has_no_access_and_finds_theirs_when_they_come_back(
    house: House, four: tuple[str, dict[str, Person]]
) -> None:
    workspace, people = four
    milo, own = people["member"], f"{workspace}.{people['member'].user}"
    history = {one["scope"]: one["history"] for one in house.done("GET", "/hello", milo)["scopes"]}
    house.done("PUT", f"/workspaces/{workspace}/grants", milo, user=people["viewer"].user, role="viewer")

    house.done("DELETE", f"/workspaces/{workspace}/members/{milo.user}", people["admin"])

    assert house.roles(milo) == {}
    assert push(house, own, milo) == push(house, workspace, milo) == (403, "revoked")
    assert own in house.roles(people["owner"])
    assert own not in house.roles(people["viewer"])
    code = house.done("POST", f"/workspaces/{workspace}/invitations", people["owner"], role="member")["code"]
    assert house.done("POST", "/invitations/accept", milo, code=code) == {"workspace": workspace, "role": "member"}
    again = {one["scope"]: one["history"] for one in house.done("GET", "/hello", milo)["scopes"]}
    assert again == history


def test_an_invitation_is_used_once_expires_and_can_be_taken_back(
    house: House, four: tuple[str, dict[str, Person]]
) -> None:
    workspace, people = four
    invitations, sam = f"/workspaces/{workspace}/invitations", house.person("Sam")
    first, second, third = (house.done("POST", invitations, people["admin"], note=f"no {n}") for n in range(3))
    assert "code" not in house.done("GET", invitations, people["owner"])[0]

    house.done("POST", "/invitations/accept", sam, code=first["code"])
    house.done("DELETE", f"{invitations}/{second['id']}", people["owner"])
    assert house.refused("DELETE", f"{invitations}/{second['id']}", people["owner"]) == (404, "not_found")
    assert [one["note"] for one in house.done("GET", invitations, people["owner"])] == ["no 2"]
    house.later(7 * 86_400 + 1)

    tom = house.person("Tom")
    for code in (first["code"], second["code"], third["code"]):
        assert house.refused("POST", "/invitations/accept", tom, code=code) == (404, "not_found")
    assert house.done("GET", invitations, people["owner"]) == []


def test_a_member_does_not_use_an_invitation_up(house: House, four: tuple[str, dict[str, Person]]) -> None:
    workspace, people = four
    code = house.done("POST", f"/workspaces/{workspace}/invitations", people["owner"], role="member")["code"]

    assert house.refused("POST", "/invitations/accept", people["viewer"], code=code) == (409, "taken")
    assert house.roles(house.person("Sam", code))[workspace] == "member"


def test_the_invitations_of_somebody_who_left_open_nothing(house: House, four: tuple[str, dict[str, Person]]) -> None:
    workspace, people = four
    code = house.done("POST", f"/workspaces/{workspace}/invitations", people["admin"], role="member")["code"]
    house.done("DELETE", f"/workspaces/{workspace}/members/{people['admin'].user}", people["owner"])

    assert house.refused("POST", "/invitations/accept", house.person("Sam"), code=code) == (404, "not_found")


def test_a_deleted_workspace_is_gone_with_everything_in_it(house: House, four: tuple[str, dict[str, Person]]) -> None:
    workspace, people = four
    house.done("DELETE", f"/workspaces/{workspace}", people["owner"])

    assert all(house.roles(person) == {} for person in people.values())
    for table in ("scope", "change", "object"):
        rows = house.desk.store.read((f"select count(*) from {table} where scope like ?", (f"{workspace}%",)))
        assert rows[0][0][0] == 0


def test_an_account_owns_as_many_workspaces_as_the_operator_lets_it(house: House) -> None:
    from dataclasses import replace

    ines = house.person("Ines")
    house.desk.settings = replace(house.desk.settings, workspaces_per_account=2)
    house.done("POST", "/workspaces", ines, name="Second")

    assert house.refused("POST", "/workspaces", ines, name="Third") == (409, "taken")


@pytest.mark.parametrize("membership", ["owner", "admin", "member", "viewer"])
def test_ones_own_is_ones_own_in_every_role_and_nothing_is_without_one(membership: Role) -> None:
    common = {"asking": "me", "policy": "members", "shared": None}

    assert role_in(owner="me", membership=membership, **common) == "owner"  # type: ignore[arg-type]
    assert role_in(owner="me", membership=None, **common) is None  # type: ignore[arg-type]
    assert role_in(owner=None, membership=membership, **common) == membership  # type: ignore[arg-type]
