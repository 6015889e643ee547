"""Spreadsheets (XLSX): real numbers, times and lengths, and sums that are formulas. Written row by row."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from app.exchange.writers.sheet import Kind, Number, Totals

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.exchange.writers.sheet import Cell, Column, Sheet

# A worksheet ends at 1,048,576; what is beyond goes to the next.
MOST_ROWS = 1_000_000
_DAY_S = 86_400
_FORMATS: dict[Kind, dict[str, Any]] = {
    Kind.MOMENT: {"num_format": "yyyy-mm-dd hh:mm"},
    Kind.SECONDS: {"num_format": "[h]:mm:ss"},
    Kind.AMOUNT: {"num_format": "#,##0.00"},
}


def write(target: Path, sheet: Sheet, step: Callable[[], None]) -> None:
    """Write a workbook; ``step`` is called after every row and may end it by raising.

    Raises:
        OSError: it cannot be written.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    # Where nothing can be written that is known before the work, and before any file is open.
    target.touch()
    # Rows go to a file of their own as they come, so that a million needs no more memory than one.
    book = xlsxwriter.Workbook(str(target), {"constant_memory": True, "default_date_format": "yyyy-mm-dd hh:mm"})
    book.set_properties({"title": sheet.title})
    writer = _Writer(book, sheet)
    try:
        for row in sheet.rows:
            writer.add(row)
            step()
        writer.end()
    finally:
        # Also what is given up is closed: its rows lie in files of their own.
        try:
            book.close()
        except FileCreateError as error:
            raise OSError(*error.args) from error


class _Writer:
    def __init__(self, book: Any, sheet: Sheet) -> None:
        self._book, self._sheet = book, sheet
        self._head = book.add_format({"bold": True, "bottom": 1})
        self._total = {
            kind: book.add_format({"bold": True, "top": 1, **_FORMATS.get(kind, {})}) for kind in Kind
        }  # fmt: skip
        self._formats = {kind: book.add_format(_FORMATS[kind]) if kind in _FORMATS else None for kind in Kind}
        self._pages = 0
        self._begin()

    def _begin(self) -> None:
        self._pages += 1
        name = self._sheet.title[:24].translate(dict.fromkeys(map(ord, "[]:*?/\\'"), " ")).strip() or "Sheet"
        self._page = self._book.add_worksheet(name if self._pages == 1 else f"{name} {self._pages}")
        self._totals = Totals(self._sheet.columns)
        for at, column in enumerate(self._sheet.columns):
            self._page.set_column(at, at, column.width)
            self._page.write_string(0, at, column.title, self._head)
        self._page.freeze_panes(1, 0)
        self._line = 1

    def add(self, row: tuple[Cell, ...]) -> None:
        if self._line > MOST_ROWS:
            self.end()
            self._begin()
        for at, (column, value) in enumerate(zip(self._sheet.columns, row, strict=True)):
            self._cell(at, column, value)
        self._totals.add(row)
        self._line += 1

    def _cell(self, at: int, column: Column, value: Cell) -> None:
        if value is None or value == "":
            return
        shown = self._formats[column.kind]
        if isinstance(value, datetime):
            # A spreadsheet knows no zones: the clock of the entry's own.
            self._page.write_datetime(self._line, at, value.replace(tzinfo=None), shown)
        elif isinstance(value, bool):
            self._page.write_string(self._line, at, "yes" if value else "no")
        elif isinstance(value, Number):
            self._page.write_number(self._line, at, _number(column, value), shown)
        else:
            self._page.write_string(self._line, at, value)

    def end(self) -> None:
        if self._line == 1:
            return
        for at, column in enumerate(self._sheet.columns):
            total = self._totals.of(at)
            if total is not None:
                letter = _letters(at)
                formula = f"=SUM({letter}2:{letter}{self._line})"
                self._page.write_formula(self._line, at, formula, self._total[column.kind], _number(column, total))


def _number(column: Column, value: Number) -> float:
    # A spreadsheet counts time in days.
    return float(value) / _DAY_S if column.kind is Kind.SECONDS else float(value)


def _letters(at: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(at))
