"""GTimeLog's log: a line says what was done until then; the first of a day only says when it began."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.exchange.records import BadRow, Reading, Record
from app.exchange.text_lines import lines_of, moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.exchange.records import Format
    from app.exchange.source import Source

_LINE = re.compile(r"(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}):(?: (.*)|)", re.ASCII)
_FIRST = re.compile(r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}: ", re.MULTILINE | re.ASCII)
_TAGS = re.compile(r"\s--\s+(\S.*)$")
# Work after midnight belongs to the day before, until then.
_NIGHT = timedelta(hours=2)
_SLACK = "**"


class GTimeLog:
    """What stands before a colon is the project. Slacking, marked by two stars, is left out."""

    name = "gtimelog"
    title = "GTimeLog"

    def recognises(self, source: Source) -> int:
        """A line that begins with an ISO date, a time, a colon."""
        return 90 if _FIRST.search(source.start) else 0

    def read(self, source: Source, *, order: str | None = None) -> Reading:  # noqa: ARG002 - ISO dates
        """Understand a log; a line that is none is a comment, and lines need not be in order."""
        reading = Reading(rows=lambda: _entries(source, reading.notes), local=True)
        return reading


def _entries(source: Source, notes: list[str]) -> Iterator[Record | BadRow]:
    stamped: list[tuple[datetime, int, str]] = []
    for number, line in lines_of(source, GTimeLog.title):
        match = _LINE.fullmatch(line.strip())
        if match is None:
            continue
        try:
            stamped.append((moment(match[1], match[2]), number, (match[3] or "").strip()))
        except ValueError as error:
            yield BadRow(number, f"{error}.")
    stamped.sort(key=lambda one: (one[0], one[1]))
    slack, before = 0, None
    for at, number, text in stamped:
        if before is not None and _day(before) == _day(at):
            if text.endswith(_SLACK):
                slack += 1
            else:
                yield _entry(number, before, at, text)
        before = at
    if slack:
        notes.append(f"{slack} {'line is' if slack == 1 else 'lines are'} marked as slack (**) and left out.")


def _day(at: datetime) -> datetime:
    return (at - _NIGHT).replace(hour=0, minute=0)


def _entry(number: int, start: datetime, end: datetime, text: str) -> Record:
    found = _TAGS.search(text)
    tags = tuple(dict.fromkeys(found[1].split())) if found else ()
    if found:
        text = text[: found.start()]
    project, colon, description = text.partition(":")
    if not colon:
        project, description = "", text
    return Record(number, start, end, description=description.strip(), project=project.strip(), tags=tags)


FORMATS: tuple[Format, ...] = (GTimeLog(),)
