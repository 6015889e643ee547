"""The card around the grid: days above, rows, the offer of another row, sums below; as high as its rows need."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui.timesheet import looks, words
from app.ui.timesheet.bands import Foot, Head
from app.ui.timesheet.view import SheetView
from app.ui.widgets import painting
from app.ui.widgets.icon_button import IconButton

_LEAST_ROWS = 3


class AddRow(QWidget):
    """The line under the rows that offers another one."""

    def __init__(self) -> None:
        super().__init__()
        self.button = IconButton("plus", words.tr("Add a row (Insert)"), words.tr("Add row"))
        self.button.setObjectName("quietButton")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 5, 8, 5)
        row.addWidget(self.button)
        row.addStretch(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Close the rows, also where they are cut off."""
        painting.hairline(QPainter(self), 0, self.width(), 0)


class SheetCard(QWidget):
    """Shrinks with its rows, and never asks for more room than the page has."""

    def __init__(self, view: SheetView) -> None:
        super().__init__()
        self.view, self.head, self.foot, self.add = view, Head(view), Foot(view), AddRow()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(view, 1)
        column.addWidget(self.add)
        column.addWidget(self.foot)
        view.sheet.modelReset.connect(self.updateGeometry)
        for moved in (view.columns_moved, view.sheet.modelReset, view.sheet.dataChanged):
            moved.connect(self._repaint)

    def _repaint(self, *_: object) -> None:
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of all rows with what stands around them."""
        rows = max(1, self.view.sheet.rowCount())
        around = looks.HEAD + looks.FOOT + self.add.sizeHint().height() + 2
        return QSize(720, around + rows * self.view.verticalHeader().defaultSectionSize())

    def minimumSizeHint(self) -> QSize:
        """Some rows are always seen."""
        around = looks.HEAD + looks.FOOT + self.add.sizeHint().height() + 2
        return QSize(480, around + _LEAST_ROWS * looks.ROW_COMPACT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painting.card(painter, self.rect())
        for column, (left, width) in enumerate(self.view.lanes() if self.view.sheet.days else ()):
            if self.view.sheet.is_day(column):
                is_off = not self.view.sheet.day(column).capacity_minutes
                ground = QRect(self.view.x() + left, 1, width, self.height() - 2)
                looks.column_ground(painter, ground, is_today=self.view.sheet.is_today(column), is_off=is_off)
