"""Imported calendars: a look first, then read in, kept up to date, removed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from app.domain.errors import AppError, NotFound, RuleBroken, raise_if_blocked
from app.domain.rules.names import check_name, clean_name
from app.orchestrators.planning.calendar_files import Fetched, fetch, fetch_again, read, today
from app.orchestrators.planning.calendar_rows import difference
from app.orchestrators.references import next_color
from app.orchestrators.workflow import workflow
from app.storage.calendars import Refusal, Source
from app.storage.unit_of_work import reading, unit_of_work
from app.storage.write_log import REFRESH

if TYPE_CHECKING:
    from pathlib import Path

    from app.domain.outcome import Outcome
    from app.exchange.ics import Happening, ReadCalendar
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories, UnitOfWork

    # The file of a place and what is in it (None when it is what it was), or why there is none.
    _Answer = tuple[Fetched, ReadCalendar | None] | AppError

# With room for a number behind it.
_LONGEST_NAME = 190


@dataclass(frozen=True, slots=True)
class CalendarPlan:
    """A dry run. ``past`` counts what was over a year ago, ``tasks`` what is no event; neither is imported.

    ``is_known`` where a calendar of this name is here already, so that importing brings it up to date.
    """

    source: str
    name: str
    events: tuple[Happening, ...]
    refused: tuple[Refusal, ...]
    past: int = 0
    tasks: int = 0
    created: int = 0
    changed: int = 0
    deleted: int = 0
    is_known: bool = False


@dataclass(frozen=True, slots=True)
class CalendarResult:
    """What reading a calendar did; ``events`` are all there are now."""

    name: str
    events: int
    created: int
    changed: int
    deleted: int
    refused: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did: calendars that changed, how many did not, and what failed, by calendar, with the sentence."""

    changed: tuple[CalendarResult, ...] = ()
    unchanged: int = 0
    failed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarSource:
    """A calendar as it stands; ``source`` is None where only another device reads it, which this one cannot refresh.

    ``failure`` is the sentence of the last attempt, empty when it went well; times are Unix seconds.
    """

    name: str
    source: str | None
    color: str
    events: int
    read_at: int | None = None
    failure: str = ""
    failed_at: int | None = None
    refused: tuple[Refusal, ...] = ()


class CalendarNameTaken(RuleBroken):
    """Another calendar of this device has the name."""

    code = "calendar_name_taken"


@workflow
def plan_calendar(ctx: Context, source: str | Path, *, name: str | None = None) -> CalendarPlan:
    """Return what importing a calendar from a file or an address would do; nothing is written.

    Raises:
        NotACalendar, CalendarTooLarge: see app.exchange.ics. AddressRefused, DownloadFailed: see app.system.download.
            CalendarUnreachable: there is no such file.
    """
    fetched = fetch(source)
    calendar = read(ctx, fetched, today(ctx))
    with reading(ctx) as found:
        chosen = _name_for(found, fetched, calendar, name)
        change = difference(ctx, found, chosen, calendar)
        known = found.calendar_sources.get(chosen) is not None
    return CalendarPlan(
        fetched.place, chosen, calendar.events, _refusals(calendar), calendar.past, calendar.tasks,
        change.created, change.changed, len(change.gone), known,
    )  # fmt: skip


@workflow
def import_calendar(
    ctx: Context, source: str | Path, *, name: str | None = None, color: str | None = None
) -> Outcome[CalendarResult]:
    """Read a calendar from a file or an address; from now on it is kept up to date from there.

    Its events are read only. Reading the same place again brings them up to date, whatever its name is now.

    Raises:
        CalendarNameTaken: another calendar has the name that was asked for; and see plan_calendar.
    """
    fetched = fetch(source)
    calendar = read(ctx, fetched, today(ctx))
    with unit_of_work(ctx, "import_calendar") as work:
        chosen = _name_for(work, fetched, calendar, name)
        work.describe(chosen)
        known = work.calendar_sources.get(chosen)
        used = [one.color for one in work.calendar_sources.all()]
        chosen_color = color or (known.color if known else next_color(used))
        result = _bring_in(ctx, work, Source(chosen, fetched.place, chosen_color), fetched, calendar)
    return work.outcome(result)


@workflow
def refresh_calendars(ctx: Context, *, only: str | None = None) -> Outcome[Refreshed]:
    """Bring calendars up to date with where they come from; what cannot be reached stays as it is, and says why.

    Nobody did it, so it is no action to take back.

    Raises:
        NotFound: ``only`` names a calendar that this device does not read.
    """
    with reading(ctx) as found:
        sources = [one for one in _in_use(ctx, found) if only in (None, one.name)]
    if only is not None and not sources:
        raise NotFound(f"This device does not read a calendar “{only}”.", name=only)
    answers = [(source, _look(ctx, source)) for source in sources]
    changed: list[CalendarResult] = []
    failed: list[tuple[str, str]] = []
    with unit_of_work(ctx, "refresh_calendar", only or str(len(sources)), role=REFRESH) as work:
        for source, answer in answers:
            try:
                result = _refreshed(ctx, work, source, answer)
            except AppError as error:
                failed.append((source.name, str(error)))
                work.calendar_sources.note_failure(source.name, str(error), ctx.now())
            else:
                changed += [result] if result is not None else []
    return work.outcome(Refreshed(tuple(changed), len(sources) - len(changed) - len(failed), tuple(failed)))


