"""A workspace as JSON lines: who belongs to it, every log from its beginning, every object as it stands.

::

    {"export": "stintbook workspace", "version": 1, "workspace": {…}, "at_ms": …}
    {"member": {"user", "name", "email", "role", "since_ms"}}                      one for each
    {"scope": {"scope", "user", "history", "head", "chain"}}                        and after each scope
    {"change": {…as it travels…}, "seq": n}                                         its log, up to that head
    {"object": {…as it travels…}}                                                   its state, at least as new
    {"end": {"members": n, "scopes": n, "changes": n, "objects": n}}                without it, it is not whole
"""

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import select

from sync.protocol.wire import dump
from sync.server.log.scopes import scopes_of
from sync.server.people import workspaces
from sync.server.people.desk import Desk
from sync.server.people.tables import WORKSPACE

MEDIA_TYPE: Final = "application/x-ndjson"

_CHANGES: Final = "select seq, body from change where scope = ? and seq > ? and seq <= ? order by seq limit ?"
_OBJECTS: Final = (
    "select kind, entity, body from object where scope = ? and (kind, entity) > (?, ?) order by kind, entity limit ?"
)
_AT_ONCE: Final = 500


def lines(desk: Desk, workspace: str) -> Iterator[bytes]:
    """Return the lines of an export, a few hundred at a time, each ending with a line break."""
    with desk.reading() as connection:
        columns = (WORKSPACE.c.id, WORKSPACE.c.name, WORKSPACE.c.policy, WORKSPACE.c.created_ms)
        row = connection.execute(select(*columns).where(WORKSPACE.c.id == workspace)).one()
        members = workspaces.everyone_in(connection, workspace)
        scopes = scopes_of(connection, workspace)
    about = {"id": row.id, "name": row.name, "policy": row.policy, "created_ms": row.created_ms}
    yield _line({"export": "stintbook workspace", "version": 1, "workspace": about, "at_ms": desk.now_ms()})
    yield b"".join(_line({"member": member._asdict()}) for member in members)
    counts = {"members": len(members), "scopes": len(scopes), "changes": 0, "objects": 0}
    for scope in scopes:
        about = {"scope": scope.scope, "user": scope.user_id, "history": scope.history, "head": scope.head}
        yield _line({"scope": about | {"chain": scope.chain.hex()}})
        for what, part in _contents(desk, scope.scope, scope.head):
            counts[what] += len(part)
            yield b"".join(part)
    yield _line({"end": counts})


def _contents(desk: Desk, scope: str, head: int) -> Iterator[tuple[str, list[bytes]]]:
    after = 0
    while rows := desk.store.read((_CHANGES, (scope, after, head, _AT_ONCE)))[0]:
        yield "changes", [b'{"change":%b,"seq":%d}\n' % (bytes(body), seq) for seq, body in rows]
        after = rows[-1][0]
    kind, entity = "", b""
    while rows := desk.store.read((_OBJECTS, (scope, kind, entity, _AT_ONCE)))[0]:
        yield "objects", [b'{"object":%b}\n' % bytes(body) for _, _, body in rows]
        kind, entity = rows[-1][:2]


def _line(content: dict[str, Any]) -> bytes:
    return dump(content) + b"\n"
