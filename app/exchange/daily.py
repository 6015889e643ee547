"""Tables with a date and a length for each row, and no clock times: each day is filled from nine o'clock on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.exchange.day_stack import NOTE, DayStack
from app.exchange.records import BadRow, Reading, Record, records_of
from app.exchange.table import rows_under
from app.exchange.times import guess_order, read_date, read_hours
from app.exchange.timesheet import tags_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from app.exchange.source import Source
    from app.exchange.table import Header

_YES = frozenset(("yes", "true", "1", "ja"))


class Daily:
    """One such table; ``columns`` are the names its columns may have, ``mend`` repairs texts."""

    def __init__(
        self,
        source: Source,
        header: Header,
        columns: Mapping[str, tuple[str, ...]],
        *,
        mend: Callable[[str], str] = str.strip,
    ) -> None:
        self._source, self._header, self._mend = source, header, mend
        self._at = {name: header.place(*names) for name, names in columns.items()}

    def reading(self, order: str | None) -> Reading:
        """Understand the table. Rows without a date, such as sums, are no entries."""
        dates = (row[self._at["date"]].strip() for _, row in self._entries())
        guessed, asked = (order, False) if order else guess_order(dates, twelve_hours=False)
        return Reading(lambda: self._rows(guessed), local=True, order=guessed, order_asked=asked, notes=[NOTE])

    def _entries(self) -> Iterator[tuple[int, list[str]]]:
        return (item for item in rows_under(self._source, self._header) if not isinstance(item, BadRow))

    def _rows(self, order: str | None) -> Iterator[Record | BadRow]:
        # People may work at the same time, one person does not.
        stacks: dict[str, DayStack] = {}

        def read(line: int, row: list[str]) -> Record:
            return self._record(line, row, order, stacks)

        rows = rows_under(self._source, self._header)
        date = self._at["date"]
        return records_of((item for item in rows if isinstance(item, BadRow) or item[1][date].strip()), read)

    def _record(self, line: int, row: list[str], order: str | None, stacks: dict[str, DayStack]) -> Record:
        def cell(name: str) -> str:
            place = self._at.get(name, -1)
            return self._mend(row[place]).strip() if place >= 0 else ""

        seconds = read_hours(cell("hours"))
        user = " ".join(filter(None, (cell("user"), cell("last_name")))).casefold()
        start = stacks.setdefault(user, DayStack()).start(read_date(cell("date"), order), seconds)
        billable = cell("billable").casefold()
        return Record(
            line, start, seconds=seconds, description=cell("description"), project=cell("project"),
            client=cell("client") if self._at.get("client", -1) >= 0 else None, task=cell("task"),
            tags=tags_of(cell("tags")), billable=billable in _YES if billable else None, user=user,
        )  # fmt: skip
