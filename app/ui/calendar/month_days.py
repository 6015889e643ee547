"""What a month shows of each day: one bar for what was tracked of a project, each event, and each forecast. Pure."""

from dataclasses import dataclass, replace

from app.orchestrators.entry_rows import EntryRow
from app.orchestrators.planning.calendar_span import CalendarEvent, CalendarSpan
from app.ui.calendar.blocks import Block, Sort, all_day_of, blocks_of
from app.ui.calendar.gestures import same_clock

_ORDER = (None, Sort.TRACKED, Sort.PLANNED, Sort.IMPORTED, Sort.ESTIMATE)


@dataclass(frozen=True, slots=True)
class Bar:
    """Time of a day: of a project, or of an event that happens then; ``seconds`` of it fall on the day.

    Without a sort it is a name of time off.
    """

    sort: Sort | None
    day: str
    title: str
    color: str
    seconds: int = 0
    event: CalendarEvent | None = None
    begins: int = 0
    is_running: bool = False

    @property
    def is_movable(self) -> bool:
        """Whether it can be dragged to another day: an event of one's own that has not become an entry."""
        return self.event is not None and self.sort is Sort.PLANNED


def bars_of(span: CalendarSpan, now: int) -> dict[str, list[Bar]]:
    """Return the bars of each day: time off, what was tracked, events, then forecasts, each in the order of their time.

    A project's time of a day is one bar. What has become an entry is shown as that, not as the event it was before.
    """
    found = {day.day: [Bar(None, day.day, name, "") for name in day.time_off] for day in span.days}
    for one in all_day_of(span):
        if one.event is not None and not one.event.is_done:
            for day in found:
                if one.first <= day <= one.last:
                    found[day].append(_of_whole_day(one.event, day))
    for block in blocks_of(span, now):
        if block.event is None or not block.event.is_done:
            _join(found[block.day], _of_block(block))
    for bars in found.values():
        bars.sort(key=lambda bar: (_ORDER.index(bar.sort), bar.begins, bar.title))
    return found


def _join(bars: list[Bar], bar: Bar) -> None:
    """Add a bar; time of the same project and sort becomes one, events stand by themselves."""
    for place, other in enumerate(bars):
        if bar.event is None and (other.event, other.sort, other.title, other.color) == (
            None, bar.sort, bar.title, bar.color,
        ):  # fmt: skip
            bars[place] = replace(
                other, seconds=other.seconds + bar.seconds, is_running=other.is_running or bar.is_running
            )
            return
    bars.append(bar)


def _of_block(block: Block) -> Bar:
    thing, title = block.thing, block.title
    if isinstance(thing, EntryRow):
        # Of what was tracked the project tells most; what has none stands by its description.
        title = thing.project_name or thing.entry.description
    return Bar(
        block.sort, block.day, title, block.color, block.until - block.since, block.event, block.since, block.is_running
    )


def _of_whole_day(one: CalendarEvent, day: str) -> Bar:
    sort = Sort.IMPORTED if one.is_imported else Sort.PLANNED
    return Bar(sort, day, one.event.title or one.project_name or "", one.project_color, event=one)


def times_on(one: CalendarEvent, days: int) -> tuple[int, int]:
    """Return when an event begins and ends when it is moved by some days: at the same time of the day, as long."""
    starts_at = same_clock(one.starts_at, days, one.event.tz)
    if one.event.all_day:
        return starts_at, same_clock(one.ends_at, days, one.event.tz)
    return starts_at, starts_at + one.ends_at - one.starts_at
