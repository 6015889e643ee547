"""Klog's records: a day, what it was about, and below it spans of time and lengths."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.exchange.records import Reading, Record, records_of
from app.exchange.text_lines import lines_of, without_tags
from app.exchange.times import read_clock, read_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.exchange.records import Format
    from app.exchange.source import Source

_RECORD = re.compile(r"(\d{4}([-/])\d{2}\2\d{2})(?:\s+\([^()]*!\))?\s*", re.ASCII)
_HEAD = re.compile(r"^\d{4}([-/])\d{2}\1\d{2}(?:\s+\([^()]*!\))?[ \t]*$", re.MULTILINE | re.ASCII)
_BODY = re.compile(r"^(?:\t| {2,4})(?:<?\d{1,2}:\d{2}(?:am|pm)?>?\s*-|[+-]?\d+[hm])", re.MULTILINE | re.ASCII)
_CLOCK = r"(<?)(\d{1,2}:\d{2}(?:am|pm)?)(>?)"
_SPAN = re.compile(rf"{_CLOCK}\s*-\s*(?:{_CLOCK}|\?+)(?:\s+(.*))?", re.ASCII)
_LENGTH = re.compile(r"([+-]?)(?=\d)(?:(\d+)h)?(?:(\d+)m)?(?:\s+(.*))?", re.ASCII)
_DAY = timedelta(days=1)


@dataclass(slots=True)
class _Line:
    """An entry and the lines that go on below it; ``tags`` are those of its record."""

    number: int
    day: str
    text: list[str]
    tags: list[str] = field(default_factory=list)


class Klog:
    """A record's tags are those of its entries. Nothing in klog is a project."""

    name = "klog"
    title = "klog"

    def recognises(self, source: Source) -> int:
        """A date on a line of its own, and below it an indented span or length."""
        return 80 if _HEAD.search(source.start) and _BODY.search(source.start) else 0

    def read(self, source: Source, *, order: str | None = None) -> Reading:  # noqa: ARG002 - the year comes first
        """Understand a file; a line that says how long but not when is no entry."""
        return Reading(rows=lambda: records_of(_entries(source), _record), local=True)


def _entries(source: Source) -> Iterator[tuple[int, _Line]]:
    day: str | None = None
    tags: list[str] = []
    entry: _Line | None = None
    for number, line in lines_of(source, Klog.title):
        if entry is not None and line.strip() and _goes_on(line):
            entry.text.append(line.strip())
            continue
        if entry is not None:
            yield entry.number, entry
            entry = None
        if (match := _RECORD.fullmatch(line)) is not None:
            day, tags = match[1], []
        elif line[:1].strip():
            # What a day was about; before the first day it is nothing.
            tags += without_tags(line)[1]
        elif line.strip():
            entry = _Line(number, day or "", [line.strip()], tags)
    if entry is not None:
        yield entry.number, entry


def _goes_on(line: str) -> bool:
    """Return whether a line goes on with the entry above it: it is indented twice."""
    return line.startswith(("\t\t", " " * 6, " \t", "    \t"))


def _record(number: int, line: _Line) -> Record:
    if not line.day:
        raise ValueError("This line belongs to no day")
    text = " ".join(line.text)
    span = _SPAN.fullmatch(text)
    if span is None:
        if _LENGTH.fullmatch(text):
            raise ValueError("This line says how long, but not when; give it a start and an end to import it")
        raise ValueError("This line is neither a span of time nor a length")
    day = read_date(line.day, None)
    start = _moment(day, *span.group(1, 2, 3))
    end = _moment(day, *span.group(4, 5, 6)) if span[5] else None
    description, tags = without_tags(span[7] or "")
    own = tuple(dict.fromkeys((*line.tags, *tags)))
    return Record(number, start, end, running=end is None, description=description, tags=own)


def _moment(day: datetime, before: str, clock: str, after: str) -> datetime:
    at = _DAY if clock == "24:00" else read_clock(clock)
    return day + at + (_DAY if after else timedelta()) - (_DAY if before else timedelta())


FORMATS: tuple[Format, ...] = (Klog(),)
