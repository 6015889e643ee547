"""The floor: what hand-written SQL on the best schema we know takes for the same rows and questions.

No change log, no versions, no names: integer keys, one rollup a question, nothing a product could do without.
"""

import sqlite3
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tests.benchmarks.generate import NEEDLE, rows

_SCHEMA = """
    CREATE TABLE entry (id INTEGER PRIMARY KEY, started_at INTEGER NOT NULL, ended_at INTEGER, project INTEGER NOT NULL,
        description TEXT NOT NULL);
    CREATE TABLE week_total (week TEXT, project INTEGER, seconds INTEGER, PRIMARY KEY (week, project)) WITHOUT ROWID;
    CREATE TABLE month_total (month TEXT, project INTEGER, seconds INTEGER, PRIMARY KEY (month, project)) WITHOUT ROWID;
    CREATE TABLE tag_total (month TEXT, tag TEXT, seconds INTEGER, PRIMARY KEY (month, tag)) WITHOUT ROWID;
    CREATE VIRTUAL TABLE search USING fts5(
        description, content='entry', content_rowid='id', tokenize='trigram', detail='none');
"""
MONTH, YEAR = "2024-03", ("2024-01-01", "2024-12-30")
QUESTIONS = {
    "month by project": ("SELECT project, seconds FROM month_total WHERE month = ?", (MONTH,)),
    "year by week": (
        "SELECT week, project, sum(seconds) FROM week_total WHERE week BETWEEN ? AND ? GROUP BY week, project", YEAR),
    "full history by project": ("SELECT project, sum(seconds) FROM month_total GROUP BY project", ()),
    "tag totals": ("SELECT tag, sum(seconds) FROM tag_total GROUP BY tag", ()),
    "last 50": ("SELECT * FROM entry ORDER BY started_at DESC LIMIT 50", ()),
    "text search": (
        "SELECT * FROM entry WHERE id IN (SELECT rowid FROM search WHERE description LIKE ? ORDER BY rowid DESC LIMIT 50)",
        (f"%{NEEDLE}%",)),
}  # fmt: skip


def build(path: Path, count: int) -> None:
    """Write the floor's store of ``count`` entries."""
    connection = connect(path)
    connection.executescript(_SCHEMA)
    weeks: dict[tuple[str, int], int] = defaultdict(int)
    months: dict[tuple[str, int], int] = defaultdict(int)
    tags: dict[tuple[str, str], int] = defaultdict(int)
    numbers: dict[str, int] = {}
    connection.execute("BEGIN")
    for key, row in enumerate(rows(count), 1):
        project = numbers.setdefault(row.project, len(numbers) + 1)
        day, seconds = datetime.fromtimestamp(row.start, UTC).date(), row.end - row.start
        connection.execute(
            "INSERT INTO entry VALUES (?, ?, ?, ?, ?)", (key, row.start, row.end, project, row.description)
        )
        weeks[_monday(day), project] += seconds
        months[day.isoformat()[:7], project] += seconds
        for tag in row.tags:
            tags[day.isoformat()[:7], tag] += seconds
    for table, totals in (("week_total", weeks), ("month_total", months), ("tag_total", tags)):
        connection.executemany(f"INSERT INTO {table} VALUES (?, ?, ?)", [(*key, sum_) for key, sum_ in totals.items()])
    connection.execute("CREATE INDEX entry_started ON entry (started_at)")
    connection.execute("INSERT INTO search (search) VALUES ('rebuild')")
    connection.execute("COMMIT")
    connection.execute("ANALYZE")
    connection.close()


def connect(path: Path) -> sqlite3.Connection:
    """Open it as durable as the product opens its own file."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def commit_one(connection: sqlite3.Connection) -> None:
    """Commit one row: the least a durable action costs."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO entry (started_at, project, description) VALUES (1767225600, 1, 'a timer')")
    connection.execute("COMMIT")


def _monday(day: date) -> str:
    return (day - timedelta(days=day.weekday())).isoformat()
