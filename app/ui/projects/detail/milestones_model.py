"""The milestones of a project as a table that is edited in place and reordered by dragging."""

from collections.abc import Callable, Sequence
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.ui.formats import budget, hours
from app.ui.projects import words
from app.ui.projects.detail.lines import MilestoneLine
from app.ui.widgets import dates

LINE = int(Qt.ItemDataRole.UserRole) + 1
ABOUT = LINE + 1
MIME = "application/x-stintbook-milestone"
Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """The columns, in reading order."""

    DONE = 0
    NAME = 1
    START = 2
    DUE = 3
    BUDGET = 4
    USED = 5


_FIELDS = {
    Column.NAME: "name",
    Column.START: "start_date",
    Column.DUE: "due_date",
    Column.BUDGET: "budget_minutes",
}


class MilestonesModel(QAbstractTableModel):
    """Says what the person changed; the workflow changes it and the table is shown anew."""

    edited = Signal(str, str, object)
    """Milestone id, field name, new value."""
    toggled = Signal(str, bool)
    """Milestone id, completed from now on."""
    moved = Signal(list)
    """All ids in the new order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[MilestoneLine] = []

    def show(self, lines: Sequence[MilestoneLine]) -> None:
        """Replace everything that is shown."""
        self.beginResetModel()
        self._lines = list(lines)
        self.endResetModel()

    @property
    def lines(self) -> list[MilestoneLine]:
        """Return what is shown, in order."""
        return self._lines

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many milestones there are."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        """Name the columns; a heading stands over its figures."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if section == Column.NAME else Qt.AlignmentFlag.AlignRight
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            Column.DONE: "",
            Column.NAME: self.tr("Milestone"),
            Column.START: self.tr("From"),
            Column.DUE: self.tr("Due"),
            Column.BUDGET: self.tr("Budget"),
            Column.USED: self.tr("Used"),
        }[Column(section)]

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return the line, the cell's text, its raw value for an editor, or its name for a screen reader."""
        if not index.isValid():
            return None
        line, column = self._lines[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.EditRole:
            return getattr(line, _FIELDS[column]) if column in _FIELDS else None
        answers: dict[int, Callable[[], object]] = {
            LINE: lambda: line,
            ABOUT: lambda: self._about(line),
            Qt.ItemDataRole.DisplayRole: lambda: self._text(line, column),
            Qt.ItemDataRole.AccessibleTextRole: lambda: self._spoken(line, column),
            Qt.ItemDataRole.ToolTipRole: lambda: line.name if column is Column.NAME else None,
        }
        return answers[role]() if role in answers else None

    def _spoken(self, line: MilestoneLine, column: Column) -> str:
        late = self.tr("overdue") if column is Column.DUE and line.overdue else ""
        about = self._about(line) if column is Column.NAME else ""
        return " ".join(part for part in (self._text(line, column), late, about) if part)

    def _about(self, line: MilestoneLine) -> str:
        """Return the quiet second line: how it repeats, which occurrence is on, what came from before."""
        parts = []
        if line.recurrence:
            span = f"{dates.short_day(line.first_day)} – {dates.short_day(line.last_day)}"
            parts = [words.repeats(line.recurrence), self.tr("now {span}").format(span=span)]
        if line.carried_over_minutes:
            parts.append(self.tr("{hours} carried over").format(hours=budget(line.carried_over_minutes)))
        return " · ".join(parts)

    def _text(self, line: MilestoneLine, column: Column) -> str:
        used = words.percent(line.used) if line.used is not None else ""
        first = line.start_date or line.first_day
        return {
            Column.DONE: self.tr("completed") if line.completed else self.tr("open"),
            Column.NAME: line.name,
            Column.START: dates.full_day(first) if first else "",
            Column.DUE: dates.full_day(line.due_date),
            Column.BUDGET: hours(line.budget_minutes * 60) if line.budget_minutes else "",
            Column.USED: " · ".join(part for part in (hours(line.tracked_seconds), used) if part),
        }[column]

    def setData(self, index: Index, value: object, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        """Say what the person entered; nothing is shown as changed before it is saved."""
        column = Column(index.column())
        if role != Qt.ItemDataRole.EditRole or column not in _FIELDS or value == self.data(index, role):
            return False
        self.edited.emit(self._lines[index.row()].id, _FIELDS[column], value)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Everything but the figures can be edited; rows can be dragged."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        flags |= Qt.ItemFlag.ItemIsDragEnabled
        return flags | Qt.ItemFlag.ItemIsEditable if Column(index.column()) in _FIELDS else flags

    def toggle(self, row: int) -> None:
        """Say that a milestone is completed, or open again."""
        line = self._lines[row]
        self.toggled.emit(line.id, not line.completed)

    def repeat(self, row: int, rule: str | None) -> None:
        """Say that a milestone repeats by a rule from now on, or happens once."""
        line = self._lines[row]
        if rule != (line.recurrence or None):
            self.edited.emit(line.id, "recurrence", rule)

    def move(self, row: int, to: int) -> None:
        """Say that a milestone goes to another place."""
        ids = [line.id for line in self._lines]
        if 0 <= to < len(ids) and to != row:
            ids.insert(to, ids.pop(row))
            self.moved.emit(ids)

    def supportedDropActions(self) -> Qt.DropAction:
        """Rows are moved, never copied."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Return our own type."""
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the dragged row."""
        data = QMimeData()
        data.setData(MIME, str(indexes[0].row()).encode())
        return data

    def dropMimeData(self, data: QMimeData, _action: Qt.DropAction, row: int, _column: int, parent: Index) -> bool:
        """Say the new order."""
        if not data.hasFormat(MIME):
            return False
        dragged = int(bytes(data.data(MIME).data()))
        target = parent.row() if parent.isValid() else (row if row >= 0 else len(self._lines))
        self.move(dragged, target - 1 if row > dragged and not parent.isValid() else min(target, len(self._lines) - 1))
        # False: Qt would otherwise remove the dragged row itself.
        return False
