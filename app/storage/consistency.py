"""The doctor: whether the file is whole, whether what is derived is right, whether the history is complete."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.entities.base import Kind
from app.storage.columns import id_from_row, layout
from app.storage.derived import derived_differences, rebuild_derived
from app.storage.failures import damaged
from app.storage.unit_of_work import unit_of_work
from sync.protocol.version import SIZE

if TYPE_CHECKING:
    from app.domain.outcome import Outcome
    from app.storage.context import Context
    from app.storage.database import Database
    from app.storage.unit_of_work import UnitOfWork

_SHOWN = 20
_HELP = "“stintbook restore” puts a backup in its place, “stintbook doctor --salvage” saves what can still be read"
_log = logging.getLogger(__name__)
_REFERENCES: dict[Kind, dict[str, Kind]] = {
    Kind.PROJECT: {"group": Kind.GROUP, "client": Kind.CLIENT, "merged_into": Kind.PROJECT},
    Kind.MILESTONE: {"project": Kind.PROJECT},
    Kind.TASK: {"project": Kind.PROJECT},
    Kind.TIME_ENTRY: {"project": Kind.PROJECT, "task": Kind.TASK, "milestone": Kind.MILESTONE},
    Kind.PLANNED_EVENT: {"project": Kind.PROJECT, "entry": Kind.TIME_ENTRY},
    Kind.RATE: {"client": Kind.CLIENT, "project": Kind.PROJECT},
    Kind.FAVORITE: {"project": Kind.PROJECT, "task": Kind.TASK},
    Kind.INVOICE: {"client": Kind.CLIENT},
    Kind.INVOICE_LINE: {"invoice": Kind.INVOICE},
}


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found, in sentences; ``notes`` are worth knowing and nothing wrong.

    A ``damaged`` file cannot be repaired from itself: it is restored or salvaged.
    """

    ok: bool
    findings: tuple[str, ...]
    notes: tuple[str, ...] = ()
    damaged: bool = False


def damage(connection: sqlite3.Connection, *, full: bool) -> list[str]:
    """Return what SQLite finds wrong with the file; nothing when it is whole. Quick unless ``full``."""
    try:
        pragma = "integrity_check" if full else "quick_check"
        found = [row[0] for row in connection.execute(f"PRAGMA {pragma}({_SHOWN})")]
    except sqlite3.DatabaseError as error:
        return [str(error)]
    return [] if found == ["ok"] else [line for text in found for line in str(text).splitlines()]


def damage_found(database: Database, *, full: bool) -> None:
    """Look for damage.

    Raises:
        Damaged: there is some; what helps is said.
    """
    with database.reading() as connection:
        findings = damage(connection, full=full)
    if findings:
        _log.error("damage found: %s", "; ".join(findings))
        raise damaged(database.path)


def examine_store(database: Database, *, full: bool = True) -> CheckReport:
    """Check a store: the file itself, and, when ``full``, everything that is derived and the history."""
    connection, borrowed = _connection(database)
    findings: list[str] = []
    notes: list[str] = []
    try:
        broken = damage(connection, full=full)
        if full and not broken:
            findings += derived_differences(connection)
            findings += _missing_history(connection)
            notes += _orphans(connection) + _on_its_way(connection)
    except sqlite3.DatabaseError as error:
        broken = [str(error)]
    finally:
        if not borrowed:
            connection.close()
    findings += [f"the file is damaged: {line}" for line in broken] + ([_HELP] if broken else [])
    return CheckReport(not findings, tuple(findings), tuple(notes), bool(broken))


def repair_store(ctx: Context) -> Outcome[CheckReport]:
    """Make anew what is derived, log again what the history has lost, and check once more.

    Raises:
        EnvironmentFailed: the file itself is too damaged to be written; salvage helps then.
    """
    with unit_of_work(ctx, "repair") as work:
        rebuild_derived(work.session.connection)
        _log_again(work)
    return work.outcome(examine_store(ctx.database))


def _connection(database: Database) -> tuple[sqlite3.Connection, bool]:
    """Give a connection that may make temporary tables; True when it is the store's own."""
    if database.in_memory:
        with database.reading() as connection:
            return connection, True
    return sqlite3.connect(f"{Path(database.path).absolute().as_uri()}?mode=ro", uri=True, isolation_level=None), False


def _is_fetching(connection: sqlite3.Connection) -> bool:
    """Return whether the history before a snapshot is still on its way from the server."""
    found = connection.execute("SELECT 1 FROM sync_scope WHERE phase = 'copying' OR backfill IS NOT NULL").fetchone()
    return found is not None


def _missing_history(connection: sqlite3.Connection) -> list[str]:
    if _is_fetching(connection):
        return []
    lost = sum(1 for kind in Kind for _ in _unlogged(connection, kind))
    return [f"the history of {lost} rows is incomplete"] if lost else []


def _unlogged(connection: sqlite3.Connection, kind: Kind) -> Iterator[bytes]:
    """Yield the living entities whose values came by changes that are not recorded.

    What is in the trash needs none to come back, and a new change would bring it back.
    """
    plain = connection.execute(
        f'SELECT id FROM "{kind}" WHERE deleted_at IS NULL AND length(clock) = ? AND clock NOT IN'
        " (SELECT version FROM change)",
        (SIZE,),
    )
    yield from (entity for (entity,) in plain.fetchall())
    shape = layout(kind)
    columns = ", ".join(f'"{name}"' for name in shape.names)
    mixed = connection.execute(
        f'SELECT id, clock, {columns} FROM "{kind}" WHERE deleted_at IS NULL AND length(clock) <> ?', (SIZE,)
    )
    for entity, clock, *row in mixed.fetchall():
        versions = set(shape.read_stamps(clock, tuple(row)).fields.values())
        if any(not _is_logged(connection, version) for version in versions):
            yield entity


def _is_logged(connection: sqlite3.Connection, version: bytes) -> bool:
    return connection.execute("SELECT 1 FROM change WHERE version = ?", (version,)).fetchone() is not None


def _log_again(work: UnitOfWork) -> None:
    """Let what came by lost changes come by a new one, so that undo and sync have something to stand on."""
    connection = work.session.connection
    if _is_fetching(connection):
        return
    for kind in Kind:
        repository = work.of(kind)
        for entity in list(_unlogged(connection, kind)):
            stored = repository.stored(entity)
            assert stored is not None  # noqa: S101 - it was found in this very transaction
            values = repository.wire(stored)
            lost = {name: values.get(name) for name, v in stored.stamps.fields.items() if not _is_logged(connection, v)}
            repository.set_fields(id_from_row(entity), stored, lost)


def _on_its_way(connection: sqlite3.Connection) -> list[str]:
    notes = ["the history is still being fetched from the server"] if _is_fetching(connection) else []
    (parked,) = connection.execute("SELECT count(*) FROM parked").fetchone()
    if parked:
        notes.append(f"{parked} things from other devices are kept aside: a newer version, or more of them, shows them")
    return notes


def _orphans(connection: sqlite3.Connection) -> list[str]:
    notes = []
    for kind, references in _REFERENCES.items():
        for column, target in references.items():
            (count,) = connection.execute(
                f'SELECT count(*) FROM "{kind}" WHERE deleted_at IS NULL AND "{column}" IS NOT NULL'
                f' AND "{column}" NOT IN (SELECT id FROM "{target}")'
            ).fetchone()
            if count:
                noun, what = (name.replace("_", " ") for name in (kind.value, column))
                notes.append(f"{count} × {noun}: its {what} is not here (it may still come from another device)")
    return notes
