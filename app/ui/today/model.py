"""The rows of the list as a model that changes only where something changed."""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from PySide6.QtCore import QAbstractListModel, QDateTime, QElapsedTimer, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.ui.today.blocks import Block
from app.ui.today.lines import DayBlock, DayLine, EmptyLine, EntryLine, Line, MarkLine, flatten
from app.ui.today.words import Style, number, tr

LINE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
_Flag = Qt.ItemFlag
# Rows that come later than this were read by another clock than the machine's.
_LATE_MS, _AFTER_MS = 5_000, 5


class DayListModel(QAbstractListModel):
    """Blocks of days, flattened; equal entries fold. Counts running entries on from when they were read."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.blocks: tuple[DayBlock, ...] = ()
        self.lines: list[Line] = []
        self.style = Style()
        self.opened: set[str] = set()
        self._rows: dict[str, int] = {}
        self._read_at, self._late_ms, self._since = 0, 0, QElapsedTimer()
        self._since.start()

    @property
    def passed(self) -> int:
        """Seconds since the rows were read."""
        return (int(self._since.elapsed()) + self._late_ms) // 1000

    @property
    def next_second_ms(self) -> int:
        """Milliseconds until just after the next full second, when every clock of the window moves on."""
        return 1000 - (int(self._since.elapsed()) + self._late_ms) % 1000 + _AFTER_MS

    @property
    def now(self) -> int:
        """The clock as of the last reading, carried on."""
        return self._read_at + self.passed

    def show(self, block: Block) -> None:
        """Show a window of days that was read anew."""
        self.style, self._read_at = block.style, block.now
        # The rows were read some way into their second; counted on from its start, they go with every other clock here.
        late = QDateTime.currentMSecsSinceEpoch() - block.now * 1000
        self._late_ms = late if 0 <= late < _LATE_MS else 0
        self._since.restart()
        self.put(block.days)

    def put(self, blocks: Sequence[DayBlock]) -> None:
        """Show these days; rows that are equal stay untouched."""
        self.blocks = tuple(blocks)
        self._become(flatten(self.blocks, self.opened))

    def slide(
        self, blocks: Sequence[DayBlock], *, newer: Sequence[DayBlock] = (), older: Sequence[DayBlock] = ()
    ) -> None:
        """Keep ``blocks``, a run of those shown, and add days at one end; nothing is compared."""
        self.blocks = tuple(blocks)
        kept = {block.head.day for block in blocks}
        rows = [row for row, line in enumerate(self.lines) if line.day in kept]
        first, last = (rows[0], rows[-1] + 1) if rows else (0, 0)
        self._remove(last, len(self.lines))
        self._remove(0, first)
        for at, more in ((0, newer), (len(self.lines), older)):
            lines = flatten(more, self.opened)
            if lines:
                self.beginInsertRows(QModelIndex(), at, at + len(lines) - 1)
                self._take(self.lines[:at] + lines + self.lines[at:])
                self.endInsertRows()
        self.blocks = (*newer, *blocks, *older)

    def fold(self, key: str, *, is_open: bool) -> None:
        """Fold or unfold equal entries."""
        if is_open:
            self.opened.add(key)
        else:
            self.opened.discard(key)
        self._become(flatten(self.blocks, self.opened))

    def line(self, index: Index) -> Line | None:
        """Return the row behind an index."""
        row = index.row()
        return self.lines[row] if 0 <= row < len(self.lines) else None

    def find(self, key: str) -> QModelIndex:
        """Return where a row stands, an invalid index when it is not shown."""
        row = self._rows.get(key)
        return QModelIndex() if row is None else self.index(row)

    def find_entry(self, entry: str) -> QModelIndex:
        """Return the row that shows an entry: its own, else the fold it is in."""
        index = self.find(entry)
        if index.isValid():
            return index
        found = (row for row, line in enumerate(self.lines) if isinstance(line, EntryLine) and entry in line.ids)
        row = next(found, -1)
        return self.index(row) if row >= 0 else QModelIndex()

    def running(self) -> Iterable[int]:
        """Return the rows that grow."""
        return (row for row, line in enumerate(self.lines) if grows(line))

    def days(self) -> Iterable[DayLine]:
        """Return the heads of the days."""
        return (block.head for block in self.blocks)

    def rows_by_day(self) -> dict[str, int]:
        """Return how many rows each day has now."""
        counts: dict[str, int] = {}
        for line in self.lines:
            counts[line.day] = counts.get(line.day, 0) + 1
        return counts

    def seconds(self, line: DayLine | EntryLine) -> int:
        """Return a row's seconds as of now."""
        if isinstance(line, DayLine):
            return line.seconds + line.running * self.passed
        return line.seconds + (self.passed if line.is_running else 0)

    def length(self, line: DayLine | EntryLine) -> str:
        """Return a row's duration in words."""
        seconds = self.seconds(line)
        is_growing = isinstance(line, EntryLine) and line.is_running
        return self.style.running(seconds) if is_growing else self.style.length(seconds)

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many rows there are."""
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the row itself, or what a screen reader says of it."""
        line = self.line(index)
        if line is None:
            return None
        if role == LINE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.spoken(line)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Heads of days are not to be chosen."""
        line = self.line(index)
        if isinstance(line, EntryLine):
            return _Flag.ItemIsEnabled | _Flag.ItemIsSelectable | _Flag.ItemNeverHasChildren
        if isinstance(line, MarkLine) or (isinstance(line, EmptyLine) and line.fixes):
            return _Flag.ItemIsEnabled | _Flag.ItemNeverHasChildren
        return _Flag.ItemNeverHasChildren

    def spoken(self, line: Line) -> str:
        """Return a row in one sentence."""
        if isinstance(line, DayLine):
            return f"{line.spoken}, {self.length(line)}"
        if isinstance(line, MarkLine | EmptyLine):
            return line.text
        parts = [line.description or tr("No description"), line.where, " ".join(f"#{tag}" for tag in line.tags)]
        if line.count > 1:
            parts.append(tr("{count} entries").format(count=number(line.count)))
        parts += [f"{line.start} – {line.end}", self.length(line), tr("billable") if line.entry.billable else ""]
        return ", ".join(part for part in parts if part)

    def _become(self, lines: list[Line]) -> None:
        old, new = [line.key for line in self.lines], [line.key for line in lines]
        if not set(old) & set(new):
            self.beginResetModel()
            self._take(lines)
            self.endResetModel()
            return
        # From the end, so that the places of what comes before stay true.
        for tag, i1, i2, j1, j2 in reversed(_steps(old, new)):
            if tag in ("delete", "replace"):
                self.beginRemoveRows(QModelIndex(), i1, i2 - 1)
                self._take(self.lines[:i1] + self.lines[i2:])
                self.endRemoveRows()
            if tag in ("insert", "replace"):
                self.beginInsertRows(QModelIndex(), i1, i1 + j2 - j1 - 1)
                self._take(self.lines[:i1] + lines[j1:j2] + self.lines[i1:])
                self.endInsertRows()
        changed = [row for row, line in enumerate(lines) if line != self.lines[row]]
        self._take(lines)
        for row in changed:
            self.dataChanged.emit(self.index(row), self.index(row))

    def _remove(self, first: int, last: int) -> None:
        if first < last:
            self.beginRemoveRows(QModelIndex(), first, last - 1)
            self._take(self.lines[:first] + self.lines[last:])
            self.endRemoveRows()

    def _take(self, lines: list[Line]) -> None:
        self.lines = lines
        self._rows = {line.key: row for row, line in enumerate(lines)}


def grows(line: Line) -> bool:
    """Return whether a row's time grows by itself."""
    if isinstance(line, DayLine):
        return line.running > 0
    return isinstance(line, EntryLine) and line.is_running


def _steps(old: list[str], new: list[str]) -> list[tuple[str, int, int, int, int]]:
    """Return how to make ``new`` of ``old``; what both begin and end with is left out before it is looked at closely."""
    shorter, head = min(len(old), len(new)), 0
    while head < shorter and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < shorter - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    matcher = SequenceMatcher(None, old[head : len(old) - tail], new[head : len(new) - tail], autojunk=False)
    return [
        (tag, i1 + head, i2 + head, j1 + head, j2 + head)
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        if tag != "equal"
    ]
