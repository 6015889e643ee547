"""What every reader answers with, whatever the format: records, rows that cannot be read, what the file leaves open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol, TypeVar

from app.domain.errors import AppError
from app.exchange.source import Source

T = TypeVar("T")

BEYOND = "Its times lie beyond the years a calendar has."


class Record(NamedTuple):
    """One entry as the file has it.

    ``start`` and ``end`` are aware where the file says the instant, else the wall clock of a zone somebody has to name.
    ``seconds`` is the length the file states: it counts only where there is no end, or where an end can mean two
    instants. ``client`` and ``billable`` are None where the format knows no such thing.
    """

    line: int
    start: datetime
    end: datetime | None = None
    seconds: int | None = None
    running: bool = False
    description: str = ""
    project: str = ""
    client: str | None = None
    task: str = ""
    tags: tuple[str, ...] = ()
    billable: bool | None = None
    external_id: str | None = None
    user: str = ""
    zone: str | None = None


class BadRow(NamedTuple):
    """A row that cannot be used: its line in the file (or its number in a list) and a sentence why."""

    line: int
    reason: str


def records_of(rows: Iterable[tuple[int, T] | BadRow], read: Callable[[int, T], Record]) -> Iterator[Record | BadRow]:
    """Yield what ``read`` makes of each row and its number.

    A ValueError of it says why the row is none, an OverflowError that a calendar has no such time.
    """
    for row in rows:
        if isinstance(row, BadRow):
            yield row
            continue
        number, content = row
        try:
            record = read(number, content)
        except ValueError as error:
            yield BadRow(number, f"{error}.")
        except OverflowError:
            yield BadRow(number, BEYOND)
        else:
            yield record


@dataclass(slots=True)
class Reading:
    """A file understood: what it leaves open, and its rows, read one by one.

    ``local`` says that times are wall-clock times. ``order_asked`` says that nothing in the file tells whether the day
    or the month comes first; ``order`` is then the likelier one. ``notes`` grow while rows are read.
    """

    rows: Callable[[], Iterator[Record | BadRow]]
    local: bool = False
    order: str | None = None
    order_asked: bool = False
    notes: list[str] = field(default_factory=list)


class Format(Protocol):
    """One foreign format."""

    name: str
    title: str

    def recognises(self, source: Source) -> int:
        """Return how sure it is that a file is of this format: 0 not at all … 100 certain."""

    def read(self, source: Source, *, order: str | None = None) -> Reading:
        """Understand a file; ``order`` (dmy, mdy) settles what ``Reading.order_asked`` asks.

        Raises:
            UnreadableFile: the file as a whole makes no sense in this format.
        """


class UnreadableFile(AppError):
    """A file cannot be read at all. Nothing was added."""

    code = "unreadable_file"


class UnknownFormat(UnreadableFile):
    """A file is of none of the formats that are read here. Nothing was added."""

    code = "unknown_format"
