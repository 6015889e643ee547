"""Sums of closed, living entries, answered from the coarsest running total that can."""

from __future__ import annotations

from dataclasses import replace
from operator import eq
from typing import TYPE_CHECKING, Any, NamedTuple

from app.domain.days import month_of, month_range, next_day, week_of
from app.storage.columns import id_from_row, id_to_row
from app.storage.entry_totals import sums_of_entries
from app.storage.filters import EntryFilter, conditions
from app.storage.measuring import measure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.storage.repository import Session

EVERYTHING = EntryFilter()
# So many periods are asked for in one statement; SQLite allows four parameters for each of several thousand.
_SLICE = 2_000
# Looking up a day of a project costs as much as reading through the rows of ten projects.
_FEW = 12
_NO_PROJECT = b""


class TotalRow(NamedTuple):
    """One sum: the values of the keys asked for (ids as text, None for none; days, weeks, months as text; bools)."""

    key: tuple[Any, ...]
    seconds: int
    entries: int


_COLUMNS = {
    "day": "day", "week": "week", "month": "month", "project": "project", "task": "task", "user": '"user"',
    "billable": "billable", "tag": "tag",
}  # fmt: skip
_IDS = frozenset(("project", "task", "user", "tag", "milestone"))
# So a table is sorted, and split up only by who worked and whether it is billed.
_SORTED_BY = {"total_week": ("week", "project"), "total_month": ("month", "project")}
# In SQLite's calendar: the Monday of a day's week.
_WEEK_OF_DAY = "date(day, 'weekday 0', '-6 days')"


class TotalsQuery:
    """Asks the running totals; falls back to the entries only for what those do not keep."""

    def __init__(self, session: Session) -> None:
        self._db = session.connection
        self._day_starts_at = session.day_starts_at

    def by(self, *keys: str, chosen: EntryFilter = EVERYTHING) -> list[TotalRow]:
        """Return sums by ``keys`` (day, week, month, project, task, milestone, user, billable, tag), in key order.

        Seconds of an entry across midnight count on the days they fall on. Sums by tag count an entry for each of its
        tags. An entry counts as one on its first day.
        """
        table, bounds = self._table(keys, chosen)
        if table == "time_entry":
            return _rows(keys, sums_of_entries(self._db, keys, chosen, day_starts_at=self._day_starts_at))
        condition, values = conditions(bounds, day=_time_column(table), empty=b"")
        columns = [self._expression(table, key) for key in keys]
        listing = ", ".join([*columns, ""])
        if keys == _SORTED_BY.get(table):
            # Nearly each row is a sum of its own, and grouping them costs SQLite as much again as reading them.
            statement = f"SELECT {listing}seconds, entries FROM {table} WHERE {condition} ORDER BY {', '.join(columns)}"
            return _merged(_of_columns(keys, tuple(zip(*self._db.execute(statement, values), strict=True))))
        grouping = f" GROUP BY {', '.join(columns)}" if columns else ""
        statement = f"SELECT {listing}coalesce(sum(seconds), 0), sum(entries) FROM {table} WHERE {condition}{grouping}"
        return _rows(keys, self._db.execute(statement, values))

    def seconds(self, chosen: EntryFilter = EVERYTHING) -> int:
        """Return the sum of everything a filter means."""
        return sum(row.seconds for row in self.by(chosen=chosen))

    def by_day_of(self, projects: Sequence[str] | None, since: str, until: str) -> dict[str, dict[str, int]]:
        """Return the seconds of projects by id and day, both ends included; None asks for all, ``""`` is no project.

        Of a few projects each day is looked up, of many the days are read through.
        """
        raw = None if projects is None else [id_to_row(id_) if id_ else _NO_PROJECT for id_ in projects]
        few = raw if raw is not None and len(raw) <= _FEW else None
        return {
            id_from_row(project) if project else "": _by_day(days.split(","), list(map(int, seconds.split(","))))
            for project, days, seconds in self._columns_by_project(few, since, until)
            if raw is None or project in raw
        }

    def _columns_by_project(
        self, projects: list[bytes] | None, since: str, until: str
    ) -> Iterable[tuple[bytes, str, str]]:
        # Years of many projects are a hundred thousand rows: as two texts a project they come twice as fast.
        columns = "total_day.project, group_concat(total_day.day), group_concat(seconds)"
        if projects is None:
            statement = f"SELECT {columns} FROM total_day WHERE day BETWEEN ? AND ? GROUP BY project"
            return self._db.execute(statement, (since, until))
        return self._db.execute(
            "WITH RECURSIVE span (day) AS (SELECT ? UNION ALL SELECT date(day, '+1 day') FROM span WHERE day < ?)"
            f" SELECT {columns} FROM span CROSS JOIN total_day WHERE total_day.day = span.day"
            f" AND total_day.project IN ({','.join('?' * len(projects))}) GROUP BY total_day.project",
            (since, until, *projects),
        )

    def is_alone(self, user: str) -> bool:
        """Return whether nobody else has tracked anything."""
        return not self._db.execute(
            'SELECT 1 FROM total_month WHERE "user" <> ? LIMIT 1', (id_to_row(user),)
        ).fetchone()

    def in_periods(self, periods: Sequence[tuple[str, str, str]]) -> list[int]:
        """Return the closed seconds of each (project, first day, last day), by the day an entry began on."""
        found: list[int] = []
        for at in range(0, len(periods), _SLICE):
            part = periods[at : at + _SLICE]
            values = [value for project, first, last in part for value in (id_to_row(project), first, last)]
            marks = ",".join("(?, ?, ?)" for _ in part)
            rows = self._db.execute(
                f"WITH period (project, since, until) AS (VALUES {marks}) SELECT (SELECT coalesce(sum(seconds), 0)"
                " FROM time_entry WHERE project = period.project AND day BETWEEN since AND until"
                " AND deleted_at IS NULL) FROM period",
                values,
            )
            found += [int(row[0]) for row in rows]
        return found

    def span(self) -> tuple[str | None, str | None]:
        """Return the first and the last day that have closed entries."""
        row = self._db.execute("SELECT min(day), (SELECT max(day) FROM total_day) FROM total_day").fetchone()
        return row[0], row[1]

    def last_days(self) -> dict[str, str]:
        """Return the last day each project was worked on, by project id."""
        rows = self._db.execute(
            "SELECT id, (SELECT max(day) FROM time_entry WHERE project = project_row.id AND deleted_at IS NULL)"
            " FROM project AS project_row WHERE deleted_at IS NULL"
        )
        return {id_from_row(project): day for project, day in rows if day}

    def _table(self, keys: tuple[str, ...], chosen: EntryFilter) -> tuple[str, EntryFilter]:
        if chosen.needs_entries or "milestone" in keys:
            return "time_entry", chosen
        if keys == ("tag",) and chosen == EntryFilter(projects=chosen.projects) and chosen.projects:
            return "total_project_tag", chosen
        if "tag" in keys:
            months = self._whole_months(chosen) if set(keys) <= {"tag", "month"} and chosen.only_span else None
            return ("total_month_tag", months) if months else ("time_entry", chosen)
        coarse = not ({"day", "task"} & set(keys)) and not chosen.tasks
        if coarse and "week" in keys and "month" not in keys:
            weeks = self._whole_weeks(chosen)
            if weeks:
                return "total_week", weeks
        if coarse and "week" not in keys:
            months = self._whole_months(chosen)
            if months:
                return "total_month", months
        return "total_day", chosen

    @staticmethod
    def _whole_months(chosen: EntryFilter) -> EntryFilter | None:
        since, until = chosen.since_day, chosen.until_day
        if since and month_range(month_of(since))[0] != since:
            return None
        if until and month_range(month_of(until))[1] != until:
            return None
        return replace(chosen, since_day=since and month_of(since), until_day=until and month_of(until))

    @staticmethod
    def _whole_weeks(chosen: EntryFilter) -> EntryFilter | None:
        since, until = chosen.since_day, chosen.until_day
        if since and week_of(since) != since:
            return None
        if until and week_of(next_day(until)) != next_day(until):
            return None
        return replace(chosen, until_day=until and week_of(until))

    @staticmethod
    def _expression(table: str, key: str) -> str:
        if key == "week" and table != "total_week":
            return _WEEK_OF_DAY
        if key == "month" and table == "total_day":
            return "substr(day, 1, 7)"
        return _COLUMNS[key]


