"""One event of an iCalendar file as it is written there, with every time resolved to a zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from app.exchange.ics_lines import Block, Line
    from app.exchange.ics_zones import Zones

_STAMP = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?")
_DURATION = re.compile(r"([+-]?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
# What an event means nothing without; anything else that cannot be read is left out of it.
_NEEDED = frozenset(("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "UID"))
_LONGEST_NOTES = 10_000
_YEARS, _LONGEST = range(1900, 2500), timedelta(days=3_660)


class Moment(NamedTuple):
    """A time as clocks show it in a zone; ``is_day`` says that only the date is meant, ``is_floating`` that of any zone."""

    wall: datetime
    tz: str
    is_day: bool = False
    is_floating: bool = False

    @property
    def text(self) -> str:
        """The time as a key that does not depend on who reads it."""
        if self.is_day:
            return f"{self.wall:%Y%m%d}"
        return f"{self.wall:%Y%m%dT%H%M%S}" + ("" if self.is_floating else f"@{self.tz}")


@dataclass(frozen=True, slots=True)
class WrittenEvent:
    """An event, or the change of one occurrence of a series (``instead_of`` names which)."""

    line: int
    uid: str
    title: str
    notes: str
    start: Moment
    length: timedelta
    rule: str = ""
    left_out: tuple[Moment, ...] = ()
    added: tuple[Moment, ...] = ()
    instead_of: Moment | None = None
    and_later: bool = False
    is_cancelled: bool = False
    sequence: int = 0


def read_event(block: Block, zones: Zones, viewer: str) -> WrittenEvent:
    """Return an event; ``viewer`` is the zone of times that name none.

    Raises:
        ValueError: it cannot be read, and the text says why, to follow “refused because”.
    """
    for line in block.lines:
        if line.value is None and line.name in _NEEDED:
            raise ValueError(f"line {line.number} ({line.name}) is broken")
    if not block.is_whole:
        raise ValueError("it is cut off: its end is missing")
    reader = _Reader(zones, viewer)
    begins = block.first("DTSTART")
    if begins is None:
        raise ValueError("it does not say when it begins")
    start = reader.moment(begins)
    instead_of = block.first("RECURRENCE-ID")
    rule = block.first("RRULE")
    return WrittenEvent(
        line=block.line,
        uid=block.text("UID") or f"{block.text('SUMMARY')}@{start.text}",
        title=" ".join(block.text("SUMMARY").split()),
        notes=_notes(block),
        start=start,
        length=reader.length(block, start),
        rule=(rule.value or "").strip() if rule else "",
        left_out=tuple(reader.moments(block.all("EXDATE"))),
        added=tuple(reader.moments(block.all("RDATE"))),
        instead_of=reader.moment(instead_of) if instead_of else None,
        and_later=bool(instead_of and instead_of.parameters.get("RANGE", "").upper() == "THISANDFUTURE"),
        is_cancelled=block.text("STATUS").upper() == "CANCELLED",
        sequence=_number(block.text("SEQUENCE")),
    )


class _Reader:
    def __init__(self, zones: Zones, viewer: str) -> None:
        self._zones, self._viewer = zones, viewer

    def moment(self, line: Line, value: str | None = None) -> Moment:
        """Return the time of a property."""
        text = (line.value or "" if value is None else value).strip()
        found = _STAMP.fullmatch(text)
        if found is None:
            raise ValueError(f"“{text[:40]}” in line {line.number} is no date or time")
        year, month, day, hour, minute, second = (int(found[place] or 0) for place in range(1, 7))
        try:
            # A leap second is the last of its minute here.
            wall = datetime(year, month, day, hour, minute, min(59, second))  # noqa: DTZ001 - a wall clock
        except ValueError:
            raise ValueError(f"“{text[:40]}” in line {line.number} is no date or time that there is") from None
        if wall.year not in _YEARS:
            raise ValueError(f"“{text[:40]}” in line {line.number} is farther away than a plan can show")
        if found[4] is None:
            return Moment(wall, self._viewer, is_day=True)
        if found[7]:
            return Moment(wall, "UTC")
        tzid = line.parameters.get("TZID")
        if tzid:
            return Moment(wall, self._zones.named(tzid))
        return Moment(wall, self._viewer, is_floating=True)

    def moments(self, lines: list[Line]) -> list[Moment]:
        """Return the times of properties that list some; of periods their beginnings."""
        values = ((line, value) for line in lines for value in (line.value or "").split(",") if value.strip())
        return [self.moment(line, value.split("/")[0]) for line, value in values]

    def length(self, block: Block, start: Moment) -> timedelta:
        """Return how long an event lasts by the clock; one that says nothing lasts its day, or no time."""
        ends, lasts = block.first("DTEND"), block.first("DURATION")
        usual = timedelta(days=1) if start.is_day else timedelta(0)
        if ends is not None:
            end = self.moment(ends)
            if end.is_day != start.is_day:
                raise ValueError("it begins with a date and ends with a time, or the other way round")
            found = _between(start, end)
            # Some calendars write a single day as one that ends when it begins.
            found = usual if start.is_day and not found else found
        else:
            found = _duration(lasts) if lasts is not None else usual
        if found < timedelta(0):
            raise ValueError("it would end before it begins")
        if found > _LONGEST:
            raise ValueError("it lasts longer than ten years")
        return found


def _between(start: Moment, end: Moment) -> timedelta:
    if start.tz == end.tz:
        return end.wall - start.wall
    from app.domain.days import resolve_local

    seconds = resolve_local(end.wall, end.tz).instants[0] - resolve_local(start.wall, start.tz).instants[0]
    return timedelta(seconds=seconds)


def _duration(line: Line) -> timedelta:
    found = _DURATION.fullmatch((line.value or "").strip().upper())
    if found is None or not any(found.groups()[1:]):
        raise ValueError(f"“{(line.value or '')[:40]}” in line {line.number} is no length of time")
    weeks, days, hours, minutes, seconds = (min(int(part or 0), 10**6) for part in found.groups()[1:])
    lasts = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -lasts if found[1] == "-" else lasts


def _notes(block: Block) -> str:
    place, notes = block.text("LOCATION"), block.text("DESCRIPTION")
    return "\n\n".join(part for part in (place, notes) if part)[:_LONGEST_NOTES]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def as_time(moment: Moment) -> datetime | date:
    """Return a time in the form libraries calculate with."""
    from app.domain.days import zone

    return moment.wall.date() if moment.is_day else moment.wall.replace(tzinfo=zone(moment.tz))
