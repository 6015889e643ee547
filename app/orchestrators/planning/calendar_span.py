"""What a calendar shows of some days: tracked, planned and estimated time, working hours, time off and the sums."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from app.domain.capacity import is_off
from app.domain.days import day_bounds, days_between, next_day, week_of
from app.domain.planned import planned_minutes
from app.domain.time_boxes import Span, TimeBox, at_minute, free_spans, lay, working_spans
from app.orchestrators.effective import count_effectively
from app.orchestrators.entry_rows import EntryRow, with_names
from app.orchestrators.merged import Merged
from app.orchestrators.outlook import Outlooks
from app.orchestrators.planning.occurrences import occurrences_between
from app.orchestrators.preferences import Settings, load_settings
from app.orchestrators.progress import calendar_of, today_of
from app.orchestrators.shown import project_names
from app.orchestrators.workflow import workflow
from app.storage.filters import EntryFilter
from app.storage.unit_of_work import reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from app.domain.entities.planning import PlannedEvent, TimeOff
    from app.domain.entities.projects import Project
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories

_MORNING = 9 * 60
_NO_DUE = "9999-12-31"


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One occurrence of a planned event, of one's own or of an imported calendar; ``day`` is the occurrence's.

    ``project_color`` is the calendar's own where the event has no project.
    """

    event: PlannedEvent
    starts_at: int
    ends_at: int
    day: str
    is_done: bool = False
    project_name: str | None = None
    project_color: str = ""

    @property
    def is_imported(self) -> bool:
        """Whether it is another calendar's, so read only here."""
        return self.event.calendar is not None


