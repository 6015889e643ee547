"""Entries as events of a calendar (RFC 5545), written one by one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

_HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Stintbook//EN\r\nCALSCALE:GREGORIAN\r\n"


class Event(NamedTuple):
    """An entry as an event; ``id`` makes it the same event at every export."""

    id: str
    starts_at: int
    ends_at: int
    title: str
    categories: tuple[str, ...] = ()
    notes: str = ""


def write(target: Path, events: Iterable[Event], stamp: int, step: Callable[[], None]) -> None:
    """Write a calendar; ``stamp`` is when, in Unix seconds.

    Raises:
        OSError: it cannot be written.
    """
    with target.open("wb") as stream:
        stream.write(_HEAD.encode())
        for event in events:
            stream.write(_event(event, stamp))
            step()
        stream.write(b"END:VCALENDAR\r\n")


def _event(event: Event, stamp: int) -> bytes:
    import icalendar

    made = icalendar.Event()
    made.add("uid", f"{event.id}@stintbook")
    made.add("dtstamp", datetime.fromtimestamp(stamp, UTC))
    made.add("dtstart", datetime.fromtimestamp(event.starts_at, UTC))
    made.add("dtend", datetime.fromtimestamp(event.ends_at, UTC))
    made.add("summary", event.title)
    if event.categories:
        made.add("categories", list(event.categories))
    if event.notes:
        made.add("description", event.notes)
    # The time is past: it does not make anybody busy.
    made.add("transp", "TRANSPARENT")
    return bytes(made.to_ical())
