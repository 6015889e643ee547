"""The days a person chose, as the workflows want them; runs in the lanes of Jobs."""

from typing import TYPE_CHECKING

from app.domain.days import local_day
from app.domain.ranges import Range, Span, span_of
from app.ui import formats

if TYPE_CHECKING:
    from app.storage.context import Context


def days_of(ctx: "Context", name: Range | None, since: str | None, until: str | None) -> Span:
    """Return the first and last day of a range by its name, or the two days themselves."""
    settings = formats.follow(ctx)
    if name is None:
        return since, until
    return span_of(name, local_day(ctx.now(), ctx.zone, settings.day_starts_at), settings.week_start)
