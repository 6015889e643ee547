"""Time entries: the questions asked of them, and what every write of one keeps true beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from app.domain.days import local_day
from app.domain.entities.base import Kind
from app.domain.entities.time_entries import TimeEntry
from app.storage.columns import id_from_row, id_to_row, ids_from_row
from app.storage.filters import EntryFilter, conditions, text_condition
from app.storage.repository import Repository
from app.storage.rollups import Share, Totals
from app.storage.search_index import MATCHING, SearchIndex

_ID_SIZE = 16
_LIVING = "deleted_at IS NULL"


class EntrySuggestion(NamedTuple):
    """Something worked on before: what it was, how often, and when last (Unix seconds)."""

    description: str
    project: str | None
    task: str | None
    tags: frozenset[str]
    billable: bool
    times: int
    last_at: int


class EntryLength(NamedTuple):
    """So many entries of a project (and person, where asked for) that are equally long."""

    project: str | None
    user: str | None
    seconds: int
    times: int


class NamedMilestone(NamedTuple):
    """The closed seconds of a project's entries of a day that name a milestone."""

    milestone: str
    project: str | None
    day: str
    seconds: int


# Entries of a span about which something may have to be decided, each looked at beside its neighbours in time: who starts
# before an earlier one ends, or ends after the next one starts, overlaps.
_DOUBTFUL = """
    rowid IN (
        WITH recent AS (
            SELECT rowid AS entry, started_at, ended_at, seconds, project, task, milestone,
                coalesce(ended_at, ?) AS until, lead(started_at) OVER neighbours AS next_start,
                max(coalesce(ended_at, ?)) OVER (neighbours ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS busy_until
            FROM time_entry WHERE deleted_at IS NULL AND {condition}
            WINDOW neighbours AS (PARTITION BY "user" ORDER BY started_at, id)
        )
        SELECT entry FROM recent
        WHERE ended_at IS NULL OR seconds > ? OR busy_until > started_at OR next_start < until OR project IS NULL
            OR project NOT IN (SELECT id FROM project WHERE deleted_at IS NULL)
            OR (task IS NOT NULL AND task NOT IN (SELECT id FROM task WHERE deleted_at IS NULL))
            OR (milestone IS NOT NULL AND milestone NOT IN (SELECT id FROM milestone WHERE deleted_at IS NULL))
    ) ORDER BY started_at, rowid
"""


