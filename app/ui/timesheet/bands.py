"""What stands still while the rows scroll: the days above them, the sums below."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui import icons
from app.ui.timesheet import looks, words
from app.ui.timesheet.delegate import face, fitting
from app.ui.timesheet.model import Column
from app.ui.timesheet.view import SheetView
from app.ui.widgets import painting

_ROOMY = 64
_RIGHT, _CENTER = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignHCenter


class Band(QWidget):
    """As wide as the grid, its cells above or below the grid's columns."""

    def __init__(self, view: SheetView, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view, self._model = view, view.sheet
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        view.columns_moved.connect(self.update)
        self._model.modelReset.connect(self.update)
        self._model.dataChanged.connect(lambda *_: self.update())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint each column's cell."""
        if not self._model.days:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for column, (left, width) in enumerate(self._view.lanes()):
            rect = QRect(left, 0, width, self.height())
            if column == Column.NAME:
                self.paint_name(painter, rect)
            elif column == Column.SUM:
                self.paint_sum(painter, rect)
            else:
                self.paint_day(painter, rect, column)

    def paint_name(self, painter: QPainter, rect: QRect) -> None:
        """Paint the cell of the names."""
        raise NotImplementedError

    def paint_day(self, painter: QPainter, rect: QRect, column: int) -> None:
        """Paint a day's cell."""
        raise NotImplementedError

    def paint_sum(self, painter: QPainter, rect: QRect) -> None:
        """Paint the cell of the sums."""
        raise NotImplementedError


class Head(Band):
    """The weekdays with their dates; a day off says its name, a locked one has its mark."""

    def __init__(self, view: SheetView) -> None:
        super().__init__(view, looks.HEAD)

    def paint_name(self, painter: QPainter, rect: QRect) -> None:
        """Say what the first column is."""
        painter.setFont(face(self.font(), 12))
        room = rect.adjusted(looks.PAD, 0, 0, 0)
        painting.text(painter, room, words.tr("Project and task"), painting.tokens().dim)
        self._line(painter, rect)

    def paint_day(self, painter: QPainter, rect: QRect, column: int) -> None:
        """Write the day."""
        colors, day = painting.tokens(), self._model.day(column)
        is_today = self._model.is_today(column)
        color = colors.accent if is_today else colors.text if day.capacity_minutes else colors.dim
        off = ", ".join(day.time_off)
        line = rect.adjusted(2, 7 if off else 0, -2, -rect.height() // 2 + 2 if off else 0)
        painter.setFont(face(self.font(), 13 if rect.width() > _ROOMY else 12, bold=True))
        name = f"{words.weekday_name(day.day)} {words.day_number(day.day)}"
        used = painting.text(painter, line, name, color, align=_CENTER)
        if day.is_locked:
            x, y = rect.center().x() + used / 2 + 4, line.center().y() - 6
            if rect.width() < used + 40:
                x, y = rect.right() - 14, rect.top() + 5
            icons.paint(painter, "lock", QRectF(x, y, 13, 13), colors.dim)
        if off:
            painter.setFont(face(self.font(), 11.5))
            below = QRect(rect.left() + 4, rect.center().y() + 1, rect.width() - 8, 16)
            painting.text(painter, below, off, colors.warning, align=_CENTER)
        self._line(painter, rect)

    def paint_sum(self, painter: QPainter, rect: QRect) -> None:
        """Say what the last column is."""
        painter.setFont(face(self.font(), 12))
        painting.text(painter, rect.adjusted(0, 0, -looks.PAD, 0), words.tr("Sum"), painting.tokens().dim, align=_RIGHT)
        self._line(painter, rect)

    def _line(self, painter: QPainter, rect: QRect) -> None:
        painting.hairline(painter, rect.left(), rect.right() + 1, rect.bottom())


class Foot(Band):
    """Each day's sum against its capacity, and the week's."""

    def __init__(self, view: SheetView) -> None:
        super().__init__(view, looks.FOOT)

    def paint_name(self, painter: QPainter, rect: QRect) -> None:
        """Say what the row is."""
        painter.setFont(face(self.font(), 13, bold=True))
        line = QRect(rect.left() + looks.PAD, 9, rect.width() - looks.PAD, 20)
        painting.text(painter, line, words.tr("Sum"), painting.tokens().text)
        self._line(painter, rect)

    def paint_day(self, painter: QPainter, rect: QRect, column: int) -> None:
        """Write a day's sum over its bar."""
        side = min(8, max(2, (rect.width() - 52) // 2))
        self._paint_sum(painter, rect.adjusted(side, 0, -side, 0), column, _CENTER)
        self._line(painter, rect)

    def paint_sum(self, painter: QPainter, rect: QRect) -> None:
        """Write the week's sum over its bar."""
        self._paint_sum(painter, rect.adjusted(4, 0, -looks.PAD, 0), Column.SUM, _RIGHT)
        self._line(painter, rect)

    def _paint_sum(self, painter: QPainter, rect: QRect, column: int, align: Qt.AlignmentFlag) -> None:
        colors, found, style = painting.tokens(), self._model.sum(column), self._model.style
        text = style.length(found.seconds) if found.seconds else "–"
        painter.setFont(fitting(self.font(), text, rect.width(), 14 if column == Column.SUM else 13))
        color = colors.text if found.seconds else colors.faint
        painting.text(painter, QRect(rect.left(), 8, rect.width(), 20), text, color, align=align)
        if not found.seconds and not found.capacity:
            return
        looks.capacity_bar(painter, QRectF(rect.left() + 4, 31, rect.width() - 4 - (0 if align == _RIGHT else 4), 4),
                           found.seconds, found.capacity)  # fmt: skip
        if found.capacity:
            painter.setFont(face(self.font(), 11.5))
            of = words.tr("of {time}").format(time=style.budget(found.capacity // 60))
            painting.text(painter, QRect(rect.left(), 37, rect.width(), 16), of, colors.dim, align=align)

    def _line(self, painter: QPainter, rect: QRect) -> None:
        painting.hairline(painter, rect.left(), rect.right() + 1, rect.top())
