"""Timewarrior's data files, one interval a line, and what ``timew export`` prints (JSON)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from app.exchange.json_text import load, text, texts
from app.exchange.records import BadRow, Reading, Record, UnreadableFile, records_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.exchange.records import Format
    from app.exchange.source import Source

_STAMP = re.compile(r"\d{8}T\d{6}Z", re.ASCII)
_LINE = re.compile(r"inc\s+(\S+)(?:\s+-\s+(\S+))?\s*(.*)", re.DOTALL)
_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)', re.DOTALL)
_DATA = re.compile(r"\s*inc \d{8}T\d{6}Z")
_EXPORT = re.compile(r'\s*\[\s*\{[^{}]*"start"\s*:\s*"\d{8}T\d{6}Z"')


class Timewarrior:
    """Intervals in UTC with tags; an annotation is the description. Tags stay tags: nothing says which is a project."""

    name = "timewarrior"
    title = "Timewarrior"

    def recognises(self, source: Source) -> int:
        """A line that begins with ``inc`` and a compact UTC time, or JSON with such times."""
        start = source.start
        if _DATA.match(start) or _EXPORT.match(start):
            return 95
        return 60 if re.search(r"^inc \d{8}T\d{6}Z", start, re.MULTILINE) else 0

    def read(self, source: Source, *, order: str | None = None) -> Reading:  # noqa: ARG002 - instants have no order
        """Understand a data file or an export."""
        if source.is_binary:
            raise UnreadableFile(f"“{source.name}” is no text; it may be encrypted. Nothing was added.")
        if source.start.lstrip().startswith("["):
            intervals = load(source, self.title)
            return Reading(rows=lambda: _exported(intervals))
        return Reading(rows=lambda: _lines(source))


def _lines(source: Source) -> Iterator[Record | BadRow]:
    with source.text() as stream:
        yield from records_of(((number, line) for number, line in enumerate(stream, 1) if line.strip()), _interval)


def _interval(number: int, line: str) -> Record:
    match = _LINE.fullmatch(line.strip())
    if match is None:
        raise ValueError("This line is no interval")
    tags, annotation = _words(match[3])
    start, end = _stamp(match[1]), _stamp(match[2]) if match[2] else None
    return Record(number, start, end, running=end is None, description=annotation, tags=tags)


def _words(rest: str) -> tuple[tuple[str, ...], str]:
    """Return the tags after the first ``#`` and the annotation after the second."""
    parts: list[list[str]] = [[], [], []]
    part = 0
    for quoted, bare in _WORD.findall(rest):
        if bare == "#" and part < 2:
            part += 1
        else:
            parts[part].append(bare or re.sub(r"\\(.)", r"\1", quoted))
    if parts[0]:
        raise ValueError(f"“{parts[0][0][:40]}” is not expected here")
    return tuple(dict.fromkeys(tag for tag in parts[1] if tag)), " ".join(parts[2])


def _exported(intervals: Any) -> Iterator[Record | BadRow]:
    if not isinstance(intervals, list):
        raise UnreadableFile("This is no list of intervals. Nothing was added.")
    yield from records_of(enumerate(intervals, 1), _exported_interval)


def _exported_interval(number: int, interval: Any) -> Record:
    if not isinstance(interval, dict):
        raise ValueError("This is no interval")  # noqa: TRY004 - a row that is wrong, not a caller
    end = _stamp(interval["end"]) if interval.get("end") else None
    return Record(
        number,
        _stamp(interval.get("start")),
        end,
        running=end is None,
        description=text(interval.get("annotation")),
        tags=texts(interval.get("tags")),
    )


def _stamp(value: Any) -> datetime:
    if not isinstance(value, str) or not _STAMP.fullmatch(value):
        raise ValueError(f"“{str(value)[:40]}” is no time")
    try:
        return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise ValueError(f"“{value}” is no time") from None


FORMATS: tuple[Format, ...] = (Timewarrior(),)
