"""Single days with more or less time than the week says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.entities.planning import DayOverride
from app.domain.errors import NotFound, raise_if_blocked
from app.domain.ids import derived_id
from app.domain.rules.planning import check_override
from app.orchestrators.workflow import workflow
from app.storage.unit_of_work import reading, unit_of_work

if TYPE_CHECKING:
    from app.domain.outcome import Outcome
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories


@workflow
def set_override(ctx: Context, date: str, minutes: int, *, note: str = "") -> Outcome[DayOverride]:
    """Let a day have so many minutes for work, whatever the slots say; a second time for a day replaces the first.

    Raises:
        RuleBroken: the day is none, or the minutes are more than a day's.
    """
    with unit_of_work(ctx, "set_day", date) as work:
        override = DayOverride(
            id=derived_id("day_override", ctx.user, date), created_at=ctx.now(), user=ctx.user, date=date,
            minutes=minutes, note=note.strip(),
        )  # fmt: skip
        raise_if_blocked(check_override(override))
        others = [other.id for other in _own(ctx, work) if other.date == date and other.id != override.id]
        work.day_overrides.delete_all(others)
        work.day_overrides.save(override)
    return work.outcome(override)


@workflow
def clear_override(ctx: Context, date: str) -> Outcome[str]:
    """Let a day have the time the week says again.

    Raises:
        NotFound: the day has no time of its own.
    """
    with unit_of_work(ctx, "clear_day", date) as work:
        found = [override.id for override in _own(ctx, work) if override.date == date]
        if not found:
            raise NotFound(f"{date} has no working time of its own: the week's counts already.", day=date)
        work.day_overrides.delete_all(found)
    return work.outcome(date)


@workflow
def list_overrides(ctx: Context, *, since: str | None = None, until: str | None = None) -> list[DayOverride]:
    """Return the days with a time of their own, by date, both ends included."""
    with reading(ctx) as read:
        # Two devices may each have set one; the newest counts.
        newest = {
            override.date: override for override in sorted(_own(ctx, read), key=lambda one: (one.created_at, one.id))
        }
    return [newest[day] for day in sorted(newest) if (since or "") <= day and (until is None or day <= until)]


def _own(ctx: Context, read: Repositories) -> list[DayOverride]:
    return [override for override in read.day_overrides.all() if override.user == ctx.user]
