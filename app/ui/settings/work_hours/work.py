"""What the section of working hours asks of the workflows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.domain.entities.planning import DayOverride
    from app.domain.outcome import Outcome
    from app.orchestrators.work_hours.slots import WeekPlan
    from app.storage.context import Context

# Single days further back are history.
_DAYS_BACK = 60


@dataclass(frozen=True, slots=True)
class SingleDay:
    """A day with a time of its own; ``usual_minutes`` is what the week would say."""

    override: "DayOverride"
    usual_minutes: int


@dataclass(frozen=True, slots=True)
class Shown:
    """The week in force on ``day``, all weeks, the single days, and the balance of overtime."""

    day: str
    today: str
    week_start: int
    plan: "WeekPlan"
    weeks: "tuple[WeekPlan, ...]"
    days: tuple[SingleDay, ...]
    balance_since: str | None
    opening_minutes: int
    balance_seconds: int


def load(ctx: "Context", *, day: str | None) -> Shown:
    """Return everything the section shows; the week of ``day``, None for this week's."""
    from app.domain.capacity import Calendar
    from app.domain.days import next_day, week_of
    from app.orchestrators.work_hours.analytics import overtime
    from app.orchestrators.work_hours.overrides import list_overrides
    from app.orchestrators.work_hours.slots import list_slots, list_weeks, week_of_slots
    from app.ui.formats import follow

    settings = follow(ctx)
    balance = overtime(ctx)
    today = balance.today
    if day is None:
        # What is changed in the middle of a week is meant for the whole of it, but not for one before.
        day = max(week_of(today, settings.week_start), week_of_slots(ctx, today).since or "")
    calendar = Calendar(list_slots(ctx))
    overrides = list_overrides(ctx, since=next_day(today, -_DAYS_BACK))
    return Shown(
        day=day,
        today=today,
        week_start=settings.week_start,
        plan=week_of_slots(ctx, day),
        weeks=tuple(list_weeks(ctx)),
        days=tuple(SingleDay(one, calendar.capacity(one.date)) for one in overrides),
        balance_since=settings.balance_since,
        opening_minutes=settings.balance_opening_minutes,
        balance_seconds=balance.settled_seconds,
    )


def set_week(ctx: "Context", *, spans: Sequence[tuple[int, int, int]], since: str) -> "Outcome[Any]":
    """Let a week hold from a day on."""
    from app.orchestrators.work_hours.slots import set_week as put

    return put(ctx, spans, effective_from=since)


def drop_week(ctx: "Context", *, since: str) -> "Outcome[Any]":
    """Let the week before go on."""
    from app.orchestrators.work_hours.slots import drop_week as drop

    return drop(ctx, since)


def set_day(ctx: "Context", *, day: str, minutes: int, note: str) -> "Outcome[Any]":
    """Let a day have a time of its own."""
    from app.orchestrators.work_hours.overrides import set_override

    return set_override(ctx, day, minutes, note=note)


def clear_day(ctx: "Context", *, day: str) -> "Outcome[Any]":
    """Let a day have the week's time again."""
    from app.orchestrators.work_hours.overrides import clear_override

    return clear_override(ctx, day)