@dataclass(frozen=True, slots=True)
class Estimate:
    """Estimated time of a project, laid into the free working time of a day."""

    box: TimeBox
    day: str
    project_name: str
    project_color: str


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day: when it begins and ends, its working hours as instants, its sums, and the names of what is off on it.

    ``off`` is the share of the day that is off, 1 the whole of it.
    """

    day: str
    since: int
    until: int
    slots: tuple[Span, ...] = ()
    capacity_minutes: int = 0
    planned_minutes: int = 0
    auto_minutes: int = 0
    tracked_seconds: int = 0
    time_off: tuple[str, ...] = ()
    off: float = 0.0

    @property
    def over_minutes(self) -> int:
        """By how much more is planned and estimated than the day holds."""
        return max(0, self.planned_minutes + self.auto_minutes - self.capacity_minutes)


@dataclass(frozen=True, slots=True)
class CalendarSpan:
    """The days from ``since`` to ``until``, both included, as they are at ``now``; everything oldest first."""

    since: str
    until: str
    today: str
    now: int
    zone: str
    settings: Settings
    days: tuple[CalendarDay, ...] = ()
    entries: tuple[EntryRow, ...] = ()
    events: tuple[CalendarEvent, ...] = ()
    estimates: tuple[Estimate, ...] = ()

    def day(self, day: str) -> CalendarDay | None:
        """Return a day of the span."""
        return next((one for one in self.days if one.day == day), None)


@workflow
def calendar_span(ctx: Context, *, since: str, until: str) -> CalendarSpan:
    """Return what was tracked, is planned and is estimated on the days of a span, both ends included.

    Days are the viewer's. What is estimated lies in the working hours that nothing else takes, today from now on; what
    finds no room there is only counted.
    """
    with reading(ctx) as read:
        return _Gathering(ctx, read, since, until).span()


@workflow
def work_week(ctx: Context, day: str) -> tuple[str, str]:
    """Return the first and the last day with working hours of the week a day is in; the whole week without any."""
    with reading(ctx) as read:
        first = week_of(day, read.settings.value("week_start", 0))
        calendar = calendar_of(read, ctx.user)
        days = [one for one in days_between(first, next_day(first, 6)) if calendar.spans(one)]
    return (days[0], days[-1]) if days else (first, next_day(first, 6))


class _Gathering:
    """Gathers what a span holds, in a few statements."""

    def __init__(self, ctx: Context, read: Repositories, since: str, until: str) -> None:
        self._ctx, self._read, self._since, self._until = ctx, read, since, until
        self._shift = read.session.day_starts_at
        self._begin = day_bounds(since, ctx.zone, self._shift)[0]
        self._end = day_bounds(until, ctx.zone, self._shift)[1]
        self._today = today_of(ctx, read)
        self._calendar = calendar_of(read, ctx.user)

    def span(self) -> CalendarSpan:
        return CalendarSpan(
            since=self._since,
            until=self._until,
            today=self._today,
            now=self._ctx.now(),
            zone=self._ctx.zone,
            settings=load_settings(self._read),
            days=tuple(self._days()),
            entries=tuple(self._entries),
            events=tuple(self._events),
            estimates=tuple(self._estimates()),
        )

    def _days(self) -> Iterator[CalendarDay]:
        capacity = self._calendar.by_day(self._since, self._until)
        planned, auto, tracked = self._planned(capacity), _by_day(self._auto.values()), self._tracked()
        for day in days_between(self._since, self._until):
            names, off = self._off(day)
            yield CalendarDay(
                day,
                *day_bounds(day, self._ctx.zone, self._shift),
                slots=tuple(self._slots(day)),
                capacity_minutes=capacity[day],
                planned_minutes=planned.get(day, 0),
                auto_minutes=auto.get(day, 0),
                tracked_seconds=tracked.get(day, 0),
                time_off=names,
                off=off,
            )

    def _off(self, day: str) -> tuple[tuple[str, ...], float]:
        """Return the names of what is off on a day, and how much of it."""
        found = [off for off in self._time_off if is_off(off, day)]
        left = 1.0
        for off in found:
            left *= 1 - off.fraction
        return tuple(dict.fromkeys(off.name for off in found)), 1 - left

    def _slots(self, day: str) -> list[Span]:
        return working_spans(self._calendar, day, self._ctx.zone)

    def _tracked(self) -> dict[str, int]:
        chosen = EntryFilter(since_day=self._since, until_day=self._until, users=(self._ctx.user,))
        seconds = {row.key[0]: row.seconds for row in self._read.totals.by("day", chosen=chosen)}
        count_effectively(self._ctx, self._read, seconds)
        return seconds

    def _planned(self, capacity: dict[str, int]) -> dict[str, int]:
        by_project = planned_minutes(
            self._planned_events, since=self._since, until=self._until, capacity=capacity, day_starts_at=self._shift
        )
        return _by_day(by_project.values())

    @cached_property
    def _time_off(self) -> list[TimeOff]:
        return [off for off in self._read.time_off.all() if off.user == self._ctx.user]

    @cached_property
    def _planned_events(self) -> list[PlannedEvent]:
        found = self._read.planned_events.between(self._begin, self._end)
        return [event for event in found if event.user == self._ctx.user]

    @cached_property
    def _entries(self) -> list[EntryRow]:
        found = self._read.time_entries.between(self._begin, self._end)
        return with_names(self._read, [entry for entry in found if entry.user == self._ctx.user])

    @cached_property
    def _events(self) -> list[CalendarEvent]:
        found = []
        colors = {source.name: source.color for source in self._read.calendar_sources.all()}
        for one in occurrences_between(self._ctx, self._read, self._since, self._until):
            project = self._project(one.event.project)
            own = colors.get(one.event.calendar or "", "")
            name, color = (self._name(project), project.color) if project else (None, own)
            found.append(CalendarEvent(one.event, one.starts_at, one.ends_at, one.day, one.is_done, name, color))
        return found

    @cached_property
    def _auto(self) -> dict[str, Mapping[str, int]]:
        """Estimated minutes of the span's days by project and day."""
        if self._until < self._today:
            return {}
        return Outlooks(self._ctx, self._read).auto()

    def _estimates(self) -> Iterator[Estimate]:
        merged = {project.id: project for project in self._merged.shown()}
        wanted: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for id_ in sorted(self._auto, key=lambda id_: _urgency(merged[id_])):
            for day, minutes in self._auto[id_].items():
                if self._since <= day <= self._until and minutes:
                    wanted[day].append((id_, minutes))
        for day in sorted(wanted):
            for box in self._boxes(day, wanted[day]):
                yield Estimate(box, day, self._name(merged[box.project]), merged[box.project].color)

    def _boxes(self, day: str, wanted: list[tuple[str, int]]) -> list[TimeBox]:
        begin, _ = day_bounds(day, self._ctx.zone, self._shift)
        now = self._ctx.now()
        taken = [(row.entry.started_at, row.entry.until(now)) for row in self._entries]
        taken += [(one.starts_at, one.ends_at) for one in self._events if not one.event.all_day]
        taken.append((begin, now))
        return lay(wanted, free_spans(self._working_time(day), taken))

    def _working_time(self, day: str) -> list[Span]:
        """Return where on a day the work goes: its working hours, longer where the day holds more than they do."""
        slots = self._slots(day)
        missing = self._calendar.capacity(day) * 60 - sum(until - since for since, until in slots)
        if missing > 0:
            last = max((until for _, until in slots), default=at_minute(day, _MORNING, self._ctx.zone))
            slots = [*slots, (last, last + missing)]
        return slots

    @cached_property
    def _merged(self) -> Merged:
        return Merged(self._read.projects.all())

    @cached_property
    def _names(self) -> dict[str, str]:
        return project_names(self._read)

    def _project(self, id_: str | None) -> Project | None:
        if id_ is None:
            return None
        return self._read.projects.get(self._merged.shown_as(id_))

    def _name(self, project: Project) -> str:
        return self._names.get(project.id, project.name)


def _by_day(parts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for part in parts:
        for day, minutes in part.items():
            sums[day] += minutes
    return sums


def _urgency(project: Project) -> tuple[str, str]:
    return project.due_date or _NO_DUE, project.name.casefold()
