"""How entries, durations and instants read on the command line, for people and for scripts."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from app.domain.days import utc_text, wall_clock
from app.domain.durations import format_duration
from app.domain.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.entities.projects import Project
    from app.domain.entities.time_entries import TimeEntry
    from app.storage.context import Context


def print_json(content: Any) -> None:
    """Print a value as JSON, one line."""
    import json

    print(json.dumps(content, ensure_ascii=False))


def tell_notices(ctx: Context) -> None:
    """Say on the side what the store had to say when it was opened."""
    for notice in ctx.notices:
        print(notice, file=sys.stderr)


def duration(seconds: int) -> str:
    """Return hours and minutes."""
    return format_duration(seconds)


def entries(count: int) -> str:
    """Return ``1 entry`` or ``2 entries``."""
    return f"{count} {'entry' if count == 1 else 'entries'}"


def entry_json(
    ctx: Context, entry: TimeEntry, project: str | None, task: str | None, tags: Sequence[str]
) -> dict[str, Any]:
    """Return an entry as scripts see it: instants as ISO 8601 in UTC, names beside ids."""
    return {
        "id": entry.id,
        "description": entry.description,
        "started_at": utc_text(entry.started_at),
        "ended_at": None if entry.ended_at is None else utc_text(entry.ended_at),
        "tz": entry.tz,
        "seconds": entry.seconds(ctx.now()),
        "project": project,
        "project_id": entry.project,
        "task": task,
        "tags": list(tags),
        "billable": entry.billable,
        "source": entry.source,
    }


def entry_line(ctx: Context, entry: TimeEntry, project: Project | None, task: str | None, tags: Sequence[str]) -> str:
    """Return an entry as one line for a person."""
    start = wall_clock(entry.started_at, ctx.zone)
    end = "now" if entry.ended_at is None else f"{wall_clock(entry.ended_at, ctx.zone):%H:%M}"
    today = wall_clock(ctx.now(), ctx.zone).date()
    day = "" if start.date() == today else f"{start:%Y-%m-%d} "
    place = f"  @{project.name}{f'/{task}' if task else ''}" if project else ""
    marks = "".join(f" #{tag}" for tag in tags)
    text = entry.description or "(no description)"
    return f"{text}{place}{marks}  {day}{start:%H:%M}–{end}  {duration(entry.seconds(ctx.now()))}"


def read_instant(ctx: Context, text: str, *, near: int | None = None, repeated: str | None = None) -> int:
    """Read ``17:30``, ``2026-03-02 17:30`` or ISO 8601 with an offset.

    A time alone is one of today, or of the day of ``near``. ``repeated`` says which of two equal times is meant where
    the clocks went back: ``first`` or ``second``.

    Raises:
        RuleBroken: it is none of these, or a time that the clocks skipped, or showed twice and it is not said which.
    """
    from datetime import datetime

    from app.domain.days import local_day, resolve_local
    from app.domain.errors import raise_if_blocked
    from app.domain.problems import Problem

    given = (
        text if len(text) > 5 else f"{local_day(ctx.now() if near is None else near, ctx.zone)} {text.rjust(5, '0')}"
    )
    try:
        wall = datetime.fromisoformat(given)
    except ValueError as error:
        raise RuleBroken(f"“{text}” is not a time. Write 17:30 or 2026-03-02 17:30.", part=text) from error
    if wall.tzinfo is not None:
        return int(wall.timestamp())
    found = resolve_local(wall, ctx.zone)
    if found.gap:
        raise RuleBroken(f"“{text}” was skipped when the clocks went forward: there was no such time.", part=text)
    if found.ambiguous and repeated is None:
        sentence = f"“{text}” came twice when the clocks went back. Say which one you mean."
        values = {"part": text, "instants": found.instants, "tz": ctx.zone}
        raise_if_blocked([Problem("time_repeated", sentence, "time", values=values)])
    return found.instants[-1 if repeated == "second" else 0]
