"""Members as records of the log: what every device of a workspace is told of who belongs to it.

The tables of accounts decide who may do what; the log only says so. It is written after them, in a transaction of its
own, from what they hold by then, so that a server that dies between the two writes it later: ``happened`` of a
workspace counts what changed, ``told`` how much of it the log says.
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Final

from sqlalchemy import select, update

from sync.engine.clock import START, HybridTime, observe, tick
from sync.engine.conflict_records import SERVER
from sync.protocol.change import Change, Value
from sync.protocol.messages import Cursor, Push
from sync.protocol.version import NONE, Version, pack
from sync.server.log import ledger
from sync.server.log.ports import Held, ScopeTransaction
from sync.server.log.store import NoSuchScope
from sync.server.people.desk import Act, Desk
from sync.server.people.permissions import scope_of
from sync.server.people.tables import ACCOUNT, MEMBERSHIP, WORKSPACE

KIND: Final = "member"
_SCHEMA: Final = 1


def identity(workspace: str, user: str) -> bytes:
    """Return the id of a member's record: another one in each workspace, so that a device may follow several."""
    return hashlib.blake2b(bytes.fromhex(workspace) + user.encode(), digest_size=16, person=b"member").digest()


def changed(act: Act, workspace: str) -> None:
    """Note that something happened to a member; ``tell`` is to be called after the transaction."""
    one_more = update(WORKSPACE).where(WORKSPACE.c.id == workspace).values(happened=WORKSPACE.c.happened + 1)
    act.connection.execute(one_more)


def changed_everywhere(act: Act, account: str) -> None:
    """Note that something happened to a person, in all workspaces of theirs."""
    for workspace in act.connection.scalars(
        select(MEMBERSHIP.c.workspace).where(MEMBERSHIP.c.account == account).order_by(MEMBERSHIP.c.workspace)
    ).all():
        changed(act, workspace)


def tell_all(desk: Desk) -> None:
    """Write what is not in the log yet into it, in every workspace. With nothing to tell it is one quick question."""
    behind = select(WORKSPACE.c.id).where(WORKSPACE.c.told < WORKSPACE.c.happened).order_by(WORKSPACE.c.id)
    with desk.reading() as connection:
        untold = connection.scalars(behind).all()
    for workspace in untold:
        tell(desk, workspace)


def tell(desk: Desk, workspace: str) -> None:
    """Make the log of a workspace say who its members are; what it says already is not said again."""
    try:
        with desk.store.locked(scope_of(workspace)) as scope:
            # Read after the lock: whoever comes later has read later.
            happened, members = _as_they_are(desk, workspace)
            changes = list(_news(desk, scope, workspace, members))
            for change in changes:
                ledger.push(scope, Push(Cursor(scope.history, scope.head, scope.chain), [change]), SERVER)
    except NoSuchScope:
        return  # The workspace was deleted meanwhile.
    with desk.engine.begin() as connection:
        behind = (WORKSPACE.c.id == workspace) & (WORKSPACE.c.told < happened)
        connection.execute(update(WORKSPACE).where(behind).values(told=happened))


def _as_they_are(desk: Desk, workspace: str) -> tuple[int, dict[bytes, dict[str, Value]]]:
    who = select(ACCOUNT.c.id, ACCOUNT.c.name, ACCOUNT.c.email, MEMBERSHIP.c.role).join(
        MEMBERSHIP, MEMBERSHIP.c.account == ACCOUNT.c.id
    )
    with desk.reading() as connection:
        # First the count: what happens after it is told once more.
        happened = connection.scalar(select(WORKSPACE.c.happened).where(WORKSPACE.c.id == workspace)) or 0
        rows = connection.execute(who.where(MEMBERSHIP.c.workspace == workspace)).all()
    members: dict[bytes, dict[str, Value]] = {
        identity(workspace, row.id): {"user": row.id, "name": row.name, "email": row.email, "role": row.role}
        for row in rows
    }
    return happened, members


def _news(
    desk: Desk, scope: ScopeTransaction, workspace: str, members: Mapping[bytes, Mapping[str, Value]]
) -> Iterator[Change]:
    """Return what the log does not say yet, each a group of its own."""
    said = {entity for kind, entity in _said(desk, scope_of(workspace)) if kind == KIND}
    everybody = sorted(members.keys() | said)
    held = scope.held([(KIND, entity) for entity in everybody])
    last = START
    for one in held.values():
        last = max([last, *(observe(last, v) for v in (*one.stamps.fields.values(), one.stamps.deleted) if v)])
    for entity in everybody:
        last = tick(last, desk.now_ms())
        change = _change(desk, last, entity, held.get((KIND, entity)), members.get(entity))
        if change is not None:
            yield change


def _change(
    desk: Desk, now: HybridTime, entity: bytes, held: Held | None, wanted: Mapping[str, Value] | None
) -> Change | None:
    alive = held is not None and held.stamps.alive
    seen = dict(held.stamps.fields) if held else {}
    if wanted is None:
        return _record(desk, now, entity, {}, seen) if alive else None
    values = held.values if held and alive else {}
    new = {name: value for name, value in wanted.items() if name not in values or values[name] != value}
    base = {name: seen.get(name, NONE) for name in new}
    if held and not alive:
        base[""] = held.stamps.deleted
    return _record(desk, now, entity, new, base) if new else None


def _record(
    desk: Desk, now: HybridTime, entity: bytes, fields: Mapping[str, Value], base: Mapping[str, Version]
) -> Change:
    version = pack(now.ms, now.counter, int.from_bytes(desk.random(8), "big"))
    return Change(
        version=version,
        kind=KIND,
        entity=entity,
        fields=fields,
        base=base,
        op="set" if fields else "del",
        group=version,
        group_size=1,
        device=SERVER.device,
        user=SERVER.user,
        schema=_SCHEMA,
        wall_ms=desk.now_ms(),
    )


def _said(desk: Desk, scope: str) -> list[tuple[str, bytes]]:
    question = ("select kind, entity from object where scope = ? and kind = ?", (scope, KIND))
    return [(kind, bytes(entity)) for kind, entity in desk.store.read(question)[0]]
