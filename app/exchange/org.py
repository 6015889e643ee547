"""Org mode's clock lines, under the headlines they stand in; and the table that ``org-clock-csv`` makes of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.exchange.records import BadRow, Reading, Record, records_of
from app.exchange.table import find_header, require, rows_under
from app.exchange.text_lines import lines_of, moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.exchange.records import Format
    from app.exchange.source import Source

_CLOCK = re.compile(r"^[ \t]*CLOCK:[ \t]*(\[.*)$", re.MULTILINE)
_STAMP = r"\[(\d{4}-\d{2}-\d{2})(?:\s+[^\]\d\s]+)?\s+(\d{1,2}:\d{2})\]"
_SPAN = re.compile(rf"{_STAMP}(?:--{_STAMP})?(?:\s*=>.*)?\s*")
_HEADLINE = re.compile(r"(\*+)\s+(.*)")
_TODO = re.compile(r"#\+(?:SEQ_|TYP_)?TODO:\s*(.*)", re.IGNORECASE)
_PRIORITY = re.compile(r"\[#\w\]\s*")
_TAGS = re.compile(r"[ \t]:([\w@#%:]+):$")
_KEYWORDS = frozenset(
    ("TODO", "DONE", "NEXT", "WAITING", "HOLD", "STARTED", "CANCELED", "CANCELLED", "DOING", "SOMEDAY")
)
_COLUMNS = ("task", "parents", "start", "end", "ishabit", "effort")


@dataclass(frozen=True, slots=True)
class _Headline:
    level: int
    title: str
    tags: tuple[str, ...]


class Org:
    """The topmost headline is the project, the one that holds the clock line says what was done; tags are inherited."""

    name = "org"
    title = "Org mode"

    def recognises(self, source: Source) -> int:
        """A clock line, or the columns of ``org-clock-csv``."""
        if _table(source):
            return 90
        return 90 if _CLOCK.search(source.start) else 20 if source.name.endswith(".org") else 0

    def read(self, source: Source, *, order: str | None = None) -> Reading:  # noqa: ARG002 - ISO dates
        """Understand an outline or a table."""
        if _table(source):
            return Reading(rows=lambda: _exported(source), local=True)
        return Reading(rows=lambda: _clocks(source), local=True)


def _clocks(source: Source) -> Iterator[Record | BadRow]:
    return records_of(_clock_lines(source), _clock)


def _clock_lines(source: Source) -> Iterator[tuple[int, tuple[str, list[_Headline]]]]:
    path: list[_Headline] = []
    keywords = set(_KEYWORDS)
    for number, line in lines_of(source, Org.title):
        if (match := _HEADLINE.fullmatch(line)) is not None:
            headline = _headline(len(match[1]), match[2], keywords)
            path = [*(one for one in path if one.level < headline.level), headline]
        elif (match := _TODO.match(line)) is not None:
            keywords.update(re.findall(r"[^\s|(]+", re.sub(r"\([^)]*\)", "", match[1])))
        elif (match := _CLOCK.match(line)) is not None:
            yield number, (match[1], path)


def _headline(level: int, text: str, keywords: set[str]) -> _Headline:
    tags: tuple[str, ...] = ()
    if (match := _TAGS.search(text.rstrip())) is not None:
        tags, text = tuple(filter(None, match[1].split(":"))), text[: match.start()]
    word, _, rest = text.strip().partition(" ")
    title = _PRIORITY.sub("", rest if word in keywords else text, count=1).strip()
    return _Headline(level, title, tags)


def _clock(number: int, found: tuple[str, list[_Headline]]) -> Record:
    text, path = found
    match = _SPAN.fullmatch(text)
    if match is None:
        raise ValueError("This clock line cannot be read")
    start = moment(match[1], match[2])
    end = moment(match[3], match[4]) if match[3] else None
    return Record(
        number,
        start,
        end,
        running=end is None,
        description=path[-1].title if len(path) > 1 else "",
        project=path[0].title if path else "",
        tags=tuple(dict.fromkeys(tag for headline in path for tag in headline.tags)),
    )


def _table(source: Source) -> bool:
    header = find_header(source, _COLUMNS, needed=len(_COLUMNS))
    return header is not None


def _exported(source: Source) -> Iterator[Record | BadRow]:
    header = require(find_header(source, _COLUMNS, needed=len(_COLUMNS)), Org.title, "task, parents, start, end …")
    at = {name: header.place(name) for name in ("task", "parents", "start", "end", "tags")}

    def read(line: int, row: list[str]) -> Record:
        task, parents = row[at["task"]].strip(), row[at["parents"]].strip()
        start, end = (moment(*_parts(row[at[name]])) for name in ("start", "end"))
        tags = tuple(dict.fromkeys(filter(None, row[at["tags"]].split(":"))))
        project = parents.split("/")[0] if parents else task
        return Record(line, start, end, description=task if parents else "", project=project, tags=tags)

    return records_of(rows_under(source, header), read)


def _parts(text: str) -> tuple[str, str]:
    date, _, clock = text.strip().partition(" ")
    return date, clock


FORMATS: tuple[Format, ...] = (Org(),)
