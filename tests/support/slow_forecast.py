"""A slow forecast, day by day and entry by entry, written from the words of the design: what the fast one must agree with.

It shares no arithmetic with the product: every share is a fraction, every second is looked at, nothing is prepared.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.domain.entities.planning import DayOverride, PlannedEvent, TimeOff, WorkSlot
    from app.domain.entities.projects import Milestone, Project
    from app.domain.entities.time_entries import TimeEntry
    from app.storage.context import Context

ONE = timedelta(days=1)
HORIZON = timedelta(days=1560)


@dataclass
class SlowStage:
    """A milestone, or one occurrence of it, in whole minutes."""

    milestone: Milestone
    first: date
    last: date
    seconds: int = 0
    planned: int = 0
    carried: int = 0
    auto: int = 0
    over: int = 0

    @property
    def used(self) -> int:
        return self.seconds // 60 + self.planned


@dataclass
class SlowForecast:
    """What the design says of a project, in whole minutes, by ISO day."""

    completed: int
    planned: int
    remaining: int
    auto: dict[str, int]
    unscheduled: int
    stages: list[SlowStage] = field(default_factory=list)


@dataclass
class World:
    """Everything that is in a store."""

    now: int
    zone: str
    user: str
    day_starts_at: int
    projects: list[Project]
    milestones: list[Milestone]
    slots: list[WorkSlot]
    overrides: list[DayOverride]
    time_off: list[TimeOff]
    events: list[PlannedEvent]
    entries: list[TimeEntry]
    _capacity: dict[date, int] = field(default_factory=dict)

    @classmethod
    def of(cls, ctx: Context) -> World:
        from app.storage.filters import EntryFilter
        from app.storage.unit_of_work import reading

        with reading(ctx) as read:
            return cls(
                ctx.now(), ctx.zone, ctx.user, read.session.day_starts_at, read.projects.all(), read.milestones.all(),
                read.work_slots.all(), read.day_overrides.all(), read.time_off.all(), read.planned_events.all(),
                read.time_entries.select(EntryFilter()),
            )  # fmt: skip

    # --- days ---

    def day_at(self, instant: int, tz: str, shift: int | None = None) -> date:
        minutes = self.day_starts_at if shift is None else shift
        wall = datetime.fromtimestamp(instant, ZoneInfo(tz)).replace(tzinfo=None)
        return (wall - timedelta(minutes=minutes)).date()

    def seconds_by_day(self, start: int, end: int, tz: str, shift: int | None = None) -> dict[date, int]:
        """Count a span half hour by half hour (or less at its ends) on the day each piece begins."""
        found: dict[date, int] = {}
        at = start
        while at < end:
            upto = min(end, (at // 1800 + 1) * 1800)
            day = self.day_at(at, tz, shift)
            found[day] = found.get(day, 0) + upto - at
            at = upto
        return found

    def today(self) -> date:
        return self.day_at(self.now, self.zone)

    # --- working time ---

    def capacity(self, day: date) -> int:
        if day not in self._capacity:
            self._capacity[day] = self._capacity_of(day)
        return self._capacity[day]

    def _capacity_of(self, day: date) -> int:
        mine = [slot for slot in self.slots if slot.user == self.user]
        overrides = [one for one in self.overrides if one.user == self.user and one.date == day.isoformat()]
        if overrides:
            minutes = max(overrides, key=lambda one: (one.created_at, one.id)).minutes
        elif not mine or day.isoformat() < min(slot.effective_from for slot in mine):
            minutes = 480 if day.weekday() < 5 else 0
        else:
            worked = set()
            for slot in mine:
                if slot.weekday == day.weekday() and slot.effective_from <= day.isoformat() <= (
                    slot.effective_to or "9999-12-31"
                ):
                    worked |= set(range(slot.start_minute, slot.end_minute))
            minutes = len(worked)
        left = Fraction(minutes)
        for off in self.time_off:
            if off.user == self.user and _is_off(off, day):
                left *= 1 - Fraction(off.fraction)
        return round(left)

    # --- planned ---

    def happenings(self, event: PlannedEvent, until: date) -> Iterator[tuple[int, int]]:
        if not event.recurrence:
            yield event.starts_at, event.ends_at
            return
        zone = ZoneInfo(event.tz)
        begin, end = (datetime.fromtimestamp(at, zone).replace(tzinfo=None) for at in (event.starts_at, event.ends_at))
        for wall in rrulestr(event.recurrence, dtstart=begin, ignoretz=True):
            if wall.date() > until + ONE:
                return
            if wall == begin:
                yield event.starts_at, event.ends_at
                continue
            # The same times by the clock, except where the clocks turn them around.
            first, last = (int(one.replace(tzinfo=zone).timestamp()) for one in (wall, wall + (end - begin)))
            yield first, last if last >= first else first + event.ends_at - event.starts_at

    def planned(self, project: Project, today: date) -> dict[date, int]:
        """Return minutes by day from today on; what was begun counts from now on, what never ends counts until due."""
        seconds: dict[date, int] = {}
        horizon = today + HORIZON
        due = min(date.fromisoformat(project.due_date) if project.due_date else date.max, horizon)
        for event in self.events:
            if event.project != project.id or event.status != "planned" or (event.all_day and event.calendar):
                continue
            rule = event.recurrence or ""
            last = horizon if "COUNT" in rule or "UNTIL" in rule else due
            for start, end in self.happenings(event, last):
                for day, part in self._planned_part(event, start, end).items():
                    if day >= today and (not rule or day <= last):
                        seconds[day] = seconds.get(day, 0) + part
        return {day: part // 60 for day, part in seconds.items() if part // 60}

    def _planned_part(self, event: PlannedEvent, start: int, end: int) -> dict[date, int]:
        begun = start < self.now and any(
            entry.project == event.project and entry.started_at < end and self._end(entry) > start
            for entry in self.entries
        )  # fmt: skip
        if event.all_day:
            days = self.seconds_by_day(start, end, event.tz, 0)
            return {} if begun and end <= self.now else {day: self.capacity(day) * 60 for day in days}
        return self.seconds_by_day(max(start, self.now) if begun else start, end, event.tz)

    def _end(self, entry: TimeEntry) -> int:
        return self.now if entry.ended_at is None else entry.ended_at

    # --- tracked ---

    def tracked(self, project: Project) -> dict[date, int]:
        found: dict[date, int] = {}
        for entry in self.entries:
            if entry.project == project.id:
                for day, part in self.seconds_by_day(entry.started_at, self._end(entry), entry.tz).items():
                    found[day] = found.get(day, 0) + part
        return found

    # --- milestones ---

    def stages(self, project: Project) -> list[SlowStage]:
        periods = self._periods(project)
        stages = [
            SlowStage(one, first, last)
            for one in self.milestones
            if one.id in periods
            for first, last in self._occurrences(one, periods[one.id])
        ]
        for entry in self.entries:
            if entry.project == project.id and (stage := self._stage_of(entry, stages, periods)):
                stage.seconds += self._end(entry) - entry.started_at
        return sorted(stages, key=lambda stage: (stage.first, stage.last))

    def _periods(self, project: Project) -> dict[str, tuple[date, date]]:
        own = sorted(
            (one for one in self.milestones if one.project == project.id), key=lambda m: (m.due_date, m.position)
        )
        found: dict[str, tuple[date, date]] = {}
        before: date | None = None
        for one in own:
            due = date.fromisoformat(one.due_date)
            if one.start_date:
                start = date.fromisoformat(one.start_date)
            elif before:
                start = before + ONE
            else:
                start = date.fromisoformat(project.start_date) if project.start_date else due
            found[one.id] = (min(start, due), due)
            before = due
        return found

    def _occurrences(self, one: Milestone, whole: tuple[date, date]) -> list[tuple[date, date]]:
        if not one.recurrence:
            return [whole]
        first, last = whole
        begin = datetime(first.year, first.month, first.day)  # noqa: DTZ001 - a day by the calendar
        days = [day.date() for day in rrulestr(one.recurrence, dtstart=begin, ignoretz=True, cache=False).between(
            begin, datetime(last.year, last.month, last.day), inc=True)]  # fmt: skip  # noqa: DTZ001
        return [(day, after - ONE) for day, after in zip(days, [*days[1:], last + ONE], strict=True)] or [whole]

    def _stage_of(
        self, entry: TimeEntry, stages: list[SlowStage], periods: dict[str, tuple[date, date]]
    ) -> SlowStage | None:
        day = self.day_at(entry.started_at, entry.tz)
        named = [stage for stage in stages if stage.milestone.id == entry.milestone]
        if named:
            begun = [stage for stage in named if stage.first <= day]
            return max(begun, key=lambda stage: stage.first) if begun else min(named, key=lambda stage: stage.first)
        holding = [stage for stage in stages if stage.first <= day <= stage.last]
        return min(holding, key=lambda stage: (periods[stage.milestone.id][1], stage.milestone.id), default=None)

    # --- the forecast ---

    def forecast(self, project: Project, today: date | None = None) -> SlowForecast:
        today = today or self.today()
        tracked, planned = self.tracked(project), self.planned(project, today)
        completed, ahead = sum(tracked.values()) // 60, sum(planned.values())
        stages = self.stages(project)
        for stage in stages:
            stage.planned = sum(part for day, part in planned.items() if stage.first <= day <= stage.last)
        open_days = self._open_days(project, today, stages, tracked.keys() | planned.keys())
        wants, left_over = self._wants(stages, today, open_days)
        remaining = max(0, project.estimate_minutes - completed - ahead)
        if project.estimate_minutes:
            free = remaining
            for stage, want in zip(stages, wants, strict=True):
                stage.auto = min(want, free)
                free -= stage.auto
        else:
            for stage, want in zip(stages, wants, strict=True):
                stage.auto = want
            free = left_over
            remaining = sum(wants) + left_over
        auto: dict[date, int] = {}
        for stage in stages:
            self._spread(auto, stage.auto, [day for day in open_days if stage.first <= day <= stage.last])
        unscheduled = 0
        if project.due_date and open_days:
            self._spread(auto, free, open_days)
        else:
            # What goes on without an end owes nothing but what its milestones left.
            unscheduled = free if project.due_date else min(free, left_over)
        self._charge(project, stages, completed + ahead, left_over)
        return SlowForecast(
            completed, ahead, remaining, {day.isoformat(): part for day, part in sorted(auto.items()) if part}, unscheduled,
            stages,
        )  # fmt: skip

    def _open_days(self, project: Project, today: date, stages: list[SlowStage], taken: set[date]) -> list[date]:
        last = (
            date.fromisoformat(project.due_date)
            if project.due_date
            else max((s.last for s in stages), default=date.min)
        )
        day = max(today, date.fromisoformat(project.start_date) if project.start_date else today)
        found = []
        while day <= last:
            if (
                (project.weekdays is None or day.weekday() in project.weekdays)
                and self.capacity(day)
                and day not in taken
            ):
                found.append(day)
            day += ONE
        return found

    def _wants(self, stages: list[SlowStage], today: date, open_days: list[date]) -> tuple[list[int], int]:
        """Return what each milestone still wants in its own period, and what is left undone after the last."""
        wants, carried = [], 0
        for stage in stages:
            if stage.milestone.completed_at is not None:
                wants.append(0)
                continue
            stage.carried = carried
            undone = max(0, stage.milestone.budget_minutes + carried - stage.used)
            has_room = stage.last >= today and any(stage.first <= day <= stage.last for day in open_days)
            wants.append(undone if has_room else 0)
            carried = 0 if has_room else undone
        return wants, carried

    def _spread(self, auto: dict[date, int], minutes: int, days: list[date]) -> None:
        if not days or minutes <= 0:
            return
        total = sum(self.capacity(day) for day in days)
        exact = {day: Fraction(minutes * self.capacity(day), total) for day in days}
        laid = {day: int(share) for day, share in exact.items()}
        in_turn = sorted(days, key=lambda day: (laid[day] - exact[day], day))
        for day in in_turn[: minutes - sum(laid.values())]:
            laid[day] += 1
        for day, part in laid.items():
            auto[day] = auto.get(day, 0) + part

    def _charge(self, project: Project, stages: list[SlowStage], used: int, left_over: int) -> None:
        """Let over-run eat the unbudgeted part of the estimate first; what is beyond makes a milestone over budget.

        A completed milestone needs no more than it used; what the last one left undone is nobody's budget any more.
        """
        held = -left_over
        for stage in stages:
            budget = stage.milestone.budget_minutes
            held += budget if stage.milestone.completed_at is None else min(budget, stage.used)
        outside = max(0, used - sum(stage.used for stage in stages))
        pool = max(0, project.estimate_minutes - held - outside)
        for stage in stages:
            beyond = max(0, stage.used - stage.milestone.budget_minutes - stage.carried)
            stage.over = max(0, beyond - pool)
            pool = max(0, pool - beyond)


def _is_off(off: TimeOff, day: date) -> bool:
    first, last = date.fromisoformat(off.start_date), date.fromisoformat(off.end_date)
    if not off.recurs_annually:
        return first <= day <= last
    if day < first:
        return False
    span, year = (last - first).days, day.year
    for start_year in (year - 1, year):
        try:
            start = first.replace(year=start_year)
        except ValueError:
            start = date(start_year, 3, 1)
        if start <= day <= start + timedelta(days=span):
            return True
    return False
