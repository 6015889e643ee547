"""Plain text files: their lines with numbers, the words that are marked as tags, wall-clock moments."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.exchange.records import UnreadableFile
from app.exchange.times import read_clock, read_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.exchange.source import Source

_TAG = re.compile(r"(?<![\w#])#([^\W\d_][\w-]*)(?:=(?:\"([^\"]*)\"|'([^']*)'|([\w-]+)))?")


def lines_of(source: Source, title: str) -> Iterator[tuple[int, str]]:
    """Yield every line with its number, without its end.

    Raises:
        UnreadableFile: it is no text.
    """
    if source.is_binary:
        raise UnreadableFile(f"“{source.name}” is no text, so it is no {title} file. Nothing was added.")
    with source.text() as stream:
        for number, line in enumerate(stream, 1):
            yield number, line.rstrip("\r\n")


def moment(date: str, clock: str) -> datetime:
    """Return a wall-clock moment of an ISO-like date and a time of day; 24:00 ends the day.

    Raises:
        ValueError: one of them is none.
    """
    day = read_date(date, None)
    return day + (timedelta(days=1) if clock in ("24:00", "24:00:00") else read_clock(clock))


def without_tags(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text without its ``#words``, and those: ``#project=42`` is the tag “project=42”."""
    tags = []
    for match in _TAG.finditer(text):
        name, *values = match.groups()
        value = next((value for value in values if value is not None), None)
        tags.append(name if value is None else f"{name}={value}")
    return " ".join(_TAG.sub(" ", text).split()), tuple(dict.fromkeys(tags))
