"""The file: opening, migrating, one writing connection and a small pool of reading ones."""

from __future__ import annotations

import contextlib
import itertools
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

from app.storage.cache import EntityCache
from app.storage.failures import Damaged, DiskFull, Locked, NewerSchema, NotOurs, NotWritable, code_of, explained
from app.storage.measuring import Connection
from app.storage.migrations import migrate
from app.storage.schema import APPLICATION_ID, SCHEMA_VERSION

__all__ = ["Damaged", "Database", "DiskFull", "Locked", "NewerSchema", "NotOurs", "NotWritable"]

BUSY_TIMEOUT_S = 5.0
_READERS_KEPT = 4
_memory_numbers = itertools.count()


class Database:
    """One store: a file, or memory for tests. Made by ``Database.open``; closed by ``close``."""

    def __init__(self, path: str, writer: Connection, *, why_read_only: str | None = None) -> None:
        self.path = path
        self.cache = EntityCache()
        self.writing = threading.RLock()
        # Whether this process has looked for damage since it opened the file.
        self.checked = False
        self.at_close: list[Callable[[sqlite3.Connection], None]] = []
        self._why_read_only = why_read_only
        self._writer = writer
        self._readers: list[Connection] = []
        self._pool = threading.Lock()
        self._seen = _data_version(writer)
        # Whether a commit waits until it is on the disk, as this connection stands.
        self._waits = True

    @classmethod
    def open(
        cls,
        path: str | Path,
        *,
        device: str,
        why_read_only: str | None = None,
        before_migration: Callable[[sqlite3.Connection], None] = lambda _: None,
    ) -> Database:
        """Open, create or migrate the store at ``path`` (``:memory:`` for tests).

        ``device`` names this device in the change records of a new file. ``why_read_only`` opens it for reading, and
        is what a person is told who tries to write. ``before_migration`` may still refuse to go on.

        Raises:
            NotOurs: the file belongs to another program. NewerSchema: a newer version wrote it and writing was asked
                for. sqlite3.DatabaseError: the file is damaged (see app.storage.opening, which says what to do).
        """
        name = str(path)
        connection = _connect(name, read_only=why_read_only is not None)
        try:
            _check_ours(connection, name)
            if why_read_only is None:
                _check_version(connection)
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
                migrate(connection, device=device, before=before_migration)
        except BaseException:
            connection.close()
            raise
        return cls(name, connection, why_read_only=why_read_only)

    @property
    def in_memory(self) -> bool:
        """Whether there is no file, so that everybody shares the one connection."""
        return self.path == ":memory:"

    @property
    def read_only(self) -> bool:
        """Whether nothing can be saved."""
        return self._why_read_only is not None

    @property
    def why_read_only(self) -> str:
        """What a person is told about a store that cannot be written; empty for any other."""
        return self._why_read_only or ""

    @contextlib.contextmanager
    def transaction(self, *, repeatable: bool = False) -> Iterator[sqlite3.Connection]:
        """Give the writing connection in an immediate transaction; commit at the end, roll back on anything.

        What is ``repeatable`` can be had again, so its commit does not wait for the disk: when the power fails, it may be
        as if it and what followed had not happened. Any other commit waits, also for all that went before.

        Raises:
            EnvironmentFailed: the disk is full, the file is locked, damaged or cannot be written; nothing was changed.
        """
        if self._why_read_only is not None:
            raise NotWritable(self._why_read_only, path=self.path)
        with self.writing:
            connection = self._writer
            try:
                self._wait_for_the_disk(not repeatable)
                # The write lock is taken at once: a transaction that reads first and asks for the lock later fails
                # when another lane wrote in between, and SQLite's busy time-out does not help there.
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            except sqlite3.DatabaseError as error:
                self._roll_back()
                self._raise_explained(error)
            except BaseException:
                self._roll_back()
                raise

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give a read-only connection with a consistent snapshot.

        Raises:
            EnvironmentFailed: the file is damaged, locked or gone.
        """
        if self.in_memory:
            with self.writing:
                yield self._writer
            return
        connection = self._take_reader()
        try:
            connection.execute("BEGIN")
            yield connection
        except sqlite3.DatabaseError as error:
            self._raise_explained(error)
        finally:
            connection.rollback()
            self._give_back(connection)

    def foreign_commits(self) -> bool:
        """Return whether another process committed since this was asked last; cheap, never waits."""
        # SQLite counts, for one connection, the commits of all others. Only the writing connection commits in this
        # process, so what it sees come in is foreign. While it is busy the question keeps until the next time.
        if not self.writing.acquire(blocking=False):
            return False
        try:
            before, self._seen = self._seen, _data_version(self._writer)
            return before != self._seen
        finally:
            self.writing.release()

    def replace(self, source: sqlite3.Connection, *, locked: Callable[[], None]) -> None:
        """Let the store hold what ``source`` holds, in one step; other connections and processes stay valid.

        ``locked`` is called once while nobody else can write and everybody still reads the old state; what it raises
        leaves the store as it was.

        Raises:
            Locked: somebody else is writing and does not come to an end.
        """
        steps = itertools.count()

        def progress(status: int, _left: int, _total: int) -> None:
            if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise Locked("Another program is using the database right now. Nothing was changed; try again.")
            if next(steps) == 0:
                locked()

        with self.writing:
            # Any store has more pages than the first step copies, so ``locked`` runs before the last one commits.
            source.backup(self._writer, pages=_FIRST_STEP_PAGES, progress=progress)

    def close(self) -> None:
        """Close every connection; the last one out empties the write-ahead log into the file."""
        with self._pool:
            for reader in self._readers:
                reader.close()
            self._readers.clear()
        with self.writing:
            for farewell in self.at_close:
                farewell(self._writer)
            self.at_close.clear()
            self._writer.close()

    def _wait_for_the_disk(self, waiting: bool) -> None:
        if waiting != self._waits:
            # Before the transaction: after its commit nothing may fail any more.
            self._writer.execute(f"PRAGMA synchronous = {'FULL' if waiting else 'NORMAL'}")
            self._waits = waiting

    def _roll_back(self) -> None:
        if self._writer.in_transaction:
            self._writer.rollback()

    def _take_reader(self) -> Connection:
        with self._pool:
            if self._readers:
                return self._readers.pop()
        try:
            return _connect(self.path, read_only=True)
        except sqlite3.DatabaseError as error:
            self._raise_explained(error)

    def _raise_explained(self, error: sqlite3.DatabaseError) -> NoReturn:
        meaning = explained(error, self.path)
        if meaning is error:
            raise error
        raise meaning from error

    def _give_back(self, connection: Connection) -> None:
        with self._pool:
            if len(self._readers) < _READERS_KEPT:
                self._readers.append(connection)
                return
        connection.close()


_FIRST_STEP_PAGES = 16


def _connect(name: str, *, read_only: bool) -> Connection:
    if name == ":memory:":
        target = f"file:stintbook-{next(_memory_numbers)}?mode=memory"
    else:
        path = Path(name).absolute()
        target = f"{path.as_uri()}?mode={'ro' if read_only else 'rw'}"
        if not read_only:
            _make_private(name)
        elif _is_frozen(path):
            target += "&immutable=1"
    connection = sqlite3.connect(
        target,
        uri=True,
        timeout=BUSY_TIMEOUT_S,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=512,
        factory=Connection,
    )
    if read_only:
        connection.execute("PRAGMA query_only = 1")
    return connection


def allowed(path: Path, mode: int) -> bool:
    """Return whether this process may read (os.R_OK) or write (os.W_OK) a file or folder."""
    return os.access(path, mode, effective_ids=os.access in os.supports_effective_ids)


def _is_frozen(path: Path) -> bool:
    """Return whether nobody could write: where no log can be made beside the file, SQLite has to be told so."""
    log = path.with_name(f"{path.name}-wal")
    return not allowed(path.parent, os.W_OK) and not (log.exists() and log.stat().st_size)


def _make_private(name: str) -> None:
    """Make the file for its owner only; SQLite gives its log the same mode."""
    with contextlib.suppress(OSError):  # what is wrong with the place, SQLite says itself
        os.close(os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _check_ours(connection: sqlite3.Connection, name: str) -> None:
    try:
        found = connection.execute("PRAGMA application_id").fetchone()[0]
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    except sqlite3.DatabaseError as error:
        if code_of(error) == sqlite3.SQLITE_NOTADB and not _was_ours(name):
            raise NotOurs(f"“{name}” is not a Stintbook database. It was left as it is.", path=name) from error
        raise
    if found != APPLICATION_ID and tables:
        raise NotOurs(f"“{name}” is a database of another program. It was left as it is.", path=name)


def _was_ours(name: str) -> bool:
    """Return whether our mark stands where an SQLite header has it, whatever became of the rest."""
    with contextlib.suppress(OSError), Path(name).open("rb") as file:
        return file.read(72)[68:72] == APPLICATION_ID.to_bytes(4, "big")
    return False


def _check_version(connection: sqlite3.Connection) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > SCHEMA_VERSION:
        raise NewerSchema(
            "This database was written by a newer Stintbook. It is safe, and can be read here; to go on tracking in it,"
            " install the newer version.",
            version=version,
        )


def _data_version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA data_version").fetchone()[0])
