"""The file: opening, migrating, one writing connection and a small pool of reading ones."""

from __future__ import annotations

import contextlib
import itertools
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

from app.domain.errors import EnvironmentFailed
from app.storage.cache import EntityCache
from app.storage.migrations import migrate
from app.storage.schema import APPLICATION_ID, SCHEMA_VERSION

BUSY_TIMEOUT_S = 5.0
_READERS_KEPT = 4
_memory_numbers = itertools.count()


class NotOurs(EnvironmentFailed):
    """The file is a database of another program, or no database at all. It was not touched."""

    code = "not_ours"


class NewerSchema(EnvironmentFailed):
    """The file was written by a newer Stintbook. It was opened for reading only."""

    code = "newer_schema"


class Database:
    """One store: a file, or memory for tests. Made by ``Database.open``; closed by ``close``."""

    def __init__(self, path: str, writer: sqlite3.Connection, *, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self.cache = EntityCache()
        self.writing = threading.RLock()
        self._writer = writer
        self._readers: list[sqlite3.Connection] = []
        self._pool = threading.Lock()

    @classmethod
    def open(cls, path: str | Path, *, device: str, read_only: bool = False) -> Database:
        """Open, create or migrate the store at ``path`` (``:memory:`` for tests).

        ``device`` names this device in the change records of a new file.

        Raises:
            NotOurs: the file belongs to another program. NewerSchema: a newer version wrote it and writing was asked
                for. sqlite3.DatabaseError: the file is damaged (see app.storage.opening, which says what to do).
        """
        name = str(path)
        connection = _connect(name, read_only=read_only)
        try:
            _check_ours(connection, name)
            if not read_only:
                _check_version(connection)
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
                migrate(connection, device=device)
        except BaseException:
            connection.close()
            raise
        return cls(name, connection, read_only=read_only)

    @property
    def in_memory(self) -> bool:
        """Whether there is no file, so that everybody shares the one connection."""
        return self.path == ":memory:"

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Give the writing connection in an immediate transaction; commit at the end, roll back on anything.

        Raises:
            EnvironmentFailed: the disk is full, the file is locked or cannot be written; nothing was changed.
        """
        with self.writing:
            connection = self._writer
            try:
                # The write lock is taken at once: a transaction that reads first and asks for the lock later fails
                # when another lane wrote in between, and SQLite's busy time-out does not help there.
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            except sqlite3.OperationalError as error:
                self._roll_back()
                raise _explained(error, self.path) from error
            except BaseException:
                self._roll_back()
                raise

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give a read-only connection with a consistent snapshot."""
        if self.in_memory:
            with self.writing:
                yield self._writer
            return
        connection = self._take_reader()
        try:
            connection.execute("BEGIN")
            yield connection
        finally:
            connection.rollback()
            self._give_back(connection)

    def data_version(self) -> int:
        """Return a number that changes when another connection or process committed."""
        with self.reading() as connection:
            return int(connection.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        """Close every connection; the last one out empties the write-ahead log into the file."""
        with self._pool:
            for reader in self._readers:
                reader.close()
            self._readers.clear()
        with self.writing:
            self._writer.close()

    def _roll_back(self) -> None:
        if self._writer.in_transaction:
            self._writer.rollback()

    def _take_reader(self) -> sqlite3.Connection:
        with self._pool:
            if self._readers:
                return self._readers.pop()
        return _connect(self.path, read_only=True)

    def _give_back(self, connection: sqlite3.Connection) -> None:
        with self._pool:
            if len(self._readers) < _READERS_KEPT:
                self._readers.append(connection)
                return
        connection.close()


def _connect(name: str, *, read_only: bool) -> sqlite3.Connection:
    if name == ":memory:":
        target = f"file:stintbook-{next(_memory_numbers)}?mode=memory"
    else:
        target = f"{Path(name).absolute().as_uri()}?mode={'ro' if read_only else 'rwc'}"
    connection = sqlite3.connect(
        target, uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False, cached_statements=512
    )
    if read_only:
        connection.execute("PRAGMA query_only = 1")
    return connection


def _check_ours(connection: sqlite3.Connection, name: str) -> None:
    try:
        found = connection.execute("PRAGMA application_id").fetchone()[0]
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    except sqlite3.DatabaseError as error:
        if "not a database" in str(error):
            raise NotOurs(f"“{name}” is not a Stintbook database. It was left as it is.", path=name) from error
        raise
    if found != APPLICATION_ID and tables:
        raise NotOurs(f"“{name}” is a database of another program. It was left as it is.", path=name)


def _check_version(connection: sqlite3.Connection) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > SCHEMA_VERSION:
        raise NewerSchema(
            "This database was written by a newer Stintbook. It is safe, and can be read here; to go on tracking in it,"
            " install the newer version.",
            version=version,
        )


def _explained(error: sqlite3.OperationalError, path: str) -> Exception:
    text = str(error)
    if "full" in text:
        return DiskFull("The disk is full, so this was not saved. Nothing that was saved before is lost.", path=path)
    if "locked" in text or "busy" in text:
        return Locked("Another program is using the database right now. Nothing was changed; try again.", path=path)
    if "readonly" in text or "read-only" in text or "unable to open" in text:
        return NotWritable(f"“{path}” cannot be written. Nothing was changed.", path=path)
    return error


class DiskFull(EnvironmentFailed):
    """There is no room left on the disk; the action was not saved."""

    code = "disk_full"


class Locked(EnvironmentFailed):
    """Another program holds the file for longer than we wait."""

    code = "locked"


class NotWritable(EnvironmentFailed):
    """The file or its folder may not be written."""

    code = "not_writable"
