"""The week as a table: what was read of it, what was typed and is on its way, and what runs on."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QElapsedTimer, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.ui.timesheet.words import cell_tip, day_name, row_name, tr
from app.ui.today.words import Style

if TYPE_CHECKING:
    from app.orchestrators.time_tracking.timesheet_week import RowKey, SheetDay, SheetRow, Timesheet

Index = QModelIndex | QPersistentModelIndex
DAYS = 7


class Column(IntEnum):
    """The columns; the seven days stand between."""

    NAME = 0
    FIRST_DAY = 1
    SUM = 8


@dataclass(slots=True)
class _Typed:
    """Time on its way into a cell; ``is_done`` when it is stored, though the week was not read again since."""

    seconds: int
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Sum:
    """Seconds against what there is to work, in seconds."""

    seconds: int = 0
    capacity: int = 0


@dataclass(slots=True)
class _Shown:
    rows: tuple[SheetRow, ...] = ()
    days: tuple[SheetDay, ...] = ()
    typed: dict[tuple[RowKey, str], _Typed] = field(default_factory=dict)


class SheetModel(QAbstractTableModel):
    """Nine columns: the row's name, seven days, the row's sum."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sheet: Timesheet | None = None
        self.style = Style()
        self._shown = _Shown()
        self._clock = QElapsedTimer()
        self._passed = 0
        self._sums: list[Sum] = []
        # Many rows are summed once, not at each paint.
        self.dataChanged.connect(self._forget_sums)
        self.modelReset.connect(self._forget_sums)

    def _forget_sums(self, *_: object) -> None:
        self._sums = []

    # --- what is shown ---

    def show(self, sheet: Timesheet, stored: frozenset[tuple[RowKey, str]] = frozenset()) -> None:
        """Show a week; ``stored`` are cells whose typed time was stored before it was read."""
        is_same = self.sheet is not None and self.sheet.week == sheet.week and self.row_keys() == [
            row.key for row in sheet.rows
        ]  # fmt: skip
        if not is_same:
            self.beginResetModel()
        if self.sheet is None or self.sheet.week != sheet.week:
            self._shown.typed.clear()
        self.sheet, self.style = sheet, Style.of(sheet.settings, sheet.zone)
        self._shown.rows, self._shown.days = sheet.rows, sheet.days
        for place in stored:
            if (typed := self._shown.typed.get(place)) is not None and typed.is_done:
                del self._shown.typed[place]
        self._clock.start()
        self._passed = 0
        if is_same:
            self.dataChanged.emit(self.index(0, 0), self.index(max(0, len(sheet.rows) - 1), Column.SUM))
        else:
            self.endResetModel()

    def row_keys(self) -> list[RowKey]:
        """Return the rows' keys, in order."""
        return [row.key for row in self._shown.rows]

    def row(self, place: int) -> SheetRow:
        """Return what a row is of."""
        return self._shown.rows[place]

    def day(self, column: int) -> SheetDay:
        """Return the day of a column."""
        return self._shown.days[column - Column.FIRST_DAY]

    def is_today(self, column: int) -> bool:
        """Return whether a column is today's."""
        return self.sheet is not None and self.day(column).day == self.sheet.today

    @property
    def days(self) -> tuple[SheetDay, ...]:
        """The seven days, none before any were read."""
        return self._shown.days

    @property
    def runs(self) -> bool:
        """Whether anything grows."""
        return any(cell.is_running for row in self._shown.rows for cell in row.cells)

    def seconds(self, row: int, column: int) -> int:
        """Return the time of a cell, or of a row for the last column."""
        shown = self._shown.rows[row]
        if column == Column.SUM:
            return sum(self.seconds(row, Column.FIRST_DAY + day) for day in range(len(shown.cells)))
        cell = shown.cells[column - Column.FIRST_DAY]
        typed = self._shown.typed.get((shown.key, self.day(column).day)) if self._shown.typed else None
        if typed is not None:
            return typed.seconds
        return cell.seconds + (self._passed if cell.is_running else 0)

    def text(self, row: int, column: int) -> str:
        """Return a cell's time as it is written; empty for none."""
        seconds = self.seconds(row, column)
        return self.style.length(seconds) if seconds else ""

    def is_on_its_way(self, row: int, column: int) -> bool:
        """Return whether what a cell shows was typed and is not stored yet."""
        if not self._shown.typed:
            return False
        typed = self._shown.typed.get((self._shown.rows[row].key, self.day(column).day))
        return typed is not None and not typed.is_done

    def sum(self, column: int) -> Sum:
        """Return the sum of a day, or of the week for the last column."""
        if not self._sums:
            rows = range(len(self._shown.rows))
            for place, day in enumerate(self._shown.days):
                seconds = sum(self.seconds(row, Column.FIRST_DAY + place) for row in rows)
                self._sums.append(Sum(seconds, day.capacity_minutes * 60))
            self._sums.append(Sum(sum(one.seconds for one in self._sums), sum(one.capacity for one in self._sums)))
        return self._sums[column - Column.FIRST_DAY]

    # --- what is typed, and what grows ---

    def type(self, row: int, column: int, seconds: int) -> None:
        """Show a time at once that is on its way to the store."""
        self._shown.typed[self._shown.rows[row].key, self.day(column).day] = _Typed(seconds)
        self._say_changed(row, column)

    def stored(self, key: RowKey, day: str, seconds: int) -> None:
        """What was typed is stored."""
        typed = self._shown.typed.get((key, day))
        if typed is not None and typed.seconds == seconds:
            typed.is_done = True

    def refused(self, key: RowKey, day: str, seconds: int) -> None:
        """What was typed could not be: the cell shows what it holds."""
        typed = self._shown.typed.get((key, day))
        if typed is not None and typed.seconds == seconds:
            del self._shown.typed[key, day]
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, Column.SUM))

    def done(self) -> frozenset[tuple[RowKey, str]]:
        """Return the cells whose typed time is stored."""
        return frozenset(place for place, typed in self._shown.typed.items() if typed.is_done)

    def tick(self) -> None:
        """Let what runs grow by what has passed since the week was read."""
        self._passed = self._clock.elapsed() // 1000 if self._clock.isValid() else 0
        for row, shown in enumerate(self._shown.rows):
            for day, cell in enumerate(shown.cells):
                if cell.is_running:
                    self._say_changed(row, Column.FIRST_DAY + day)

    def _say_changed(self, row: int, column: int) -> None:
        for place in (self.index(row, column), self.index(row, Column.SUM)):
            self.dataChanged.emit(place, place)

    # --- as a table ---

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many rows there are."""
        return 0 if parent is not None and parent.isValid() else len(self._shown.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return the nine columns."""
        return 0 if parent is not None and parent.isValid() else Column.SUM + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Days can be typed into."""
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsEditable if self.is_day(index.column()) else usual

    def is_day(self, column: int) -> bool:
        """Return whether a column is a day's."""
        return Column.FIRST_DAY <= column < Column.SUM

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what is written in a cell, what it is made of, and how it is said."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return row_name(self.row(row)) if column == Column.NAME else self.text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole and self.is_day(column):
            return cell_tip(self.row(row), column - Column.FIRST_DAY, self.style)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row, column)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a column or a row is called."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return row_name(self.row(section)) if section < self.rowCount() else None
        if section == Column.NAME:
            return tr("Project and task")
        if section == Column.SUM:
            return tr("Sum")
        return day_name(self.day(section).day) if self._shown.days else None

    def _spoken(self, row: int, column: int) -> str:
        name = row_name(self.row(row))
        if column == Column.NAME:
            return name
        where = tr("Sum") if column == Column.SUM else day_name(self.day(column).day)
        return f"{name}, {where}: {self.text(row, column) or tr('nothing')}"
