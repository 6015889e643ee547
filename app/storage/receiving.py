"""A page of a log, taken in: what is new is logged and merged, what is held is confirmed."""

from __future__ import annotations

import logging
import sqlite3
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from app.domain.entities.base import Kind
from app.storage.bodies import Body, pack, pack_new, unpack
from app.storage.bulk import EntryRows
from app.storage.columns import id_from_row
from app.storage.merging import Merging
from app.storage.meta import write_several_meta
from app.storage.plain_entries import plain_entry
from app.storage.records import (
    INSERT_ACTION,
    INSERT_CHANGE,
    Shared,
    action_row,
    change_row,
    is_partial,
    known_kind,
    rows_of,
    shared_of,
    user_from_row,
)
from app.storage.write_log import ACKED, CONFIRMED, QUARANTINED, next_action
from sync.client.ports import Applied
from sync.engine.clock import HybridTime, observe

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from app.storage.unit_of_work import UnitOfWork
    from sync.protocol.change import Change
    from sync.protocol.version import Version

_SLICE = 400
# More entries than these are not told one by one: whoever shows them reads anew.
_TOLD = 200
_log = logging.getLogger(__name__)

Key = tuple[str, bytes]


class Receiving:
    """Takes changes of one scope into the log and the rows, in the open unit of work."""

    def __init__(self, work: UnitOfWork, scope: str) -> None:
        self._work, self._scope = work, scope
        self._db = work.session.connection
        self._merging = Merging(work, scope)
        # What a plain new entry is as a row; its body is made from that.
        self._plain: dict[Version, tuple[int, tuple[Any, ...]]] = {}

    def take(self, changes: Sequence[Change]) -> Applied:
        """Take in changes, in the order of the log."""
        held = rows_of(self._db, "state, more, body", (change.version for change in changes))
        fresh: dict[Version, Change] = {}
        merged: dict[Key, list[Change]] = defaultdict(list)
        come_back: dict[Version, Change] = {}
        for change in changes:
            row, twin = held.get(change.version), fresh.get(change.version)
            stands_in = twin.partial if twin else row is not None and is_partial(row[1])
            there = row is not None or twin is not None
            # A partial deletion may know of more than the original that is held, so it is merged whatever is held.
            if not there or stands_in or change.partial:
                merged[change.kind, change.entity].append(change)
            if not there or (stands_in and not change.partial):
                fresh[change.version] = change
            elif row is not None and (stands_in or not change.partial):
                come_back[change.version] = change
        self._find_plain(merged)
        self._log_fresh(fresh, held)
        confirmed = self._confirm(come_back, held)
        parked = self._merge(merged)
        advance_clock(self._work, (change.version for change in changes))
        return Applied(len(fresh), confirmed, parked)

    # --- the log

    def _log_fresh(self, fresh: dict[Version, Change], held: dict[Version, tuple[Any, ...]]) -> None:
        if not fresh:
            return
        for version in fresh.keys() & held.keys():
            self._remove_stand_in(version)
        groups = self._groups(fresh.values())
        rows = []
        for change in fresh.values():
            number, shared = groups[change.group]
            rows.append(change_row(change, shared, number, self._body(change), CONFIRMED))
        self._db.executemany(INSERT_CHANGE, rows)

    def _remove_stand_in(self, version: Version) -> None:
        """Make room for the original of a partial change, which is a group of its own."""
        self._db.execute("DELETE FROM action WHERE version = ? AND scope = ? AND size = 1", (version, self._scope))
        self._db.execute("DELETE FROM change WHERE version = ?", (version,))

    def _groups(self, changes: Iterable[Change]) -> dict[Version, tuple[int, Shared]]:
        """Return the action row of each group, made where it is not there yet."""
        first: dict[Version, Change] = {}
        for change in changes:
            first.setdefault(change.group, change)
        groups = self._groups_there(list(first))
        number, rows = next_action(self._db), []
        for group, change in first.items():
            if group not in groups:
                shared = shared_of(change)
                rows.append(action_row(number, group, shared, self._scope))
                groups[group] = number, shared
                number += 1
        self._db.executemany(INSERT_ACTION, rows)
        return groups

    def _groups_there(self, groups: Sequence[Version]) -> dict[Version, tuple[int, Shared]]:
        found: dict[Version, tuple[int, Shared]] = {}
        for at in range(0, len(groups), _SLICE):
            part = groups[at : at + _SLICE]
            marks = ",".join("?" * len(part))
            rows = self._db.execute(
                'SELECT version, number, device, "user", schema, wall_ms, offset_ms, size FROM action'
                f" WHERE version IN ({marks}) AND scope = ?",
                (*part, self._scope),
            )
            for version, number, device, user, *rest in rows:
                found[version] = number, Shared(device, user_from_row(user), *rest)
        return found

    def _body(self, change: Change) -> Body:
        plain = self._plain.get(change.version)
        return pack_new(Kind.TIME_ENTRY, *plain) if plain else pack(change.fields, change.base)

    def _confirm(self, come_back: dict[Version, Change], held: dict[Version, tuple[Any, ...]]) -> int:
        """Note that changes are in the server's log; returns how many waited for it."""
        waited = [version for version in come_back if held[version][0] != CONFIRMED]
        forged = {v for v in waited if held[v][0] <= ACKED and not _same(held[v], come_back[v])}
        for version in forged:
            # What others see under this version is not what was written here: kept, set aside, and told.
            _log.warning("another change is known elsewhere by the version %s", version.hex())
            self._db.execute("UPDATE change SET state = ? WHERE version = ?", (QUARANTINED, version))
            self._db.execute(
                "INSERT OR REPLACE INTO quarantined (version, reason, at) VALUES (?, 'version_taken', ?)",
                (version, self._work.session.context.now()),
            )
        settled = [(version,) for version in waited if version not in forged]
        self._db.executemany(f"UPDATE change SET state = {CONFIRMED} WHERE version = ?", settled)
        self._db.executemany(
            "DELETE FROM quarantined WHERE version = ?", [(v,) for (v,) in settled if held[v][0] == QUARANTINED]
        )
        return sum(held[version][0] != QUARANTINED for (version,) in settled)

    # --- the rows

    def _find_plain(self, merged: dict[Key, list[Change]]) -> None:
        """Find the new entries that can be written in bulk: nothing else is known of them."""
        if not self._merging.becomes_row(Kind.TIME_ENTRY):
            return
        found: dict[bytes, tuple[Version, tuple[int, tuple[Any, ...]]]] = {}
        for (kind, entity), (change, *others) in merged.items():
            if kind != Kind.TIME_ENTRY or others or change.op != "set" or any(change.base.values()):
                continue
            plain = plain_entry(change.fields)
            if plain is not None and not self._merging.is_parked(kind, entity):
                found[entity] = change.version, plain
        for entity in entries_there(self._db, list(found)):
            del found[entity]
        self._plain = dict(found.values())

    def _merge(self, merged: dict[Key, list[Change]]) -> int:
        parked = 0
        bulk: list[tuple[bytes, int, bytes, str | None, tuple[Any, ...]]] = []
        owner = self._merging.owner(Kind.TIME_ENTRY)
        for (kind, entity), changes in merged.items():
            plain = self._plain.get(changes[0].version)
            if plain is not None:
                bulk.append((entity, plain[0], changes[0].version, owner, plain[1]))
            elif not self._merging.merge(kind, entity, changes) and known_kind(kind) is None:
                parked += len(changes)
        write_in_bulk(self._work, bulk)
        return parked


