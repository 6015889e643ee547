"""The table of who may do what, walked: every call, every role, from inside, from another workspace, from outside."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from tests.support.house import PASSWORD, House, Person, house_in

ROLES = ("owner", "admin", "member", "viewer")
EVERYBODY = frozenset(ROLES)
LEADING = frozenset(("owner", "admin"))
WRITING = frozenset(("owner", "admin", "member"))
OWNER = frozenset(("owner",))
PUSH = {"history": "", "seq": 0, "chain": "", "changes": []}


@dataclass(frozen=True)
class Call:
    """A call, and which roles of the workspace it is open to. What is not permitted answers with ``code``."""

    method: str
    path: str
    roles: frozenset[str]
    body: dict[str, object] | None = None
    code: str = "not_permitted"


# {w}: the workspace, {user}: a member who is none of those who ask, {other}: what is that member's own.
IN_A_WORKSPACE = [
    Call("GET", "/scopes/{w}/changes", EVERYBODY),
    Call("GET", "/scopes/{w}/snapshot", EVERYBODY),
    Call("GET", "/scopes/{w}/digest", EVERYBODY),
    Call("GET", "/scopes/{w}/digest/member/0", EVERYBODY),
    Call("GET", "/scopes/{w}/objects/member/{user}/history", EVERYBODY),
    Call("POST", "/scopes/{w}/push", WRITING, PUSH, "read_only"),
    Call("GET", "/scopes/{other}/changes", LEADING, code="revoked"),
    Call("GET", "/scopes/{other}/snapshot", LEADING, code="revoked"),
    Call("GET", "/scopes/{other}/digest", LEADING, code="revoked"),
    Call("GET", "/scopes/{other}/digest/entry/255", LEADING, code="revoked"),
    Call("GET", "/scopes/{other}/objects/entry/{user}/history", LEADING, code="revoked"),
    Call("PATCH", "/workspaces/{w}", LEADING, {"name": "Renamed"}),
    Call("GET", "/workspaces/{w}/members", EVERYBODY),
    Call("PATCH", "/workspaces/{w}/members/{user}", LEADING, {"role": "member"}),
    Call("GET", "/workspaces/{w}/invitations", LEADING),
    Call("POST", "/workspaces/{w}/invitations", LEADING, {"role": "member"}),
    Call("DELETE", "/workspaces/{w}/invitations/{invitation}", LEADING),
    Call("GET", "/workspaces/{w}/grants", EVERYBODY),
    Call("PUT", "/workspaces/{w}/grants", EVERYBODY, {"user": "{user}", "role": "viewer"}),
    Call("DELETE", "/workspaces/{w}/grants/{user}", EVERYBODY),
    Call("GET", "/workspaces/{w}/audit", LEADING),
    Call("GET", "/workspaces/{w}/export", LEADING),
    Call("DELETE", "/workspaces/{w}/members/{user}", LEADING),
    Call("DELETE", "/workspaces/{w}", OWNER),
]
# Nobody reads what the policy does not give: these are for a role nobody has here.
NEVER = [Call("POST", "/scopes/{other}/push", frozenset(), PUSH)]
OF_ONES_OWN = [
    Call("GET", "/hello", EVERYBODY),
    Call("GET", "/account", EVERYBODY),
    Call("PATCH", "/account", EVERYBODY, {"name": "Me"}),
    Call("GET", "/devices", EVERYBODY),
    Call("PATCH", "/devices/{device}", EVERYBODY, {"name": "Mine"}),
    Call("POST", "/pairing", EVERYBODY),
    Call("GET", "/workspaces", EVERYBODY),
    Call("POST", "/workspaces", EVERYBODY, {"name": "Mine"}),
    Call("DELETE", "/devices/{device}", EVERYBODY),
]
ELSEWHERE = {
    # What takes no token, a token or something else, and a stream that never ends: looked at by themselves.
    ("POST", "/accounts"),
    ("POST", "/devices"),
    ("DELETE", "/account"),
    ("POST", "/invitations/accept"),
    ("GET", "/live"),
}


@dataclass
class Place:
    """A workspace with somebody in every role, somebody else in it, and somebody who is not."""

    house: House
    workspace: str
    people: dict[str, Person]
    invitation: str
    stranger: Person
    signed_out: str

    def ask(self, call: Call, who: Person | str | None) -> tuple[int, str]:
        names = {
            "{w}": self.workspace,
            "{user}": self.people["bystander"].user,
            "{other}": f"{self.workspace}.{self.people['bystander'].user}",
            "{invitation}": self.invitation,
            "{device}": who.device if isinstance(who, Person) else "0" * 32,
        }
        path, body = call.path, dict(call.body or {})
        for name, value in names.items():
            path = path.replace(name, value)
            body = {key: value if given == name else given for key, given in body.items()}
        answer = self.house.ask(call.method, path, who, **body)
        content = answer.json() if answer.headers.get("content-type") == "application/problem+json" else {}
        return answer.status_code, content.get("code", "")


def furnish(house: House) -> Place:
    owner = house.person("Olga")
    workspace = house.workspace_of(owner)
    people = {"owner": owner}
    for role, name in (("admin", "Anna"), ("member", "Milo"), ("viewer", "Vera"), ("bystander", "Ben")):
        people[role] = house.invited(workspace, owner, name, "member" if role == "bystander" else role)
    signed_out = house.sign_in(owner.email)
    house.done("DELETE", f"/devices/{signed_out['device']}", owner)
    made = house.done("POST", f"/workspaces/{workspace}/invitations", owner, role="viewer")
    return Place(house, workspace, people, made["id"], house.person("Sam"), signed_out["token"])


@pytest.fixture(scope="module")
def furnished(made_once: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Place]:
    folder = tmp_path_factory.mktemp("furnished")
    shutil.copy(made_once, folder / "server.db")
    with house_in(folder) as house:
        return folder / "server.db", furnish(house)


@pytest.fixture
def place(furnished: tuple[Path, Place], tmp_path: Path) -> Iterator[Place]:
    database, made = furnished
    shutil.copy(database, tmp_path / "server.db")
    with house_in(tmp_path) as house:
        yield replace(made, house=house)


def title(call: Call) -> str:
    return f"{call.method} {call.path}"


@pytest.mark.parametrize("call", IN_A_WORKSPACE + NEVER, ids=title)
def test_a_call_is_open_to_its_roles_and_to_nobody_else(place: Place, call: Call) -> None:
    assert place.ask(call, None) == (401, "unauthorised")
    assert place.ask(call, place.signed_out) == (401, "unauthorised")
    assert place.ask(call, place.stranger) == (403, "revoked")
    if not call.roles:
        assert {place.ask(call, place.people[role])[0] for role in ROLES} == {403}
        return
    # Those who may not first: whoever may can change what the others would find.
    for role in [*(EVERYBODY - call.roles), *call.roles]:
        status, code = place.ask(call, place.people[role])
        if role not in call.roles:
            assert (status, code) == (403, call.code), role
        else:
            # Done by one, it may be done already for the next; but it is never forbidden.
            assert status < 400 or code in ("not_found", "revoked"), role
            assert status != 403 or call.method == "DELETE", role


@pytest.mark.parametrize("call", IN_A_WORKSPACE, ids=title)
def test_everybody_who_may_really_can(place: Place, call: Call) -> None:
    first = next(role for role in ROLES if role in call.roles)
    if call.method == "DELETE" and "grants" in call.path:
        place.ask(
            Call("PUT", "/workspaces/{w}/grants", EVERYBODY, {"user": "{user}", "role": "viewer"}), place.people[first]
        )

    status, code = place.ask(call, place.people[first])

    assert status in (200, 201, 204), code


@pytest.mark.parametrize("call", OF_ONES_OWN, ids=title)
def test_what_is_ones_own_takes_a_token_that_is_good(place: Place, call: Call) -> None:
    assert place.ask(call, None) == (401, "unauthorised")
    assert place.ask(call, place.signed_out) == (401, "unauthorised")
    assert place.ask(call, place.people["viewer"])[0] in (200, 201, 204)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("DELETE", "/account", {"password": PASSWORD}),
        ("POST", "/invitations/accept", {"code": "x"}),
        ("POST", "/devices", {"name": "x"}),
        ("GET", "/live", {}),
    ],
)
def test_the_rest_is_closed_to_nobody_and_to_signed_out_devices(
    place: Place, method: str, path: str, body: dict[str, object]
) -> None:
    for who in (None, place.signed_out):
        assert place.house.refused(method, path, who, **body) == (401, "unauthorised")


def test_a_scope_that_does_not_exist_looks_like_one_without_access(place: Place) -> None:
    theirs = place.house.refused("GET", f"/scopes/{place.workspace}/changes", place.stranger)
    for scope in ("0" * 32, f"{'0' * 32}.{'0' * 32}", "x", f"{place.workspace}.", f"{place.workspace}.x"):
        assert place.house.refused("GET", f"/scopes/{scope}/changes", place.stranger) == theirs


def test_every_call_is_in_a_table(house: House) -> None:
    listed = {(call.method, call.path) for call in [*IN_A_WORKSPACE, *NEVER, *OF_ONES_OWN]} | ELSEWHERE
    patterns = {
        (method, _plain(path.removeprefix("/sync/v1")))
        for path, methods in house.app.openapi()["paths"].items()
        if path.startswith("/sync/v1")
        for method in (name.upper() for name in methods)
    }

    assert patterns == {(method, _plain(path)) for method, path in listed}
    assert not any(isinstance(route, APIRoute) and not route.include_in_schema for route in house.app.routes)


def _plain(path: str) -> str:
    """Return an address with a star for each of its parts that vary."""
    parts = path.split("/")
    fixed = {"member", "entry", "0", "255"}
    return "/".join("*" if part.startswith("{") or part in fixed else part for part in parts)


def test_nobody_gets_in_by_another_servers_token(place: Place, tmp_path_factory: pytest.TempPathFactory) -> None:
    with house_in(tmp_path_factory.mktemp("other")) as other:
        foreign = other.person("Olga")
        assert place.house.refused("GET", "/hello", foreign) == (401, "unauthorised")
