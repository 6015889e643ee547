"""What the section of calendars asks of the workflows. Runs in the lanes of Jobs, never on the GUI thread."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.domain.outcome import Outcome
    from app.orchestrators.planning.calendars import (
        CalendarPlan,
        CalendarResult,
        CalendarSource,
        Refreshed,
    )
    from app.storage.context import Context


@dataclass(frozen=True, slots=True)
class Shelf:
    """The calendars there are, as they stand at a Unix second."""

    calendars: "tuple[CalendarSource, ...]"
    now: int


def load(ctx: "Context") -> Shelf:
    """Return the calendars."""
    from app.orchestrators.planning.calendars import list_calendars

    return Shelf(tuple(list_calendars(ctx)), ctx.now())


def plan(ctx: "Context", *, source: str) -> "CalendarPlan":
    """Return what importing a file or an address would do."""
    from app.orchestrators.planning.calendars import plan_calendar

    return plan_calendar(ctx, source)


def add(ctx: "Context", *, source: str, name: str, color: str) -> "Outcome[CalendarResult]":
    """Import a calendar."""
    from app.orchestrators.planning.calendars import import_calendar

    return import_calendar(ctx, source, name=name, color=color)


def refresh(ctx: "Context", *, name: str) -> "Outcome[Refreshed]":
    """Bring one calendar up to date."""
    from app.orchestrators.planning.calendars import refresh_calendars

    return refresh_calendars(ctx, only=name)


def remove(ctx: "Context", *, name: str) -> "Outcome[int]":
    """Remove a calendar and its events."""
    from app.orchestrators.planning.calendars import remove_calendar

    return remove_calendar(ctx, name)


def paint(ctx: "Context", *, name: str, color: str) -> "Outcome[CalendarSource]":
    """Show a calendar in another colour."""
    from app.orchestrators.planning.calendars import color_calendar

    return color_calendar(ctx, name, color)
