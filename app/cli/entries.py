"""Entries in lists: found by short id, printed by day, described for scripts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from app.cli.names import short_ids
from app.cli.tables import Column, print_heading, print_lines
from app.cli.words import duration, entry_json
from app.domain.days import wall_clock
from app.domain.errors import NotFound, RuleBroken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.entities.time_entries import TimeEntry
    from app.orchestrators.entry_rows import EntryRow
    from app.orchestrators.time_tracking.log import DayEntries
    from app.storage.context import Context


def entry_called(ctx: Context, word: str) -> TimeEntry:
    """Return the entry meant by ``last``, ``running``, an id, or enough of its first or last characters.

    Raises:
        NotFound: there is none. RuleBroken: several could be meant.
    """
    from app.orchestrators.time_tracking.finding import entries_with_id, newest_entry

    if word in ("last", "running"):
        found = newest_entry(ctx, running=word == "running")
        if found is None:
            raise NotFound("No timer is running." if word == "running" else "There are no entries yet.")
        return found
    digits = word.replace("-", "").lower()
    fits = entries_with_id(ctx, digits) if digits and not set(digits) - set("0123456789abcdef") else []
    if not fits:
        raise NotFound(f"There is no entry “{word}”. “stintbook log” shows the ids.")
    if len(fits) > 1:
        names = " or ".join(f"{short} “{entry.description}”" for short, entry in _told_apart(fits))
        raise RuleBroken(f"“{word}” could be several entries. Write more of the id: {names}.")
    return fits[0]


def _told_apart(entries: Sequence[TimeEntry]) -> list[tuple[str, TimeEntry]]:
    short = short_ids(entry.id for entry in entries)
    return [(short[entry.id], entry) for entry in entries]


def row_json(ctx: Context, row: EntryRow) -> dict[str, Any]:
    """Return an entry as scripts see it."""
    return entry_json(ctx, row.entry, row.project_name, row.task_name, row.tag_names)


def print_days(ctx: Context, days: Sequence[DayEntries]) -> None:
    """Print entries under their days, oldest day first, so that the newest stands last before the prompt."""
    if not days:
        print("No entries.")
        return
    short = short_ids(row.entry.id for day in days for row in day.rows)
    total = 0
    for day in reversed(days):
        seconds = sum(row.entry.seconds(ctx.now()) for row in day.rows)
        total += seconds
        print_heading(f"{date.fromisoformat(day.day):%a} {day.day}", duration(seconds))
        print_lines([_cells(ctx, row, short[row.entry.id]) for row in reversed(day.rows)], _COLUMNS)
    if len(days) > 1:
        print_heading(f"\n{len(days)} days", duration(total))


_COLUMNS = (
    Column("id", whole=True, style="dim"),
    Column("time", whole=True),
    Column("length", right=True, whole=True, least=5),
    Column("what"),
)


def _cells(ctx: Context, row: EntryRow, short: str) -> tuple[str, str, str, str]:
    entry = row.entry
    start = wall_clock(entry.started_at, ctx.zone)
    end = "now  " if entry.ended_at is None else f"{wall_clock(entry.ended_at, ctx.zone):%H:%M}"
    what = [entry.description or "(no description)"]
    if row.missing_project:
        what.append("@(missing project)")
    elif row.project_name:
        what.append(f"@{row.project_name}{f'/{row.task_name}' if row.task_name else ''}")
    what += [f"#{tag}" for tag in row.tag_names]
    return short, f"{start:%H:%M}–{end}", duration(entry.seconds(ctx.now())), "  ".join(what)
