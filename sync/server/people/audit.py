"""The trail of what was done to accounts, devices and workspaces: who, when, from which device. Never a secret."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select

from sync.server.people.tables import AUDIT


class Entry(NamedTuple):
    """One thing that was done. ``subject`` is what it was done to: the id of a device, a user, an invitation."""

    id: int
    at_ms: int
    action: str
    account: str
    device: str
    address: str
    workspace: str
    subject: str
    detail: str


def newest(
    connection: Connection, *, workspace: str | None = None, before: int | None = None, limit: int = 100
) -> Sequence[Entry]:
    """Return what was done last, newest first: in one workspace, or everywhere."""
    query = select(*(AUDIT.c[name] for name in Entry._fields)).order_by(AUDIT.c.id.desc()).limit(limit)
    if workspace is not None:
        query = query.where(AUDIT.c.workspace == workspace)
    if before is not None:
        query = query.where(AUDIT.c.id < before)
    return [Entry(*row) for row in connection.execute(query)]
