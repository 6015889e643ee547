"""Work kept in a calendar: every event with a time becomes an entry. For calendars to plan by see ``app.exchange.ics``."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from app.domain.days import is_zone
from app.exchange.ics_event import read_event
from app.exchange.ics_lines import read_blocks
from app.exchange.ics_zones import Zones
from app.exchange.records import BadRow, Reading, Record, UnreadableFile
from app.exchange.text_lines import without_tags

if TYPE_CHECKING:
    from datetime import datetime

    from app.exchange.ics_event import Moment, WrittenEvent
    from app.exchange.ics_lines import Block
    from app.exchange.records import Format
    from app.exchange.source import Source

MOST_BYTES = 64 << 20
# What zones that a file defines itself are compared with; any day serves.
_DAY = "2026-01-01"
_VIEWER = "UTC"


class IcsEntries:
    """The title is the description, categories and ``#words`` are tags. Whole days and series are no work that was done."""

    name = "ics"
    title = "Calendar (ICS)"

    def recognises(self, source: Source) -> int:
        """The line that begins every calendar."""
        return 70 if "BEGIN:VCALENDAR" in source.start[:4096].upper() else 0

    def read(self, source: Source, *, order: str | None = None) -> Reading:  # noqa: ARG002 - ICS has one order
        """Understand a calendar."""
        if source.is_binary or source.size > MOST_BYTES:
            raise UnreadableFile(f"“{source.name}” is no calendar, or too large to be one. Nothing was added.")
        with source.text() as lines:
            calendars = [block for block in read_blocks(lines) if block.name == "VCALENDAR"]
        if not calendars:
            raise UnreadableFile(f"“{source.name}” is no calendar. Nothing was added.")
        rows = [row for calendar in calendars for row in _rows(calendar)]
        naive = any(isinstance(row, Record) and row.start.tzinfo is None for row in rows)
        return Reading(rows=lambda: iter(rows), local=naive)


def _rows(calendar: Block) -> list[Record | BadRow]:
    named = calendar.text("X-WR-TIMEZONE")
    home = named if is_zone(named) else _VIEWER
    zones = Zones((block for block in calendar.blocks if block.name == "VTIMEZONE"), viewer=home, today=_DAY)
    rows = [_row(block, zones, home) for block in calendar.blocks if block.name == "VEVENT"]
    return [row for row in rows if row is not None]


def _row(block: Block, zones: Zones, home: str) -> Record | BadRow | None:
    try:
        event = read_event(block, zones, home)
    except ValueError as error:
        return BadRow(block.line, f"{error}.")
    if event.is_cancelled:
        return None
    if event.start.is_day:
        return BadRow(event.line, "It takes whole days and says no time.")
    if event.rule or event.added:
        return BadRow(event.line, "It repeats; add it as a calendar, and track its days from there.")
    return _record(block, event)


def _record(block: Block, event: WrittenEvent) -> Record:
    description, tags = without_tags(event.title)
    categories = (word.strip() for word in block.text("CATEGORIES").split(","))
    start = _moment(event.start)
    which = f"{event.uid}@{event.instead_of.text}" if event.instead_of else event.uid
    return Record(
        event.line, start, start + event.length, description=description,
        tags=tuple(dict.fromkeys((*filter(None, categories), *tags))), external_id=which or None,
        zone=None if event.start.is_floating else event.start.tz,
    )  # fmt: skip


def _moment(moment: Moment) -> datetime:
    # Adding a length to it moves the clock: an event over a change of the clocks ends when its calendar says.
    return moment.wall if moment.is_floating else moment.wall.replace(tzinfo=ZoneInfo(moment.tz))


FORMATS: tuple[Format, ...] = (IcsEntries(),)
