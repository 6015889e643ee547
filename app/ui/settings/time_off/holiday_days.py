"""The public holidays of a year, in as many columns as there is room for."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.settings.time_off import words
from app.ui.widgets import painting

if TYPE_CHECKING:
    from app.orchestrators.work_hours.public_holidays import Holiday

_ROW, _SIDE, _TOP, _HEAD = 23, 16, 12, 24
_COLUMN, _DATE, _GAP = 260, 92, 16


class HolidayDays(QWidget):
    """To be read, not to be changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.days: tuple[Holiday, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)

    def show_days(self, days: "Sequence[Holiday]") -> None:
        """Show the days of one year."""
        self.days = tuple(days)
        self.setAccessibleName(self._head())
        spoken = ", ".join(f"{words.span(one.day, one.day)} {one.name}" for one in days)
        self.setAccessibleDescription(spoken)
        self._fit()
        self.update()

    def _head(self) -> str:
        if not self.days:
            return self.tr("There are none.")
        count = self.tr("{n} days in {year}")
        return count.format(n=len(self.days), year=self.days[0].day[:4])

    def _columns(self) -> int:
        return max(1, (self.width() - 2 * _SIDE + _GAP) // (_COLUMN + _GAP))

    def _rows(self) -> int:
        return -(-len(self.days) // self._columns())

    def _fit(self) -> None:
        self.setFixedHeight(2 * _TOP + _HEAD + self._rows() * _ROW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may hold another number of columns."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """One column, cut short where names are long."""
        return QSize(_COLUMN, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint dates and names, column by column."""
        painter, colors = QPainter(self), painting.tokens()
        painter.setFont(painting.font(self.font(), 12, bold=True))
        painting.text(painter, QRect(_SIDE, _TOP - 2, self.width() - 2 * _SIDE, _HEAD), self._head(), colors.text)
        painter.setFont(painting.font(self.font(), 12, tabular=True))
        columns, rows = self._columns(), max(1, self._rows())
        width = (self.width() - 2 * _SIDE + _GAP) // columns - _GAP
        for place, one in enumerate(self.days):
            left = _SIDE + place // rows * (width + _GAP)
            cell = QRect(left, _TOP + _HEAD + place % rows * _ROW, width, _ROW)
            date = QRect(cell.left(), cell.top(), _DATE, _ROW)
            painting.text(painter, date, words.span(one.day, one.day), colors.dim, align=Qt.AlignmentFlag.AlignLeft)
            painting.text(painter, cell.adjusted(_DATE, 0, 0, 0), one.name, colors.text)
