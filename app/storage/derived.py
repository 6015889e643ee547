"""Everything the file keeps that can be told from the entries alone: days, lengths, tags, search index, totals."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

from app.domain.days import local_day
from app.storage.meta import read_meta, write_meta
from app.storage.rollups import differences, rebuild
from app.storage.search_index import TEXTS, rebuild_search

_ID_SIZE = 16
_SHOWN = 5


def day_starts_at(connection: sqlite3.Connection) -> int:
    """Return at how many minutes after midnight a day begins in this file."""
    return int(read_meta(connection, "day_starts_at") or 0)


def rebuild_derived(connection: sqlite3.Connection) -> None:
    """Make all of it anew, in the open transaction."""
    shift = day_starts_at(connection)
    connection.executemany("UPDATE time_entry SET day = ?, seconds = ? WHERE rowid = ?", _wrong_days(connection, shift))
    connection.execute("DELETE FROM entry_tag")
    connection.executemany("INSERT OR IGNORE INTO entry_tag (tag, entry) VALUES (?, ?)", list(_tags(connection)))
    rebuild_search(connection)
    rebuild(connection, shift)
    write_meta(connection, "longest_entry", _longest(connection))
    connection.execute("REINDEX")


def derived_differences(connection: sqlite3.Connection) -> list[str]:
    """Return, in words, what is kept and what the entries say where the two differ.

    ``connection`` must be allowed to make temporary tables.
    """
    shift = day_starts_at(connection)
    checks: tuple[Callable[[], list[str]], ...] = (
        lambda: _counted("entries have a wrong day or length", [str(row[2]) for row in _wrong_days(connection, shift)]),
        lambda: _counted("tags of entries are not as the entries say", _wrong_tags(connection)),
        lambda: _counted("words of the search index are not as the entries say", _wrong_words(connection)),
        lambda: _counted("running totals are not what the entries add up to", differences(connection, shift)),
        lambda: _wrong_longest(connection),
    )
    return [line for check in checks for line in check()]


def _counted(what: str, found: list[str]) -> list[str]:
    if not found:
        return []
    more = ", …" if len(found) > _SHOWN else ""
    return [f"{len(found)} {what} ({', '.join(found[:_SHOWN])}{more})"]


def _wrong_days(connection: sqlite3.Connection, shift: int) -> list[tuple[str, int, int]]:
    rows = connection.execute("SELECT rowid, started_at, ended_at, tz, day, seconds FROM time_entry")
    return [
        (right_day, right_seconds, rowid)
        for rowid, started, ended, tz, day, seconds in rows
        if (day, seconds)
        != (
            (right_day := local_day(started, tz, shift)),
            (right_seconds := 0 if ended is None else max(0, ended - started)),
        )
    ]


def _tags(connection: sqlite3.Connection) -> Iterator[tuple[bytes, int]]:
    rows = connection.execute("SELECT tags, rowid FROM time_entry WHERE deleted_at IS NULL AND tags <> x''")
    return ((tags[at : at + _ID_SIZE], rowid) for tags, rowid in rows for at in range(0, len(tags), _ID_SIZE))


def _wrong_tags(connection: sqlite3.Connection) -> list[str]:
    kept = set(connection.execute("SELECT tag, entry FROM entry_tag"))
    return [str(entry) for _, entry in sorted(kept ^ set(_tags(connection)))]


def _wrong_words(connection: sqlite3.Connection) -> list[str]:
    """Compare the index with one made anew, word by word."""
    try:
        connection.execute(
            "CREATE VIRTUAL TABLE temp.made_anew USING fts5(description, content='', tokenize='trigram', detail='none')"
        )
        connection.execute(f"INSERT INTO temp.made_anew (rowid, description) {TEXTS}")
        connection.execute("CREATE VIRTUAL TABLE temp.words_kept USING fts5vocab(main, entry_search, row)")
        connection.execute("CREATE VIRTUAL TABLE temp.words_right USING fts5vocab(temp, made_anew, row)")
        kept, right = (set(connection.execute(f"SELECT term, doc, cnt FROM temp.{t}")) for t in _VOCABULARIES)
        return sorted({row[0] for row in kept ^ right} | _wrong_texts(connection))
    except sqlite3.DatabaseError as error:
        return [str(error)]
    finally:
        for table in (*_VOCABULARIES, "made_anew"):
            connection.execute(f"DROP TABLE IF EXISTS temp.{table}")


_VOCABULARIES = ("words_kept", "words_right")


def _wrong_texts(connection: sqlite3.Connection) -> set[str]:
    # Texts of one or two letters have no trigram, so the words alone would not tell that they are missing.
    indexed = {row[0] for row in connection.execute("SELECT id FROM entry_search_docsize")}
    return {f"entry {rowid}" for rowid in indexed ^ {row[0] for row in connection.execute(TEXTS)}}


def _longest(connection: sqlite3.Connection) -> int:
    row: tuple[Any, ...] = connection.execute(
        "SELECT coalesce(max(ended_at - started_at), 0) FROM time_entry WHERE ended_at IS NOT NULL"
    ).fetchone()
    return int(row[0])


def _wrong_longest(connection: sqlite3.Connection) -> list[str]:
    living = connection.execute("SELECT coalesce(max(seconds), 0) FROM time_entry WHERE deleted_at IS NULL").fetchone()
    if int(read_meta(connection, "longest_entry") or 0) >= living[0]:
        return []
    return ["the length of the longest entry is not noted, so that overlaps could be missed"]
