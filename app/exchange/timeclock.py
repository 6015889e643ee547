"""Timeclock files, as hledger, ledger and Emacs keep them: a line for each coming and going. And hledger's timedot."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.exchange.day_stack import NOTE, DayStack
from app.exchange.records import BEYOND, BadRow, Reading, Record, records_of
from app.exchange.text_lines import lines_of, moment
from app.exchange.times import read_date, read_length

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from app.exchange.records import Format
    from app.exchange.source import Source

_DATE = r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
_LINE = re.compile(rf"([iobhO])\s+({_DATE})\s+(\d{{1,2}}:\d{{2}}(?::\d{{2}})?)(?:[+-]\d{{4}})?(?:\s+(.*))?", re.ASCII)
_FIRST = re.compile(rf"^[io] {_DATE} \d{{1,2}}:\d{{2}}", re.MULTILINE | re.ASCII)
_COMMENT = re.compile(r"\s*[;#*]")
_TAG = re.compile(r"([\w-]+):([^,]*)")

_DAY_LINE = re.compile(rf"(?:\*+\s+)?({_DATE})(?:\s+.*)?", re.ASCII)
_GAP = re.compile(r"\t+| {2,}")
_NUMBER = re.compile(r"\d+(?:\.\d+)?\s*(?:s|min|mo|m|h|d|w|y)?", re.ASCII)
_UNITS = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86_400, "w": 604_800, "mo": 2_592_000, "y": 31_536_000, "": 3600}
_QUARTER_S = 900
_MOST_OPEN = 1000


@dataclass(slots=True)
class _Session:
    line: int
    start: datetime
    account: str
    description: str
    tags: tuple[str, ...]

    def record(self, end: datetime | None) -> Record:
        return Record(
            self.line, self.start, end, running=end is None, description=self.description, project=self.account,
            tags=self.tags,
        )  # fmt: skip


class Timeclock:
    """An account with all its parts is the project; two blanks divide it from the description."""

    name = "timeclock"
    title = "Timeclock"

    def recognises(self, source: Source) -> int:
        """A line that begins with i or o, a date and a time."""
        return 90 if _FIRST.search(source.start) else 0

    def read(self, source: Source, *, order: str | None = None) -> Reading:  # noqa: ARG002 - the year comes first
        """Understand a journal; several sessions may be open at once."""
        return Reading(rows=lambda: _sessions(source), local=True)


def _sessions(source: Source) -> Iterator[Record | BadRow]:
    open_: list[_Session] = []
    for number, line in lines_of(source, Timeclock.title):
        if not line.strip() or _COMMENT.match(line):
            continue
        try:
            ended = _line(number, line, open_)
        except ValueError as error:
            yield BadRow(number, f"{error}.")
        except OverflowError:
            yield BadRow(number, BEYOND)
        else:
            if ended is not None:
                yield ended
    for session in open_:
        yield session.record(None)


def _line(number: int, line: str, open_: list[_Session]) -> Record | None:
    match = _LINE.fullmatch(line.rstrip())
    if match is None:
        raise ValueError("This line is neither a coming nor a going")
    code, date, clock, rest = match.groups()
    if code in "bh":
        return None
    at = moment(date, clock)
    account, description, tags = _words(rest or "")
    if code == "i":
        if len(open_) >= _MOST_OPEN:
            raise ValueError("Too many sessions are open at once")
        open_.append(_Session(number, at, account, description, tags))
        return None
    session = _ended(open_, account)
    session.description = session.description or description
    session.tags = tuple(dict.fromkeys((*session.tags, *tags)))
    return session.record(at)


def _ended(open_: list[_Session], account: str) -> _Session:
    """Take out the session a going ends: the latest of that account, or the latest at all."""
    if not open_:
        raise ValueError("Nobody had come before this going")
    latest = len(open_) - 1
    named = (at for at in range(latest, -1, -1) if open_[at].account == account)
    return open_.pop(next(named, latest) if account else latest)


def _words(rest: str) -> tuple[str, str, tuple[str, ...]]:
    text, _, comment = rest.partition(";")
    account, _, description = text.strip().partition("  ")
    tags = [f"{name}:{value.strip()}" if value.strip() else name for name, value in _TAG.findall(comment)]
    return account.strip(), description.strip(), tuple(dict.fromkeys(tags))


class Timedot:
    """A dot is a quarter of an hour; there are no clock times."""

    name = "timedot"
    title = "Timedot"

    def recognises(self, source: Source) -> int:
        """A date on a line of its own, and below it accounts with dots or amounts."""
        lines = source.start.splitlines()
        days = [at for at, line in enumerate(lines) if _DAY_LINE.fullmatch(line.strip())]
        if not days or _FIRST.search(source.start):
            return 0
        below = [line for line in lines[days[0] + 1 :] if line.strip() and not _COMMENT.match(line)]
        dotted = any("." in _parted(line)[1] for line in below)
        return 60 if dotted and not any(line[0].isspace() for line in below) else 0

    def read(self, source: Source, *, order: str | None = None) -> Reading:  # noqa: ARG002 - the year comes first
        """Understand a journal."""
        return Reading(rows=lambda: _dotted(source), local=True, notes=[NOTE])


def _dotted(source: Source) -> Iterator[Record | BadRow]:
    stack, day = DayStack(), None
    for number, line in lines_of(source, Timedot.title):
        if (match := _DAY_LINE.fullmatch(line.strip())) is not None:
            day = match[1]
        elif day is not None and line.strip() and not _COMMENT.match(line):
            yield from records_of([(number, (day, line))], lambda at, row: _amount(at, *row, stack))


def _amount(number: int, day: str, line: str, stack: DayStack) -> Record:
    text, _, comment = line.partition(";")
    account, amount = _parted(text)
    if not amount:
        raise ValueError("This line has no account with an amount, two blanks between them")
    tags = tuple(dict.fromkeys(name for name, _ in _TAG.findall(comment)))
    seconds = _seconds(amount)
    return Record(number, stack.start(read_date(day, None), seconds), seconds=seconds, project=account, tags=tags)


def _parted(text: str) -> tuple[str, str]:
    """Return an account and what is an amount after it, empty where there is none."""
    account, *rest = _GAP.split(text.strip())
    amount = " ".join(rest)
    is_dots = "." in amount and set(amount) <= {".", " "}
    return account, amount if is_dots or _NUMBER.fullmatch(amount) else ""


def _seconds(text: str) -> int:
    if set(text) <= set(". \t"):
        return text.count(".") * _QUARTER_S
    number = re.match(r"[\d.]+", text)
    assert number is not None  # noqa: S101 - so the pattern says
    unit = text[number.end() :].strip()
    return read_length(number[0]) if not unit else round(float(number[0]) * _UNITS[unit])


FORMATS: tuple[Format, ...] = (Timeclock(), Timedot())
