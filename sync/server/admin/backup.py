"""Backups: taken while the server runs, and verified by opening and counting before they count as one.

Three forms, told apart by how they begin: a copy of the SQLite file; what pg_dump writes; and all tables as compressed
JSON lines, which either database takes, so that a server can move from one to the other.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Literal, NamedTuple

from sqlalchemy import func, make_url, select

from sync.server.admin import portable, postgres_tools
from sync.server.admin.every_table import EVERY_TABLE, NAMES
from sync.server.admin.office import Refused
from sync.server.people.desk import Desk
from sync.server.settings import Settings

Form = Literal["sqlite", "postgres", "portable"]

_BEGINS: dict[bytes, Form] = {b"SQLite format 3\0": "sqlite", b"PGDMP": "postgres", b"\x1f\x8b": "portable"}
_SUFFIX: dict[Form, str] = {"sqlite": "db", "postgres": "dump", "portable": "jsonl.gz"}


class Backup(NamedTuple):
    """A verified backup, and how many rows of the tables that matter most are in it."""

    path: Path
    form: Form
    size_bytes: int
    rows: dict[str, int]


def back_up(desk: Desk, target: Path, *, as_portable: bool = False) -> Backup:
    """Write a backup into a folder or to a file that is not there yet.

    Raises:
        Refused: the file is there, cannot be written, or what was written is not whole.
    """
    form = _form_for(desk, as_portable=as_portable)
    path = target / f"stintbook-server-{_stamp(desk.now_ms())}.{_SUFFIX[form]}" if target.is_dir() else target
    if path.exists():
        raise Refused(f"{path} is there already. Nothing was written.")
    part = path.with_name(path.name + ".part")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        rows = _write(desk, form, part)
        part.rename(path)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        part.unlink(missing_ok=True)
    return Backup(path, form, path.stat().st_size, rows)


def form_of(path: Path) -> Form:
    """Return what a backup is.

    Raises:
        Refused: it is none, or cannot be read.
    """
    try:
        with path.open("rb") as file:
            begin = file.read(16)
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from error
    for mark, form in _BEGINS.items():
        if begin.startswith(mark):
            return form
    raise Refused(f"{path} is no backup of this server. Nothing was changed.")


def count_file(path: Path) -> dict[str, int]:
    """Open a copy of an SQLite file, check every page of it, and return how many rows each table has.

    Raises:
        Refused: it is damaged or not of this server.
    """
    try:
        with closing(sqlite3.connect(f"file:{path.absolute()}?mode=ro&immutable=1", uri=True)) as file:
            found = file.execute("pragma integrity_check(1)").fetchone()[0]
            if found != "ok":
                raise Refused(f"{path} is damaged: {found}.")
            return {name: file.execute(f'select count(*) from "{name}"').fetchone()[0] for name in NAMES}
    except sqlite3.DatabaseError as error:
        raise Refused(f"{path} is damaged, or no backup of this server: {error}.") from error


def file_of(settings: Settings) -> Path:
    """Return the file of an SQLite database."""
    return Path(make_url(settings.url).database or "")


def count_rows(desk: Desk) -> dict[str, int]:
    """Return how many rows each table has."""
    with desk.reading() as connection:
        return {
            str(table.name): connection.scalar(select(func.count()).select_from(table)) or 0 for table in EVERY_TABLE
        }


def _form_for(desk: Desk, *, as_portable: bool) -> Form:
    if as_portable:
        return "portable"
    if desk.engine.dialect.name == "sqlite":
        return "sqlite"
    return "postgres" if postgres_tools.can_dump(_version(desk)) else "portable"


def _version(desk: Desk) -> int:
    """Return the major version of the PostgreSQL a server keeps its data in."""
    with desk.engine.connect() as connection:
        return int((connection.dialect.server_version_info or (0,))[0])


def _write(desk: Desk, form: Form, part: Path) -> dict[str, int]:
    if form == "sqlite":
        return _copy_file(desk, part)
    if form == "postgres":
        # Counted before: what is written meanwhile may be in the dump too.
        rows = count_rows(desk)
        postgres_tools.dump(desk.settings.url, part)
        return rows
    portable.write(desk, part)
    return portable.counted(part)


def _copy_file(desk: Desk, part: Path) -> dict[str, int]:
    with closing(sqlite3.connect(file_of(desk.settings))) as source, closing(sqlite3.connect(part)) as copy:
        source.backup(copy)
        # A file by itself: what was in the write-ahead log is in it.
        copy.execute("pragma journal_mode=delete").close()
    return count_file(part)


def _stamp(now_ms: int) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(now_ms / 1_000, UTC).strftime("%Y%m%dT%H%M%S")
