"""Partial changes: what is known only from a snapshot, written down as changes, so that it can be offered as well.

One for each entity and version that the log does not hold, each a group of its own. What its author had seen is not
known, and what a later change has overwritten is missing; the original is preferred wherever it turns up.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING

from app.storage.bodies import pack
from app.storage.records import INSERT_ACTION, INSERT_CHANGE, action_row, change_row, rows_of, shared_of
from app.storage.schema import SCHEMA_VERSION
from app.storage.scope_states import ScopeStates
from app.storage.write_log import ACKED, next_action
from sync.protocol.change import Change
from sync.protocol.version import ms_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from app.storage.scope_states import State
    from app.storage.unit_of_work import UnitOfWork
    from sync.protocol.version import Version

_SLICE = 400


def log_what_is_not_logged(work: UnitOfWork, scope: str) -> int:
    """Write partial changes for a scope, as acknowledged: they wait until they come back; returns how many."""
    session = work.session
    db, own = session.connection, session.write_log().own
    device = str(session.meta["device"])
    states = ScopeStates(db, scope, own).all()
    count = 0
    while part := list(islice(states, _SLICE)):
        number = next_action(db)
        changes = [change for state in _unlogged(db, part) for change in _changes(*state, device, own)]
        rows = list(enumerate(changes, number))
        db.executemany(INSERT_ACTION, [action_row(at, c.group, shared_of(c), scope) for at, c in rows])
        db.executemany(
            INSERT_CHANGE, [change_row(c, shared_of(c), at, pack(c.fields, c.base), ACKED) for at, c in rows]
        )
        count += len(changes)
    return count


def anything_unlogged(connection: sqlite3.Connection, scope: str, own: str, coming: AbstractSet[Version]) -> bool:
    """Return whether a scope holds a version that is neither in the log nor ``coming``."""
    states = ScopeStates(connection, scope, own).all()
    while part := list(islice(states, _SLICE)):
        if any(missing - coming for _, missing in _unlogged(connection, part)):
            return True
    return False


def _unlogged(connection: sqlite3.Connection, states: list[State]) -> Iterator[tuple[State, set[Version]]]:
    """Yield the entities of which some versions are not in the log, and these versions."""
    versions = [{*state.stamps.fields.values(), state.stamps.deleted} - {b""} for state in states]
    known = rows_of(connection, "action", set().union(*versions)).keys()
    for state, of_it in zip(states, versions, strict=True):
        if missing := of_it - known:
            yield state, missing


def _changes(state: State, missing: set[Version], device: str, user: str) -> Iterator[Change]:
    by_version: dict[Version, list[str]] = defaultdict(list)
    for name, version in state.stamps.fields.items():
        by_version[version].append(name)
    values = state.values()
    for version in sorted(missing):
        names = by_version.get(version)
        yield Change(
            version=version,
            kind=state.kind,
            entity=state.entity,
            fields={name: values.get(name) for name in names} if names else {},
            base={} if names else dict(state.stamps.seen),
            op="set" if names else "del",
            group=version,
            group_size=1,
            device=device,
            user=user,
            schema=SCHEMA_VERSION,
            wall_ms=ms_of(version),
            partial=True,
        )
