"""Runs the steps on the connection that is handed over, in its transaction."""

from alembic import context

from sync.server import account_tables, tables  # noqa: F401 - they register themselves in the catalogue
from sync.server.metadata import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
