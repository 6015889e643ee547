"""Running totals of closed, living entries, kept in the transaction that changes an entry.

An entry across midnight counts on each day for its seconds there; as one entry it counts on its first day only, so that
counts add up to the number of entries.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from app.domain.days import split_by_day, week_of

_NONE = b""
_ID_SIZE = 16


class Share(NamedTuple):
    """What totals need of an entry; ids are 16 bytes or empty."""

    started_at: int
    ended_at: int
    tz: str
    project: bytes
    task: bytes
    user: bytes
    billable: int
    tags: bytes


_DAY = """
    INSERT INTO total_day (day, project, task, "user", billable, seconds, entries) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET seconds = seconds + excluded.seconds, entries = entries + excluded.entries
"""
_WEEK = """
    INSERT INTO total_week (week, project, "user", billable, seconds, entries) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET seconds = seconds + excluded.seconds, entries = entries + excluded.entries
"""
_MONTH = """
    INSERT INTO total_month (month, project, "user", billable, seconds, entries) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET seconds = seconds + excluded.seconds, entries = entries + excluded.entries
"""
_TAG = """
    INSERT INTO total_month_tag (month, tag, seconds, entries) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET seconds = seconds + excluded.seconds, entries = entries + excluded.entries
"""
_PROJECT_TAG = """
    INSERT INTO total_project_tag (project, tag, seconds, entries) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET seconds = seconds + excluded.seconds, entries = entries + excluded.entries
"""
_SWEEP_DAYS = "DELETE FROM total_day WHERE day = ? AND seconds = 0 AND entries = 0"
_SWEEP_WEEKS = "DELETE FROM total_week WHERE week = ? AND seconds = 0 AND entries = 0"
_SWEEP_MONTHS = "DELETE FROM total_month WHERE month = ? AND seconds = 0 AND entries = 0"
_SWEEP_TAGS = "DELETE FROM total_month_tag WHERE month = ? AND seconds = 0 AND entries = 0"
_SWEEP_PROJECT_TAGS = "DELETE FROM total_project_tag WHERE project = ? AND seconds = 0 AND entries = 0"
TABLES = ("total_day", "total_week", "total_month", "total_month_tag", "total_project_tag")


class Totals:
    """Sums to add to the tables: one for a single write, or for thousands of an import before they are written."""

    def __init__(self, day_starts_at: int = 0) -> None:
        self._day_starts_at = day_starts_at
        self._days: dict[tuple[str, bytes, bytes, bytes, int], list[int]] = defaultdict(lambda: [0, 0])
        self._tags: dict[tuple[str, bytes], list[int]] = defaultdict(lambda: [0, 0])
        self._project_tags: dict[tuple[bytes, bytes], list[int]] = defaultdict(lambda: [0, 0])

    def add(self, share: Share, sign: int = 1, *, pieces: list[tuple[str, int]] | None = None) -> None:
        """Count an entry in (1) or out (-1); ``pieces`` are its days and seconds where they are known already."""
        count = sign
        if pieces is None:
            pieces = split_by_day(share.started_at, share.ended_at, share.tz, self._day_starts_at)
        for day, seconds in pieces:
            total = self._days[day, share.project, share.task, share.user, share.billable]
            total[0] += sign * seconds
            total[1] += count
            for at in range(0, len(share.tags), _ID_SIZE):
                tag = share.tags[at : at + _ID_SIZE]
                for of_tag in (self._tags[day[:7], tag], self._project_tags[share.project, tag]):
                    of_tag[0] += sign * seconds
                    of_tag[1] += count
            count = 0

    def write(self, connection: sqlite3.Connection) -> None:
        """Add everything counted to the tables, drop what became empty, and start again from nothing."""
        days = [(key, total) for key, total in self._days.items() if any(total)]
        weeks, months = self._coarser(days)
        tags, project_tags = (
            [(*key, *total) for key, total in sums.items() if any(total)] for sums in (self._tags, self._project_tags)
        )
        lowered = [(key, total) for key, total in days if min(total) < 0]
        # Only what was lowered can have come to nothing.
        months_of_tags, projects_of_tags = (
            {(key[0],) for key, total in sums.items() if min(total) < 0} for sums in (self._tags, self._project_tags)
        )
        for statement, rows in (
            (_DAY, [(*key, *total) for key, total in days]), (_WEEK, weeks), (_MONTH, months), (_TAG, tags),
            (_PROJECT_TAG, project_tags), *self._sweeps(lowered), (_SWEEP_TAGS, months_of_tags),
            (_SWEEP_PROJECT_TAGS, projects_of_tags),
        ):  # fmt: skip
            if rows:
                connection.executemany(statement, rows)
        self._days.clear()
        self._tags.clear()
        self._project_tags.clear()

    @staticmethod
    def _coarser(
        days: list[tuple[tuple[str, bytes, bytes, bytes, int], list[int]]],
    ) -> tuple[list[tuple[object, ...]], ...]:
        weeks: dict[tuple[object, ...], list[int]] = defaultdict(lambda: [0, 0])
        months: dict[tuple[object, ...], list[int]] = defaultdict(lambda: [0, 0])
        monday: dict[str, str] = {}
        for (day, project, _task, user, billable), (seconds, entries) in days:
            week = monday.get(day) or monday.setdefault(day, week_of(day))
            for total in (weeks[week, project, user, billable], months[day[:7], project, user, billable]):
                total[0] += seconds
                total[1] += entries
        return [(*k, *t) for k, t in weeks.items()], [(*k, *t) for k, t in months.items()]

    @staticmethod
    def _sweeps(
        days: list[tuple[tuple[str, bytes, bytes, bytes, int], list[int]]],
    ) -> Iterator[tuple[str, set[tuple[str]]]]:
        touched = {key[0] for key, _ in days}
        yield _SWEEP_DAYS, {(day,) for day in touched}
        yield _SWEEP_WEEKS, {(week_of(day),) for day in touched}
        yield _SWEEP_MONTHS, {(day[:7],) for day in touched}


_SHARES = """
    SELECT started_at, ended_at, tz, coalesce(project, x''), coalesce(task, x''), "user", billable, tags
    FROM time_entry WHERE deleted_at IS NULL AND ended_at IS NOT NULL
"""


def rebuild(connection: sqlite3.Connection, day_starts_at: int = 0) -> None:
    """Count all totals anew from the entries, in the open transaction."""
    for table in TABLES:
        connection.execute(f"DELETE FROM {table}")
    totals = Totals(day_starts_at)
    for share in _shares(connection):
        totals.add(share)
    totals.write(connection)


def differences(connection: sqlite3.Connection, day_starts_at: int = 0) -> list[str]:
    """Return what a recount finds different from the kept totals, in words; nothing when all is well."""
    recount = sqlite3.connect(":memory:")
    try:
        for table in TABLES:
            (made,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
            recount.execute(made)
        totals = Totals(day_starts_at)
        for share in _shares(connection):
            totals.add(share)
        totals.write(recount)
        found = []
        for table in TABLES:
            kept = set(connection.execute(f"SELECT * FROM {table}"))
            counted = set(recount.execute(f"SELECT * FROM {table}"))
            found += [f"{table}: {row[0]} is kept but not counted" for row in sorted(kept - counted)]
            found += [f"{table}: {row[0]} is counted but not kept" for row in sorted(counted - kept)]
        return found
    finally:
        recount.close()


def _shares(connection: sqlite3.Connection) -> Iterator[Share]:
    rows: Iterable[tuple[object, ...]] = connection.execute(_SHARES)
    return (Share(*row) for row in rows)  # type: ignore[arg-type]
