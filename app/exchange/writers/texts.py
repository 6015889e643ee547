"""Tables as text: CSV, HTML in one file, JSON. Written row by row."""

from __future__ import annotations

import csv
import json
from datetime import datetime
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING

from app.exchange.writers.sheet import Kind, Number, Totals, clock, harmless

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.exchange.writers.sheet import Cell, Column, Sheet

_STYLE = """
:root{color-scheme:light dark}
body{font:14px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:1200px;padding:0 1rem;color:#1f2328;background:#fff}
h1{font-size:20px;margin:0 0 .25rem}p{color:#60656c;margin:0 0 1rem}
table{border-collapse:collapse;width:100%}thead th{position:sticky;top:0;background:#f6f5f2;text-align:left}
th,td{padding:.4rem .6rem;border-bottom:1px solid #e3e0d9;vertical-align:top}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}tfoot td{font-weight:600;border-top:2px solid #1f2328}
@media(prefers-color-scheme:dark){body{color:#e6e8eb;background:#16181b}p{color:#9ba3ad}thead th{background:#1e2125}
th,td{border-color:#2c3036}tfoot td{border-top-color:#e6e8eb}}
@media print{body{margin:0;max-width:none}thead{display:table-header-group}tr{break-inside:avoid}}
"""
_NUMERIC = (Kind.SECONDS, Kind.AMOUNT, Kind.COUNT, Kind.MOMENT)


def write_csv(target: Path, sheet: Sheet, step: Callable[[], None]) -> None:
    """Write a CSV file (UTF-8): instants with their offset, lengths as h:mm:ss; texts that are no formula to anybody.

    Raises:
        OSError: it cannot be written.
    """
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([column.title for column in sheet.columns])
        for row in sheet.rows:
            cells = zip(sheet.columns, row, strict=True)
            writer.writerow([_harmless(column, value) for column, value in cells])
            step()


def write_html(target: Path, sheet: Sheet, step: Callable[[], None]) -> None:
    """Write one HTML file that needs nothing else, to be read or printed.

    Raises:
        OSError: it cannot be written.
    """
    totals = Totals(sheet.columns)
    with target.open("w", encoding="utf-8") as stream:
        title = escape(sheet.title)
        stream.write(
            f'<!doctype html>\n<html><head><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
        )
        about = "".join(f"<p>{escape(line)}</p>" for line in sheet.about)
        heads = "".join(f"<th{_class(column)}>{escape(column.title)}</th>" for column in sheet.columns)
        stream.write(f"</head><body>\n<h1>{title}</h1>{about}\n<table><thead><tr>{heads}</tr></thead><tbody>\n")
        for row in sheet.rows:
            totals.add(row)
            stream.write(_line(sheet.columns, row))
            step()
        sums = tuple("" if totals.of(at) is None else totals.of(at) for at in range(len(sheet.columns)))
        stream.write(f"</tbody><tfoot>{_line(sheet.columns, sums)}</tfoot></table>\n</body></html>\n")


def write_json(target: Path, sheet: Sheet, step: Callable[[], None]) -> None:
    """Write a JSON document: what it is about, its rows by column name, its sums.

    Raises:
        OSError: it cannot be written.
    """
    totals = Totals(sheet.columns)
    names = [column.name for column in sheet.columns]
    with target.open("w", encoding="utf-8") as stream:
        stream.write(f'{{"title": {_json(sheet.title)}, "about": {_json(sheet.about)}, "rows": [')
        for row in sheet.rows:
            stream.write(",\n" if totals.rows else "\n")
            totals.add(row)
            stream.write(_json({name: _plain(value) for name, value in zip(names, row, strict=True)}))
            step()
        sums = {name: _plain(totals.of(at)) for at, name in enumerate(names) if totals.of(at) is not None}
        stream.write(f'\n], "count": {totals.rows}, "sums": {_json(sums)}}}\n')


def _line(columns: tuple[Column, ...], row: tuple[Cell, ...]) -> str:
    cells = "".join(
        f"<td{_class(column)}>{escape(shown(column, value))}</td>" for column, value in zip(columns, row, strict=True)
    )
    return f"<tr>{cells}</tr>\n"


def _class(column: Column) -> str:
    return ' class="n"' if column.kind in _NUMERIC else ""


def _harmless(column: Column, value: Cell) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    text = shown(column, value)
    return harmless(text) if column.kind is Kind.TEXT else text


def shown(column: Column, value: Cell) -> str:
    """Return a cell as people read it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, Number):
        return clock(int(value)) if column.kind is Kind.SECONDS else f"{value}"
    return value


def _plain(value: Cell) -> str | int | float | bool | None:
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, datetime) else value


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
