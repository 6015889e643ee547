"""What stands in the days of the grid: every entry, event and estimate as blocks, one for each day it touches. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import groupby

from app.domain.days import days_between, local_day
from app.orchestrators.entry_rows import EntryRow
from app.orchestrators.planning.calendar_span import CalendarEvent, CalendarSpan, Estimate

Thing = EntryRow | CalendarEvent | Estimate


class Sort(Enum):
    """What kind of time a block is."""

    TRACKED = "tracked"
    PLANNED = "planned"
    ESTIMATE = "estimate"
    IMPORTED = "imported"
    """Of another calendar, read only."""
    DONE = "done"
    """A planned event that has become an entry."""


@dataclass(frozen=True, slots=True)
class Block:
    """One thing on one day. ``since`` and ``until`` are cut to the day, ``begins`` and ``ends`` are its own."""

    sort: Sort
    thing: Thing
    day: str
    since: int
    until: int
    begins: int
    ends: int
    title: str
    project: str
    color: str
    is_running: bool = False

    @property
    def key(self) -> str:
        """What this block is known by, also after everything was read anew."""
        return f"{self.thing_key}@{self.day}"

    @property
    def thing_key(self) -> str:
        """What its thing is known by, whichever day it is shown on."""
        thing = self.thing
        if isinstance(thing, EntryRow):
            return thing.entry.id
        if isinstance(thing, CalendarEvent):
            return f"{thing.event.id}:{thing.starts_at}"
        return f"{thing.box.project}:{thing.box.since}"

    @property
    def thing_id(self) -> str:
        """The id of its entry, event or project."""
        return self.thing_key.partition(":")[0]

    @property
    def is_aside(self) -> bool:
        """Whether it stands in the narrow column of the day."""
        return self.sort in (Sort.IMPORTED, Sort.DONE)

    @property
    def event(self) -> CalendarEvent | None:
        """The event it shows, None for an entry or an estimate."""
        return self.thing if isinstance(self.thing, CalendarEvent) else None

    @property
    def is_movable(self) -> bool:
        """Whether it can be moved."""
        return not self.is_aside and not self.is_running

    @property
    def seconds(self) -> int:
        """How long the whole of it is."""
        return self.ends - self.begins

    @property
    def is_first(self) -> bool:
        """Whether it begins on this day."""
        return self.since == self.begins

    @property
    def is_last(self) -> bool:
        """Whether it ends on this day."""
        return self.until == self.ends


@dataclass(frozen=True, slots=True)
class AllDay:
    """Something that takes whole days, shown above the hours: from ``first`` to ``last``, both in the span."""

    first: str
    last: str
    title: str
    color: str
    event: CalendarEvent | None = None
    """None for time off."""


def blocks_of(span: CalendarSpan, now: int) -> list[Block]:
    """Return the blocks of a span, by day and start; what runs ends at ``now``."""
    found = [block for thing in _things(span) for block in _cut(thing, span, now)]
    return sorted(found, key=lambda block: (block.day, block.since, block.until, block.thing_key))


def all_day_of(span: CalendarSpan) -> list[AllDay]:
    """Return time off and the events of whole days, in the order of their days."""
    found = list(_off(span))
    for one in span.events:
        if one.event.all_day:
            zone = one.event.tz
            first, last = local_day(one.starts_at, zone), local_day(max(one.starts_at, one.ends_at - 1), zone)
            title = one.event.title or one.project_name or ""
            found.append(AllDay(max(first, span.since), min(last, span.until), title, one.project_color, one))
    return sorted((one for one in found if one.first <= one.last), key=lambda one: (one.first, one.last == one.first))


def _off(span: CalendarSpan) -> Iterator[AllDay]:
    """Return time off, days that follow each other as one."""
    names = dict.fromkeys(_off_name(name, day.off) for day in span.days for name in day.time_off)
    for name in names:
        off = [name in {_off_name(one, day.off) for one in day.time_off} for day in span.days]
        at = 0
        for is_off, run in groupby(off):
            length = len(list(run))
            if is_off:
                yield AllDay(span.days[at].day, span.days[at + length - 1].day, name, "")
            at += length


def _off_name(name: str, off: float) -> str:
    return name if off >= 1 else f"{name} · {round(off * 100)} %"


def _things(span: CalendarSpan) -> Iterator[Thing]:
    yield from span.entries
    yield from (one for one in span.events if not one.event.all_day)
    yield from span.estimates


def _cut(thing: Thing, span: CalendarSpan, now: int) -> Iterator[Block]:
    begins, ends = _ends(thing, now)
    for day in span.days:
        if begins < day.until and (ends > day.since or (begins == ends and begins >= day.since)):
            since, until = max(begins, day.since), min(ends, day.until)
            yield Block(
                _sort(thing), thing, day.day, since, until, begins, ends, *_words(thing), is_running=_is_running(thing)
            )


def _ends(thing: Thing, now: int) -> tuple[int, int]:
    if isinstance(thing, EntryRow):
        return thing.entry.started_at, max(thing.entry.started_at, thing.entry.until(now))
    if isinstance(thing, CalendarEvent):
        return thing.starts_at, max(thing.starts_at, thing.ends_at)
    return thing.box.since, thing.box.until


def _sort(thing: Thing) -> Sort:
    if isinstance(thing, EntryRow):
        return Sort.TRACKED
    if isinstance(thing, Estimate):
        return Sort.ESTIMATE
    if thing.is_imported:
        return Sort.IMPORTED
    return Sort.DONE if thing.is_done else Sort.PLANNED


def _words(thing: Thing) -> tuple[str, str, str]:
    """Return title, project and colour; the project is empty where it is the title."""
    if isinstance(thing, Estimate):
        return thing.project_name, "", thing.project_color
    if isinstance(thing, EntryRow):
        own, project, color = thing.entry.description, thing.project_name or "", thing.project_color
        if thing.task_name:
            project = f"{project} · {thing.task_name}"
    else:
        own, project, color = thing.event.title, thing.project_name or "", thing.project_color
    return (own, project, color) if own else (project, "", color)


def _is_running(thing: Thing) -> bool:
    return isinstance(thing, EntryRow) and thing.entry.running


def days_of(span: CalendarSpan) -> list[str]:
    """Return the days of a span."""
    return list(days_between(span.since, span.until))
