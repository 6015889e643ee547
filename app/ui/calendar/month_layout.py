"""Where the days of a month lie, and the bars in them. Pure but for rectangles."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

COLUMNS = 7
HEAD, _TOP, _FOOT, _SIDE, _GAP = 32.0, 27.0, 12.0, 5.0, 2.0
_BAR, _LOW_BAR, _LOW_CELL, _MORE = 19.0, 16.0, 104.0, 28.0


@dataclass(frozen=True, slots=True)
class Places:
    """The bars of a day that find room, and where the count of the others stands; that is empty when all do."""

    bars: tuple[QRectF, ...]
    more: QRectF


@dataclass(frozen=True, slots=True)
class MonthLayout:
    """So many whole weeks in a rectangle of some width and height, under the names of the weekdays."""

    width: float
    height: float
    weeks: int

    def cell(self, number: int) -> QRectF:
        """Return the rectangle of a day, counted from the first one."""
        row, column = divmod(number, COLUMNS)
        left, right = (round(self.width * edge / COLUMNS) for edge in (column, column + 1))
        rows = max(1, self.weeks)
        room = self.height - HEAD
        top, bottom = (HEAD + round(room * edge / rows) for edge in (row, row + 1))
        return QRectF(left, top, right - left, bottom - top)

    def day_at(self, point: QPointF) -> int | None:
        """Return the number of the day at a point."""
        if not (0 <= point.x() < self.width and HEAD <= point.y() < self.height):
            return None
        found = range(COLUMNS * self.weeks)
        return next((number for number in found if self.cell(number).contains(point)), None)

    def top(self, number: int) -> QRectF:
        """Return where a day's number and figure stand."""
        cell = self.cell(number)
        return QRectF(cell.left() + 8, cell.top() + 4, cell.width() - 16, _TOP - 6)

    def meter(self, number: int) -> QRectF:
        """Return where the bar of a day's capacity stands."""
        cell = self.cell(number)
        return QRectF(cell.left() + 8, cell.bottom() - 8, cell.width() - 16, 3)

    def places(self, number: int, count: int) -> Places:
        """Return where so many bars of a day stand; with too many the last one leaves room for how many more."""
        cell = self.cell(number)
        high = _BAR if cell.height() >= _LOW_CELL else _LOW_BAR
        fitting = max(0, int((cell.height() - _TOP - _FOOT + _GAP) // (high + _GAP)))
        left, width = cell.left() + _SIDE, cell.width() - 2 * _SIDE
        shown = [
            QRectF(left, cell.top() + _TOP + place * (high + _GAP), width, high) for place in range(min(count, fitting))
        ]
        if count <= fitting or not shown:
            return Places(tuple(shown), QRectF())
        last = shown[-1]
        shown[-1] = QRectF(last.left(), last.top(), last.width() - _MORE, last.height())
        return Places(tuple(shown), QRectF(last.right() - _MORE, last.top(), _MORE, last.height()))
