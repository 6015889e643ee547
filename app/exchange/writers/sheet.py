"""What every writer is handed: a heading, columns with their kinds, rows as they come, and which columns are summed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

# A cell that begins like this is a formula to a spreadsheet; an apostrophe makes it a text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class Kind(Enum):
    """What a column holds, and as what its cells are handed over."""

    TEXT = "text"
    """A text."""
    MOMENT = "moment"
    """An aware datetime, or None."""
    SECONDS = "seconds"
    """A whole number of seconds, or None."""
    AMOUNT = "amount"
    """Money in whole units as a Decimal, or None."""
    FLAG = "flag"
    """True or False."""
    COUNT = "count"
    """A whole number."""


class Column(NamedTuple):
    """A column: its name for programs, its title for people, how wide it is in letters, whether it is summed."""

    name: str
    title: str
    kind: Kind = Kind.TEXT
    width: int = 16
    summed: bool = False


Number = int | Decimal
Cell = str | datetime | Number | bool | None
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to be written once; ``rows`` are read one by one and never kept."""

    title: str
    about: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Iterable[Row]


class Totals:
    """The sums of a sheet, counted while its rows pass."""

    def __init__(self, columns: tuple[Column, ...]) -> None:
        self.rows = 0
        self._summed = [at for at, column in enumerate(columns) if column.summed]
        self._sums: dict[int, Number] = dict.fromkeys(self._summed, 0)

    def add(self, row: Row) -> None:
        """Count a row."""
        self.rows += 1
        for at in self._summed:
            value = row[at]
            if isinstance(value, Number):
                self._sums[at] += value

    def of(self, at: int) -> Number | None:
        """Return the sum of a column, None of one that is not summed."""
        return self._sums.get(at)


def harmless(text: str) -> str:
    """Return a text so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def clock(seconds: int) -> str:
    """Return a length as h:mm:ss."""
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
