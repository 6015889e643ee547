"""The door to the database: one engine for a file (SQLite) or a server (PostgreSQL), opened the way the log needs it."""

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import QueuePool

from sync.server.settings import Settings

# Beside the threads that serve requests: the one that looks for new heads, and the administration.
_SPARE_CONNECTIONS = 4
_READING = "stintbook_reading"
# An acknowledged change must survive a power cut: FULL waits for the disk at each commit. The cache counts for each
# connection; the journal is worked off less often than by default, since a first sync writes a lot of it.
_PRAGMAS = (
    "journal_mode=wal",
    "synchronous=full",
    "foreign_keys=on",
    "cache_size=-16384",
    "temp_store=memory",
    "wal_autocheckpoint=4000",
)


def open_engine(settings: Settings) -> Engine:
    """Open the database.

    A transaction on this engine may write. On SQLite it takes the write lock at once; ``for_reading`` does not.
    """
    url = make_url(settings.url)
    if url.get_backend_name() == "sqlite":
        return _sqlite(settings)
    url = url.set(drivername="postgresql+psycopg")
    options = f"-c lock_timeout={settings.lock_timeout_ms} -c statement_timeout={settings.statement_timeout_ms}"
    return create_engine(
        url,
        poolclass=QueuePool,
        pool_size=settings.threads + _SPARE_CONNECTIONS,
        max_overflow=0,
        pool_timeout=settings.lock_timeout_ms / 1000,
        connect_args={"options": options, "connect_timeout": 10, "application_name": "stintbook-server"},
    )


def for_reading(engine: Engine) -> Engine:
    """Return the same engine for transactions that only read: on SQLite they need not wait for a writer."""
    return engine.execution_options(**{_READING: True})


def on_sqlite(engine: Engine) -> bool:
    """Whether the database is an SQLite file."""
    return engine.dialect.name == "sqlite"


def _sqlite(settings: Settings) -> Engine:
    engine = create_engine(
        settings.url,
        poolclass=QueuePool,
        pool_size=settings.threads + _SPARE_CONNECTIONS,
        max_overflow=0,
        connect_args={"check_same_thread": False, "timeout": settings.lock_timeout_ms / 1000},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    # Transactions are begun by hand: Python's own begin comes too late, and never for a read.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"pragma {pragma}").close()


def _begin(connection: Connection) -> None:
    # The write lock is taken at once: a transaction that reads first and asks for the lock later fails when another
    # one wrote in between, and the busy time-out does not help there.
    reading = connection.get_execution_options().get(_READING)
    connection.exec_driver_sql("begin" if reading else "begin immediate")
