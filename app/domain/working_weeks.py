"""Working weeks over the years: which was in force when, and how another one takes its place from a day on.

A week that is set holds until the next change that was set already. Outside that time nothing changes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.capacity import LAST_DAY, USUAL_SPAN, USUAL_WEEKDAYS, change_days
from app.domain.days import next_day
from app.domain.entities.planning import WorkSlot
from app.domain.ids import derived_id

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from app.domain.ids import UserId

# Working hours are not kept for days before this.
EARLIEST_DAY = "1900-01-01"

WeekSpan = tuple[int, int, int]
"""Weekday (0 = Monday), start and end in minutes after midnight."""

USUAL_WEEK: tuple[WeekSpan, ...] = tuple((weekday, *USUAL_SPAN) for weekday in USUAL_WEEKDAYS)


@dataclass(frozen=True, slots=True)
class WorkingWeek:
    """A week and how long it is in force, both days included; ``since`` None: ever, ``until`` None: from then on.

    ``usual`` when nobody has set it: then there are no slots, and the spans are those assumed.
    """

    since: str | None
    until: str | None
    slots: tuple[WorkSlot, ...]
    usual: bool = False

    @property
    def spans(self) -> tuple[WeekSpan, ...]:
        """The working spans, in order."""
        return USUAL_WEEK if self.usual else tuple(sorted({_span(slot) for slot in self.slots}))

    @property
    def minutes(self) -> int:
        """The minutes of the whole week."""
        return sum(end - start for _, start, end in self.spans)


def weeks(slots: Sequence[WorkSlot]) -> list[WorkingWeek]:
    """Return one person's weeks from the beginning to the last, without gaps; neighbours differ."""
    found = [WorkingWeek(None, None, (), usual=True)]
    for day in change_days(slots):
        before, week = found[-1], WorkingWeek(day, None, _in_force(slots, day))
        if before.usual or week.spans != before.spans:
            found[-1] = replace(before, until=next_day(day, -1))
            found.append(week)
    return found


def week_on(slots: Sequence[WorkSlot], day: str) -> WorkingWeek:
    """Return the week in force on a day."""
    return next(week for week in reversed(weeks(slots)) if week.since is None or week.since <= day)


def with_week(
    slots: Sequence[WorkSlot], spans: Iterable[WeekSpan], *, user: UserId, since: str, now: int
) -> list[WorkSlot]:
    """Return one person's slots with another week from ``since`` on, up to the next change that was set already."""
    until, wanted, kept = week_on(slots, since).until, set(spans), list[WorkSlot]()
    if since <= min((slot.effective_from for slot in slots), default=LAST_DAY) and not wanted:
        # "No work from then on" leaves no slot to tell it by: the week before it has to be said.
        kept += [_slot(span, user, now, EARLIEST_DAY, next_day(since, -1)) for span in USUAL_WEEK]
    for slot in slots:
        if _span(slot) in wanted and slot.effective_from <= since and _lasts(slot, until):
            wanted.discard(_span(slot))
            kept.append(slot)
        else:
            kept += _outside(slot, since, until, now)
    kept += [_slot(span, user, now, since, until) for span in sorted(wanted)]
    return list({slot.id: slot for slot in kept}.values())


def without_week(slots: Sequence[WorkSlot], *, user: UserId, since: str, now: int) -> list[WorkSlot]:
    """Return one person's slots with the week before ``since`` going on, up to the next change that was set already."""
    before = week_on(slots, next_day(since, -1))
    if not before.usual:
        return with_week(slots, before.spans, user=user, since=since, now=now)
    # The usual week is what is assumed where no slot was set yet.
    until = week_on(slots, since).until
    return [left for slot in slots for left in _outside(slot, since, until, now)]


def with_days(week: WorkingWeek, weekdays: Collection[int], spans: Iterable[tuple[int, int]]) -> list[WeekSpan]:
    """Return the spans of a week of which some weekdays have others."""
    others = [span for span in week.spans if span[0] not in weekdays]
    return [*others, *((weekday, start, end) for start, end in spans for weekday in sorted(set(weekdays)))]


def _in_force(slots: Iterable[WorkSlot], day: str) -> tuple[WorkSlot, ...]:
    return tuple(slot for slot in slots if _meets(slot, day, day))


def _meets(slot: WorkSlot, since: str, until: str | None) -> bool:
    return slot.effective_from <= (until or LAST_DAY) and (slot.effective_to or LAST_DAY) >= since


def _lasts(slot: WorkSlot, until: str | None) -> bool:
    return (slot.effective_to or LAST_DAY) >= (until or LAST_DAY)


def _outside(slot: WorkSlot, since: str, until: str | None, now: int) -> list[WorkSlot]:
    """Return what is left of a slot before and after a time."""
    if not _meets(slot, since, until):
        return [slot]
    left = []
    if slot.effective_from < since:
        left.append(replace(slot, effective_to=next_day(since, -1)))
    if until is not None and (slot.effective_to or LAST_DAY) > until:
        left.append(_slot(_span(slot), slot.user, now, next_day(until), slot.effective_to))
    return left


def _span(slot: WorkSlot) -> WeekSpan:
    return slot.weekday, slot.start_minute, slot.end_minute


def _slot(span: WeekSpan, user: UserId, now: int, since: str, until: str | None) -> WorkSlot:
    weekday, start, end = span
    # The same week set on two devices apart from each other is one.
    id_ = derived_id("work_slot", user, str(weekday), str(start), str(end), since)
    return WorkSlot(
        id=id_, created_at=now, user=user, weekday=weekday, start_minute=start, end_minute=end, effective_from=since,
        effective_to=until,
    )  # fmt: skip
