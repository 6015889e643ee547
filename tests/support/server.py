"""A server for tests: accounts with devices, changes to push, and the application over real HTTP or without it."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI

from sync.protocol.change import Change, Operation, Value
from sync.protocol.messages import Role
from sync.protocol.version import NONE, Version, pack
from sync.server.admin.setup import add_account
from sync.server.log.store import Store
from sync.server.people import devices, workspaces
from sync.server.people.desk import OPERATOR, Desk, open_desk
from sync.server.people.permissions import scope_of
from sync.server.settings import Settings

# Quick to hash; what a real server uses is for real passwords.
QUICK: dict[str, Any] = {"argon2_memory_kib": 64, "argon2_passes": 1, "argon2_lanes": 1}
PASSWORD = "correct horse battery staple"
EPOCH_MS = 1_772_442_000_000

_people = count(1)
_moments = count(1)


@dataclass(frozen=True, slots=True)
class Person:
    """An account with a workspace of its own and one device."""

    account: str
    email: str
    workspace: str
    device: str
    token: str

    @property
    def shared(self) -> str:
        """The scope of what the workspace shares."""
        return scope_of(self.workspace)

    @property
    def own(self) -> str:
        """The scope of what is this person's."""
        return scope_of(self.workspace, self.account)

    @property
    def headers(self) -> dict[str, str]:
        """What this person's device sends with every request."""
        return {"Authorization": f"Bearer {self.token}", "Stintbook-Protocol": "1"}


def desk_over(store: Store, settings: Settings) -> Desk:
    """Return a desk whose passwords are quick to hash."""
    return open_desk(store, replace(settings, **QUICK))


def new_person(desk: Desk) -> Person:
    """Make an account with a workspace and a device."""
    email = f"person{next(_people)}@example.org"
    begun = add_account(desk, email=email, name="Ada", workspace="Studio", password=PASSWORD)
    added = add_device(desk, begun.account.id)
    return Person(begun.account.id, email, begun.workspace.id, added.device, added.token)


def add_device(desk: Desk, account: str) -> devices.Added:
    """Let another device of an account in."""
    with desk.acting(OPERATOR) as act:
        return devices.add(act, account=account, name="Laptop", proposed="", proof="password")


def join(desk: Desk, person: Person, workspace: str, role: Role) -> None:
    """Make a person a member of a workspace."""
    with desk.acting(OPERATOR) as act:
        workspaces.join(act, workspace=workspace, account=person.account, role=role)


def version(at: int | None = None) -> Version:
    """Return a version later than all before it, or one of a given moment."""
    moment = next(_moments) if at is None else at
    return pack(EPOCH_MS + moment, 0, 0xA5A5 + moment)


def entity(number: int) -> bytes:
    """Return the id of an entity."""
    return number.to_bytes(16, "big")


def change(
    number: int = 1,
    fields: Mapping[str, Value] | None = None,
    *,
    kind: str = "project",
    base: Mapping[str, Version] | None = None,
    op: Operation = "set",
    at: Version | None = None,
    person: Person | None = None,
) -> Change:
    """Return a change, a group of its own."""
    values = {} if op == "del" else {"name": f"Project {number}"} if fields is None else fields
    own = version() if at is None else at
    return Change(
        version=own,
        kind=kind,
        entity=entity(number),
        fields=values,
        base=dict.fromkeys(values, NONE) if base is None else base,
        op=op,
        group=own,
        group_size=1,
        device=person.device if person else "device",
        user=person.account if person else "user",
        schema=1,
        wall_ms=EPOCH_MS,
    )


def grouped(*changes: Change) -> list[Change]:
    """Return changes as one group."""
    return [replace(each, group=changes[0].version, group_size=len(changes)) for each in changes]


@contextmanager
def serving(app: FastAPI, port: int = 0) -> Iterator[str]:
    """Serve an application over real HTTP from a thread of its own; returns its address."""
    config = uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None, timeout_graceful_shutdown=2)
    server = uvicorn.Server(config)
    started = threading.Event()
    startup = server.startup

    async def starting(sockets: Any = None) -> None:
        await startup(sockets)
        started.set()

    server.startup = starting  # type: ignore[method-assign]
    thread = threading.Thread(target=server.run, name="uvicorn")
    thread.start()
    try:
        if not started.wait(10):
            raise TimeoutError("the server did not start")
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


def asking(address: str, person: Person | None = None) -> httpx.Client:
    """Return a client that asks as a person's device."""
    return httpx.Client(base_url=f"{address}/sync/v1", headers=person.headers if person else {}, timeout=30)
