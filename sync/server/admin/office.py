"""The server seen from the machine it runs on: its folder, its database, and the sentences an operator reads."""

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from sync.server.database import for_reading, open_engine
from sync.server.log.store import Store
from sync.server.migrations import current, newest
from sync.server.people.desk import Desk, open_desk
from sync.server.settings import BadSetting, Settings, load, without_secrets

LOCK: Final = "server.lock"


class Refused(Exception):
    """What an operator asked for was not done; the sentence says why, what is safe and what to do."""


def settings_for(environment: Mapping[str, str], **given: Any) -> Settings:
    """Read the settings.

    Raises:
        Refused: one of them is wrong.
    """
    try:
        settings = load(environment, **given)
    except BadSetting as error:
        raise Refused(f"{error}. Nothing was started.") from error
    try:
        backend = make_url(settings.url).get_backend_name()
    except ArgumentError as error:
        raise Refused("The database_url that was set is no address of a database. Nothing was started.") from error
    if backend not in ("sqlite", "postgresql"):
        raise Refused(f"A server keeps its data in SQLite or PostgreSQL, not in {backend}. Nothing was started.")
    return settings


def make_folder(settings: Settings) -> None:
    """Make the data folder, for its owner's eyes only.

    Raises:
        Refused: it cannot be made or written.
    """
    try:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"The data folder {settings.data_dir} cannot be made: {error.strerror}.") from error
    if not os.access(settings.data_dir, os.W_OK | os.X_OK):
        raise Refused(f"The data folder {settings.data_dir} cannot be written by this user.")


@contextmanager
def opened(settings: Settings) -> Iterator[Desk]:
    """Open the database of a server that was set up.

    Raises:
        Refused: there is none, it does not answer, or its tables are of another version.
    """
    if settings.on_sqlite and not settings.database_url and not Path(settings.data_dir / "server.db").exists():
        raise Refused(f"There is no server in {settings.data_dir} yet. Run “stintbook-server init” first.")
    with speaking(settings):
        engine = open_engine(settings)
        try:
            with for_reading(engine).connect() as connection:
                at = current(connection)
            _check_version(at)
            yield open_desk(Store(engine), settings)
        finally:
            engine.dispose()


@contextmanager
def speaking(settings: Settings) -> Iterator[None]:
    """Turn what a database refuses into a sentence, without the password in its address.

    Raises:
        Refused: it did.
    """
    try:
        yield
    except DBAPIError as error:
        where = without_secrets(settings).database_url
        cause = str(getattr(error, "orig", None) or error).strip().splitlines()
        reason = cause[0] if cause else type(error).__name__
        raise Refused(f"The database {where} cannot be used: {reason}. Nothing was changed.") from error


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Hold the data folder while a server runs on it, or while its database is replaced.

    The lock is a transaction on a small file of its own: it ends with the process, however that ends.

    Raises:
        Refused: another process holds it.
    """
    lock = sqlite3.connect(settings.data_dir / LOCK, timeout=0, isolation_level=None)
    try:
        try:
            lock.execute("begin exclusive")
        except sqlite3.OperationalError as error:
            raise Refused(f"A server is running on {settings.data_dir}. Stop it first.") from error
        yield
    finally:
        lock.close()


def _check_version(at: str | None) -> None:
    wanted = newest()
    if at is None:
        raise Refused("The database has no tables yet. Run “stintbook-server init” first.")
    if at != wanted:
        raise Refused(
            f"The tables of the database are of version {at}, this program needs {wanted}. Start the server once: it"
            " brings older tables up to date. Newer ones need a newer program. Nothing was changed."
        )
