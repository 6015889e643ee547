"""Text tables: the delimiter, the header wherever it stands, columns by name, rows with their line numbers."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence

from app.exchange.records import BadRow, UnreadableFile
from app.exchange.source import Source

_DELIMITERS = ",;\t|"
_PREAMBLE_LINES = 12
_LINE_END = re.compile("\r\n|\r|\n")


def delimiter_of(line: str) -> str:
    """Return the commonest delimiter outside quotation marks in a line; a comma where there is none."""
    outside = "".join(line.split('"')[::2])
    return max(_DELIMITERS, key=outside.count)


def folded(name: str) -> str:
    """Return a column's name as names are compared: no case, no blanks around or doubled."""
    return " ".join(name.split()).casefold()


class Header:
    """Where each column stands; looked for by name, never by position."""

    def __init__(self, cells: Sequence[str], line: int, delimiter: str) -> None:
        self.names = [name.strip() for name in cells]
        self.line = line
        self.delimiter = delimiter
        self._at: dict[str, int] = {}
        for place, name in enumerate(map(folded, cells)):
            self._at.setdefault(name, place)

    def place(self, *names: str) -> int:
        """Return where the first column with one of these names (in lower case) stands, -1 where there is none."""
        return next((self._at[name] for name in names if name in self._at), -1)

    def name_at(self, place: int) -> str:
        """Return a column's name as the file spells it."""
        return self.names[place] if place >= 0 else "?"

    def has(self, *names: str) -> bool:
        """Return whether every one of these columns is here."""
        return all(name in self._at for name in names)


def find_header(source: Source, known: Iterable[str], needed: int = 2) -> Header | None:
    """Return the first of the leading lines in which at least ``needed`` cells are known column names."""
    wanted = set(known)
    named = (header for header in _leading(source) if sum(folded(name) in wanted for name in header.names) >= needed)
    return next(named, None)


def widest_line(source: Source) -> Header:
    """Return the first of the leading lines that fills more than half as many cells as the fullest of them.

    A title above the table fills one or two; a column may have no name.
    """
    filled = [(sum(map(bool, header.names)), header) for header in _leading(source)]
    most = max((count for count, _ in filled), default=0)
    return next((header for count, header in filled if count * 2 > most), Header([""], 1, ","))


def _leading(source: Source) -> Iterator[Header]:
    for number, line in enumerate(_LINE_END.split(source.start)[:_PREAMBLE_LINES], 1):
        delimiter = delimiter_of(line)
        try:
            cells = next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error:
            continue
        yield Header(cells, number, delimiter)


def rows_under(source: Source, header: Header) -> Iterator[tuple[int, list[str]] | BadRow]:
    """Yield the rows below the header with the line each begins in, empty ones left out.

    Every row has a cell for each column and one more that is empty, so that place -1 stands for a missing column.

    Quoting is RFC 4180's: a doubled mark inside marks, and no backslash escapes.
    """
    width = len(header.names)
    with source.text() as stream:
        for _ in range(header.line):
            stream.readline()
        reader = csv.reader(stream, delimiter=header.delimiter)
        before = header.line
        while True:
            line = before + 1
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                # The reader starts afresh with the next line.
                before = header.line + reader.line_num
                yield BadRow(line, _explained(error))
                continue
            before = header.line + reader.line_num
            if any(row):
                row.extend([""] * (width - len(row) + 1) if len(row) < width else [""])
                yield line, row


def _explained(error: csv.Error) -> str:
    if "field larger" in str(error):
        return "A cell is far too long. A quotation mark may have been opened here and never closed."
    return f"The row cannot be split into cells ({error})."


def require(header: Header | None, title: str, columns: str) -> Header:
    """Return the header.

    Raises:
        UnreadableFile: there is none; the sentence says which columns the format has.
    """
    if header is None:
        raise UnreadableFile(
            f"This does not look like a file of {title}: no line at its beginning names the columns ({columns})."
            " Nothing was added."
        )
    return header
