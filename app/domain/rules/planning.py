"""Working hours, days off and rates: what can be, before it is kept."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.domain.days import is_day
from app.domain.problems import Problem, Severity
from app.domain.rules.projects import no_such_day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.entities.billing import Rate
    from app.domain.entities.planning import DayOverride, PlannedEvent, TimeOff, WorkSlot

_DAY_MINUTES = 24 * 60
_YEAR_DAYS = 365
# Longer than this is worth a second look at the dates.
_LONG_DAYS = 366
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def check_slot(slot: WorkSlot, others: Iterable[WorkSlot] = ()) -> list[Problem]:
    """Check a working slot: inside one day, not backwards, beside the other slots of its weekday."""
    if not 0 <= slot.weekday < len(WEEKDAYS):
        return [Problem("no_such_weekday", "A week has the days 0 for Monday to 6 for Sunday.", "weekday")]
    if not 0 <= slot.start_minute < slot.end_minute <= _DAY_MINUTES:
        return [_not_in_one_day(slot)]
    if slot.effective_to is not None and slot.effective_to < slot.effective_from:
        return [Problem("due_before_start", "These working hours would end before they begin.", "effective_to")]
    for other in others:
        if other.id != slot.id and other.user == slot.user and _collide(slot, other):
            hours = f"{_clock(other.start_minute)} to {_clock(other.end_minute)}"
            start, end = min(slot.start_minute, other.start_minute), max(slot.end_minute, other.end_minute)
            sentence = (
                f"These working hours of {WEEKDAYS[slot.weekday]} overlap those from {hours}."
                f" Let one begin when the other ends, or make them one from {_clock(start)} to {_clock(end)}."
            )
            values = {
                "weekday": other.weekday, "start_minute": other.start_minute, "end_minute": other.end_minute,
                "from": start, "to": end,
            }  # fmt: skip
            return [Problem("slots_overlap", sentence, "start_minute", values=values)]
    return []


def check_override(override: DayOverride) -> list[Problem]:
    """Check the capacity of one day: a real day, between nothing and 24 hours."""
    if not is_day(override.date):
        return [no_such_day(override.date, "date")]
    if not 0 <= override.minutes <= _DAY_MINUTES:
        return [Problem("capacity_range", "A day holds between 0 and 24 hours.", "minutes")]
    return []


def check_time_off(off: TimeOff) -> list[Problem]:
    """Check days off: real days in order, and a fraction of a day above nothing and up to the whole."""
    for field, day in (("start_date", off.start_date), ("end_date", off.end_date)):
        if not is_day(day):
            return [no_such_day(day, field)]
    if off.end_date < off.start_date:
        return [Problem("due_before_start", "The last day off is before the first.", "end_date")]
    if not 0 < off.fraction <= 1:
        return [
            Problem("fraction_range", "Time off takes more than nothing of a day, and at most all of it.", "fraction")
        ]
    days = _days(off)
    if off.recurs_annually and days >= _YEAR_DAYS:
        sentence = "Time off that comes every year lasts less than a year."
        return [Problem("recurs_too_long", sentence, "end_date", values={"days": days})]
    if days > _LONG_DAYS:
        sentence = f"These are {days} days off, more than a year: there is no time for work on any of them."
        return [Problem("long_time_off", sentence, "end_date", Severity.WARNING, {"days": days})]
    return []


def check_event(event: PlannedEvent) -> list[Problem]:
    """Check a planned event: not backwards, a title, and not somebody else's calendar."""
    problems = []
    if event.calendar:
        sentence = f"This event belongs to the calendar “{event.calendar}” and can only be changed there."
        problems.append(Problem("read_only", sentence, values={"calendar": event.calendar}))
    if event.ends_at < event.starts_at:
        problems.append(Problem("ends_before_start", "The event would end before it starts.", "ends_at"))
    if not event.title.strip() and event.project is None:
        sentence = "The event has neither a title nor a project."
        problems.append(Problem("title_missing", sentence, "title", Severity.WARNING))
    return problems


def check_rate(rate: Rate) -> list[Problem]:
    """Check a rate: not negative, a currency's code, a real day."""
    problems = []
    if rate.amount < 0:
        problems.append(Problem("rate_negative", "A rate cannot be negative.", "amount"))
    if not (
        len(rate.currency) == 3 and rate.currency.isascii() and rate.currency.isalpha() and rate.currency.isupper()
    ):
        sentence = f"“{rate.currency}” is not a currency code such as EUR."
        problems.append(Problem("no_such_currency", sentence, "currency", values={"currency": rate.currency}))
    if not is_day(rate.effective_from):
        problems.append(no_such_day(rate.effective_from, "effective_from"))
    return problems


def _collide(one: WorkSlot, other: WorkSlot) -> bool:
    return (
        one.weekday == other.weekday
        and one.start_minute < other.end_minute
        and other.start_minute < one.end_minute
        and (one.effective_to is None or other.effective_from <= one.effective_to)
        and (other.effective_to is None or one.effective_from <= other.effective_to)
    )


def _not_in_one_day(slot: WorkSlot) -> Problem:
    day, values = WEEKDAYS[slot.weekday], {"weekday": slot.weekday, "from": slot.start_minute, "to": slot.end_minute}
    start, end = slot.start_minute, slot.end_minute
    # 22:00 to 6:00 is written as 22 to 6, or as 22 to 30.
    end -= _DAY_MINUTES if _DAY_MINUTES < end < 2 * _DAY_MINUTES else 0
    if not (0 <= start <= _DAY_MINUTES and 0 <= end <= _DAY_MINUTES) or start == end:
        sentence = "Working hours lie between 0:00 and 24:00, the end after the start."
        return Problem("slot_span", sentence, "end_minute", values=values)
    following = WEEKDAYS[(slot.weekday + 1) % len(WEEKDAYS)]
    parts = [f"{day} {_clock(start)} to 24:00"] if start < _DAY_MINUTES else []
    parts += [f"{following} 0:00 to {_clock(end)}"] if end else []
    sentence = (
        f"Working hours from {_clock(start)} to {_clock(end)} go past midnight. Set what lies on each day by itself: "
        f"{' and '.join(parts)}."
    )
    return Problem("slot_over_midnight", sentence, "end_minute", values=values)


def _days(off: TimeOff) -> int:
    return (date.fromisoformat(off.end_date) - date.fromisoformat(off.start_date)).days + 1


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02d}"
