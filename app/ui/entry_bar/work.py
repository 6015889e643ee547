"""What the entry bar asks of the workflows."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.domain.entities.time_entries import TimeEntry
    from app.domain.outcome import Outcome
    from app.orchestrators.time_tracking.log import Suggestion
    from app.orchestrators.time_tracking.quick import Preview
    from app.storage.context import Context

_OFFERED = 6


def understand(ctx: "Context", *, text: str) -> "tuple[Preview, list[Suggestion]]":
    """Return what a line means, and what was worked on before that fits its words."""
    from app.orchestrators.time_tracking.log import suggestions
    from app.orchestrators.time_tracking.quick import preview_text

    preview = preview_text(ctx, text)
    return preview, suggestions(ctx, preview.line.description, limit=_OFFERED)


def start(ctx: "Context", *, text: str, create: bool, repeated: str | None = None) -> "Outcome[TimeEntry]":
    """Do what a line says."""
    from app.orchestrators.time_tracking.quick import start_from_text

    return start_from_text(ctx, text, create_missing=create, repeated=repeated)


def change_running(
    ctx: "Context", *, text: str, create: bool = False, repeated: str | None = None
) -> "Outcome[TimeEntry]":
    """Let the running entry be what a line says; what the line does not name stays.

    Raises:
        RuleBroken: the line cannot be read. UnknownName: no such project, and it may not be created.
    """
    from app.domain.errors import raise_if_blocked
    from app.domain.quick_entry.parser import parse
    from app.orchestrators.time_tracking.amending import Amendment, amend_entry
    from app.orchestrators.time_tracking.status import status

    running = status(ctx).running
    line = parse(text, now=ctx.now(), tz=ctx.zone, repeated=repeated)
    if running is None or line.ended_at is not None:
        return start(ctx, text=text, create=create, repeated=repeated)
    raise_if_blocked(list(line.problems))
    fields: dict[str, Any] = {"description": line.description}
    if line.started_at is not None:
        fields["started_at"] = line.started_at
    return amend_entry(ctx, running.id, Amendment(line, create_missing=create, fields=fields))


def set_new_project(ctx: "Context", *, entry: str, name: str) -> "Outcome[TimeEntry]":
    """Put an entry into a new project."""
    from app.domain.quick_entry.parser import QuickEntry
    from app.orchestrators.time_tracking.amending import Amendment, amend_entry

    return amend_entry(ctx, entry, Amendment(QuickEntry(project=name), create_missing=True))


def add_new_tag(ctx: "Context", *, entry: str, name: str) -> "Outcome[TimeEntry]":
    """Create a tag and put it on an entry."""
    from app.domain.quick_entry.parser import QuickEntry
    from app.orchestrators.time_tracking.amending import Amendment, amend_entry

    return amend_entry(ctx, entry, Amendment(QuickEntry(tags=(name,))))


def move_start(ctx: "Context", *, at: int) -> "Outcome[TimeEntry]":
    """Let the running entry have begun at another time."""
    from app.orchestrators.time_tracking import timer

    return timer.move_start(ctx, at)
