"""Whether this device and the server hold the same."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from app.orchestrators.sync.connecting import door_of
from app.orchestrators.sync.failing import sync_failed
from app.orchestrators.sync.link import require_link
from app.orchestrators.sync.naming import names_of
from app.orchestrators.sync.values import Difference, Verification
from app.orchestrators.workflow import workflow
from app.storage import sync_queue
from app.storage.columns import id_from_row
from app.storage.figures import database_figures
from app.storage.sync_store import SqliteSyncStore
from app.storage.unit_of_work import reading
from sync.client.failures import Failure
from sync.client.verifying import verify as compare
from sync.engine.digest import bucket_of

if TYPE_CHECKING:
    from app.storage.context import Context
    from sync.client.transport import HttpTransport


@workflow
def verify(ctx: Context) -> Verification:
    """Compare everything with the server by fingerprints; only what differs is looked at one by one.

    Raises:
        NotLinked: there is no server. SyncFailed: it could not be asked.
    """
    from sync.client.transport import HttpTransport

    link = require_link(ctx)
    store = SqliteSyncStore(ctx)
    try:
        with HttpTransport(door_of(ctx, link)) as transport:
            found = [each for scope in _scopes(store) for each in _differing(store, transport, scope)]
    except Failure as failure:
        raise sync_failed(failure, link.server) from failure
    with reading(ctx) as read:
        connection = read.session.connection
        waiting = sync_queue.counts(connection).waiting
        compared = sum(database_figures(connection)["rows"].values())
        names = names_of(read, [(kind, id_) for kind, id_, *_ in found])
    differences = tuple(
        Difference(kind, id_, names.get((kind, id_), ""), here, there) for kind, id_, here, there in found
    )
    return Verification(
        not found, compared, waiting, differences, _sentence(len(found), compared, waiting, link.server)
    )


def _scopes(store: SqliteSyncStore) -> list[str]:
    return [state.offer.scope for state in store.scopes() if state.phase != "revoked"]


def _differing(store: SqliteSyncStore, transport: HttpTransport, scope: str) -> list[tuple[str, str, bool, bool]]:
    """Return kind and id of what differs, and whether it is here and there at all."""
    found = []
    for kind, ids in compare(store, transport, scope).items():
        for bucket, members in groupby(sorted(ids, key=bucket_of), key=bucket_of):
            here, there = store.digest_of(scope, kind, bucket), transport.digest_of(scope, kind, bucket)
            found += [(kind, id_from_row(raw), raw in here, raw in there) for raw in members]
    return found


def _sentence(differences: int, compared: int, waiting: int, server: str) -> str:
    if not differences:
        return f"Identical: this computer and “{server}” hold the same {compared} things, in every field."
    things = "1 thing differs" if differences == 1 else f"{differences} things differ"
    if waiting:
        changes = "1 change is" if waiting == 1 else f"{waiting} changes are"
        return f"{things} between this computer and “{server}”. {changes} not exchanged yet; sync, then verify again."
    return (
        f"{things} between this computer and “{server}”, though nothing waits. Nothing is lost: both sides are kept. Sync"
        " and verify again; if it stays so, tell whoever runs the server."
    )