class TimeEntries(Repository[TimeEntry]):
    """All entries; lists are newest first unless said otherwise."""

    kind = Kind.TIME_ENTRY
    noun = "entry"
    order = "started_at, rowid"
    derived = ("day", "seconds")

    def running(self, user: str | None = None) -> TimeEntry | None:
        """Return the newest running entry of a person (of anybody when None)."""
        found = self.all_running(user)
        return found[0] if found else None

    def all_running(self, user: str | None = None) -> list[TimeEntry]:
        """Return every running entry of a person, newest first."""
        # Everybody has an id, and asking for one leads SQLite to the small index of running entries; the plus keeps it
        # from walking through all entries in the order asked for.
        condition, values = ("\"user\" > x''", ()) if user is None else ('"user" = ?', (id_to_row(user),))
        return self._select(
            f"{condition} AND ended_at IS NULL AND {_LIVING} ORDER BY +started_at DESC, id DESC", values
        )

    def recent(self, before: tuple[int, str] | None = None, limit: int = 100) -> list[TimeEntry]:
        """Return the next ``limit`` entries older than ``before`` (start, id), newest first."""
        if before is None:
            return self._select(f"{_LIVING} ORDER BY started_at DESC, id DESC LIMIT ?", (limit,))
        at, id_ = before
        return self._select(
            f"{_LIVING} AND started_at <= ? AND (started_at, id) < (?, ?) ORDER BY started_at DESC, id DESC LIMIT ?",
            (at, at, id_to_row(id_), limit),
        )

    def between(self, since: int, until: int) -> list[TimeEntry]:
        """Return entries that overlap ``[since, until)``, oldest first; a running one has no end yet."""
        # Bounded below by the longest entry there ever was: without it every older entry would be looked at.
        closed = self._select(
            f"{_LIVING} AND started_at >= ? AND started_at < ? AND (ended_at > ? OR (ended_at = started_at AND ended_at >= ?))",
            (since - self.longest(), until, since, since),
        )
        running = [entry for entry in self.all_running() if entry.started_at < until]
        return sorted((*closed, *running), key=lambda entry: (entry.started_at, entry.id))

    def longest(self) -> int:
        """Return the seconds of the longest closed entry there ever was."""
        return int(self._session.meta.get("longest_entry") or 0)

    def doubtful(self, since_day: str, until_day: str, *, long_s: int, now: int) -> list[TimeEntry]:
        """Return the entries of some days, both included, that may want a decision, oldest first.

        They run, last longer than ``long_s`` seconds, overlap another of the same person, belong to no project, or to a
        project, task or milestone that is not here.
        """
        condition, values = conditions(EntryFilter(since_day=since_day, until_day=until_day))
        return self._select(_DOUBTFUL.format(condition=condition), (now, now, *values, long_s))

    def search(self, text: str, limit: int = 50) -> list[TimeEntry]:
        """Return the newest entries whose description contains ``text``, without regard to case."""
        if not text.strip():
            return []
        condition, patterns = text_condition(text.strip())
        if condition.startswith("rowid IN"):
            # The index yields newest rows first: rows are added in time order but for imports, so a page of the
            # newest rows is sorted by start afterwards.
            return self._select(
                f"rowid IN ({MATCHING} ORDER BY rowid DESC LIMIT ?) AND {_LIVING} ORDER BY started_at DESC LIMIT ?",
                (*patterns, limit, limit),
            )
        return self._select(f"{condition} AND {_LIVING} ORDER BY started_at DESC LIMIT ?", (*patterns, limit))

    def select(
        self, chosen: EntryFilter, *, newest_first: bool = True, limit: int = -1, offset: int = 0
    ) -> list[TimeEntry]:
        """Return the entries a filter means."""
        condition, values = conditions(chosen)
        direction = "DESC" if newest_first else "ASC"
        return self._select(
            f"{_LIVING} AND {condition} ORDER BY started_at {direction}, rowid {direction} LIMIT ? OFFSET ?",
            (*values, limit, offset),
        )

    def iterate(self, chosen: EntryFilter) -> Iterator[TimeEntry]:
        """Yield the entries a filter means, oldest first, without holding them all."""
        condition, values = conditions(chosen)
        statement = (
            f"SELECT id, created_at, {self._layout.listing} FROM time_entry"
            f" WHERE {_LIVING} AND {condition} ORDER BY started_at, rowid"
        )
        for row in self._db.execute(statement, values):
            yield self._layout.from_row(row[0], row[1], row[2:])

    def summary(self, chosen: EntryFilter) -> tuple[int, int]:
        """Return how many closed entries a filter means and their seconds."""
        condition, values = conditions(chosen)
        row = self._db.execute(
            f"SELECT count(*), coalesce(sum(seconds), 0) FROM time_entry"
            f" WHERE {_LIVING} AND ended_at IS NOT NULL AND {condition}",
            values,
        ).fetchone()
        return int(row[0]), int(row[1])

    def lengths(self, chosen: EntryFilter, *, by_user: bool, by_project: bool = True) -> list[EntryLength]:
        """Return how many closed entries a filter means, by project, person and length: enough to price them all.

        Without ``by_user`` an index answers alone, which is several times as fast; without ``by_project`` there are
        only as many answers as lengths.
        """
        condition, values = conditions(chosen, by_start=False)
        user, project = '"user"' if by_user else "NULL", "project" if by_project else "NULL"
        rows = self._db.execute(
            f"SELECT {project}, {user}, seconds, count(*) FROM time_entry WHERE {_LIVING} AND seconds > 0 AND {condition}"
            " GROUP BY 1, 2, 3",
            values,
        )
        return [
            EntryLength(_id_or_none(project), _id_or_none(person), seconds, count)
            for project, person, seconds, count in rows
        ]

    def alike(self, columns: Sequence[str], chosen: EntryFilter) -> Iterator[tuple[dict[str, Any], int, int]]:
        """Yield the closed entries of a filter that are alike in some columns: those, their seconds, how many.

        The columns are of project, task, user, billable, tags, description and seconds.
        """
        # Of some columns an index holds all that is asked, but for entries of no time that may be running.
        indexed = _INDEXED.issuperset(columns)
        condition, values = conditions(chosen, by_start=not indexed)
        listing = ", ".join(f'"{column}"' for column in columns)
        rows = self._db.execute(
            f"SELECT {listing}, sum(seconds), count(*) FROM time_entry {'INDEXED BY time_entry_project' if indexed else ''}"
            f" WHERE {_LIVING} AND (seconds > 0 OR ended_at IS NOT NULL) AND {condition} GROUP BY {listing}",
            values,
        )
        readers = [_READERS[column] for column in columns]
        for *found, seconds, count in rows:
            yield (
                {column: read(value) for column, read, value in zip(columns, readers, found, strict=True)},
                seconds,
                count,
            )

    def named_milestones(self, milestones: Sequence[str] | None = None) -> list[NamedMilestone]:
        """Return the closed seconds of entries that name a milestone (any when None), by the day they began on."""
        chosen = EntryFilter(with_milestone=True) if milestones is None else EntryFilter(milestones=tuple(milestones))
        condition, values = conditions(chosen)
        rows = self._db.execute(
            f"SELECT milestone, project, day, sum(seconds) FROM time_entry WHERE {_LIVING} AND {condition}"
            " GROUP BY milestone, project, day",
            values,
        )
        return [
            NamedMilestone(id_from_row(milestone), id_from_row(project) if project else None, day, seconds)
            for milestone, project, day, seconds in rows
        ]

    def projects_of(self, ids: Iterable[str]) -> set[str]:
        """Return the projects of entries, also of those in the trash; ``""`` is none."""
        marks = ",".join("?" * len(raw := [id_to_row(id_) for id_ in ids]))
        rows = self._db.execute(f"SELECT DISTINCT project FROM time_entry WHERE id IN ({marks})", raw)
        return {id_from_row(project) if project else "" for (project,) in rows}

    def count_for_project(self, project: str) -> tuple[int, int]:
        """Return how many entries a project has, running ones included, and their closed seconds."""
        row = self._db.execute(
            f"SELECT count(*), coalesce(sum(seconds), 0) FROM time_entry WHERE project = ? AND {_LIVING}",
            (id_to_row(project),),
        ).fetchone()
        return int(row[0]), int(row[1])

    def external_ids(self, source: str | None = None) -> set[str]:
        """Return the external ids of living entries, of one source or of all."""
        condition, values = ("", ()) if source is None else (" AND source = ?", (source,))
        rows = self._db.execute(
            f"SELECT external_id FROM time_entry WHERE external_id IS NOT NULL AND {_LIVING}{condition}", values
        )
        return {row[0] for row in rows}

    def imported_twice(self) -> list[list[TimeEntry]]:
        """Return the living entries that have an external id in common, as two imports of one file on two devices make."""
        shared = (
            f"SELECT external_id FROM time_entry WHERE external_id IS NOT NULL AND {_LIVING}"
            " GROUP BY external_id HAVING count(*) > 1"
        )
        together: dict[tuple[str, str | None, str], list[TimeEntry]] = {}
        for entry in self._select(f"external_id IN ({shared}) AND external_id IS NOT NULL AND {_LIVING}", ()):
            together.setdefault((entry.source, entry.external_id, entry.user), []).append(entry)
        return [group for group in together.values() if len(group) > 1]

    def with_short_id(self, digits: str, limit: int = 2) -> list[TimeEntry]:
        """Return living entries whose id begins or ends with some hexadecimal digits, newest first."""
        return self._select(
            f"{_LIVING} AND (hex(id) LIKE ? OR hex(id) LIKE ?) ORDER BY started_at DESC LIMIT ?",
            (f"{digits}%", f"%{digits}", limit),
        )

    def last(self, user: str) -> TimeEntry | None:
        """Return a person's most recently started closed entry."""
        found = self._select(
            f'{_LIVING} AND ended_at IS NOT NULL AND "user" = ? ORDER BY started_at DESC LIMIT 1', (id_to_row(user),)
        )
        return found[0] if found else None

    def suggestions(self, limit: int = 200, look_back: int = 2_000) -> list[EntrySuggestion]:
        """Return what was worked on among the newest ``look_back`` entries, each kind of work once."""
        rows = self._db.execute(
            "SELECT description, project, task, tags, max(billable), count(*), max(started_at) FROM ("
            f"SELECT description, project, task, tags, billable, started_at FROM time_entry WHERE {_LIVING}"
            " ORDER BY started_at DESC LIMIT ?)"
            " GROUP BY description, project, task, tags ORDER BY max(started_at) DESC LIMIT ?",
            (look_back, limit),
        )
        return [
            EntrySuggestion(
                description,
                id_from_row(project) if project else None,
                id_from_row(task) if task else None,
                ids_from_row(tags),
                bool(billable),
                count,
                last_at,
            )
            for description, project, task, tags, billable, count, last_at in rows
        ]

    def move_days(self) -> None:
        """Note every entry's day anew after the start of the day has moved."""
        rows = self._db.execute("SELECT rowid, started_at, tz FROM time_entry").fetchall()
        shift = self._session.day_starts_at
        self._db.executemany(
            "UPDATE time_entry SET day = ? WHERE rowid = ?",
            [(local_day(started_at, tz, shift), rowid) for rowid, started_at, tz in rows],
        )

    # --- what every write keeps true ---

    def _derived_columns(self, row: tuple[Any, ...]) -> tuple[str, int]:
        at = self._layout.index
        started, ended = row[at["started_at"]], row[at["ended_at"]]
        day = local_day(started, row[at["tz"]], self._session.day_starts_at)
        return day, 0 if ended is None else max(0, ended - started)

    def _derive(self, rowid: int, was: tuple[Any, ...] | None, now: tuple[Any, ...] | None) -> None:
        shares = [(share, sign) for row, sign in ((was, -1), (now, 1)) if (share := self._share(row))]
        if shares:
            totals = Totals(self._session.day_starts_at)
            for share, sign in shares:
                totals.add(share, sign)
                self._session.note_length(share.ended_at - share.started_at)
            totals.write(self._db)
        self._derive_tags(rowid, was, now)
        self._derive_search(rowid, was, now)

    def _share(self, row: tuple[Any, ...] | None) -> Share | None:
        at = self._layout.index
        if row is None or row[at["ended_at"]] is None:
            return None
        return Share(
            row[at["started_at"]], row[at["ended_at"]], row[at["tz"]], row[at["project"]] or b"", row[at["task"]] or b"",
            row[at["user"]], row[at["billable"]], row[at["tags"]],
        )  # fmt: skip

    def _derive_tags(self, rowid: int, was: tuple[Any, ...] | None, now: tuple[Any, ...] | None) -> None:
        at = self._layout.index["tags"]
        before, after = _members(was[at] if was else b""), _members(now[at] if now else b"")
        if before == after:
            return
        self._db.executemany("DELETE FROM entry_tag WHERE tag = ? AND entry = ?", [(t, rowid) for t in before - after])
        self._db.executemany("INSERT INTO entry_tag (tag, entry) VALUES (?, ?)", [(t, rowid) for t in after - before])

    def _derive_search(self, rowid: int, was: tuple[Any, ...] | None, now: tuple[Any, ...] | None) -> None:
        at = self._layout.index["description"]
        SearchIndex(self._session).change(rowid, was[at] if was else "", now[at] if now else "")


def _id_or_none(raw: bytes | None) -> str | None:
    return id_from_row(raw) if raw else None


_INDEXED = frozenset(("project", "billable", "seconds"))
_READERS: dict[str, Callable[[Any], Any]] = {
    "project": _id_or_none, "task": _id_or_none, "user": id_from_row, "billable": bool, "tags": ids_from_row,
    "description": str, "seconds": int,
}  # fmt: skip


def _members(raw: bytes) -> set[bytes]:
    return {raw[at : at + _ID_SIZE] for at in range(0, len(raw), _ID_SIZE)}
