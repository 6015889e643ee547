"""The head of the page: what is shown, the switch of views, the way to other days, and what the kinds of time look like."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from app.ui.calendar.looks import mixed
from app.ui.calendar.spans import ViewName
from app.ui.calendar.words import tr
from app.ui.widgets import painting
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.segments import Segments

_SAMPLE, _GAP, _BETWEEN = 12, 6, 14


class Header(QWidget):
    """Says where one wants to go."""

    view_wanted = Signal(object)
    step_wanted = Signal(int)
    """1 for later, -1 for earlier."""
    today_wanted = Signal()
    options_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._long = self._short = ""
        self.title = QLabel()
        self.title.setObjectName("pageTitle")
        # A long title must never keep the window from getting narrower.
        self.title.setMinimumWidth(1)
        self.switch = Segments(tr("What to show"), [(words, name.value) for name, words in _names().items()])
        self.switch.chosen.connect(self.view_wanted)
        for number, button in enumerate(self.switch.buttons, 1):
            button.setToolTip(f"{button.text()} ({number})")
        self.back, self.forth = IconButton("caret-left", tr("Earlier")), IconButton("caret-right", tr("Later"))
        self.today = QPushButton(tr("Today"))
        self.today.setToolTip(tr("Back to today (T)"))
        self.options = IconButton("more", tr("Steps and zoom"))
        self.legend = Legend()
        self.back.clicked.connect(lambda: self.step_wanted.emit(-1))
        self.forth.clicked.connect(lambda: self.step_wanted.emit(1))
        self.today.clicked.connect(self.today_wanted)
        self.options.clicked.connect(self.options_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.title)
        row.addSpacing(4)
        for widget in (self.switch, self.back, self.today, self.forth):
            row.addWidget(widget)
        row.addWidget(self.legend, 1)
        row.addWidget(self.options)

    def show_title(self, long: str, short: str) -> None:
        """Say what is shown; in a narrow window in a shorter way."""
        self._long, self._short = long, short
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        others = (self.switch, self.back, self.today, self.forth, self.options)
        room = self.width() - sum(widget.sizeHint().width() + 8 for widget in others) - 16
        self.title.ensurePolished()
        is_short = self.title.fontMetrics().horizontalAdvance(self._long) > room
        self.title.setText(self._short if is_short else self._long)
        self.title.setToolTip(self._long if is_short else "")


class Legend(QWidget):
    """Shows what tracked, planned and estimated time look like; leaves out what there is no room for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(", ".join(_kinds()))

    def sizeHint(self) -> QSize:
        """As wide as its words, but it gives way."""
        return QSize(sum(self._widths()), 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a sample of each, from the right."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(painting.font(self.font(), 12))
        widths = self._widths()
        if sum(widths) > self.width():
            return
        x = self.width() - sum(widths)
        for number, (words, width) in enumerate(zip(_kinds(), widths, strict=True)):
            self._sample(painter, QRectF(x + _BETWEEN, 6.5, _SAMPLE, 11), number)
            painter.setPen(QColor(painting.tokens().dim))
            left = x + _BETWEEN + _SAMPLE + _GAP
            painter.drawText(QRectF(left, 0, width, 24), int(Qt.AlignmentFlag.AlignVCenter), words)
            x += width

    def _widths(self) -> list[int]:
        metrics = self.fontMetrics()
        return [_BETWEEN + _SAMPLE + _GAP + metrics.horizontalAdvance(words) for words in _kinds()]

    def _sample(self, painter: QPainter, rect: QRectF, number: int) -> None:
        colors = painting.tokens()
        dim = mixed(colors.dim, colors.panel, 0.15)
        painter.setPen(Qt.PenStyle.NoPen)
        if number == 0:
            painter.setBrush(dim)
        elif number == 1:
            pen = QPen(dim, 1.2)
            pen.setDashPattern([2.4, 1.8])
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        else:
            painter.setBrush(mixed(colors.window, colors.dim, 0.28))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)


def _names() -> dict[ViewName, str]:
    return {
        ViewName.DAY: tr("Day"),
        ViewName.WORK_WEEK: tr("Work week"),
        ViewName.WEEK: tr("Week"),
        ViewName.MONTH: tr("Month"),
    }


def _kinds() -> tuple[str, str, str]:
    return tr("tracked"), tr("planned"), tr("forecast")
