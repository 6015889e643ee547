"""The steps of the database's tables, and bringing a database up to date."""

from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

from sync.server.database import on_sqlite, open_engine
from sync.server.settings import Settings

if TYPE_CHECKING:
    from alembic.config import Config

# Any number, the same for all workers: who holds the lock of this name changes the tables.
_LOCK = 0x5354494E54
_PATIENCE_MS = 120_000


def upgrade(settings: Settings, revision: str = "head") -> None:
    """Bring a database up to date. Several workers may do so at once: one does it, the others wait and find it done."""
    engine = open_engine(settings)
    try:
        with engine.begin() as connection:
            if not on_sqlite(engine):
                _wait_for_others(connection)
            _run(connection, settings, revision)
    finally:
        engine.dispose()


def current(connection: Connection) -> str | None:
    """Return the step a database is at, None before the first."""
    from alembic.runtime.migration import MigrationContext

    return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """Return the step this program needs."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(config()).get_current_head()


def config() -> "Config":
    """Return what alembic has to know."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", "sync.server:migrations")
    return made


def _wait_for_others(connection: Connection) -> None:
    connection.execute(text(f"set local lock_timeout = {_PATIENCE_MS}"))
    connection.execute(text("set local statement_timeout = 0"))
    connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def _run(connection: Connection, settings: Settings, revision: str) -> None:
    from alembic import command

    made = config()
    made.attributes["connection"] = connection
    made.attributes["partitions"] = settings.partitions
    command.upgrade(made, revision)
