"""Every table of the server, whichever part of it made them: what a backup must hold."""

from typing import Final

from sqlalchemy import Connection, Table, inspect

from sync.server.admin.office import Refused
from sync.server.log import tables  # noqa: F401 - they register themselves in the catalogue
from sync.server.metadata import METADATA
from sync.server.people import tables as account_tables  # noqa: F401 - they register themselves in the catalogue

# In an order in which rows can be written: what is referred to comes first.
EVERY_TABLE: Final[tuple[Table, ...]] = tuple(METADATA.sorted_tables)
NAMES: Final[tuple[str, ...]] = tuple(str(table.name) for table in EVERY_TABLE)

# Alembic's own: which version the tables are of.
_VERSION: Final = "alembic_version"


def check_complete(connection: Connection) -> None:
    """Make sure that a database has no table this program would leave out of a backup.

    Raises:
        Refused: it has one.
    """
    parts = {f"{name}_p" for name in NAMES}
    unknown = [
        name
        for name in inspect(connection).get_table_names()
        if name not in {*NAMES, _VERSION} and name.rstrip("0123456789") not in parts
    ]
    if unknown:
        raise Refused(f"The database has a table “{unknown[0]}” that is none of this server's. Nothing was written.")
