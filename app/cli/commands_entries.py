"""Commands about entries: list, edit, delete."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.choosing import BillableOnly, ClientNames, GroupNames, ProjectNames, Since, TagNames, Until, chosen
from app.cli.commands_quick import Create, Repeated
from app.cli.completing import complete_line, complete_tag
from app.cli.desk import Json, answer, store
from app.cli.entries import entry_called, print_days, row_json
from app.cli.quick import joined
from app.cli.repeated import settled
from app.cli.words import duration, entry_line, print_json, read_instant
from app.cli.words import entries as counted

if TYPE_CHECKING:
    from app.domain.entities.time_entries import TimeEntry
    from app.domain.quick_entry.parser import QuickEntry
    from app.orchestrators.time_tracking.log import DayEntries
    from app.storage.context import Context

_PANEL = "Track"
_LINE = {"ignore_unknown_options": True}
Which = Annotated[str, typer.Argument(metavar="ID", help="An id of “log”, or last, or running.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(rich_help_panel=_PANEL)(log)
    app.command(context_settings=_LINE, rich_help_panel=_PANEL)(edit)
    app.command(rich_help_panel=_PANEL)(rm)


def log(
    call: typer.Context,
    since: Since = None,
    until: Until = None,
    project: ProjectNames = None,
    group: GroupNames = None,
    client: ClientNames = None,
    tag: TagNames = None,
    text: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Only entries whose description contains this.")
    ] = None,
    no_project: Annotated[bool, typer.Option("--no-project", help="Only entries without a project.")] = False,
    billable: BillableOnly = None,
    limit: Annotated[int | None, typer.Option(metavar="N", min=1, help="At most so many, the newest.")] = None,
    json: Json = False,
) -> None:
    """List entries by day, the last week if not said."""
    from app.orchestrators.time_tracking.log import entries_of

    wanted = {"project": project, "group": group, "client": client, "tag": tag}
    with store(call, upkeep=True) as ctx:
        # A search looks everywhere; a plain log at the last week.
        first = since or (None if text or until else "-6d")
        filter_ = chosen(ctx, since=first, until=until, names=wanted, billable=billable)
        filter_ = replace(filter_, text=text, without_project=no_project)
        days = entries_of(ctx, filter_, limit=limit or -1)
        if json:
            print_json(_log_json(ctx, days, filter_.since_day, filter_.until_day))
        else:
            print_days(ctx, days)


def _log_json(ctx: Context, days: list[DayEntries], since: str | None, until: str | None) -> dict[str, Any]:
    found = [
        {
            "day": day.day,
            "seconds": sum(row.entry.seconds(ctx.now()) for row in day.rows),
            "entries": [row_json(ctx, row) for row in day.rows],
        }
        for day in days
    ]
    # Without bounds of its own, a list says where it really begins and ends.
    first, last = (days[-1].day, days[0].day) if days else (None, None)
    return {
        "since": since or first,
        "until": until or last,
        "total_seconds": sum(row.entry.seconds(ctx.now()) for day in days for row in day.rows),
        "days": found,
    }


def edit(
    call: typer.Context,
    which: Which,
    line: Annotated[
        list[str] | None,
        typer.Argument(metavar="LINE", help="What changes: 9-11 text @project #tag $", autocompletion=complete_line),
    ] = None,
    start: Annotated[str | None, typer.Option(metavar="TIME", help="When it began: 9:30.")] = None,
    end: Annotated[str | None, typer.Option(metavar="TIME", help="When it ended: 11:00.")] = None,
    untag: Annotated[
        list[str] | None, typer.Option(metavar="TAG", help="Take a tag off.", autocompletion=complete_tag)
    ] = None,
    no_project: Annotated[bool, typer.Option("--no-project", help="Take the project off.")] = False,
    no_description: Annotated[bool, typer.Option("--no-description", help="Empty the description.")] = False,
    create: Create = False,
    repeated: Repeated = None,
    json: Json = False,
) -> None:
    """Change of an entry what a line names; tags are added."""
    from app.orchestrators.time_tracking.amending import Amendment, amend_entry

    with store(call) as ctx:
        entry = entry_called(ctx, which)
        parsed, fields = settled(
            lambda which: (
                _parsed(ctx, entry, joined(line or []), which),
                _moved(ctx, entry, start, end, which),
            ),
            repeated,
            may_ask=not json,
        )
        if no_description:
            fields["description"] = ""
        amendment = Amendment(parsed, tuple(untag or ()), no_project, create, fields)
        outcome = amend_entry(ctx, entry.id, amendment)
        _tell(ctx, outcome.value, "Changed", as_json=json, problems=outcome.problems)


def _moved(ctx: Context, entry: TimeEntry, start: str | None, end: str | None, repeated: str | None) -> dict[str, Any]:
    """Return the new start and end, as far as they are given; a time alone is one of the entry's own day."""
    fields: dict[str, Any] = {}
    if start is not None:
        fields["started_at"] = read_instant(ctx, start, near=entry.started_at, repeated=repeated)
    if end is not None:
        fields["ended_at"] = read_instant(ctx, end, near=entry.ended_at or entry.started_at, repeated=repeated)
    return fields


def _parsed(ctx: Context, entry: TimeEntry, text: str, repeated: str | None) -> QuickEntry:
    """Read a line on the day of the entry, so that 9-11 means that day."""
    from app.domain.days import day_bounds, local_day
    from app.domain.errors import RuleBroken, raise_if_blocked
    from app.domain.quick_entry.parser import parse

    evening = day_bounds(local_day(entry.started_at, ctx.zone), ctx.zone)[1] - 1
    line = parse(text, now=min(evening, ctx.now()), tz=ctx.zone, repeated=repeated)
    raise_if_blocked(list(line.problems))
    if line.started_at is not None and line.ended_at is None:
        raise RuleBroken("A change needs a whole span, such as 9-11. To move only the start, write --start 9:30.")
    return line


def _tell(ctx: Context, entry: TimeEntry, verb: str, *, as_json: bool, problems: Any) -> None:
    from app.orchestrators.entry_rows import with_names
    from app.storage.unit_of_work import reading

    with reading(ctx) as read:
        (row,) = with_names(read, [entry])
        project = read.projects.get(entry.project) if entry.project else None
    sentence = f"{verb}: {entry_line(ctx, entry, project, row.task_name, row.tag_names)}"
    answer(row_json(ctx, row), sentence, as_json=as_json, problems=problems)


def rm(
    call: typer.Context,
    which: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of “log”, or last, or running.")],
    json: Json = False,
) -> None:
    """Move entries to the trash; undo brings them back."""
    from app.orchestrators.time_tracking.entries import delete_entries

    with store(call) as ctx:
        entries = {entry.id: entry for entry in (entry_called(ctx, word) for word in which)}
        count = delete_entries(ctx, list(entries)).value
        seconds = sum(entry.seconds(ctx.now()) for entry in entries.values())
        sentence = f"Deleted {counted(count)}, {duration(seconds)} h. “stintbook undo” brings back what was deleted."
        answer({"deleted": count, "seconds": seconds, "ids": list(entries)}, sentence, as_json=json)
