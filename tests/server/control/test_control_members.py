"""Members as every device sees them: records in the log of the workspace, written by the server."""

import pytest

from sync.server.people import members
from tests.support.house import House


def test_the_log_says_who_belongs_to_a_workspace(house: House) -> None:
    ines = house.person("Ines")
    workspace = house.workspace_of(ines)
    tom = house.invited(workspace, ines, "Tom", "viewer")

    assert house.records(workspace, tom) == {
        "Ines": {"user": ines.user, "name": "Ines", "email": ines.email, "role": "owner"},
        "Tom": {"user": tom.user, "name": "Tom", "email": tom.email, "role": "viewer"},
    }
    changes = house.done("GET", f"/scopes/{workspace}/changes", tom)["changes"]
    assert {(one["k"], one["d"], one["u"], one["gn"]) for one in changes} == {("member", "server", "server", 1)}


def test_a_role_is_one_change_of_one_field(house: House) -> None:
    ines = house.person("Ines")
    workspace = house.workspace_of(ines)
    tom = house.invited(workspace, ines, "Tom", "viewer")
    house.done("PATCH", f"/workspaces/{workspace}/members/{tom.user}", ines, role="admin")

    last = house.done("GET", f"/scopes/{workspace}/changes", tom)["changes"][-1]

    assert last["f"] == {"role": "admin"}
    assert last["b"]["role"] < last["v"]


def test_who_leaves_is_gone_from_the_log_and_who_comes_back_is_there_without_a_conflict(house: House) -> None:
    ines = house.person("Ines")
    workspace = house.workspace_of(ines)
    tom = house.invited(workspace, ines, "Tom", "viewer")
    house.done("DELETE", f"/workspaces/{workspace}/members/{tom.user}", tom)
    assert list(house.records(workspace, ines)) == ["Ines"]

    code = house.done("POST", f"/workspaces/{workspace}/invitations", ines, role="admin")["code"]
    house.done("POST", "/invitations/accept", tom, code=code)

    assert house.records(workspace, ines)["Tom"]["role"] == "admin"
    kinds = {one["k"] for one in house.done("GET", f"/scopes/{workspace}/changes", ines)["changes"]}
    assert kinds == {"member"}


def test_a_clock_that_went_back_keeps_no_change_from_counting(house: House) -> None:
    ines = house.person("Ines")
    workspace = house.workspace_of(ines)
    house.later(-86_400)
    house.done("PATCH", "/account", ines, name="Inés")

    assert list(house.records(workspace, ines)) == ["Inés"]


def test_what_a_dying_server_had_not_said_is_said_with_the_next_hello(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ines = house.person("Ines")
    workspace = house.workspace_of(ines)
    with monkeypatch.context() as dying:
        dying.setattr(members, "tell_all", lambda _desk: None)
        house.done("PATCH", "/account", ines, name="Inés")
    assert list(house.records(workspace, ines)) == ["Ines"]

    house.done("GET", "/hello", ines)

    assert list(house.records(workspace, ines)) == ["Inés"]


def test_what_was_said_is_not_said_again(house: House) -> None:
    ines = house.person("Ines")
    workspace = house.workspace_of(ines)
    before = house.done("GET", f"/scopes/{workspace}/changes", ines)["head"]

    members.tell(house.desk, workspace)
    members.tell_all(house.desk)

    assert house.done("GET", f"/scopes/{workspace}/changes", ines)["head"] == before


def test_a_workspace_that_is_gone_is_told_nothing(house: House) -> None:
    members.tell(house.desk, "0" * 32)
