"""Opening the file a person's work is in: what to do when it is damaged, newer, locked, read-only or not ours."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.errors import EnvironmentFailed
from app.storage.database import Database, Locked, NewerSchema, NotWritable

if TYPE_CHECKING:
    from pathlib import Path


class Damaged(EnvironmentFailed):
    """The file cannot be read as a database. It was left untouched; backups and salvage are offered."""

    code = "damaged"


@dataclass(frozen=True, slots=True)
class Opened:
    """The store and, when there is something to say about it, a sentence."""

    database: Database
    notice: str | None = None


def open_store(path: Path, *, backups: Path, device: str) -> Opened:
    """Open or create the store.

    A file written by a newer version, or one that may not be written, is opened for reading with a notice.

    Raises:
        Damaged, NotOurs, Locked, NotWritable: nothing was changed; the sentence says what can be done.
    """
    try:
        return Opened(Database.open(path, device=device))
    except NewerSchema as newer:
        return Opened(Database.open(path, device=device, read_only=True), str(newer))
    except sqlite3.OperationalError as error:
        return _not_writable(path, error, device)
    except sqlite3.DatabaseError as error:
        offer = (
            "The newest backup can be restored with “stintbook restore”."
            if _any_backup(backups)
            else ("What can still be read can be saved with “stintbook doctor --salvage”.")
        )
        raise Damaged(f"The database “{path}” is damaged. It was left as it is. {offer}", path=str(path)) from error


def _not_writable(path: Path, error: sqlite3.OperationalError, device: str) -> Opened:
    text = str(error)
    if "locked" in text:
        raise Locked(
            "Another program is holding the database. Nothing was changed; try again.", path=str(path)
        ) from error
    if path.exists() and "readonly" in text:
        return Opened(
            Database.open(path, device=device, read_only=True),
            "The database may not be written, so Stintbook shows it but cannot track in it.",
        )
    raise NotWritable(
        f"The database “{path}” cannot be opened: {text}. Nothing was changed.", path=str(path)
    ) from error


def _any_backup(backups: Path) -> bool:
    return backups.is_dir() and any(backups.glob("*.db"))
