"""What the Calendar page asks of the workflows. Runs in the lanes of Jobs, never on the GUI thread."""

from typing import TYPE_CHECKING, Any

from app.ui import formats

if TYPE_CHECKING:
    from app.domain.outcome import Outcome
    from app.orchestrators.planning.calendar_span import CalendarSpan
    from app.storage.context import Context
    from app.ui.calendar.spans import ViewName


def load(ctx: "Context", *, view: "ViewName", day: str | None) -> "tuple[CalendarSpan, str]":
    """Return what a view shows around a day (today when None), and that day."""
    from app.domain.days import local_day
    from app.orchestrators.planning.calendar_span import calendar_span
    from app.ui.calendar.spans import span_of

    settings = formats.follow(ctx)
    looked_at = day or local_day(ctx.now(), ctx.zone, settings.day_starts_at)
    since, until = span_of(view, looked_at, settings.week_start)
    return calendar_span(ctx, since=since, until=until), looked_at


def edit_entry(ctx: "Context", *, id: str, **fields: Any) -> "Outcome[Any]":  # noqa: A002 - the field's own name
    """Change fields of an entry."""
    from app.orchestrators.time_tracking.entries import edit_entry

    return edit_entry(ctx, id, **fields)
