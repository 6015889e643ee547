"""The time at the beginning of the line: a day, then a range, a start with a length, or a length up to now."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from app.domain.days import local_day, next_day, resolve_local
from app.domain.durations import parse_duration
from app.domain.problems import Problem
from app.domain.quick_entry.clocks import (
    AGO,
    DATE,
    DAY_MINUTES,
    FROM_FOR,
    LENGTH,
    RANGE,
    RELATIVE,
    UNCLEAR_DATE,
    WEEKDAYS,
    almost_a_time,
    clock_range,
    clock_time,
    joined,
    looks_like_time,
)

# A clock a little ahead of another must not stop anybody from working.
_FUTURE_GRACE_S = 60
_EXAMPLES = "Write for example 9:30-11, 14:00+1:30 or 1h30m"


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
    repeated: str | None

    def read(self, words: Sequence[str]) -> Span:
        today = local_day(self.now, self.tz)
        day, problem = self._day(words, today)
        if problem is not None:
            return Span(1, problems=(problem,))
        used = 0 if day is None else 1
        rest, count = joined(words[used:])
        span = self._on(rest, day or today, named=day is not None)
        if span is not None:
            return Span(used + count, span.started_at, span.ended_at, span.problems + self._future(span, rest))
        if almost_a_time(rest):
            return Span(used + 1, problems=(_no_such_time(rest),))
        if day is None:
            return Span()
        sentence = f"“{words[0]}” names a day, but no start and end follow. Write for example “{words[0]} 9-11”."
        return Span(used, problems=(Problem("time_missing", sentence, "time", values={"part": words[0]}),))

    def _day(self, words: Sequence[str], today: str) -> tuple[str | None, Problem | None]:
        first = words[0].lower() if words else ""
        # A weekday or "today" may as well begin a description; only with a time behind it is it a day.
        timed = len(words) > 1 and looks_like_time(joined(words[1:])[0])
        if first in RELATIVE and timed:
            return next_day(today, RELATIVE[first]), None
        if first in WEEKDAYS and timed:
            back = (date.fromisoformat(today).weekday() - WEEKDAYS[first]) % 7
            return next_day(today, -back), None
        if match := DATE.fullmatch(first):
            return _calendar_day(first, *map(int, match.groups()))
        if timed and UNCLEAR_DATE.fullmatch(first):
            sentence = f"“{first}” can be read in two ways. Write the day as year-month-day, for example {today}."
            return None, Problem("day_unclear", sentence, "time", values={"part": first})
        return None, None

    def _on(self, word: str, day: str, *, named: bool) -> Span | None:
        if match := RANGE.fullmatch(word):
            return self._range(word, day, match)
        if match := FROM_FOR.fullmatch(word):
            return self._from_for(word, day, match)
        if named:
            return None
        if match := AGO.fullmatch(word):
            return self._back(word, match[1], running=True)
        if LENGTH.fullmatch(word):
            return self._back(word, word, running=False)
        return None

    def _range(self, word: str, day: str, match: re.Match[str]) -> Span:
        times = clock_range(match.group(1, 2, 3), match.group(4, 5, 6))
        if times is None:
            return Span(1, problems=(_no_such_time(word),))
        start, end = times
        if start == end:
            sentence = f"“{word}” begins and ends at the same time. Write {match[1]}+24:00 if a whole day is meant."
            return Span(1, problems=(Problem("no_length", sentence, "time", values={"part": word}),))
        first, last = self._instant(word, day, start), self._instant(word, day, end + DAY_MINUTES * (end < start))
        problems = first.problems + last.problems
        return Span(1, problems=problems) if problems else Span(1, first.started_at, last.started_at)

    def _from_for(self, word: str, day: str, match: re.Match[str]) -> Span:
        start = clock_time(match[1], match[2], match[3])
        if start is None or start == DAY_MINUTES:
            return Span(1, problems=(_no_such_time(word),))
        begun = self._instant(word, day, start)
        if begun.started_at is None:
            return begun
        return Span(1, begun.started_at, begun.started_at + parse_duration(match[4]))

    def _back(self, word: str, length: str, *, running: bool) -> Span:
        start = self.now - parse_duration(length)
        if start < 0:
            return Span(1, problems=(_no_such_time(word),))
        return Span(1, start, None if running else self.now)

    def _instant(self, word: str, day: str, minute: int) -> Span:
        wall = datetime.fromisoformat(day) + timedelta(minutes=minute)
        found = resolve_local(wall, self.tz)
        clock = f"{wall:%H:%M}"
        if found.gap:
            sentence = f"On {wall:%Y-%m-%d} the clocks went forward over {clock}; that time did not exist."
            shown = {"part": word, "clock": clock, "day": f"{wall:%Y-%m-%d}"}
            return Span(1, problems=(Problem("time_in_gap", sentence, "time", values=shown),))
        if found.ambiguous and self.repeated is None:
            sentence = f"On {wall:%Y-%m-%d} the clocks went back, and {clock} came twice. Say which one you mean."
            values: dict[str, Any] = {
                "part": word,
                "clock": clock,
                "day": f"{wall:%Y-%m-%d}",
                "instants": found.instants,
                "tz": self.tz,
            }
            return Span(1, problems=(Problem("time_repeated", sentence, "time", values=values),))
        return Span(1, found.instants[-1 if self.repeated == "second" else 0])

    def _future(self, span: Span, word: str) -> tuple[Problem, ...]:
        if span.ended_at is None or span.ended_at <= self.now + _FUTURE_GRACE_S:
            return ()
        sentence = (
            f"“{word}” would end in the future. Name the day if another one is meant, for example “yesterday {word}”."
        )
        values = {"part": word, "ended_at": span.ended_at}
        return (Problem("ends_in_future", sentence, "time", values=values),)


def read_time(words: Sequence[str], *, now: int, tz: str, repeated: str | None = None) -> Span:
    """Read the time at the beginning of a line's plain words.

    A time that would end in the future is a problem: what is tracked has happened. ``repeated`` says which of two equal
    clock times is meant where the clocks went back: ``first`` or ``second``; left out, such a time is a problem that
    names both instants.
    """
    return _Reader(now, tz, repeated).read(words)


def _calendar_day(text: str, year: int, month: int, day: int) -> tuple[str | None, Problem | None]:
    values = {"part": text}
    try:
        found = date(year, month, day).isoformat()
    except ValueError:
        return None, Problem("no_such_day", f"There is no day {text}.", "time", values=values)
    # Before 1970 nothing was tracked, and at the end of the calendar there is no next day.
    if not 1970 < year < 9999:
        return None, Problem("no_such_day", f"The day {text} is too far away.", "time", values=values)
    return found, None


def _no_such_time(word: str) -> Problem:
    sentence = f"“{word}” cannot be read as a time. {_EXAMPLES}; put \\ before it if it belongs to the description."
    return Problem("no_such_time", sentence, "time", values={"part": word})