def write_in_bulk(work: UnitOfWork, entries: list[tuple[bytes, int, bytes, str | None, tuple[Any, ...]]]) -> None:
    """Write entries that are not here yet, and note that they came."""
    if not entries:
        return
    rows = EntryRows(work.session)
    rows.add(entries)
    rows.finish()
    log = work.session.write_log()
    if len(entries) > _TOLD:
        log.everything = True
    else:
        log.touched.update((Kind.TIME_ENTRY, id_from_row(entry[0])) for entry in entries)


def entries_there(connection: sqlite3.Connection, ids: Sequence[bytes]) -> set[bytes]:
    """Return those of some ids under which there is an entry, in the trash or not."""
    found: set[bytes] = set()
    for at in range(0, len(ids), _SLICE):
        part = ids[at : at + _SLICE]
        marks = ",".join("?" * len(part))
        found.update(row[0] for row in connection.execute(f"SELECT id FROM time_entry WHERE id IN ({marks})", part))
    return found


def advance_clock(work: UnitOfWork, versions: Iterable[Version]) -> None:
    """Let the logical clock be later than everything that came."""
    meta = work.session.meta
    known = HybridTime(*(int(meta.get(key) or 0) for key in ("hlc_ms", "hlc_counter")))
    newest = max(versions, default=None)
    time = observe(known, newest) if newest else known
    if time != known:
        facts = {"hlc_ms": time.ms, "hlc_counter": time.counter}
        meta.update(facts)
        write_several_meta(work.session.connection, facts)


def _same(held: tuple[Any, ...], change: Change) -> bool:
    """Return whether a change is what is held under its version. Partial ones may differ in what they leave out."""
    _, more, body = held
    if is_partial(more):
        return True
    fields, base = unpack(body)
    return fields == change.fields and _seen(base) == _seen(change.base)


def _seen(base: Mapping[str, Version]) -> dict[str, Version]:
    return {name: version for name, version in base.items() if version}
