"""Bringing a backup back. What it replaces is kept beside it, and nothing is replaced before the new one is complete.

Clients notice by themselves that the log is another one, and offer again whatever it lacks.
"""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import text

from sync.server.admin import portable, postgres_tools
from sync.server.admin.backup import count_file, count_rows, file_of, form_of
from sync.server.admin.office import Refused, alone, make_folder
from sync.server.database import open_engine
from sync.server.log.store import Store
from sync.server.migrations import upgrade
from sync.server.people.desk import open_desk, wall_ms
from sync.server.settings import Settings

_BESIDE = ("", "-wal", "-shm")


class Restored(NamedTuple):
    """Where what was replaced is now, empty if there was nothing; how many rows the tables have."""

    replaced: str
    rows: dict[str, int]


def restore(settings: Settings, backup: Path) -> Restored:
    """Put a backup in the place of the database of a server that does not run.

    Raises:
        Refused: a server runs, or the backup is damaged, not whole, or of another database. Nothing was changed.
    """
    make_folder(settings)
    with alone(settings):
        replaced = _into_file(settings, backup) if settings.on_sqlite else _into_postgres(settings, backup)
    engine = open_engine(settings)
    try:
        return Restored(replaced, count_rows(open_desk(Store(engine), settings)))
    finally:
        engine.dispose()


def _into_file(settings: Settings, backup: Path) -> str:
    database = file_of(settings)
    new = database.with_name(database.name + ".restoring")
    _remove(new)
    try:
        beside = replace(settings, database_url=f"sqlite:///{new.absolute()}")
        _fill_file(beside, new, backup)
        upgrade(beside)
        return _swap(database, new)
    finally:
        _remove(new)


def _fill_file(settings: Settings, new: Path, backup: Path) -> None:
    form = form_of(backup)
    if form == "postgres":
        raise Refused(f"{backup} was made by pg_dump. For another database make a portable one: “backup --portable”.")
    if form == "portable":
        _fill(settings, backup)
        return
    count_file(backup)
    shutil.copyfile(backup, new)
    new.chmod(0o600)


def _fill(settings: Settings, backup: Path) -> None:
    """Make the tables the backup was made of, and fill them."""
    portable.counted(backup)
    upgrade(settings, portable.revision(backup))
    engine = open_engine(settings)
    try:
        portable.read_into(engine, backup)
    finally:
        engine.dispose()


def _swap(database: Path, new: Path) -> str:
    kept = database.with_name(f"{database.name}.replaced-{wall_ms()}")
    there = database.exists()
    for suffix in _BESIDE if there else ():
        part = database.with_name(database.name + suffix)
        if part.exists():
            part.rename(kept.with_name(kept.name + suffix))
    new.rename(database)
    return str(kept) if there else ""


def _remove(new: Path) -> None:
    for suffix in _BESIDE:
        new.with_name(new.name + suffix).unlink(missing_ok=True)


def _into_postgres(settings: Settings, backup: Path) -> str:
    form = form_of(backup)
    if form == "sqlite":
        raise Refused(f"{backup} is an SQLite file. For another database make a portable one: “backup --portable”.")
    _check(backup, form)
    kept = f"{postgres_tools.REPLACED}{wall_ms()}"
    _refuse_while_used(settings)
    _statements(settings, f"alter schema public rename to {kept}", "create schema public")
    try:
        if form == "portable":
            _fill(settings, backup)
        else:
            postgres_tools.restore(settings.url, backup)
        upgrade(settings)
    except BaseException:
        _statements(settings, "drop schema public cascade", f"alter schema {kept} rename to public")
        raise
    return f"schema {kept}"


def _check(backup: Path, form: str) -> None:
    if form == "portable":
        portable.counted(backup)
    elif "account" not in postgres_tools.contents(backup):
        raise Refused(f"{backup} is no backup of this server. Nothing was changed.")


def _refuse_while_used(settings: Settings) -> None:
    others = (
        "select count(*) from pg_stat_activity where datname = current_database()"
        " and application_name = 'stintbook-server' and pid <> pg_backend_pid()"
    )
    engine = open_engine(settings)
    try:
        with engine.connect() as connection:
            if connection.scalar(text(others)):
                raise Refused("A server is connected to this database. Stop it first. Nothing was changed.")
    finally:
        engine.dispose()


def _statements(settings: Settings, *statements: str) -> None:
    engine = open_engine(settings)
    try:
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))
    finally:
        engine.dispose()
