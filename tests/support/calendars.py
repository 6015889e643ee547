"""Calendars written by hand, for tests."""

from pathlib import Path

from app.exchange.ics import ReadCalendar, read_calendar
from app.exchange.source import Source

TODAY = "2026-03-02"


def calendar(*parts: str, head: str = "") -> str:
    return "".join(f"{line}\r\n" for line in ("BEGIN:VCALENDAR", "VERSION:2.0", *lines(head), *parts, "END:VCALENDAR"))


def event(start: str = "DTSTART:20260303T090000Z", *more: str, uid: str = "a@x", title: str = "Planning") -> str:
    inside = (f"UID:{uid}", f"SUMMARY:{title}", start, *more)
    return "\r\n".join(("BEGIN:VEVENT", *(line for line in inside if not line.endswith(":-")), "END:VEVENT"))


def lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line]


def read(text: str | bytes, *, viewer: str = "Europe/Berlin", today: str = TODAY) -> ReadCalendar:
    content = text if isinstance(text, bytes) else text.encode()
    return read_calendar(Source(Path("team.ics"), content), viewer=viewer, today=today)