def _rows(keys: tuple[str, ...], found: Iterable[tuple[Any, ...]]) -> list[TotalRow]:
    """Return sums that are not empty, their keys as entities have them."""
    # A year by week and project is ten thousand rows, so they are turned column by column, not one by one.
    return _of_columns(keys, tuple(zip(*(row for row in found if row[-1] or row[-2]), strict=True)))


def _of_columns(keys: tuple[str, ...], found: tuple[Sequence[Any], ...]) -> list[TotalRow]:
    """Return sums whose keys and figures stand in columns."""
    if not found:
        return []
    *columns, seconds, entries = found
    read = [_as_entities_have(name, column) for name, column in zip(keys, columns, strict=True)]
    values = zip(*read, strict=True) if read else [()]
    return list(map(TotalRow, values, seconds, entries))


def _merged(rows: list[TotalRow]) -> list[TotalRow]:
    """Return sorted sums with those of the same key as one."""
    # Most are of a key of their own, which the last part of it shows.
    last = [row.key[-1] for row in rows]
    if not any(map(eq, last, last[1:])):
        return rows
    merged = rows[:1]
    for row in rows[1:]:
        if row.key == merged[-1].key:
            merged[-1] = TotalRow(row.key, merged[-1].seconds + row.seconds, merged[-1].entries + row.entries)
        else:
            merged.append(row)
    return merged


def _as_entities_have(name: str, column: Sequence[Any]) -> Sequence[Any]:
    if name == "billable":
        return list(map(bool, column))
    if name in _IDS:
        ids = {raw: id_from_row(raw) if raw else None for raw in set(column)}
        return [ids[raw] for raw in column]
    return column


def _by_day(days: list[str], seconds: list[int]) -> dict[str, int]:
    found = dict(zip(days, seconds, strict=True))
    if len(found) == len(days):
        return found
    # A day has a row for each task, person, and whether it is billed.
    found = dict.fromkeys(days, 0)
    for day, part in zip(days, seconds, strict=True):
        found[day] += part
    return found


def _time_column(table: str) -> str:
    return {"total_week": "week", "total_month": "month", "total_month_tag": "month"}.get(table, "day")


measure(TotalsQuery, "totals")
