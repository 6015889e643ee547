"""Rows made again from the history, which holds every value there ever was."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from app.domain.entities.base import Kind
from app.storage.bodies import Body, unpack
from app.storage.columns import KIND_NUMBER, layout
from app.storage.logical_clock import COUNTER, MS, last_time
from app.storage.meta import read_all_meta, read_meta, write_several_meta
from app.storage.scopes import becomes_row, owner_of, scope_of
from app.storage.shown_values import choose
from app.storage.write_log import DELETE
from sync.engine.clock import observe
from sync.engine.merge import apply
from sync.engine.stamps import Stamps
from sync.protocol.change import Change, Value
from sync.protocol.version import Version, ms_of

_Logged = tuple[bytes, bytes, int, Body, str]


def replay_lost_rows(connection: sqlite3.Connection) -> int:
    """Make again the rows that the history knows and that are not there; return how many.

    The logical clock is set to be later than everything any row holds, since the newest changes may be what was lost.
    What is derived is the caller's to rebuild.
    """
    count = 0
    own = _own_scope(connection)
    for kind in Kind:
        rows = connection.execute(
            "SELECT entity, change.version, op, body, coalesce(scope, ?) AS place FROM change"
            " LEFT JOIN action ON action.number = change.action"
            f' WHERE kind = ? AND entity NOT IN (SELECT id FROM "{kind}") ORDER BY entity, place, change.version',
            (scope_of(kind, own), KIND_NUMBER[kind]),
        ).fetchall()
        for (entity, scope), changes in groupby(rows, key=lambda row: (row[0], row[4])):
            if becomes_row(kind, scope, own):
                count += _made_again(connection, kind, entity, changes, owner_of(kind, scope, own))
    _advance_clock(connection)
    return count


def _own_scope(connection: sqlite3.Connection) -> str:
    """Return the scope of the store's own user: as the file says, or whose changes most of it are."""
    user = read_meta(connection, "user")
    if user:
        return str(user).replace("-", "")
    found = connection.execute(
        "SELECT scope FROM action WHERE scope <> '' GROUP BY scope ORDER BY count(*) DESC LIMIT 1"
    ).fetchone()
    return found[0] if found else ""


def _made_again(
    connection: sqlite3.Connection, kind: Kind, entity: bytes, changes: Iterable[_Logged], owner: str | None
) -> bool:
    values: dict[str, Value] = {}
    stamps, deleted_at, sets = Stamps(), 0, list[dict[str, Value]]()
    for _, version, op, body, _ in changes:
        change = _change(kind, entity, Version(version), op, body)
        merged = apply(values, stamps, change)
        values, stamps = merged.values, merged.stamps
        sets.insert(0, dict(change.fields))
        if op == DELETE:
            deleted_at = ms_of(change.version) // 1000
    odd = layout(kind).misfits(values)
    found = layout(kind).taken_in(values | choose(kind, sets, odd), None)
    if found is None:
        # Its first change is among what was lost, so that something it cannot be without is missing.
        return False
    created_at, row, unknown = found
    unknown |= {name: values[name] for name in odd}
    columns: dict[str, Any] = {
        "id": entity,
        "created_at": created_at,
        "extra": json.dumps(unknown) if unknown else None,
        "clock": layout(kind).write_stamps(stamps, row),
        "deleted_at": None if stamps.alive else deleted_at,
        "owner": owner,
        **dict(zip(layout(kind).names, row, strict=True)),
    }
    if kind is Kind.TIME_ENTRY:
        columns |= {"day": "", "seconds": 0}
    listing, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
    connection.execute(f'INSERT OR IGNORE INTO "{kind}" ({listing}) VALUES ({marks})', tuple(columns.values()))
    return True


def _change(kind: Kind, entity: bytes, version: Version, op: int, body: Body) -> Change:
    fields, base = unpack(body)
    return Change(
        version=version,
        kind=kind.value,
        entity=entity,
        fields=fields,
        base=base,
        op="del" if op == DELETE else "set",
        group=version,
        group_size=1,
        device="",
        user="",
        schema=0,
        wall_ms=0,
    )


def _advance_clock(connection: sqlite3.Connection) -> None:
    time = last_time(connection, read_all_meta(connection))
    for kind in Kind:
        shape = layout(kind)
        for clock, *row in connection.execute(f'SELECT clock, {shape.listing} FROM "{kind}"'):
            stamps = shape.read_stamps(clock, tuple(row))
            time = observe(time, max(stamps.deleted, *stamps.fields.values()))
    write_several_meta(connection, {MS: time.ms, COUNTER: time.counter})
