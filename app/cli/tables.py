"""Tables: few lines, numbers to the right, sums at the foot; no colours where nobody sees them."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console
    from rich.text import Text

# A file or a pipe has no width: lines stay whole there, so that other programs can read them.
_NO_WIDTH = 1000


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading; ``right`` for numbers and dates; ``whole`` where a break would hurt; a style."""

    name: str
    right: bool = False
    whole: bool = False
    style: str = ""
    least: int | None = None


def number(name: str, style: str = "") -> Column:
    """Return a column of numbers, dates or durations."""
    return Column(name, right=True, whole=True, style=style)


def print_table(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], *, total: Sequence[str] | None = None
) -> None:
    """Print rows under their headings, and a line of sums when there is one."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE, show_edge=False, pad_edge=False, collapse_padding=True, show_footer=total is not None, header_style="bold",
                  footer_style="bold")  # fmt: skip
    for at, column in enumerate(columns):
        table.add_column(
            plain(column.name), plain(total[at] if total else ""), justify="right" if column.right else "left",
            no_wrap=column.whole, style=column.style, overflow="fold", min_width=column.least,
        )  # fmt: skip
    for row in rows:
        table.add_row(*(plain(cell) for cell in row))
    console().print(table)


def print_lines(rows: Sequence[Sequence[str]], columns: Sequence[Column]) -> None:
    """Print rows without headings, in columns."""
    from rich.table import Table

    grid = Table.grid(padding=(0, 2))
    for column in columns:
        grid.add_column(
            justify="right" if column.right else "left", no_wrap=column.whole, style=column.style, overflow="fold",
            min_width=column.least,
        )  # fmt: skip
    for row in rows:
        grid.add_row(*(plain(cell) for cell in row))
    console().print(grid)


def print_heading(left: str, right: str) -> None:
    """Print a heading, and a figure behind it."""
    console().print(f"{left}  {right}", style="bold")


def plain(text: str) -> Text:
    """Return text that means only itself: what people write may look like markup."""
    from rich.text import Text

    return Text(text)


def console(*, err: bool = False) -> Console:
    """Return the place to print to, as it is now."""
    from rich.console import Console

    stream = sys.stderr if err else sys.stdout
    wide = None if stream.isatty() or "COLUMNS" in os.environ else _NO_WIDTH
    return Console(file=stream, width=wide, markup=False, emoji=False, highlight=False)


def cut(text: str, length: int) -> str:
    """Return a text of at most ``length`` characters; an ellipsis stands for the rest."""
    return text if len(text) <= length else f"{text[: length - 1]}…"
