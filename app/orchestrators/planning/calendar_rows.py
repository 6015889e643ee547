"""What a read calendar makes of the events that are here: new ones, changed ones, gone ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.days import wall_clock
from app.domain.entities.planning import EventStatus, PlannedEvent
from app.domain.ids import derived_id

if TYPE_CHECKING:
    from app.exchange.ics import Happening, ReadCalendar
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories


@dataclass(frozen=True, slots=True)
class Difference:
    """The events to save (``created`` of them new, ``changed`` known before), and the ids of those that are gone."""

    saved: tuple[PlannedEvent, ...]
    gone: tuple[str, ...]
    created: int
    changed: int


def difference(ctx: Context, read: Repositories, name: str, calendar: ReadCalendar) -> Difference:
    """Return what it takes to make a calendar's events those that were read.

    Ids are made of the person, the calendar, the event and the occurrence: two devices that read the same calendar mean
    the same events. What is missing in a file that is cut off is not gone.
    """
    here = {event.id: event for event in read.planned_events.of_calendar(name, ctx.user)}
    saved: dict[str, PlannedEvent] = {}
    seen: set[str] = set()
    for happening in calendar.events:
        id_ = derived_id("calendar", ctx.user, name, happening.uid, happening.which)
        seen.add(id_)
        event = _event(ctx, id_, name, happening, here.get(id_))
        if event != here.get(id_):
            saved[id_] = event
    gone = {id_: event for id_, event in here.items() if id_ not in seen}
    _keep_renamed(saved, gone, here)
    created = sum(id_ not in here for id_ in saved)
    return Difference(tuple(saved.values()), tuple(gone) if calendar.is_whole else (), created, len(saved) - created)


def _keep_renamed(saved: dict[str, PlannedEvent], gone: dict[str, PlannedEvent], here: dict[str, PlannedEvent]) -> None:
    """Leave events as they are that only got another id, as when the person became another by linking to a server.

    What was tracked of them is known by the id they have. Of two alike the smaller id stays, on every device.
    """
    alike: dict[PlannedEvent, str] = {}
    for id_ in sorted(gone, reverse=True):
        alike[_content(gone[id_])] = id_
    for id_ in [id_ for id_ in saved if id_ not in here]:
        same = alike.pop(_content(saved[id_]), None)
        if same is not None:
            del saved[id_], gone[same]


def _content(event: PlannedEvent) -> PlannedEvent:
    return replace(event, id="", created_at=0, project=None, status=EventStatus.PLANNED, entry=None)


def _event(ctx: Context, id_: str, name: str, found: Happening, before: PlannedEvent | None) -> PlannedEvent:
    event = PlannedEvent(
        # Made of the event itself, too: a moment of its own on each device would be a difference.
        id=id_, created_at=before.created_at if before else found.starts_at, user=ctx.user, title=found.title,
        notes=found.notes, starts_at=found.starts_at, ends_at=found.ends_at, tz=found.tz, all_day=found.all_day,
        recurrence=found.rule, calendar=name,
    )  # fmt: skip
    if before is None:
        return event
    event = replace(event, project=before.project, status=before.status, entry=before.entry)
    if found.zone_is_guessed and before.tz != event.tz and _means_the_same(event, before):
        # Read on a device in another zone, where the file leaves it open: that is no change.
        return replace(event, starts_at=before.starts_at, ends_at=before.ends_at, tz=before.tz)
    return event


def _means_the_same(event: PlannedEvent, before: PlannedEvent) -> bool:
    """Return whether two spans are the same instants, or the same times by the clock of their zones."""
    if (event.starts_at, event.ends_at) == (before.starts_at, before.ends_at):
        return True
    return all(
        wall_clock(now, event.tz) == wall_clock(then, before.tz)
        for now, then in ((event.starts_at, before.starts_at), (event.ends_at, before.ends_at))
    )
