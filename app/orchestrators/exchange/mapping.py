"""Tables of no known program: what their columns hold, said once by a person and remembered for tables alike."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from app.exchange.generic import FIELDS, GenericTable, guessed, header_of
from app.exchange.records import BadRow
from app.exchange.registry import open_source
from app.exchange.table import folded, rows_under
from app.orchestrators.workflow import workflow
from app.storage.unit_of_work import reading

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from app.exchange.records import Record
    from app.exchange.source import Source
    from app.exchange.table import Header
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories, UnitOfWork

SETTING = "csv_columns"
_SHOWN_ROWS = 5
# Each is some hundred bytes of a setting that travels to every device.
_MOST_REMEMBERED = 50


@dataclass(frozen=True, slots=True)
class TableColumns:
    """A table as it can be shown: its columns, its first rows, and which column is taken for which field."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    columns: dict[str, str]
    fields: tuple[str, ...] = tuple(FIELDS)

    @property
    def is_table(self) -> bool:
        """True when there is more than one column, by name and in a row: any text has lines and commas."""
        return _filled(self.names) > 1 and any(_filled(row) > 1 for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstRow:
    """What a row of a table would become, in the wall-clock times of the file; or the reason why it would not."""

    line: int
    reason: str = ""
    start: datetime | None = None
    end: datetime | None = None
    seconds: int | None = None
    description: str = ""
    project: str = ""
    client: str = ""
    task: str = ""
    tags: tuple[str, ...] = ()
    billable: bool | None = None


@workflow
def table_columns(ctx: Context, path: Path) -> TableColumns:
    """Return what there is to say about a table's columns; what was said before, else what their names suggest.

    Raises:
        UnreadableFile: the file is not there, or no text.
    """
    source = open_source(path)
    with reading(ctx) as read:
        known = remembered(read, source)
    header = header_of(source, known or {})
    rows = (item[1] for item in rows_under(source, header) if not isinstance(item, BadRow))
    width = len(header.names)
    return TableColumns(
        tuple(header.names), tuple(tuple(row[:width]) for row in islice(rows, _SHOWN_ROWS)), known or guessed(header)
    )


@workflow
def first_rows(
    ctx: Context,  # noqa: ARG001 - every workflow has one
    path: Path,
    columns: Mapping[str, str],
    *,
    date_order: str | None = None,
) -> list[FirstRow]:
    """Return what the first rows of a table become when its columns hold what is said.

    Raises:
        UnreadableFile: the file is not there, is no text, or the columns named are not enough to make entries.
    """
    reading = GenericTable().read(open_source(path), order=date_order, columns=columns)
    return [_first_row(item) for item in islice(reading.rows(), _SHOWN_ROWS)]


def _first_row(item: Record | BadRow) -> FirstRow:
    if isinstance(item, BadRow):
        return FirstRow(line=item.line, reason=item.reason)
    return FirstRow(
        line=item.line, start=item.start, end=item.end, seconds=item.seconds, description=item.description,
        project=item.project, client=item.client or "", task=item.task, tags=item.tags, billable=item.billable,
    )  # fmt: skip


def remembered(read: Repositories, source: Source) -> dict[str, str] | None:
    """Return what was said of a table with these columns, None if nothing was."""
    if source.is_binary:
        return None
    for one in _all(read):
        columns = {field: name for field, name in one.items() if field in FIELDS and isinstance(name, str)}
        if columns and _names(header_of(source, columns)) >= set(map(folded, columns.values())):
            return columns
    return None


def remember(work: UnitOfWork, source: Source, columns: Mapping[str, str]) -> None:
    """Keep what was said of a table, the newest first."""
    said = {field: name for field, name in columns.items() if name}
    here = _names(header_of(source, said))
    others = [one for one in _all(work) if not set(map(folded, map(str, one.values()))) <= here]
    known = [said, *others][:_MOST_REMEMBERED]
    if known != _all(work):
        work.settings.put(SETTING, known)


def _all(read: Repositories) -> list[dict[str, Any]]:
    found = read.settings.value(SETTING, [])
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _filled(cells: tuple[str, ...]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


def _names(header: Header) -> set[str]:
    return set(map(folded, header.names))
