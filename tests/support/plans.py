"""Plans in a store: short ways to set time aside, and a calendar of somebody else."""

from typing import Any

from app.domain.days import day_bounds
from app.orchestrators.planning.events import add_event
from app.storage.context import Context
from tests.support.store import make_context

HOUR = 3600
WEEK = [(day, 540, 1020) for day in range(5)]

ICS = """\
BEGIN:VCALENDAR
VERSION:2.0
X-WR-CALNAME:Team
BEGIN:VEVENT
UID:meeting@example.org
DTSTART;TZID=Europe/Berlin:20260302T100000
DTEND;TZID=Europe/Berlin:20260302T113000
SUMMARY:Meeting
RRULE:FREQ=WEEKLY;COUNT=3
END:VEVENT
BEGIN:VEVENT
UID:landing@example.org
DTSTART;TZID=Mars/Olympus:20260303T100000
DTEND;TZID=Mars/Olympus:20260303T113000
SUMMARY:Landing
END:VEVENT
END:VCALENDAR
"""


def at(ctx: Context, day: str, hour: float) -> int:
    return day_bounds(day, ctx.zone)[0] + round(hour * HOUR)


def plan(ctx: Context, day: str, since: float, until: float, **fields: Any) -> Any:
    return add_event(ctx, starts_at=at(ctx, day, since), ends_at=at(ctx, day, until), **fields).value


def reopened(ctx: Context) -> Context:
    """Close a store and open it again, as a restart does."""
    path, now = ctx.database.path, ctx.now()
    ctx.database.close()
    return make_context(path, now=now, seed=now % 1000 + 7)
