"""Sums straight from the entries, for what no running total keeps: exact to the second on each day, also over midnight."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from app.domain.days import next_day, split_by_day, week_of, zone
from app.storage.filters import conditions
from app.storage.meta import read_meta

if TYPE_CHECKING:
    from app.storage.filters import EntryFilter

_DAY_S = 86_400
# Keeps what is divided positive, also before 1970.
_AGES = 100_000 * _DAY_S
_LOOK_BACK = 500
_LAST_DAY = "9999-12-31"
_ID_BYTES = 16
_CLOSED = "deleted_at IS NULL AND ended_at IS NOT NULL"
_OF_DAY: dict[str, tuple[str, Callable[[str], str]]] = {
    "day": ("day", lambda day: day),
    "week": ("date(day, 'weekday 0', '-6 days')", week_of),
    "month": ("substr(day, 1, 7)", lambda day: day[:7]),
}
_Sums = dict[tuple[Any, ...], list[int]]


def sums_of_entries(
    connection: sqlite3.Connection, keys: Sequence[str], chosen: EntryFilter, *, day_starts_at: int
) -> Iterator[tuple[Any, ...]]:
    """Yield each combination of ``keys`` (raw, as stored) with its seconds and entries, in key order."""
    sums: _Sums = defaultdict(lambda: [0, 0])
    question = _Question(connection, keys, chosen, day_starts_at)
    if question.asks_by_day:
        question.add_within_a_day(sums)
        question.add_over_midnight(sums)
    else:
        question.add(sums, "1", ())
        question.cut_at_the_ends(sums)
    # No value sorts first, as in SQL.
    for key in sorted(sums, key=lambda values: [(value is not None, value) for value in values]):
        yield (*key, *sums[key])


class _Question:
    def __init__(
        self, connection: sqlite3.Connection, keys: Sequence[str], chosen: EntryFilter, day_starts_at: int
    ) -> None:
        self._db, self._keys, self._chosen, self._shift = connection, keys, chosen, day_starts_at
        # An entry names all its tags itself; the table of tags would be read from end to end.
        self._tags_at = list(keys).index("tag") if "tag" in keys else None

    @property
    def asks_by_day(self) -> bool:
        """Whether it matters on which day of the span the seconds of an entry fall."""
        return bool(_OF_DAY.keys() & set(self._keys))

    def add(self, sums: _Sums, more: str, values: Sequence[Any]) -> None:
        """Add the entries that ``more`` holds for, each whole on its day."""
        columns = [_OF_DAY[key][0] if key in _OF_DAY else _column(key) for key in self._keys]
        listing, grouping = ", ".join([*columns, ""]), f" GROUP BY {', '.join(columns)}" if columns else ""
        condition, of_filter = conditions(self._chosen)
        rows = self._db.execute(
            f"SELECT {listing}coalesce(sum(seconds), 0), count(*) FROM time_entry"
            f" WHERE {condition} AND {_CLOSED} AND {more}{grouping}",
            (*of_filter, *values),
        )
        for *found, seconds, entries in rows:
            self._add_to(sums, found, seconds, entries)

    def _add_to(self, sums: _Sums, found: list[Any], seconds: int, entries: int) -> None:
        """Add to the sum of a key, or to those of all its tags."""
        if self._tags_at is None:
            keys = [tuple(found)]
        else:
            at, tags = self._tags_at, found[self._tags_at]
            keys = [
                (*found[:at], tags[place : place + _ID_BYTES], *found[at + 1 :])
                for place in range(0, len(tags), _ID_BYTES)
            ]
        for key in keys:
            total = sums[key]
            total[0] += seconds
            total[1] += entries

    def add_within_a_day(self, sums: _Sums) -> None:
        """Add the entries that surely end on the day they began: almost all, and SQLite adds them up."""
        crossing, values = self._may_cross
        self.add(sums, f"NOT ({crossing})", values)

    def add_over_midnight(self, sums: _Sums) -> None:
        """Add the others, piece by piece."""
        crossing, values = self._may_cross
        condition, of_filter = conditions(self._reaching_back())
        others = [key for key in self._keys if key not in _OF_DAY]
        listing = ", ".join(["started_at", "ended_at", "tz", *map(_column, others)])
        rows = self._db.execute(
            f"SELECT {listing} FROM time_entry WHERE {condition} AND {_CLOSED} AND {crossing}",
            (*of_filter, *values),
        )
        for started_at, ended_at, tz, *found in rows:
            known = dict(zip(others, found, strict=True))
            for place, (day, seconds) in enumerate(split_by_day(started_at, ended_at, tz, self._shift)):
                if (self._chosen.since_day or "") <= day <= (self._chosen.until_day or _LAST_DAY):
                    key = [_OF_DAY[key][1](day) if key in _OF_DAY else known[key] for key in self._keys]
                    self._add_to(sums, key, seconds, int(place == 0))

    def cut_at_the_ends(self, sums: _Sums) -> None:
        """Add what entries of the days before reach into the span, take away what those of its last days reach out.

        All others are in it with every second, whatever day those fall on.
        """
        since, until, back = self._chosen.since_day, self._chosen.until_day, self._longest_days
        if since:
            before = replace(self._chosen, since_day=next_day(since, -back), until_day=next_day(since, -1))
            self._add_pieces(sums, before, since, until or _LAST_DAY, 1)
        if until:
            last = replace(self._chosen, since_day=max(since or "", next_day(until, -back)))
            self._add_pieces(sums, last, next_day(until), _LAST_DAY, -1)

    def _add_pieces(self, sums: _Sums, chosen: EntryFilter, since: str, until: str, sign: int) -> None:
        """Add the seconds of some days that entries of other days have on them."""
        condition, of_filter = conditions(chosen)
        listing = ", ".join(["started_at", "ended_at", "tz", *map(_column, self._keys)])
        rows = self._db.execute(f"SELECT {listing} FROM time_entry WHERE {condition} AND {_CLOSED}", of_filter)
        for started_at, ended_at, tz, *found in rows:
            pieces = split_by_day(started_at, ended_at, tz, self._shift)[1:]
            seconds = sum(part for day, part in pieces if since <= day <= until)
            if seconds:
                self._add_to(sums, found, sign * seconds, 0)

    @property
    def _longest_days(self) -> int:
        """Return so many days back that nothing reaches farther than from there."""
        return int(read_meta(self._db, "longest_entry") or 0) // _DAY_S + 2

    @cached_property
    def _may_cross(self) -> tuple[str, list[int | str]]:
        """Return the condition that an entry may reach into another day than the one it began on.

        Told by numbers alone: with the westernmost offset its zone ever has its start, and with the easternmost its
        last second, lie on the same day or not. Zones that come up seldom are left to a closer look.
        """
        recent = f"SELECT DISTINCT tz FROM (SELECT tz FROM time_entry ORDER BY rowid DESC LIMIT {_LOOK_BACK})"
        cases, values = [], list[int | str]()
        for (tz,) in self._db.execute(recent).fetchall():
            west, east = (offset - self._shift * 60 + _AGES for offset in _offsets(tz))
            cases.append(f"WHEN ? THEN (ended_at - 1 + ?) / {_DAY_S} > (started_at + ?) / {_DAY_S}")
            values += [tz, east, west]
        return (f"CASE tz {' '.join(cases)} ELSE 1 END" if cases else "1"), values

    def _reaching_back(self) -> EntryFilter:
        """Return the filter with room for entries that began before the first day and last into it."""
        since = self._chosen.since_day
        if since is None:
            return self._chosen
        return replace(self._chosen, since_day=next_day(since, -self._longest_days))


def _column(key: str) -> str:
    """Return the column of entries that a key is in."""
    return "tags" if key == "tag" else f'"{key}"'


@cache
def _offsets(tz: str) -> tuple[int, int]:
    """Return the smallest and the largest offset from UTC a zone has had, in seconds."""
    # Zones change their minds: every month there is data for is looked at, once.
    months = (datetime(year, month, 1, tzinfo=zone(tz)) for year in range(1970, 2051) for month in range(1, 13))
    offsets = [int((moment.utcoffset() or timedelta(0)).total_seconds()) for moment in months]
    return min(offsets), max(offsets)
