"""The working week: set it from a day on, whole or by weekdays, and see what was and will be in force."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.days import next_day
from app.domain.entities.planning import WorkSlot
from app.domain.errors import RuleBroken, raise_if_blocked
from app.domain.rules.planning import WEEKDAYS, check_slot
from app.domain.working_weeks import EARLIEST_DAY, week_on, weeks, with_days, with_week, without_week
from app.orchestrators.catalogue import require_day
from app.orchestrators.progress import today_of
from app.orchestrators.workflow import workflow
from app.storage.unit_of_work import reading, unit_of_work

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from app.domain.outcome import Outcome
    from app.domain.working_weeks import WeekSpan, WorkingWeek
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories, UnitOfWork


@dataclass(frozen=True, slots=True)
class WeekPlan:
    """The week in force on a day.

    ``usual`` when nobody had set one: then there are no slots, and Monday to Friday of eight hours are assumed.
    ``since`` is the day it began to hold (None: ever), ``next_change`` the day from which another one does.
    """

    day: str
    slots: tuple[WorkSlot, ...]
    usual: bool
    since: str | None
    next_change: str | None
    spans: tuple[WeekSpan, ...]

    @property
    def minutes(self) -> int:
        """The minutes of the whole week."""
        return sum(end - start for _, start, end in self.spans)


@workflow
def week_of_slots(ctx: Context, day: str | None = None) -> WeekPlan:
    """Return the week in force on a day; today when None.

    Raises:
        RuleBroken: the day is none.
    """
    require_day(day, "day")
    with reading(ctx) as read:
        day = day or today_of(ctx, read)
        return _plan(week_on(own_slots(ctx, read), day), day)


@workflow
def list_weeks(ctx: Context) -> list[WeekPlan]:
    """Return every week that was, is or will be in force, the earliest first."""
    with reading(ctx) as read:
        today = today_of(ctx, read)
        return [_plan(week, week.since or week.until or today) for week in weeks(own_slots(ctx, read))]


@workflow
def set_week(ctx: Context, spans: Sequence[WeekSpan], *, effective_from: str) -> Outcome[tuple[WorkSlot, ...]]:
    """Work at these times from a day on, up to the next week that was set already; returns the slots then in force.

    ``spans`` are (weekday, start, end), minutes after midnight; none is no work. Weeks before and after stay.

    Raises:
        RuleBroken: spans overlap, go past midnight or backwards, or the day is none.
    """
    with unit_of_work(ctx, "set_week", effective_from) as work:
        slots = _put(ctx, work, spans, effective_from)
    return work.outcome(slots)


@workflow
def set_days(
    ctx: Context, weekdays: Collection[int], spans: Sequence[tuple[int, int]], *, effective_from: str
) -> Outcome[tuple[WorkSlot, ...]]:
    """Work at these times on some weekdays from a day on; the others stay as they are.

    Raises:
        RuleBroken: see set_week.
    """
    with unit_of_work(ctx, "set_working_days", effective_from) as work:
        slots = _put_days(ctx, work, weekdays, spans, effective_from)
    return work.outcome(slots)


@workflow
def clear_days(ctx: Context, weekdays: Collection[int], *, effective_from: str) -> Outcome[tuple[WorkSlot, ...]]:
    """Do not work on some weekdays from a day on.

    Raises:
        RuleBroken: there is no such weekday or day.
    """
    with unit_of_work(ctx, "clear_working_days", effective_from) as work:
        slots = _put_days(ctx, work, weekdays, (), effective_from)
    return work.outcome(slots)


@workflow
def list_slots(ctx: Context) -> list[WorkSlot]:
    """Return all slots of the person, past and future ones too, by weekday and time."""
    with reading(ctx) as read:
        return own_slots(ctx, read)


@workflow
def delete_slot(ctx: Context, id: str) -> Outcome[WorkSlot]:  # noqa: A002 - the field's own name
    """Delete a slot, for all the time it was in force.

    Raises:
        NotFound: it is gone.
    """
    with unit_of_work(ctx, "delete_working_hours") as work:
        slot = work.work_slots.require(id)
        work.work_slots.delete(id)
        work.describe(WEEKDAYS[slot.weekday % len(WEEKDAYS)])
    return work.outcome(slot)


@workflow
def drop_week(ctx: Context, since: str) -> Outcome[tuple[WorkSlot, ...]]:
    """Let the week before one that begins on ``since`` go on in its place, up to the next change.

    Raises:
        RuleBroken: no week begins on that day.
    """
    with unit_of_work(ctx, "remove_week", since) as work:
        slots = own_slots(ctx, work)
        if all(week.since != since for week in weeks(slots)):
            raise RuleBroken(f"No working week begins on {since}.", day=since)
        found = _save(work, slots, without_week(slots, user=ctx.user, since=since, now=ctx.now()), since)
    return work.outcome(found)


def own_slots(ctx: Context, read: Repositories) -> list[WorkSlot]:
    """Return the person's slots as they stand in a transaction."""
    return [slot for slot in read.work_slots.all() if slot.user == ctx.user]


def _plan(week: WorkingWeek, day: str) -> WeekPlan:
    following = next_day(week.until) if week.until else None
    return WeekPlan(day, week.slots, week.usual, week.since, following, week.spans)


def _put_days(
    ctx: Context, work: UnitOfWork, weekdays: Collection[int], spans: Iterable[tuple[int, int]], since: str
) -> tuple[WorkSlot, ...]:
    _require_since(since)
    if not weekdays or not set(weekdays) <= set(range(len(WEEKDAYS))):
        raise RuleBroken(
            "A week has the days 0 for Monday to 6 for Sunday.", field="weekday", weekdays=sorted(weekdays)
        )
    return _put(ctx, work, with_days(week_on(own_slots(ctx, work), since), weekdays, spans), since)


def _put(ctx: Context, work: UnitOfWork, spans: Iterable[WeekSpan], since: str) -> tuple[WorkSlot, ...]:
    _require_since(since)
    wanted = sorted(spans)
    _require_in_order(ctx, wanted, since)
    before = own_slots(ctx, work)
    after = with_week(before, wanted, user=ctx.user, since=since, now=ctx.now())
    return _save(work, before, after, since)


def _save(work: UnitOfWork, before: Sequence[WorkSlot], after: Sequence[WorkSlot], since: str) -> tuple[WorkSlot, ...]:
    work.work_slots.delete_all({slot.id for slot in before} - {slot.id for slot in after})
    work.work_slots.save_all(after)
    return week_on(after, since).slots


def _require_since(since: str) -> None:
    require_day(since, "effective_from")
    if since <= EARLIEST_DAY:
        raise RuleBroken(f"Working hours are kept from {EARLIEST_DAY} on. Choose a later day.", field="effective_from")


def _require_in_order(ctx: Context, spans: Sequence[WeekSpan], since: str) -> None:
    made: list[WorkSlot] = []
    for place, (weekday, start, end) in enumerate(spans):
        slot = WorkSlot(
            id=str(place), created_at=0, user=ctx.user, weekday=weekday, start_minute=start, end_minute=end,
            effective_from=since,
        )  # fmt: skip
        raise_if_blocked(check_slot(slot, made))
        made.append(slot)
