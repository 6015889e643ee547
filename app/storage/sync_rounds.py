"""What the last exchanges with a server brought, and what a person has to be told of them once."""

from __future__ import annotations

import json
import sqlite3
from typing import NamedTuple

from app.storage.meta import read_meta, write_meta

_KEPT = 200
_SYNCED, _FAILING, _NOTICES = "sync_synced_at", "sync_failing", "sync_notices"
_COLUMNS = "at, seconds, received, sent, confirmed, set_aside, failure"
_INSERT = f"INSERT INTO sync_round ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"
_LAST = f"SELECT {_COLUMNS} FROM sync_round ORDER BY number DESC LIMIT ?"
_THIN = f"DELETE FROM sync_round WHERE number <= (SELECT max(number) FROM sync_round) - {_KEPT}"


class NotedRound(NamedTuple):
    """One exchange; ``failure`` is the JSON of why it came to nothing, empty for one that went well."""

    at: int
    seconds: float
    received: int
    sent: int
    confirmed: int
    set_aside: int
    failure: str

    @property
    def is_worth_keeping(self) -> bool:
        """Whether it brought something."""
        return bool(self.received or self.sent or self.confirmed or self.set_aside)


class Standing(NamedTuple):
    """How the last exchange ended: when one went well last (Unix seconds), and the failure since, empty for none."""

    synced_at: int | None
    failure: str


def note_round(connection: sqlite3.Connection, done: NotedRound) -> None:
    """Note an exchange: one that brought something or failed otherwise than the one before is kept in the list."""
    before = str(read_meta(connection, _FAILING) or "")
    if done.is_worth_keeping or done.failure != before:
        connection.execute(_INSERT, done)
        connection.execute(_THIN)
    if done.failure != before:
        write_meta(connection, _FAILING, done.failure)
    if not done.failure:
        write_meta(connection, _SYNCED, done.at)


def rounds(connection: sqlite3.Connection, limit: int) -> list[NotedRound]:
    """Return the exchanges worth telling, newest first."""
    return [NotedRound(*row) for row in connection.execute(_LAST, (limit,))]


def standing(connection: sqlite3.Connection) -> Standing:
    """Return how the last exchange ended."""
    synced_at = read_meta(connection, _SYNCED)
    return Standing(None if synced_at is None else int(synced_at), str(read_meta(connection, _FAILING) or ""))


def notices(connection: sqlite3.Connection) -> dict[str, str]:
    """Return what a person was not seen to have read yet: sentences by their code, the oldest first."""
    return dict(json.loads(str(read_meta(connection, _NOTICES) or "{}")))


def add_notice(connection: sqlite3.Connection, code: str, sentence: str) -> None:
    """Keep a sentence until it was read; it takes the place of an earlier one with the same code."""
    _write(connection, {known: text for known, text in notices(connection).items() if known != code} | {code: sentence})


def drop_notice(connection: sqlite3.Connection, code: str) -> None:
    """Forget a sentence that was read."""
    _write(connection, {known: text for known, text in notices(connection).items() if known != code})


def forgive(connection: sqlite3.Connection) -> None:
    """Forget the failure of the last exchange: what was wrong was mended."""
    write_meta(connection, _FAILING, "")


def forget_all(connection: sqlite3.Connection) -> None:
    """Forget how the exchanges with a server ended: it was left. The list of them stays."""
    connection.execute("DELETE FROM meta WHERE key IN (?, ?, ?)", (_SYNCED, _FAILING, _NOTICES))


def _write(connection: sqlite3.Connection, sentences: dict[str, str]) -> None:
    write_meta(connection, _NOTICES, json.dumps(sentences, ensure_ascii=False))
