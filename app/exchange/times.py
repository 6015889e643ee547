"""Dates, clock times and lengths as other programs write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import lru_cache

from app.domain.durations import parse_duration

DAY_FIRST, MONTH_FIRST = "dmy", "mdy"

_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})", re.ASCII)
_NAMED = re.compile(
    r"(?P<day>\d{1,2})\.?[-/ ](?P<month>[^\W\d_]{3,9})\.?[-/ ,]+(?P<year>\d{4})"
    r"|(?P<month2>[^\W\d_]{3,9})\.?[-/ ](?P<day2>\d{1,2}),?[-/ ](?P<year2>\d{4})"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_GERMAN = {"mär": "mar", "mrz": "mar", "mai": "may", "okt": "oct", "dez": "dec"}
_CLOCK = re.compile(r"(\d{1,2})(?::(\d{2}))?(?::(\d{2})(?:[.,]\d+)?)?\s*([ap]\.?m\.?)?", re.IGNORECASE | re.ASCII)
_MINUTES = re.compile(r"(\d{1,6}):(\d{1,2})\s*min", re.IGNORECASE | re.ASCII)
_SECONDS = re.compile(r"(\d{1,9})\s*sec(?:onds?)?", re.IGNORECASE | re.ASCII)
_PERIOD = re.compile(r"PT(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,9})(?:\.\d+)?S)?", re.IGNORECASE | re.ASCII)


@lru_cache(maxsize=4096)
def read_date(text: str, order: str | None) -> datetime:
    """Return the midnight that begins a date: ISO, a month by its name, or numbers in the file's order (dmy, mdy).

    Raises:
        ValueError: it is no date, or none in this order.
    """
    if match := _ISO.fullmatch(text):
        try:
            return datetime(int(match[1]), int(match[3]), int(match[4]))  # noqa: DTZ001 - a wall clock of a zone asked for
        except ValueError:
            raise ValueError(f"“{text}” is not a date") from None
    match = _NUMBERS.fullmatch(text)
    if match is None:
        return _named(text)
    first, mark, second, year_text = match.groups()
    day_first = order == DAY_FIRST or mark == "."
    day, month = (int(first), int(second)) if day_first else (int(second), int(first))
    year = int(year_text) + (0 if len(year_text) == 4 else 2000 if int(year_text) < 70 else 1900)
    try:
        return datetime(year, month, day)  # noqa: DTZ001 - as above
    except ValueError:
        words = "day/month/year" if day_first else "month/day/year"
        raise ValueError(f"“{text}” is not a date when read as {words}") from None


def _named(text: str) -> datetime:
    match = _NAMED.fullmatch(text)
    if match is not None:
        day, month, year = (match[name] or match[f"{name}2"] for name in ("day", "month", "year"))
        short = month[:3].casefold()
        short = _GERMAN.get(short, short)
        if short in _MONTHS:
            with suppress(ValueError):
                return datetime(int(year), _MONTHS.index(short) + 1, int(day))  # noqa: DTZ001 - as above
    raise ValueError(f"“{shortened(text)}” is not a date")


@lru_cache(maxsize=100_000)
def read_clock(text: str) -> timedelta:
    """Return a clock time as the time since midnight: ``9:05``, ``09:05:07``, ``9:05 AM``, ``9 pm``.

    Raises:
        ValueError: it is no clock time.
    """
    match = _CLOCK.fullmatch(text)
    if match is None or not (match[2] or match[4]):
        raise ValueError(f"“{shortened(text)}” is not a time of day")
    hours, minutes, seconds = (int(part or 0) for part in match.group(1, 2, 3))
    if match[4]:
        hours = hours % 12 + (12 if match[4][0] in "pP" else 0) if 1 <= hours <= 12 else 24
    if hours > 23 or minutes > 59 or seconds > 59:
        raise ValueError(f"“{text}” is not a time of day")
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


@lru_cache(maxsize=4096)
def read_length(text: str) -> int:
    """Return the seconds of a length.

    Read are ``01:30:00``, ``3:30`` (h:m), ``18:25 min`` (m:s), ``45 sec``, ``0,42`` (hours), ``1h 30m``, ``PT1H30M``,
    and ``12:20:00 AM``, which is what a spreadsheet makes of 20 minutes.

    Raises:
        ValueError: it is no length.
    """
    text = text.strip()
    if match := _MINUTES.fullmatch(text):
        return int(match[1]) * 60 + int(match[2])
    if match := _SECONDS.fullmatch(text):
        return int(match[1])
    if (match := _PERIOD.fullmatch(text)) and any(match.groups()):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return hours * 3600 + minutes * 60 + seconds
    if text[-2:].upper() in ("AM", "PM"):
        return int(read_clock(text).total_seconds())
    try:
        return parse_duration(text)
    except ValueError:
        raise ValueError(f"“{shortened(text)}” is not a duration") from None


@lru_cache(maxsize=4096)
def read_hours(text: str) -> int:
    """Return the seconds of hours as accounts write them: ``2.25``, ``2,25``, ``2.000,0``, or any length.

    Raises:
        ValueError: it is none.
    """
    plain = text.strip()
    if "," in plain and "." in plain:
        # The last of the two is the decimal one.
        thousands = "," if plain.rindex(",") < plain.rindex(".") else "."
        plain = plain.replace(thousands, "")
    return read_length(plain)


def guess_order(dates: Iterable[str], *, twelve_hours: bool) -> tuple[str | None, bool]:
    """Return the order of day and month that the dates of a file show, and whether somebody must be asked.

    A number over 12 settles it for the whole file. Where none does, or they contradict each other, the likelier order
    is returned with True: month first where the clock has twelve hours, else the one in which the dates lie closer
    together.
    """
    found = {text for text in dates if (match := _NUMBERS.fullmatch(text)) and match[2] != "."}
    possible = [{order for order in (DAY_FIRST, MONTH_FIRST) if _midnight(text, order)} for text in found]
    shown = [orders for orders in possible if len(orders) == 1]
    if len(set.union(set(), *shown)) == 1:
        return shown[0].pop(), False
    if not any(possible):
        # No such date, or none that is one in any order: there is nothing to ask.
        return None, False
    if twelve_hours:
        return MONTH_FIRST, True
    return min((DAY_FIRST, MONTH_FIRST), key=lambda order: _reach(found, order)), True


def _reach(dates: set[str], order: str) -> timedelta:
    days = [day for text in dates if (day := _midnight(text, order)) is not None]
    return max(days) - min(days) if days else timedelta.max


def _midnight(text: str, order: str) -> datetime | None:
    try:
        return read_date(text, order)
    except ValueError:
        return None


def shortened(text: str) -> str:
    """Return a text short enough for a sentence."""
    text = " ".join(text[:200].split())
    return text if len(text) <= 40 else f"{text[:39]}…"
