"""Recurring events: what may repeat, one occurrence apart from the others, and moving all of them.

A series has no exceptions. To change one occurrence it is cut: what comes before, the occurrence by itself, what comes
after. Together they happen exactly when the series did, at the same time by the clock.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time
from typing import TYPE_CHECKING

from app.domain.days import next_day, wall_clock
from app.domain.planned import instant_at, span_on
from app.domain.problems import Problem
from app.domain.recurrence import WEEKDAYS, is_occurrence, is_rule, next_occurrence, occurrences, parts_of, rule_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.entities.planning import PlannedEvent


@dataclass(frozen=True, slots=True)
class Cut:
    """A series cut at one occurrence: what comes before it, the occurrence by itself, and what comes after.

    ``after`` is more than one event only where the clocks skip the series' time of day.
    """

    before: PlannedEvent | None
    occurrence: PlannedEvent
    after: tuple[PlannedEvent, ...] = ()


def is_series(event: PlannedEvent) -> bool:
    """Return whether an event happens more than once, by a rule that is understood."""
    return bool(event.recurrence) and is_rule(event.recurrence or "")


def first_day(event: PlannedEvent) -> str:
    """Return the day an event begins on, in its own zone."""
    return wall_clock(event.starts_at, event.tz).date().isoformat()


def happens_on(event: PlannedEvent, day: str) -> bool:
    """Return whether an event begins on a day, in its own zone."""
    if not is_series(event):
        return first_day(event) == day
    return is_occurrence(event.recurrence or "", first_day(event), day)


def check_recurrence(rule: str, day: str) -> list[Problem]:
    """Check a rule of something that begins on a day: understood, and coming at least once."""
    if not is_rule(rule):
        sentence = f"“{rule[:60]}” says no days that come. Choose how often, on which days, and until when."
        return [Problem("no_such_recurrence", sentence, "recurrence", values={"rule": rule[:60]})]
    until = parts_of(rule).get("UNTIL", "")[:8]
    if until and until < day.replace("-", ""):
        last = f"{until[:4]}-{until[4:6]}-{until[6:]}"
        sentence = f"Repeating would end on {last}, before the event begins on {day}."
        return [Problem("recurrence_ends_early", sentence, "recurrence", values={"until": last, "day": day})]
    if next_occurrence(rule, day, day) is None:
        sentence = "None of these days ever comes. Choose other days, or a later end."
        return [Problem("recurrence_never_comes", sentence, "recurrence", values={"rule": rule})]
    return []


def settled(event: PlannedEvent) -> PlannedEvent:
    """Return an event as it is kept: whole days from midnight to midnight, a series' span that of its first occurrence.

    So “every Tuesday” that is begun on a Monday begins on the Tuesday after.
    """
    if event.all_day:
        first, end = wall_clock(event.starts_at, event.tz), wall_clock(event.ends_at, event.tz)
        ends_at_midnight = end.time() == time() and end.date() > first.date()
        last = end.date().isoformat() if ends_at_midnight else next_day(end.date().isoformat())
        begins = instant_at(first.date().isoformat(), time(), event.tz)
        event = replace(event, starts_at=begins, ends_at=instant_at(last, time(), event.tz))
    if not is_series(event):
        return event
    day = next_occurrence(event.recurrence or "", first_day(event), first_day(event))
    return event if day is None else at_day(event, day)


def at_day(event: PlannedEvent, day: str) -> PlannedEvent:
    """Return an event that happens on another day, at the same time by the clock."""
    begins, ends = span_on(event, day)
    return replace(event, starts_at=begins, ends_at=ends)


def at_time(event: PlannedEvent, starts_at: int) -> PlannedEvent:
    """Return an event that begins at another time and lasts as long: of whole days as many."""
    if not event.all_day:
        return replace(event, starts_at=starts_at, ends_at=starts_at + event.ends_at - event.starts_at)
    return at_day(event, wall_clock(starts_at, event.tz).date().isoformat())


def moved(series: PlannedEvent, day: str, *, starts_at: int, ends_at: int, rule: str | None = None) -> PlannedEvent:
    """Return a series of which the occurrence of a day happens at other times, and all others as much earlier or later.

    ``rule`` is another one it is to repeat by; the days of its own move along.
    """
    wall = wall_clock(starts_at, series.tz)
    new_day = wall.date().isoformat()
    step = (wall.date() - date.fromisoformat(day)).days
    begins = instant_at(next_day(first_day(series), step), wall.time(), series.tz)
    rule = rule or moved_rule(series.recurrence or "", day, new_day)
    return replace(series, starts_at=begins, ends_at=begins + ends_at - starts_at, recurrence=rule)


def cut(event: PlannedEvent, day: str, new_id: Callable[[], str]) -> Cut:
    """Cut a series at the occurrence of a day. What still repeats and comes first in time keeps the id.

    The parts happen when the series did, no more and no less: one that counts its days counts what is left of them.

    Raises:
        ValueError: the event is no series, or does not happen on that day.
    """
    _require_occurrence(event, day)
    before = _before(event, day)
    rest = _after(event, day, new_id)
    if before is None and rest:
        rest = (*rest[:-1], replace(rest[-1], id=event.id))
    id_ = new_id() if before or rest else event.id
    return Cut(before, replace(at_day(event, day), id=id_, recurrence=None), rest)


def from_here(event: PlannedEvent, day: str, new_id: Callable[[], str]) -> tuple[PlannedEvent | None, PlannedEvent]:
    """Return a series in two: what comes before the occurrence of a day, and the series from that occurrence on.

    Raises:
        ValueError: the event is no series, or does not happen on that day.
    """
    _require_occurrence(event, day)
    before = _before(event, day)
    if before is None:
        return None, event
    return before, _beginning(event, day, new_id())


def _require_occurrence(event: PlannedEvent, day: str) -> None:
    if not is_series(event) or not happens_on(event, day):
        raise ValueError(f"no occurrence on {day}")


def _before(event: PlannedEvent, day: str) -> PlannedEvent | None:
    """Return the series up to the day before an occurrence, None when that is its first."""
    parts = parts_of(event.recurrence or "")
    gone = _gone(event, day)
    if not gone:
        return None
    if "COUNT" in parts:
        parts["COUNT"] = str(len(gone))
    else:
        parts["UNTIL"] = next_day(day, -1).replace("-", "")
    return replace(event, recurrence=rule_of(parts))


def _after(event: PlannedEvent, day: str, new_id: Callable[[], str]) -> tuple[PlannedEvent, ...]:
    """Return what happens after a day: a series that begins with its next occurrence, at the series' time of day."""
    clock = wall_clock(event.starts_at, event.tz).time()
    singles: list[PlannedEvent] = []
    while (found := next_occurrence(event.recurrence or "", first_day(event), next_day(day))) is not None:
        following, day = _beginning(event, found, new_id()), found
        if wall_clock(following.starts_at, event.tz).time() == clock:
            return (*singles, following)
        # The clocks skip this time on that day: what begins with it would happen at another time from then on.
        singles.append(replace(following, recurrence=None))
    return tuple(singles)


