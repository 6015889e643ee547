"""Planned events: found by id and day, in lists, and as scripts see them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from app.cli.names import short_ids, with_id
from app.cli.tables import Column, print_heading, print_lines
from app.cli.words import duration
from app.domain.days import local_day, next_day, utc_text, wall_clock
from app.domain.errors import NotFound, RuleBroken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.domain.entities.planning import PlannedEvent
    from app.orchestrators.planning.events import Occurrence
    from app.storage.context import Context

_COLUMNS = (
    Column("id", whole=True, style="dim"),
    Column("time", whole=True),
    Column("length", right=True, whole=True, least=5),
    Column("what"),
)
# What is to be tracked without saying which day lies no farther back.
_RECENT_DAYS = 14


def event_called(ctx: Context, word: str) -> PlannedEvent:
    """Return the event with an id, or enough of its last characters.

    Raises:
        NotFound: there is none. RuleBroken: several could be meant.
    """
    from app.storage.unit_of_work import reading

    nothing = f"There is no planned event “{word}”. “stintbook plan list” shows the ids."
    with reading(ctx) as read:
        return with_id(read.planned_events.all(), word, nothing=nothing)


def occurrence_on(ctx: Context, event: PlannedEvent, day: str) -> Occurrence:
    """Return when an event happens on a day.

    Raises:
        NotFound: it does not.
    """
    found = _occurrences(ctx, event, day, day)
    if not found:
        raise NotFound(
            f"“{_title(event)}” does not happen on {day}. “stintbook plan list --since {day}” shows what does."
        )
    return found[0]


def latest_occurrence(ctx: Context, event: PlannedEvent) -> Occurrence:
    """Return when a recurring event began last and was not tracked yet.

    Raises:
        RuleBroken: there is no such time.
    """
    today = local_day(ctx.now(), ctx.zone)
    found = _occurrences(ctx, event, next_day(today, -_RECENT_DAYS), today)
    begun = [one for one in found if one.starts_at <= ctx.now() and not one.is_done]
    if not begun:
        raise RuleBroken(f"“{_title(event)}” repeats. Say which day is meant: --on 2026-03-02.", event=event.id)
    return begun[-1]


def _occurrences(ctx: Context, event: PlannedEvent, since: str, until: str) -> list[Occurrence]:
    from app.orchestrators.planning.events import list_events

    return [one for one in list_events(ctx, since=since, until=until) if one.event.id == event.id]


def print_events(ctx: Context, found: Sequence[Occurrence], names: Mapping[str, str]) -> None:
    """Print events under their days."""
    short = short_ids({one.event.id for one in found})
    for day, members in groupby(found, key=lambda one: one.day):
        rows = list(members)
        seconds = sum(one.ends_at - one.starts_at for one in rows if not one.event.all_day)
        print_heading(f"{date.fromisoformat(day):%a} {day}", duration(seconds) if seconds else "")
        print_lines([_cells(ctx, one, short[one.event.id], names) for one in rows], _COLUMNS)


def _cells(ctx: Context, one: Occurrence, short: str, names: Mapping[str, str]) -> tuple[str, str, str, str]:
    start, end = wall_clock(one.starts_at, ctx.zone), wall_clock(one.ends_at, ctx.zone)
    time = "all day" if one.event.all_day else f"{start:%H:%M}–{end:%H:%M}"
    length = "" if one.event.all_day else duration(one.ends_at - one.starts_at)
    return short, time, length, _what(one, names)


def _what(one: Occurrence, names: Mapping[str, str]) -> str:
    event = one.event
    parts = [event.title] if event.title else []
    if event.project:
        parts.append(f"@{names.get(event.project, '(missing project)')}")
    marks = [f"from {event.calendar}"] if event.calendar else []
    marks += ["repeats"] if event.recurrence else []
    marks += ["tracked"] if one.is_done else []
    return "  ".join(parts or ["(no title)"]) + (f"  ({', '.join(marks)})" if marks else "")


def event_line(event: PlannedEvent, project: str | None) -> str:
    """Return an event as one line for a person."""
    start, end = wall_clock(event.starts_at, event.tz), wall_clock(event.ends_at, event.tz)
    text = " ".join(part for part in (event.title, f"@{project}" if project else "") if part) or "(no title)"
    length = duration(event.ends_at - event.starts_at)
    last = f"{end:%H:%M}" if end - start < timedelta(days=1) else f"{end:%Y-%m-%d %H:%M}"
    span = f"{start:%a %Y-%m-%d}, all day" if event.all_day else f"{start:%a %Y-%m-%d %H:%M}–{last}  {length}"
    return f"{text}  {span}{f'  ({event.recurrence})' if event.recurrence else ''}"


def _title(event: PlannedEvent) -> str:
    return event.title or "This event"


def occurrence_json(one: Occurrence, project: str | None) -> dict[str, Any]:
    """Return one time an event happens as scripts see it: instants as ISO 8601 in UTC."""
    return event_json(one.event, project) | {
        "day": one.day,
        "starts_at": utc_text(one.starts_at),
        "ends_at": utc_text(one.ends_at),
        "seconds": one.ends_at - one.starts_at,
        "done": one.is_done,
    }


def event_json(event: PlannedEvent, project: str | None) -> dict[str, Any]:
    """Return an event as scripts see it: the first time it happens."""
    return {
        "id": event.id,
        "title": event.title,
        "project": project,
        "project_id": event.project,
        "notes": event.notes,
        "day": local_day(event.starts_at, event.tz),
        "starts_at": utc_text(event.starts_at),
        "ends_at": utc_text(event.ends_at),
        "seconds": event.ends_at - event.starts_at,
        "tz": event.tz,
        "all_day": event.all_day,
        "recurrence": event.recurrence,
        "status": str(event.status),
        "calendar": event.calendar,
        "done": event.status == "done",
    }
