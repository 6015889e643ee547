"""Hamster's history (SQLite): facts on activities in categories, wall-clock times of the machine."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.exchange.records import BadRow, Reading, Record, UnreadableFile, records_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.exchange.records import Format
    from app.exchange.source import Source

_FACTS = """
    SELECT facts.id, facts.start_time, facts.end_time, facts.description, activities.name, categories.name
    FROM facts LEFT JOIN activities ON activities.id = facts.activity_id
    LEFT JOIN categories ON categories.id = activities.category_id
    ORDER BY facts.start_time, facts.id
"""
_TAGS = "SELECT fact_tags.fact_id, tags.name FROM fact_tags JOIN tags ON tags.id = fact_tags.tag_id ORDER BY tags.name"
_TABLES = frozenset(("facts", "activities", "categories"))
_COMPANIONS = ("-wal", "-journal")


class Hamster:
    """A category is the client, an activity in it the project: so activities of one name in two categories stay two."""

    name = "hamster"
    title = "Hamster"

    def recognises(self, source: Source) -> int:
        """An SQLite file with Hamster's tables; a damaged one may be, so that the sentence about it is the right one."""
        if not source.is_sqlite:
            return 0
        try:
            with _opened(source) as connection:
                return 90 if _tables(connection) >= _TABLES else 0
        except UnreadableFile:
            return 40

    def read(self, source: Source, *, order: str | None = None) -> Reading:  # noqa: ARG002 - ISO times have one order
        """Understand a history."""
        if not source.is_sqlite:
            raise UnreadableFile(f"“{source.name}” is no Hamster database. Nothing was added.")
        facts, tags = _load(source)
        reading = Reading(rows=lambda: _rows(facts, tags), local=True)
        left_open = sum(fact[2] is None for fact in facts[:-1])
        if left_open:
            reading.notes.append(f"{left_open} older facts have no end; they were read with a length of zero.")
        return reading


@contextmanager
def _opened(source: Source) -> Iterator[sqlite3.Connection]:
    """Open a copy: Hamster may have its file open, and a reader must not leave traces in it."""
    with tempfile.TemporaryDirectory(prefix="stintbook-") as folder:
        copy = Path(folder) / "hamster.db"
        try:
            _copy(source, copy)
            with closing(sqlite3.connect(copy)) as connection:
                connection.text_factory = _text
                yield connection
        except sqlite3.DatabaseError as error:
            raise UnreadableFile(
                f"“{source.name}” is damaged or no Hamster database ({error}). Nothing was added."
            ) from error
        except OSError as error:
            raise UnreadableFile(f"“{source.name}” cannot be copied: {error.strerror}. Nothing was added.") from error


def _tables(connection: sqlite3.Connection) -> set[str]:
    return {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def _load(source: Source) -> tuple[list[Any], dict[int, list[str]]]:
    with _opened(source) as connection:
        tables = _tables(connection)
        if not tables >= _TABLES:
            raise UnreadableFile(f"“{source.name}” is an SQLite database, but not Hamster's. Nothing was added.")
        tags: dict[int, list[str]] = {}
        if {"tags", "fact_tags"} <= tables:
            for fact, tag in connection.execute(_TAGS):
                tags.setdefault(fact, []).append(str(tag))
        return connection.execute(_FACTS).fetchall(), tags


def _rows(facts: list[Any], tags: dict[int, list[str]]) -> Iterator[Record | BadRow]:
    newest = facts[-1][0] if facts else None

    def read(id_: int, fact: Any) -> Record:
        _, start_time, end_time, description, activity, category = fact
        start = _wall(start_time, "start")
        # Only the newest can be running; others were left behind when a timer was lost.
        running = end_time is None and id_ == newest
        end = None if running else start if end_time is None else _wall(end_time, "end")
        return Record(
            id_, start, end, running=running, description=str(description or "").strip(), project=str(activity or ""),
            client=str(category or ""), tags=tuple(dict.fromkeys(tags.get(id_, ()))),
        )  # fmt: skip

    # A damaged table may have rows without a number.
    numbers = (fact[0] if isinstance(fact[0], int) else place for place, fact in enumerate(facts, 1))
    return records_of(zip(numbers, facts, strict=True), read)


def _wall(value: Any, what: str) -> datetime:
    try:
        return datetime.fromisoformat(value).replace(microsecond=0, tzinfo=None)
    except (TypeError, ValueError):
        raise ValueError(f"The {what} “{str(value)[:40]}” is no time") from None


def _copy(source: Source, target: Path) -> None:
    with source.open() as stream, target.open("wb") as copy:
        shutil.copyfileobj(stream, copy)
    for ending in _COMPANIONS:
        beside = source.path.with_name(source.path.name + ending)
        if beside.is_file():
            shutil.copyfile(beside, target.with_name(target.name + ending))


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


FORMATS: tuple[Format, ...] = (Hamster(),)