def _beginning(event: PlannedEvent, day: str, id_: str) -> PlannedEvent:
    """Return the series that begins with an occurrence, with those counted that are left."""
    parts = parts_of(event.recurrence or "")
    if "COUNT" in parts:
        parts["COUNT"] = str(int(parts["COUNT"]) - len(_gone(event, day)))
    return replace(at_day(event, day), id=id_, recurrence=rule_of(parts))


def _gone(event: PlannedEvent, day: str) -> list[str]:
    return occurrences(event.recurrence or "", first_day(event), next_day(day, -1))


def moved_rule(rule: str, old_day: str, new_day: str) -> str:
    """Return the rule of a series that is moved by as many days as lie between an old and a new day of it.

    Days of the week move along, and so does the end. Monthly and yearly ones follow the day they are moved to: the
    second Tuesday, the last Friday and the last day of the month stay what they are called.
    """
    step = (date.fromisoformat(new_day) - date.fromisoformat(old_day)).days
    parts = parts_of(rule)
    if not step:
        return rule
    if parts["FREQ"] in ("DAILY", "WEEKLY"):
        parts |= {name: _shifted(parts[name], step) for name in ("BYDAY", "WKST") if name in parts}
        if parts["FREQ"] == "WEEKLY":
            parts.setdefault("WKST", _shifted("MO", step))
    else:
        parts = _anchored(parts, new_day)
    if "UNTIL" in parts:
        parts["UNTIL"] = next_day(date.fromisoformat(parts["UNTIL"][:8]).isoformat(), step).replace("-", "")
    return rule_of(parts)


def _shifted(weekdays: str, step: int) -> str:
    return ",".join(WEEKDAYS[(WEEKDAYS.index(name[-2:]) + step) % 7] for name in weekdays.split(","))


def _anchored(parts: dict[str, str], day: str) -> dict[str, str]:
    """Return the parts of a monthly or yearly rule so that it names a day, if it names one day a time."""
    moved = date.fromisoformat(day)
    if "," in parts.get("BYDAY", "") + parts.get("BYMONTHDAY", "") + parts.get("BYMONTH", ""):
        return parts
    last = next_day(day)[8:] == "01"
    if "BYMONTHDAY" in parts:
        parts = parts | {"BYMONTHDAY": "-1" if last and parts["BYMONTHDAY"] == "-1" else str(moved.day)}
    elif "BYDAY" in parts and len(parts["BYDAY"]) > 2:
        in_last_week = next_day(day, 7)[:7] != day[:7]
        number = -1 if in_last_week and parts["BYDAY"].startswith("-1") else (moved.day + 6) // 7
        parts = parts | {"BYDAY": f"{number}{WEEKDAYS[moved.weekday()]}"}
    if "BYMONTH" in parts and parts["FREQ"] == "YEARLY":
        parts = parts | {"BYMONTH": str(moved.month)}
    return parts
