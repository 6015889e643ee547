"""The time at the beginning of the line: a day, then a range, a start with a length, or a length up to now."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domain.days import local_day, next_day, resolve_local
from app.domain.durations import parse_duration
from app.domain.problems import Problem

_TIME = r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?"
_RANGE = re.compile(rf"{_TIME}\s*[-–—]\s*{_TIME}", re.IGNORECASE)
_FROM_FOR = re.compile(rf"{_TIME}\+(\d+:\d{{2}}|(?:\d+(?:[.,]\d+)?h)?(?:\d+m(?:in)?)?)", re.IGNORECASE)
_AGO = re.compile(r"-((?:\d+(?:[.,]\d+)?h)?(?:\d+m(?:in)?)?|\d+:\d{2})", re.IGNORECASE)
_LENGTH = re.compile(r"(?:\d+(?:[.,]\d+)?h)?(?:\d+m(?:in)?)?", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_WEEKDAYS = {
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
_RELATIVE = {"today": 0, "heute": 0, "yesterday": -1, "gestern": -1}


@dataclass(frozen=True, slots=True)
class Span:
    """What the words at the beginning mean: how many of them, the instants, and what is wrong with them."""

    words: int = 0
    started_at: int | None = None
    ended_at: int | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reader:
    now: int
    tz: str
    later: bool

    def read(self, words: Sequence[str]) -> Span:
        today = local_day(self.now, self.tz)
        day, used, problems = self._day(words, today)
        if problems:
            return Span(used, problems=tuple(problems))
        rest = words[used] if used < len(words) else ""
        span = self._on(rest, day or today, named=day is not None)
        if span is None:
            if day is None:
                return Span()
            sentence = f"“{words[0]}” names a day, but no time follows. Write for example “{words[0]} 9-11”."
            return Span(used, problems=(Problem("time_missing", sentence, "time", values={"part": words[0]}),))
        return Span(used + 1, span.started_at, span.ended_at, span.problems)

    def _day(self, words: Sequence[str], today: str) -> tuple[str | None, int, list[Problem]]:
        first = words[0].lower() if words else ""
        # A weekday or "today" may as well begin a description; only with a time behind it is it a day.
        timed = len(words) > 1 and _looks_like_time(words[1])
        if first in _RELATIVE and timed:
            return next_day(today, _RELATIVE[first]), 1, []
        if first in _WEEKDAYS and timed:
            back = (date.fromisoformat(today).weekday() - _WEEKDAYS[first]) % 7
            return next_day(today, -back), 1, []
        if _DATE.fullmatch(first):
            try:
                return date.fromisoformat(first).isoformat(), 1, []
            except ValueError:
                return None, 1, [Problem("no_such_day", f"There is no day {first}.", "time", values={"part": first})]
        return None, 0, []

    def _on(self, word: str, day: str, *, named: bool) -> Span | None:
        if match := _RANGE.fullmatch(word):
            return self._range(word, day, match)
        if (match := _FROM_FOR.fullmatch(word)) and match[4]:
            return self._from_for(word, day, match)
        if named:
            return None
        if (match := _AGO.fullmatch(word)) and match[1]:
            return Span(1, self.now - parse_duration(match[1]))
        if word and word[-1] in "hmHMnN" and _LENGTH.fullmatch(word):
            return Span(1, self.now - parse_duration(word), self.now)
        return None

    def _range(self, word: str, day: str, match: re.Match[str]) -> Span:
        start, end = _clock(*match.group(1, 2, 3)), _clock(*match.group(4, 5, 6))
        if start is None or end is None:
            return _no_such_time(word)
        if match[3] and not match[6] and end < start and end + 720 > start:
            end += 720  # 1pm-3 means 15:00
        if match[6] and not match[3] and start > end and match[6].lower() == "pm":
            return _no_such_time(word)
        last_day = day if end > start else next_day(day)
        return self._span(word, (day, start), (last_day, end))

    def _from_for(self, word: str, day: str, match: re.Match[str]) -> Span:
        start = _clock(*match.group(1, 2, 3))
        if start is None:
            return _no_such_time(word)
        begun = self._instant(word, day, start)
        if begun.started_at is None:
            return begun
        return Span(1, begun.started_at, begun.started_at + parse_duration(match[4]))

    def _span(self, word: str, start: tuple[str, int], end: tuple[str, int]) -> Span:
        first, last = self._instant(word, *start), self._instant(word, *end)
        problems = first.problems + last.problems
        return Span(1, problems=problems) if problems else Span(1, first.started_at, last.started_at)

    def _instant(self, word: str, day: str, minute: int) -> Span:
        wall = datetime.fromisoformat(day) + timedelta(minutes=minute)
        found = resolve_local(wall, self.tz)
        clock = f"{wall:%H:%M}"
        if found.gap:
            sentence = f"On {wall:%Y-%m-%d} the clocks went forward over {clock}; that time did not exist."
            return Span(1, problems=(Problem("time_in_gap", sentence, "time", values={"part": word}),))
        if found.ambiguous and not self.later:
            sentence = f"On {wall:%Y-%m-%d} the clocks went back, and {clock} came twice. Say which one you mean."
            values = {"part": word, "instants": found.instants}
            return Span(1, found.instants[0], problems=(Problem("time_repeated", sentence, "time", values=values),))
        return Span(1, found.instants[-1] if self.later else found.instants[0])


def read_time(words: Sequence[str], *, now: int, tz: str, repeated: str | None = None) -> Span:
    """Read the time at the beginning of a line's plain words.

    ``repeated`` says which of two equal clock times is meant where the clocks went back: ``first`` or ``second``; left
    out, such a time is a problem that names both instants.
    """
    span = _Reader(now, tz, repeated == "second").read(words)
    if repeated == "first":
        kept = tuple(problem for problem in span.problems if problem.code != "time_repeated")
        if kept != span.problems:
            return _first_of_two(words, now, tz, span)
    return span


def _first_of_two(words: Sequence[str], now: int, tz: str, span: Span) -> Span:
    # The later reading is unambiguous; the earlier one lies exactly the shift of the clocks before it.
    late = _Reader(now, tz, later=True).read(words)
    shifts = {
        problem.values["instants"][1]: problem.values["instants"][0]
        for problem in span.problems
        if problem.code == "time_repeated"
    }
    started = shifts.get(late.started_at, late.started_at) if late.started_at is not None else None
    ended = shifts.get(late.ended_at, late.ended_at) if late.ended_at is not None else None
    return Span(late.words, started, ended, late.problems)


def _looks_like_time(word: str) -> bool:
    return bool(_RANGE.fullmatch(word) or _FROM_FOR.fullmatch(word))


def _clock(hour: str, minute: str | None, half: str | None) -> int | None:
    """Return minutes after midnight, None for a time no clock shows; 24:00 is the end of the day."""
    hours, minutes = int(hour), int(minute or 0)
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half.lower() == "pm" else 0)
    if minutes > 59 or hours > 24 or (hours == 24 and minutes):
        return None
    return hours * 60 + minutes


def _no_such_time(word: str) -> Span:
    sentence = f"“{word}” is not a time. Write for example 9:30-11, 14:00+1:30 or 1h30m."
    return Span(1, problems=(Problem("no_such_time", sentence, "time", values={"part": word}),))
