"""What is planned from a day on: as calendars show it, and as forecasts count it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.days import day_bounds, local_day, next_day
from app.domain.planned import happenings, planned_seconds
from app.domain.recurrence import is_rule, parts_of
from app.domain.sums import ByDay, add_to
from app.domain.workdays import HORIZON_DAYS
from app.storage.filters import EntryFilter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from app.domain.entities.planning import PlannedEvent
    from app.domain.workdays import Workdays
    from app.orchestrators.merged import Merged
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories

_FOR_EVER = 2**62
_LAST_DAY = "9999-12-31"


@dataclass(frozen=True, slots=True)
class Planned:
    """Planned minutes by day, from today on; by the id of the project that views show, ``""`` for none.

    ``shown`` is all that is planned, ``own`` the person's share of it over all projects. ``counted`` is what forecasts
    count: an event that repeats for ever takes its project's time until that is due, and no longer.
    """

    shown: Mapping[str, ByDay]
    own: ByDay
    counted: Mapping[str, ByDay]


def planned_time(ctx: Context, read: Repositories, merged: Merged, workdays: Workdays, today: str) -> Planned:
    """Return what is planned from ``today`` on."""
    # No zone is a day ahead of another.
    since = day_bounds(next_day(today, -1), ctx.zone)[0]
    events = [event for event in read.planned_events.between(since, _FOR_EVER) if event.status == "planned"]
    begun, shift = _begun(ctx, read, merged, events, today), read.session.day_starts_at

    def seconds(fits: Callable[[PlannedEvent], bool], until: str) -> dict[str, ByDay]:
        chosen = [event for event in events if fits(event)]
        by_project = planned_seconds(
            chosen, since=today, until=until, capacity=workdays.capacity, day_starts_at=shift, begun=begun
        )
        found: dict[str, ByDay] = {}
        for project, days in by_project.items():
            add_to(found.setdefault(merged.shown_as(project or ""), {}), days)
        return found

    single, ending, endless = (
        seconds(lambda event: not _repeats(event), _LAST_DAY),
        seconds(lambda event: _repeats(event) and not _is_endless(event), workdays.last_known),
        seconds(_is_endless, workdays.last_known),
    )
    due = {project.id: project.due_date for project in merged.shown()}
    # How far a project's plans are looked at is its own matter: other projects may make more days known.
    seen = {project: max(next_day(today, HORIZON_DAYS), due.get(project) or "") for project in ending | endless}
    ending, endless = _until(ending, seen), _until(endless, seen)
    shown = _in_minutes(single, ending, endless)
    counted = _in_minutes(single, ending, _until(endless, {project: due.get(project) or "" for project in endless}))
    if all(event.user == ctx.user for event in events):
        return Planned(shown, _all_of(shown.values()), counted)
    own = _in_minutes(seconds(lambda event: event.user == ctx.user, workdays.last_known))
    return Planned(shown, _all_of(own.values()), counted)


def _begun(
    ctx: Context, read: Repositories, merged: Merged, events: Iterable[PlannedEvent], today: str
) -> dict[tuple[str, int], int]:
    """Return from when on the occurrences still count that their project was tracked in: from now on.

    The time before was worked, or was not; it is not planned any more. Of a whole day nobody can tell what is left of it.
    """
    now = ctx.now()
    until = max(today, local_day(now, ctx.zone))
    spans = {
        (event.id, starts_at): (merged.shown_as(event.project), starts_at, ends_at, event.all_day)
        for event in events
        if event.project and event.starts_at < now
        for starts_at, ends_at in happenings(event, until, today)
        if starts_at < now
    }
    if not spans:
        return {}
    members = {member for project, *_ in spans.values() for member in merged.members(project)}
    chosen = EntryFilter(projects=tuple(members), since_day=next_day(today, -1))
    worked = [
        (merged.shown_as(entry.project or ""), entry.started_at, entry.until(now))
        for entry in read.time_entries.select(chosen)
    ]
    return {
        key: now
        for key, (project, starts_at, ends_at, all_day) in spans.items()
        if (not all_day or ends_at <= now)
        and any(one == project and since < ends_at and until > starts_at for one, since, until in worked)
    }


def _repeats(event: PlannedEvent) -> bool:
    return bool(event.recurrence) and is_rule(event.recurrence or "")


def _is_endless(event: PlannedEvent) -> bool:
    return _repeats(event) and not {"COUNT", "UNTIL"} & parts_of(event.recurrence or "").keys()


def _until(by_project: Mapping[str, ByDay], last: Mapping[str, str]) -> dict[str, ByDay]:
    """Return the days up to the last of each project; all where there is none."""
    return {
        project: {day: part for day, part in days.items() if not last[project] or day <= last[project]}
        for project, days in by_project.items()
    }


def _in_minutes(*parts: Mapping[str, ByDay]) -> dict[str, ByDay]:
    """Return sums in minutes; seconds are cut once, at a project's day."""
    found: dict[str, ByDay] = defaultdict(dict)
    for part in parts:
        for project, days in part.items():
            add_to(found[project], days)
    return {project: {day: seconds // 60 for day, seconds in days.items()} for project, days in found.items()}


def _all_of(parts: Iterable[ByDay]) -> ByDay:
    found: ByDay = {}
    for days in parts:
        add_to(found, days)
    return found
