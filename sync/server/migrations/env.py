"""Runs the steps on the connection that is handed over, in its transaction."""

from alembic import context

from sync.server.log import tables  # noqa: F401 - they register themselves in the catalogue
from sync.server.metadata import METADATA
from sync.server.people import tables as account_tables  # noqa: F401 - they register themselves in the catalogue

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
