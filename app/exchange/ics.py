"""Calendars in iCalendar files (RFC 5545): what each event is, series told apart or kept as one, the unreadable refused."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from app.domain.days import is_zone, next_day
from app.domain.errors import AppError
from app.exchange.ics_event import WrittenEvent, read_event
from app.exchange.ics_lines import read_blocks
from app.exchange.ics_series import Home, happenings_of
from app.exchange.ics_zones import Zones
from app.exchange.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.exchange.ics_lines import Block

MOST_BYTES = 20 * 1024 * 1024
MOST_EVENTS = 20_000


class NotACalendar(AppError):
    """The file is none that holds a calendar. Nothing was changed."""

    code = "not_a_calendar"


class CalendarTooLarge(AppError):
    """The calendar holds more than a plan can show. Nothing was changed."""

    code = "calendar_too_large"


class Happening(NamedTuple):
    """An event, once or by a rule of whole days. ``uid`` and ``which`` (the occurrence) say which, on every device.

    ``zone_is_guessed`` where the file leaves open where the clock is meant to stand.
    """

    uid: str
    which: str
    title: str
    notes: str
    starts_at: int
    ends_at: int
    tz: str
    all_day: bool
    rule: str | None = None
    zone_is_guessed: bool = False


class RefusedEvent(NamedTuple):
    """An event that cannot be read: the line it begins on, what it is called, and why."""

    line: int
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReadCalendar:
    """What a file holds: ``past`` counts the events that were over before the window, ``tasks`` what is no event.

    Of one that is not whole the end is missing, and nobody knows what would have come.
    """

    name: str
    events: tuple[Happening, ...]
    refused: tuple[RefusedEvent, ...]
    past: int = 0
    tasks: int = 0
    is_whole: bool = True


class Window(NamedTuple):
    """The days within which events matter, both included; by whole months, so that two devices agree all month."""

    since: str
    until: str

    @classmethod
    def around(cls, today: str) -> Window:
        """Return a year back and two years ahead."""
        day = date.fromisoformat(today).replace(day=1)
        return cls(day.replace(year=day.year - 1).isoformat(), next_day(day.replace(year=day.year + 2).isoformat(), -1))


def read_calendar(source: Source, *, viewer: str, today: str) -> ReadCalendar:
    """Return the events of a file; ``viewer`` is the IANA zone of times that name none, ``today`` an ISO day.

    An event that cannot be read is refused with its reason, and the others are read.

    Raises:
        NotACalendar: the file holds none. CalendarTooLarge: it holds too many events. OSError: it cannot be read.
    """
    blocks = _blocks(source)
    calendars = [block for block in blocks if block.name == "VCALENDAR"]
    inside = [block for calendar in calendars for block in calendar.blocks]
    said = next((zone for calendar in calendars if is_zone(zone := calendar.text("X-WR-TIMEZONE"))), None)
    home = Home(said or viewer, said is None)
    zones = Zones((block for block in inside if block.name == "VTIMEZONE"), viewer=home.tz, today=today)
    cancelled = any(calendar.text("METHOD").upper() == "CANCEL" for calendar in calendars)
    reading = _Reading(zones, home, Window.around(today))
    for block in inside:
        if block.name == "VEVENT" and not cancelled:
            reading.take(block)
    name = next((name for calendar in calendars if (name := _name_of(calendar))), "")
    tasks = sum(block.name == "VTODO" for block in inside)
    return replace(reading.result(name), tasks=tasks, is_whole=all(calendar.is_whole for calendar in calendars))


def _blocks(source: Source) -> list[Block]:
    size = source.size
    if size > MOST_BYTES:
        sentence = f"“{source.name}” has {size // 1_000_000} MB; a calendar may have 20. Nothing was read from it."
        raise CalendarTooLarge(sentence, name=source.name, size=size)
    if source.is_binary:
        raise _not_a_calendar(source)
    with source.text() as lines:
        blocks = read_blocks(lines)
    if not any(block.name == "VCALENDAR" for block in blocks):
        raise _not_a_calendar(source)
    return blocks


def _not_a_calendar(source: Source) -> NotACalendar:
    sentence = f"“{source.name}” is no calendar. Choose an iCalendar file (.ics), or the address of one."
    return NotACalendar(sentence, name=source.name)


def _name_of(calendar: Block) -> str:
    return " ".join((calendar.text("X-WR-CALNAME") or calendar.text("NAME")).split())


class _Reading:
    """Collects the events of a file by their series, then makes of each what happens."""

    def __init__(self, zones: Zones, home: Home, window: Window) -> None:
        self._zones, self._home, self._window = zones, home, window
        self._written: dict[str, list[WrittenEvent]] = defaultdict(list)
        self._refused: list[RefusedEvent] = []

    def take(self, block: Block) -> None:
        try:
            event = read_event(block, self._zones, self._home.tz)
        except ValueError as error:
            self._refused.append(RefusedEvent(block.line, _called(block.text("SUMMARY")), f"{error}."))
            return
        self._written[event.uid].append(event)

    def result(self, name: str) -> ReadCalendar:
        found: list[Happening] = []
        past = 0
        for uid, written in self._written.items():
            try:
                happenings = happenings_of(newest(written), self._window, self._home)
            except ValueError as error:
                title = next((event.title for event in written if event.title), "")
                self._refused.append(RefusedEvent(written[0].line, _called(title), f"{error}."))
                continue
            past += not happenings and not all(event.is_cancelled for event in written)
            found += (Happening(uid, *one) for one in happenings)
            if len(found) > MOST_EVENTS:
                sentence = f"This calendar has more than {MOST_EVENTS:,} events of this time. Nothing was read from it."
                raise CalendarTooLarge(sentence, events=len(found))
        found.sort(key=lambda one: (one.starts_at, one.uid, one.which))
        return ReadCalendar(name, tuple(found), tuple(sorted(self._refused)), past)


def newest(written: Iterable[WrittenEvent]) -> list[WrittenEvent]:
    """Return of every event, and of every changed occurrence, the version that was written last."""
    found: dict[str, WrittenEvent] = {}
    for event in written:
        key = event.instead_of.text if event.instead_of else ""
        if key not in found or event.sequence >= found[key].sequence:
            found[key] = event
    return list(found.values())


def _called(title: str) -> str:
    return " ".join(title.split())[:120] or "(no title)"
