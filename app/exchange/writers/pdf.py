"""Tables on paper (PDF, A4 across): repeated heads, page numbers, sums. Fonts are embedded, as far as they are used."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from app.exchange.writers.sheet import Kind, Totals
from app.exchange.writers.texts import shown
from app.system.resources import resource

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.exchange.writers.sheet import Cell, Column, Sheet

PLAIN, BOLD = "Stintbook", "Stintbook-Bold"
_FILES = {PLAIN: "fonts/DejaVuSans.ttf", BOLD: "fonts/DejaVuSans-Bold.ttf"}
# In points, a seventy-second of an inch.
_MARGIN, _LINE, _SIZE, _TITLE_SIZE, _GAP = 36.0, 13.5, 7.5, 15.0, 6.0
_DIM, _INK, _HAIR = 0.40, 0.12, 0.85
# The widest that is usual of each kind; a text takes what is left.
_WIDEST = {
    Kind.MOMENT: "2026-12-24 20:00",
    Kind.SECONDS: "12345:00:00",
    Kind.AMOUNT: "1234567.00",
    Kind.COUNT: "1234567",
    Kind.FLAG: "yes",
}
_RIGHT = (Kind.SECONDS, Kind.AMOUNT, Kind.COUNT)


def write(target: Path, sheet: Sheet, step: Callable[[], None], *, count: int) -> None:
    """Write a document; ``count`` is how many rows there will be, so that every page can say of how many it is one.

    Raises:
        OSError: it cannot be written.
    """
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.pdfgen.canvas import Canvas

    register_fonts()
    with target.open("wb") as stream:
        canvas = Canvas(stream, pagesize=landscape(A4))
        canvas.setTitle(sheet.title)
        canvas.setCreator("Stintbook")
        paper = _Paper(canvas, sheet, landscape(A4), count)
        for row in sheet.rows:
            paper.add(row)
            step()
        paper.end()
        canvas.save()


@lru_cache(maxsize=1)
def register_fonts() -> None:
    """Make the fonts known to the library, once."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, resource(file)))


class _Paper:
    def __init__(self, canvas: Any, sheet: Sheet, size: tuple[float, float], count: int) -> None:
        self._canvas, self._sheet = canvas, sheet
        self._width, self._height = size
        self._totals = Totals(sheet.columns)
        self._widths = _widths(sheet.columns, self._width - 2 * _MARGIN)
        self._page = 0
        self._pages = self._counted(count)
        self._begin()

    def _counted(self, count: int) -> int:
        """Return how many pages so many rows and their sums take."""
        lines = count + 1
        first = max(1, int((self._height - 2 * _MARGIN - self._head_height(1)) // _LINE) - 1)
        later = max(1, int((self._height - 2 * _MARGIN - self._head_height(2)) // _LINE) - 1)
        return 1 if lines <= first else 1 + -(-(lines - first) // later)

    def _head_height(self, page: int) -> float:
        return _LINE * 2 + (_TITLE_SIZE + 10 + 12 * len(self._sheet.about) if page == 1 else 0)

    def _begin(self) -> None:
        self._page += 1
        canvas, y = self._canvas, self._height - _MARGIN
        if self._page == 1:
            canvas.setFillGray(_INK)
            canvas.setFont(BOLD, _TITLE_SIZE)
            canvas.drawString(_MARGIN, y - _TITLE_SIZE, self._sheet.title)
            y -= _TITLE_SIZE + 10
            canvas.setFillGray(_DIM)
            canvas.setFont(PLAIN, _SIZE)
            for line in self._sheet.about:
                y -= 12
                canvas.drawString(_MARGIN, y + 2, line)
        y -= _LINE
        self._cells(y, [column.title for column in self._sheet.columns], BOLD)
        canvas.setStrokeGray(_INK)
        canvas.line(_MARGIN, y - 4, self._width - _MARGIN, y - 4)
        self._left = max(1, int((self._height - 2 * _MARGIN - self._head_height(self._page)) // _LINE) - 1)
        self._y = y - _LINE
        canvas.setFillGray(_DIM)
        canvas.setFont(PLAIN, _SIZE)
        canvas.drawRightString(self._width - _MARGIN, _MARGIN - 14, f"Page {self._page} of {self._pages}")
        canvas.drawString(_MARGIN, _MARGIN - 14, self._sheet.title)

    def add(self, row: tuple[Cell, ...]) -> None:
        self._turn()
        self._totals.add(row)
        self._cells(self._y, [shown(column, value) for column, value in self._pairs(row)], PLAIN)
        self._canvas.setStrokeGray(_HAIR)
        self._canvas.line(_MARGIN, self._y - 4, self._width - _MARGIN, self._y - 4)
        self._next()

    def end(self) -> None:
        self._turn()
        sums = tuple(self._totals.of(at) for at in range(len(self._sheet.columns)))
        self._canvas.setStrokeGray(_INK)
        self._canvas.line(_MARGIN, self._y + _LINE - 4, self._width - _MARGIN, self._y + _LINE - 4)
        self._cells(self._y, [shown(column, value) for column, value in self._pairs(sums)], BOLD)

    def _pairs(self, row: tuple[Cell, ...]) -> zip[tuple[Column, Cell]]:
        return zip(self._sheet.columns, row, strict=True)

    def _turn(self) -> None:
        if self._left == 0:
            self._canvas.showPage()
            self._begin()

    def _next(self) -> None:
        self._left -= 1
        self._y -= _LINE

    def _cells(self, y: float, texts: list[str], font: str) -> None:
        canvas, x = self._canvas, _MARGIN
        canvas.setFillGray(_INK)
        canvas.setFont(font, _SIZE)
        for column, width, text in zip(self._sheet.columns, self._widths, texts, strict=True):
            if text:
                room = width - _GAP
                cut = fitting(text, font, _SIZE, room)
                if column.kind in _RIGHT:
                    canvas.drawRightString(x + room, y, cut)
                else:
                    canvas.drawString(x, y, cut)
            x += width


def _widths(columns: tuple[Column, ...], inside: float) -> list[float]:
    """Give every column of figures what it needs, and share the rest among the texts."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    needed = {
        at: max(stringWidth(text, BOLD, _SIZE) for text in (_WIDEST[column.kind], column.title)) + _GAP + 1
        for at, column in enumerate(columns)
        if column.kind in _WIDEST
    }
    rest = inside - sum(needed.values())
    letters = sum(column.width for at, column in enumerate(columns) if at not in needed)
    return [needed.get(at, rest * column.width / max(1, letters)) for at, column in enumerate(columns)]


@lru_cache(maxsize=20_000)
def fitting(text: str, font: str, size: float, room: float) -> str:
    """Return a text cut so that it fits, with an ellipsis where it had to be."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    line = " ".join(text.split())
    if stringWidth(line, font, size) <= room:
        return line
    low, high = 0, len(line)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if stringWidth(f"{line[:middle]}…", font, size) <= room else (low, middle - 1)
    return f"{line[:low].rstrip()}…" if low else ""