@workflow
def list_calendars(ctx: Context) -> list[CalendarSource]:
    """Return the imported calendars by name: those this device reads, and those that only another one does."""
    with reading(ctx) as read_only:
        counts = read_only.planned_events.count_by_calendar(ctx.user)
        refused = read_only.calendar_sources.refused()
        here = {source.name: source for source in _in_use(ctx, read_only)}
    names = sorted({*counts, *here}, key=lambda name: (name.lower(), name))
    return [
        CalendarSource(
            name, one.place or None, one.color, counts.get(name, 0), one.read_at, one.failure, one.failed_at,
            tuple(refused.get(name, ())),
        )
        for name in names
        for one in (here.get(name) or Source(name, ""),)
    ]  # fmt: skip


@workflow
def color_calendar(ctx: Context, name: str, color: str) -> Outcome[CalendarSource]:
    """Show a calendar in another colour, on this device.

    Raises:
        NotFound: this device does not read it.
    """
    with unit_of_work(ctx, "color_calendar", name) as work:
        source = _require(work, name)
        work.calendar_sources.put(source._replace(color=color))
        events = work.planned_events.count_by_calendar(ctx.user).get(name, 0)
    return work.outcome(CalendarSource(name, source.place, color, events, source.read_at))


@workflow
def remove_calendar(ctx: Context, name: str) -> Outcome[int]:
    """Remove a calendar and all its events; entries that were tracked from it stay. Returns how many events went.

    Raises:
        NotFound: there is no such calendar.
    """
    with unit_of_work(ctx, "remove_calendar", name) as work:
        events = work.planned_events.of_calendar(name, ctx.user)
        if not events and work.calendar_sources.get(name) is None:
            raise NotFound(f"There is no calendar “{name}”.", name=name)
        work.planned_events.delete_all(event.id for event in events)
        if not events:
            # There is nothing that could be taken back; else the place is kept for that.
            work.calendar_sources.forget(name)
    return work.outcome(len(events))


def _in_use(ctx: Context, read_only: Repositories) -> list[Source]:
    """Return the calendars this device reads, but those whose events all went since they were read.

    That was a removal, here or on another device, or an import taken back. Taking that back brings the events, and so
    the calendar is in use again.
    """
    events = read_only.planned_events
    return [
        one
        for one in read_only.calendar_sources.all()
        if not events.calendar_is_gone(one.name, ctx.user, since=one.read_at or 0)
    ]


def _look(ctx: Context, source: Source) -> _Answer:
    try:
        fetched = fetch_again(ctx, source)
        return fetched, None if fetched.content is None else read(ctx, fetched, today(ctx))
    except AppError as error:
        return error


def _refreshed(ctx: Context, work: UnitOfWork, source: Source, answer: _Answer) -> CalendarResult | None:
    """Bring one calendar up to date; None where nothing of it changed."""
    if isinstance(answer, AppError):
        raise answer
    if source.name not in {one.name for one in _in_use(ctx, work)}:
        # It was removed while it was fetched.
        return None
    fetched, calendar = answer
    if calendar is None:
        work.calendar_sources.put(source._replace(read_at=ctx.now(), failure="", failed_at=None))
        return None
    result = _bring_in(ctx, work, source, fetched, calendar)
    return result if result.created or result.changed or result.deleted else None


def _bring_in(
    ctx: Context, work: UnitOfWork, source: Source, fetched: Fetched, calendar: ReadCalendar
) -> CalendarResult:
    """Make the events of a calendar those that were read."""
    change = difference(ctx, work, source.name, calendar)
    work.planned_events.save_all(change.saved)
    work.planned_events.delete_all(change.gone)
    # What a calendar that is empty now left behind went before it was read, so that it counts as one in use.
    read_at = ctx.now() + (not calendar.events)
    work.calendar_sources.put(source._replace(mark=fetched.mark, read_at=read_at, failure="", failed_at=None))
    refused = _refusals(calendar)
    work.calendar_sources.refuse(source.name, refused)
    return CalendarResult(source.name, len(calendar.events), change.created, change.changed, len(change.gone), refused)


def _refusals(calendar: ReadCalendar) -> tuple[Refusal, ...]:
    return tuple(Refusal(*one) for one in calendar.refused)


def _name_for(read_only: Repositories, fetched: Fetched, calendar: ReadCalendar, asked: str | None) -> str:
    """Return the name of a calendar: that of the same place before, what was asked for, what it calls itself.

    Raises:
        CalendarNameTaken: another place has the name that was asked for. RuleBroken: it is no name.
    """
    sources = read_only.calendar_sources.all()
    same = next((one.name for one in sources if one.place == fetched.place), None)
    if asked is not None:
        raise_if_blocked(check_name(asked, noun="calendar"))
        asked = clean_name(asked)
        if any(one.name == asked and one.place != fetched.place for one in sources):
            raise CalendarNameTaken(f"There is another calendar “{asked}” already. Choose another name.", field="name")
        return asked
    if same is not None:
        return same
    name = (clean_name(calendar.name) or clean_name(fetched.name) or "Calendar")[:_LONGEST_NAME]
    taken = {one.name for one in sources}
    numbered = (f"{name} ({number})" for number in count(2))
    return name if name not in taken else next(one for one in numbered if one not in taken)


def _require(read_only: Repositories, name: str) -> Source:
    source = read_only.calendar_sources.get(name)
    if source is None:
        raise NotFound(f"This device does not read a calendar “{name}”.", name=name)
    return source
