"""A real PostgreSQL for a session of tests, and a fresh database for each of them."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import psycopg

_numbers = count(1)


@contextmanager
def running_postgres() -> Iterator[str]:
    """Run a PostgreSQL and return its address."""
    with warnings.catch_warnings():
        # It looks for the folder of a desktop session, which a machine that only tests does not have.
        warnings.simplefilter("ignore")
        from pgserver.postgres_server import get_server

        # A short path, since it holds a socket; readable by the user the database runs as.
        folder = Path(tempfile.mkdtemp(prefix="pg"))
        folder.chmod(0o755)
        server = get_server(folder / "data", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def new_database(address: str, template: str = "") -> str:
    """Make a database, a copy of ``template`` if one is named, and return its address."""
    name = f"t{os.getpid()}_{next(_numbers)}"
    copied = f' template "{template}"' if template else ""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'create database "{name}"{copied}'.encode())
    return address_of(address, name)


def drop_database(address: str, database: str) -> None:
    """Remove a database and end whoever is connected to it."""
    with suppress(psycopg.Error), psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'drop database if exists "{name_of(database)}" with (force)'.encode())


def address_of(address: str, name: str) -> str:
    """Return the address of another database of the same server."""
    before, _, query = address.partition("?")
    return f"{before.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")


def name_of(database: str) -> str:
    """Return the name of a database in an address."""
    return database.partition("?")[0].rpartition("/")[2]
