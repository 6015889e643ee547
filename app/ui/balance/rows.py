"""The figures of days, weeks or months as rows, and the days ahead for which too much was taken on."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.balance import words
from app.ui.formats import budget, hours
from app.ui.widgets import painting
from app.ui.widgets.picked_list import RowDelegate
from app.ui.widgets.rows_list import RowsModel

if TYPE_CHECKING:
    from app.domain.work_hours import Load

ROW, HEAD, _PAD, _FIRST = 36, 30, 16, 190


class LoadsModel(RowsModel["Load"]):
    """Periods in order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.by, self.today = "day", ""

    def words(self, line: "Load") -> str:
        """Return the period."""
        return words.period(line.day, self.by)

    def spoken(self, line: "Load") -> str:
        """Return the period and its figures."""
        told = [*words.lines(line), (_tr("Balance"), words.signed(line.balance_seconds))]
        return ", ".join([self.words(line), *(f"{name} {figure}" for name, figure in told)])


def _places(rect: QRect) -> list[QRect]:
    """Return the room of the six figures, from left to right."""
    room = rect.adjusted(_FIRST, 0, -_PAD, 0)
    width = room.width() / 6
    return [QRect(round(room.left() + at * width), rect.top(), round(width), rect.height()) for at in range(6)]


class LoadsDelegate(RowDelegate):
    """Period, capacity, tracked, planned, forecast, free, balance."""

    def __init__(self, model: LoadsModel) -> None:
        super().__init__(ROW, model)
        self._shown = model

    def paint_line(self, painter: QPainter, rect: QRect, font: QFont, line: "Load") -> None:
        """Paint a row."""
        colors, is_now = painting.tokens(), line.day == self._shown.today
        painter.setFont(painting.font(font, 13, bold=is_now))
        name = QRect(rect.left() + _PAD, rect.top(), _FIRST - _PAD, rect.height())
        painting.text(painter, name, self._shown.words(line), colors.accent if is_now else colors.text)
        missing, free = line.balance_seconds < 0, line.availability
        figures = (
            (budget(line.capacity), colors.dim),
            (hours(line.tracked_seconds), colors.text),
            (budget(line.planned) if line.planned else "–", colors.dim),
            (budget(line.auto) if line.auto else "–", colors.dim),
            (words.signed_minutes(free), colors.danger if free < 0 else colors.dim),
            (words.signed(line.balance_seconds), colors.dim if missing else colors.accent),
        )
        painter.setFont(painting.font(font, 12.5, tabular=True))
        for place, (figure, color) in zip(_places(rect), figures, strict=True):
            painting.text(painter, place, figure, color, align=Qt.AlignmentFlag.AlignRight)


class LoadsHead(QWidget):
    """The names of the columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(400, HEAD)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the names over their figures."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(painting.font(self.font(), 12))
        names = (_tr("Capacity"), _tr("Tracked"), _tr("Planned"), _tr("Forecast"), _tr("Free"), _tr("Balance"))
        for place, name in zip(_places(self.rect()), names, strict=True):
            painting.text(painter, place, name, painting.tokens().dim, align=Qt.AlignmentFlag.AlignRight)
        painting.hairline(painter, 0, self.width(), self.height() - 1)


class BusyDaysModel(RowsModel["Load"]):
    """Days ahead that are overcommitted."""

    def words(self, line: "Load") -> str:
        """Return the day."""
        return words.period(line.day, "day")

    def spoken(self, line: "Load") -> str:
        """Return the day and by how much it is too much."""
        return f"{self.words(line)}, {_over(line)}"


class BusyDaysDelegate(RowDelegate):
    """Day, what is on it, and how much too much that is."""

    def paint_line(self, painter: QPainter, rect: QRect, font: QFont, line: "Load") -> None:
        """Paint a day."""
        colors, room = painting.tokens(), rect.adjusted(_PAD, 0, -_PAD, 0)
        painter.setFont(painting.font(font, 13))
        painting.text(painter, QRect(room.left(), room.top(), _FIRST, ROW), words.period(line.day, "day"), colors.text)
        painter.setFont(painting.font(font, 12.5, bold=True, tabular=True))
        used = painting.text(painter, room, _over(line), colors.danger, align=Qt.AlignmentFlag.AlignRight)
        painter.setFont(painting.font(font, 12, tabular=True))
        told = _tr("{planned} planned, {auto} forecast, {capacity} to work").format(
            planned=budget(line.planned), auto=budget(line.auto), capacity=budget(line.capacity)
        )
        painting.text(painter, room.adjusted(_FIRST, 0, -used - 16, 0), told, colors.dim)


def _over(line: "Load") -> str:
    return _tr("{hours} too much").format(hours=budget(-line.availability))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Balance", text)
