"""A server in process with people in it: real application, real database, a clock that stands still until told."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import httpx
from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI

from sync.server.app import create_app
from sync.server.migrations import upgrade
from sync.server.people.desk import Desk
from sync.server.settings import Settings

NOON = 1_772_449_200_000
PASSWORD = "correct horse battery"

# Hashing as cheap as it gets: what is tested is who is let in, not how long that takes.
CHEAP = Settings(
    argon2_memory_kib=8, argon2_passes=1, argon2_lanes=1, sign_up=True, failures_per_address=1_000, threads=4
)


class Knocking:
    """Asks an application without a network, from a test that is no coroutine."""

    def __init__(self, app: FastAPI, portal: BlockingPortal) -> None:
        self._portal = portal
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self._client = httpx.AsyncClient(transport=transport, base_url="http://testserver")

    def request(self, method: str, path: str, **more: Any) -> httpx.Response:
        return self._portal.call(partial(self._client.request, method, path, **more))

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.request("GET", path, **more)

    def post(self, path: str, **more: Any) -> httpx.Response:
        return self.request("POST", path, **more)


@dataclass
class Person:
    """Somebody with an account, signed in with one device."""

    user: str
    email: str
    device: str
    token: str


@dataclass
class House:
    """A server and who knocks at its door."""

    app: FastAPI
    client: Knocking
    now_ms: int = NOON
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def desk(self) -> Desk:
        desk: Desk = self.app.state.desk
        return desk

    def later(self, seconds: float) -> None:
        self.now_ms += int(seconds * 1_000)

    def ask(self, method: str, path: str, who: Person | str | None = None, **body: Any) -> httpx.Response:
        """Ask as somebody, by their token, or as nobody; what is named is the JSON body."""
        token = who.token if isinstance(who, Person) else who
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        address = path if path.startswith(("/health", "/ready", "/metrics", "/openapi")) else f"/sync/v1{path}"
        content = {"json": body} if body else {}
        return self.client.request(method, address, headers=headers, **content)

    def done(self, method: str, path: str, who: Person | str | None = None, **body: Any) -> Any:
        """Ask for something that has to go well; returns what was answered."""
        answer = self.ask(method, path, who, **body)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def refused(self, method: str, path: str, who: Person | str | None = None, **body: Any) -> tuple[int, str]:
        """Ask for something that has to be refused; returns the status and the code."""
        answer = self.ask(method, path, who, **body)
        assert not answer.is_success, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        problem = answer.json()
        assert problem["status"] == answer.status_code
        return answer.status_code, problem["code"]

    def sign_in(self, email: str, password: str = PASSWORD, **more: Any) -> Any:
        return self.done("POST", "/devices", email=email, password=password, **{"name": "Laptop", **more})

    def person(self, name: str, invitation: str | None = None) -> Person:
        """Make an account, with an invitation or a workspace of its own, and sign in."""
        email = f"{name.lower()}@harbour.example"
        more = {"invitation": invitation} if invitation else {}
        made = self.done("POST", "/accounts", email=email, password=PASSWORD, name=name, **more)
        added = self.sign_in(email)
        self.people[name] = Person(made["user"], email, added["device"], added["token"])
        return self.people[name]

    def workspace_of(self, who: Person) -> str:
        found = self.done("GET", "/workspaces", who)
        assert len(found) == 1
        return str(found[0]["id"])

    def invited(self, workspace: str, by: Person, name: str, role: str) -> Person:
        """Let somebody into a workspace."""
        code = self.done("POST", f"/workspaces/{workspace}/invitations", by, role=role)["code"]
        return self.person(name, code)

    def roles(self, who: Person) -> dict[str, str]:
        """Return the scopes somebody may follow, and as what."""
        return {one["scope"]: one["role"] for one in self.done("GET", "/hello", who)["scopes"]}

    def records(self, workspace: str, who: Person) -> dict[str, dict[str, Any]]:
        """Return the members as the log of a workspace says them, by name."""
        objects = self.done("GET", f"/scopes/{workspace}/snapshot", who)["objects"]
        return {one["f"]["name"]: one["f"] for one in objects if one["k"] == "member" and _alive(one)}


def _alive(record: dict[str, Any]) -> bool:
    seen = record.get("n", {})
    versions = dict.fromkeys(record["f"], record["c"]) | record.get("v", {})
    return any(version > seen.get(name, "") for name, version in versions.items())


@contextmanager
def house_in(folder: Path, **settings: Any) -> Iterator[House]:
    """Open a server over a folder; its tables are made if they are not there."""
    chosen = replace(CHEAP, data_dir=folder, **settings)
    if not chosen.on_sqlite or not (folder / "server.db").exists():
        upgrade(chosen)
    app = create_app(chosen)
    lifespan = app.router.lifespan_context(app)
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(lifespan):
        house = House(app, Knocking(app, portal))
        app.state.desk.now_ms = lambda: house.now_ms
        yield house
