"""Working hours against work: capacity, plans and tracked time by day, week and month, and the balance of overtime."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from app.domain.days import month_of, next_day, week_of
from app.domain.errors import RuleBroken
from app.domain.planned import planned_minutes
from app.domain.work_hours import Load, loads, overtime_balance, seconds_within, slot_instants, summed
from app.orchestrators.catalogue import require_day
from app.orchestrators.effective import count_effectively, timers
from app.orchestrators.outlook import Outlooks
from app.orchestrators.preferences import load_settings
from app.orchestrators.progress import calendar_of, today_of
from app.orchestrators.workflow import workflow
from app.storage.filters import EntryFilter
from app.storage.slot_sums import SlotSums
from app.storage.unit_of_work import reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.capacity import Calendar
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories

DayLoad = Load
By = Literal["day", "week", "month"]
# So far ahead overcommitted days are looked for.
AHEAD_DAYS = 56
_MOST_YEARS = 200


@dataclass(frozen=True, slots=True)
class WorkHours:
    """A span's working hours; ``loads`` are its days, weeks or months.

    ``balance_seconds`` is the overtime up to today (or the span's end, where that is earlier), ``settled_seconds`` the
    same without today, whose work is still being done; both from ``balance_since``, or of the span alone where no such
    day was set; then days before anything was tracked at all count for nothing (``counted_from``). ``inside_seconds`` and ``outside_seconds`` are what was tracked in the span in and beside the slots.
    ``overcommitted`` are days ahead. ``usual`` when nobody has set a week: then Monday to Friday, 9 to 17, is assumed.
    ``days`` are the days themselves, as of ``today``.
    """

    since: str
    until: str
    by: str
    loads: tuple[Load, ...]
    balance_seconds: int
    settled_seconds: int
    balance_since: str | None
    inside_seconds: int
    outside_seconds: int
    overcommitted: tuple[Load, ...]
    usual: bool
    days: tuple[Load, ...] = ()
    today: str = ""
    counted_from: str = ""

    @property
    def span_balance_seconds(self) -> int:
        """The balance of the span's days that are over, without anything from before."""
        return overtime_balance(load for load in self.days if self.counted_from <= load.day < self.today)

    @property
    def ahead(self) -> Load:
        """What is to come in the span, from today on, as one sum."""
        coming = summed((load for load in self.days if load.day >= self.today), lambda _: self.today)
        return coming[0] if coming else Load(self.today)


@workflow
def capacity(ctx: Context, *, since: str, until: str) -> tuple[DayLoad, ...]:
    """Return capacity, planned, estimated and tracked time of each day from ``since`` to ``until``, both included.

    What is estimated is that of all active projects; a running timer counts up to now.

    Raises:
        RuleBroken: a day is none, the last is before the first, or there are centuries between them.
    """
    _require_span(since, until)
    with reading(ctx) as read:
        return tuple(_Hours(ctx, read).loads(since, until))


@workflow
def work_hours_analytics(ctx: Context, *, since: str, until: str, by: By = "day") -> WorkHours:
    """Return the working hours of a span by day, week or month.

    Raises:
        RuleBroken: see capacity, or ``by`` is none of these.
    """
    _require_span(since, until)
    if by not in ("day", "week", "month"):
        raise RuleBroken(f"“{by}” is neither day, week nor month.", field="by")
    with reading(ctx) as read:
        hours = _Hours(ctx, read)
        return hours.analytics(since, until, by)


@dataclass(frozen=True, slots=True)
class Overtime:
    """The balance of overtime on a day, ``today``; in seconds, ``settled_seconds`` without today itself.

    Nothing is counted without a day to count from, ``since``.
    """

    today: str
    since: str | None
    balance_seconds: int
    settled_seconds: int


@workflow
def overtime(ctx: Context) -> Overtime:
    """Return the balance of overtime as it stands."""
    with reading(ctx) as read:
        today, since = today_of(ctx, read), load_settings(read).balance_since
        if since is None:
            return Overtime(today, None, 0, 0)
        balance, settled = _Hours(ctx, read).balances(today, since)
        return Overtime(today, since, balance, settled)


class _Hours:
    """One person's hours over one snapshot; what several answers share is read once."""

    def __init__(self, ctx: Context, read: Repositories) -> None:
        self._ctx, self._read = ctx, read
        self._today = today_of(ctx, read)
        self._calendar: Calendar = calendar_of(read, ctx.user)
        self._auto: dict[str, int] | None = None

    def analytics(self, since: str, until: str, by: str) -> WorkHours:
        """Return the figures of a span."""
        read, settings = self._read, load_settings(self._read)
        # Who begins to track today is not behind with all the days before.
        counted_from = settings.balance_since or self._read.totals.span()[0] or self._today
        start = settings.balance_since or max(since, counted_from)
        balance, settled = self.balances(min(until, self._today), start)
        days, ahead = self.loads(since, until), self.loads(self._today, next_day(self._today, AHEAD_DAYS))
        inside_seconds, outside_seconds = self._inside(since, until)
        return WorkHours(
            since=since,
            until=until,
            by=by,
            loads=tuple(summed(days, _period(by, settings.week_start))),
            balance_seconds=balance,
            settled_seconds=settled,
            balance_since=settings.balance_since,
            inside_seconds=inside_seconds,
            outside_seconds=outside_seconds,
            overcommitted=tuple(load for load in ahead if load.overcommitted),
            usual=not any(slot.user == self._ctx.user for slot in read.work_slots.all()),
            days=tuple(days),
            today=self._today,
            counted_from=counted_from,
        )

    def balances(self, last: str, since: str) -> tuple[int, int]:
        """Return the balance of overtime from a day to the last one, and the same without today."""
        settings = load_settings(self._read)
        opening = settings.balance_opening_minutes * 60 if settings.balance_since else 0
        if last < since:
            return opening, opening
        minutes, tracked = self._calendar.by_day(since, last), self._tracked(since, last)
        days = loads(since, last, capacity=minutes, tracked=tracked)
        over = [day for day in days if day.day != self._today]
        return overtime_balance(days, opening_seconds=opening), overtime_balance(over, opening_seconds=opening)

    def loads(self, since: str, until: str) -> list[Load]:
        """Return the figures of every day."""
        minutes = self._calendar.by_day(since, until)
        return loads(
            since, until, capacity=minutes, planned=self._planned(since, until, minutes), auto=self._estimated(until),
            tracked=self._tracked(since, until),
        )  # fmt: skip

    def _tracked(self, since: str, until: str) -> dict[str, int]:
        chosen = EntryFilter(since_day=since, until_day=until, users=(self._ctx.user,))
        seconds: dict[str, int] = defaultdict(int)
        for row in self._read.totals.by("day", chosen=chosen):
            seconds[row.key[0]] += row.seconds
        count_effectively(self._ctx, self._read, seconds)
        return {day: part for day, part in seconds.items() if since <= day <= until}

    def _planned(self, since: str, until: str, minutes: dict[str, int]) -> dict[str, int]:
        events = [event for event in self._read.planned_events.all() if event.user == self._ctx.user]
        found: dict[str, int] = defaultdict(int)
        by_project = planned_minutes(
            events, since=since, until=until, capacity=minutes, day_starts_at=self._read.session.day_starts_at
        )
        for days in by_project.values():
            for day, part in days.items():
                found[day] += part
        return found

    def _estimated(self, until: str) -> dict[str, int]:
        if until < self._today:
            # Nothing is ever estimated for a day that has gone by.
            return {}
        if self._auto is None:
            self._auto = defaultdict(int)
            for days in Outlooks(self._ctx, self._read).auto().values():
                for day, part in days.items():
                    self._auto[day] += part
        return self._auto

    def _inside(self, since: str, until: str) -> tuple[int, int]:
        shift, ctx = self._read.session.day_starts_at, self._ctx
        tracked = sum(self._tracked(since, until).values())
        found = SlotSums(self._read.session).inside(
            ctx.user,
            lambda tz: slot_instants(self._calendar, since, until, tz, day_starts_at=shift),
            since=since,
            until=until,
        )
        for entry in timers(self._read, ctx.user):
            spans = slot_instants(self._calendar, since, until, entry.tz, day_starts_at=shift)
            found += seconds_within(entry.started_at, entry.until(ctx.now()), spans)
        return found, max(0, tracked - found)


def _period(by: str, week_start: int) -> Callable[[str], str]:
    if by == "week":
        return lambda day: week_of(day, week_start)
    return (lambda day: f"{month_of(day)}-01") if by == "month" else (lambda day: day)


def _require_span(since: str, until: str) -> None:
    require_day(since, "since")
    require_day(until, "until")
    if until < since:
        raise RuleBroken("The last day is before the first.", field="until")
    if int(until[:4]) - int(since[:4]) > _MOST_YEARS:
        raise RuleBroken(f"That is more than {_MOST_YEARS} years. Choose a shorter span.", field="until")
