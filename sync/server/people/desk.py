"""What every call of accounts and workspaces works with: the database, the settings, the clock, chance."""

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from fastapi import Request
from sqlalchemy import Connection, Engine, insert
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoneFree

from sync.server.database import for_reading
from sync.server.log.store import Store
from sync.server.people.access import Caller
from sync.server.people.passwords import Passwords
from sync.server.people.rate import Rate
from sync.server.people.tables import AUDIT
from sync.server.people.tokens import Random
from sync.server.problems import Busy
from sync.server.settings import Settings


def wall_ms() -> int:
    """Return the machine's clock in Unix milliseconds."""
    return time.time_ns() // 1_000_000


@dataclass(slots=True)
class Desk:
    """Where accounts are kept. ``now_ms`` and ``random`` are the machine's unless a test brings its own."""

    engine: Engine
    store: Store
    settings: Settings
    passwords: Passwords
    rate: Rate
    now_ms: Callable[[], int] = field(default=wall_ms)
    random: Random = field(default=secrets.token_bytes)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that only reads."""
        with _in_time(), for_reading(self.engine).connect() as connection:
            yield connection

    @contextmanager
    def acting(self, by: Caller, address: str = "") -> Iterator["Act"]:
        """Open a transaction in which somebody does something: wholly done or not at all."""
        with _in_time(), self.engine.begin() as connection:
            yield Act(self, connection, by, address, self.now_ms())


@dataclass(frozen=True, slots=True)
class Act:
    """Something that is being done, in a transaction of its own: by whom, from which network address, when."""

    desk: Desk
    connection: Connection
    by: Caller
    address: str
    now_ms: int

    @property
    def settings(self) -> Settings:
        """What the operator set."""
        return self.desk.settings

    def new_id(self) -> str:
        """Return an id for an account, a workspace, a device: 128 random bits."""
        return self.desk.random(16).hex()

    def note(self, action: str, *, workspace: str = "", subject: str = "", detail: str = "") -> None:
        """Write into the audit trail what is done. ``subject`` is the id of what it is done to; never a secret."""
        row = {
            "at_ms": self.now_ms,
            "action": action,
            "account": self.by.account,
            "device": self.by.device,
            "address": self.address,
            "workspace": workspace,
            "subject": subject,
            "detail": detail,
        }
        self.connection.execute(insert(AUDIT), row)


def as_account(act: Act, account: str) -> Act:
    """Return the same transaction, as done by somebody who has just proved to be the owner of an account."""
    return replace(act, by=Caller(account, account, act.by.device))


# Who acts without being signed in: a stranger at the door, an operator at the machine, the server by itself.
STRANGER = Caller("", "", "")
OPERATOR = Caller("", "", "operator")


def open_desk(store: Store, settings: Settings) -> Desk:
    """Make a desk over a database that has its tables."""
    return Desk(store.engine, store, settings, Passwords(settings), Rate(settings.requests_per_minute))


def desk_of(request: Request) -> Desk:
    """Return the desk of the application a request came to."""
    desk: Desk = request.app.state.desk
    return desk


@contextmanager
def _in_time() -> Iterator[None]:
    """Turn what a database says that is overloaded, locked or away into the problem a client understands."""
    try:
        yield
    except (OperationalError, NoneFree) as error:
        raise Busy("the database did not answer in time") from error
