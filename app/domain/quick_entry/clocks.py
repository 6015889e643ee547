"""The forms of a time: which words are one, which nearly are, and the minutes of the day they mean."""

from __future__ import annotations

import re
from collections.abc import Sequence

DAY_MINUTES = 24 * 60
_HALF = DAY_MINUTES // 2

# Digits are counted: no text a person types may grow into a number that no clock or calendar can hold.
_TIME = r"(\d{1,2})(?:[:.h](\d{2}))?(am|pm)?"
_DASH = r"[-–—]"
_AMOUNT = r"(?:\d{1,5}:[0-5]\d|\d{1,5}(?:[.,]\d{1,4})?h(?:\d{1,5}m(?:in)?)?|\d{1,5}m(?:in)?)"
RANGE = re.compile(rf"{_TIME}{_DASH}{_TIME}", re.IGNORECASE)
FROM_FOR = re.compile(rf"{_TIME}\+({_AMOUNT})", re.IGNORECASE)
AGO = re.compile(rf"-({_AMOUNT})", re.IGNORECASE)
LENGTH = re.compile(r"\d{1,5}(?:[.,]\d{1,4})?h(?:\d{1,5}m(?:in)?)?|\d{1,5}m(?:in)?", re.IGNORECASE)
_FORMS = (RANGE, FROM_FOR, AGO, LENGTH)
DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
UNCLEAR_DATE = re.compile(r"\d{1,2}([./-])\d{1,2}\1(?:\d{2}|\d{4})|\d{1,2}/\d{1,2}|\d{1,2}\.\d{1,2}\.")

# A piece of a time, right or wrong; a word made of such pieces and a sign between or around them was meant as one.
_PIECE = r"\d{1,2}(?:[:.h]\d*)?(?:am|pm)?"
_ALMOST = re.compile(
    # The repetition is bounded: what goes on and on is no time, and must not be tried in every possible way.
    rf"[-–—+]?{_PIECE}(?:(?:{_DASH}|\+)(?:{_PIECE}|\d{{1,4}}[hm:]?\d*)?){{1,3}}|[-–—+]{_PIECE}"
    r"|\d{1,2}:(?:\d\d)?(?:am|pm)?|\d{1,2}(?:am|pm)"
    r"|[-–—+]?\d+(?:[.,]\d+)?(?:h(?:\d*m(?:in)?)?|m(?:in)?)",
    re.IGNORECASE,
)
_ALONE = re.compile(_TIME, re.IGNORECASE)
_HOURS = re.compile(r"\d{1,5}h", re.IGNORECASE)
_MINUTES = re.compile(r"\d{1,5}m(?:in)?", re.IGNORECASE)

WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon montag",
            "tuesday tue dienstag",
            "wednesday wed mittwoch",
            "thursday thu donnerstag",
            "friday fri freitag",
            "saturday sat samstag sonnabend",
            "sunday sun sonntag",
        )
    )
    for name in names.split()
}
RELATIVE = {"today": 0, "heute": 0, "yesterday": -1, "gestern": -1}


def almost_a_time(word: str) -> bool:
    """Return whether a word was meant as a time and is none: ``9-``, ``9:3-10``, ``9:30`` alone."""
    return bool(_ALMOST.fullmatch(word)) and not any(form.fullmatch(word) for form in _FORMS)


def looks_like_time(word: str) -> bool:
    """Return whether a word is a time of any form, or was meant as one."""
    return any(form.fullmatch(word) for form in (*_FORMS, _ALMOST))


def joined(words: Sequence[str]) -> tuple[str, int]:
    """Return the first word, or the first few where blanks part one time (``9 - 11``, ``1h 30m``), and how many."""
    if len(words) > 2 and re.fullmatch(_DASH, words[1]) and all(_ALONE.fullmatch(words[at]) for at in (0, 2)):
        return f"{words[0]}-{words[2]}", 3
    if len(words) > 1 and _HOURS.fullmatch(words[0]) and _MINUTES.fullmatch(words[1]):
        return words[0] + words[1], 2
    return (words[0], 1) if words else ("", 0)


def clock_time(hour: str, minute: str | None, half: str | None) -> int | None:
    """Return minutes after midnight, None for a time no clock shows; 24:00 is the end of the day."""
    hours, minutes = int(hour), int(minute or 0)
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half.lower() == "pm" else 0)
    if minutes > 59 or hours > 24 or (hours == 24 and minutes):
        return None
    return hours * 60 + minutes


_Parts = tuple[str | None, ...]


def clock_range(first: _Parts, second: _Parts) -> tuple[int, int] | None:
    """Return the minutes at which a range begins and ends; an end before the start lies on the next day.

    One am or pm holds for both times where that keeps them in order: ``1pm-3`` is 13:00 to 15:00, ``1-3pm`` too. Where
    it does not, the other time is of the other half: ``9am-5`` is 9:00 to 17:00, ``11-1pm`` 11:00 to 13:00. None: a time
    no clock shows, or a range whose half of the day nobody can tell (``10-2am``).
    """
    start, end = (clock_time(hour or "", minute, half) for hour, minute, half in (first, second))
    if start is None or end is None or start == DAY_MINUTES:
        return None
    if first[2] and not second[2] and end < start < end + _HALF and end < _HALF:
        return start, end + _HALF
    if second[2] and not first[2]:
        return _half_from_end(first, start, end, (second[2] or "").lower())
    return start, end


def _half_from_end(first: _Parts, start: int, end: int, half: str) -> tuple[int, int] | None:
    same = clock_time(first[0] or "", first[1], half)
    if same is not None and same < end:
        return same, end
    return (start, end) if start < end else None
