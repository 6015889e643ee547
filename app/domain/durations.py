"""Durations as people write and read them. Stored as whole seconds."""

import re

_HOUR = 3600
# Digits are counted, so that nothing typed grows into a number no calendar can hold.
_CLOCK = re.compile(r"(\d{1,6}):([0-5]\d)(?::([0-5]\d))?")
_UNITS = re.compile(r"(?:(\d{1,6}(?:[.,]\d{1,6})?)\s*h)?\s*(?:(\d{1,6})\s*m(?:in)?)?\s*(?:(\d{1,8})\s*s)?")
_DECIMAL = re.compile(r"\d{1,6}(?:[.,]\d{1,6})?")

STYLES = ("h:mm", "h:mm:ss", "decimal")


def format_duration(seconds: int, style: str = "h:mm") -> str:
    """Return seconds as ``1:30``, ``1:30:05`` or ``1.50``; a negative duration has a leading minus sign.

    ``h:mm`` drops the seconds it does not show, as a clock does.
    """
    sign, seconds = ("−" if seconds < 0 else ""), abs(seconds)
    hours, rest = divmod(seconds, _HOUR)
    if style == "decimal":
        # In whole hundredths, halves up: a float would round 1.005 h down and 1.015 h up.
        hundredths = (seconds * 200 + _HOUR) // (2 * _HOUR)
        return f"{sign}{hundredths // 100}.{hundredths % 100:02d}"
    if style == "h:mm:ss":
        return f"{sign}{hours}:{rest // 60:02d}:{rest % 60:02d}"
    return f"{sign}{hours}:{rest // 60:02d}"


def parse_duration(text: str) -> int:
    """Read ``1:30``, ``1:30:05``, ``1h30m``, ``1.5h``, ``90m``, ``90 min`` or decimal hours ``1,5``; returns seconds.

    Raises:
        ValueError: the text is none of these.
    """
    text = text.strip().lower()
    if match := _CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return hours * _HOUR + minutes * 60 + seconds
    if (match := _UNITS.fullmatch(text)) and any(match.groups()):
        hours_text, minutes_text, seconds_text = match.groups()
        return (
            round(float((hours_text or "0").replace(",", ".")) * _HOUR)
            + int(minutes_text or 0) * 60
            + int(seconds_text or 0)
        )
    if _DECIMAL.fullmatch(text):
        return round(float(text.replace(",", ".")) * _HOUR)
    raise ValueError(f"“{text}” is not a duration. Write 1:30, 1h30m, 90m or 1.5h.")
