"""The burn-up with its legend; or what it takes to have one."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.projects.detail.burn_up_chart import BurnUpChart
from app.ui.projects.detail.burn_up_painting import band_color
from app.ui.widgets import painting
from app.ui.widgets.titled_card import TitledCard, empty_line

if TYPE_CHECKING:
    from app.orchestrators.projects.burn_up import BurnUp

_MARK, _GAP, _BETWEEN = 18, 6, 16


class BurnUpLegend(QWidget):
    """Which line is what; only those that are there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: list[str] = []
        self._color = QColor()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Legend"))

    def show_view(self, view: "BurnUp") -> None:
        """Name what a chart has."""
        self._color = painting.project_color(view.project.color)
        there: dict[str, bool] = {
            "tracked": True,
            "ideal": any(day.ideal is not None for day in view.days),
            "forecast": any(day.forecast is not None and day.day > view.today for day in view.days),
            "band": any(day.high is not None for day in view.days),
        }
        self._names = [name for name, is_there in there.items() if is_there]
        self.setAccessibleDescription(", ".join(self._word(name) for name in self._names))
        self.updateGeometry()
        self.update()

    def _word(self, name: str) -> str:
        return {
            "tracked": self.tr("Tracked"),
            "ideal": self.tr("Ideal"),
            "forecast": self.tr("Forecast"),
            "band": self.tr("Likely at this pace"),
        }[name]

    def sizeHint(self) -> QSize:
        """As wide as the words."""
        font = painting.font(self.font(), 12)
        self.setFont(font)
        widths = [self.fontMetrics().horizontalAdvance(self._word(name)) for name in self._names]
        return QSize(sum(width + _MARK + _GAP + _BETWEEN for width in widths), 18)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint marks and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = _BETWEEN
        for name in self._names:
            self._mark(painter, name, QRectF(left, 0, _MARK, self.height()))
            words = QRect(left + _MARK + _GAP, 0, self.width(), self.height())
            left += _MARK + _GAP + painting.text(painter, words, self._word(name), painting.tokens().dim) + _BETWEEN

    def _mark(self, painter: QPainter, name: str, rect: QRectF) -> None:
        y = rect.center().y()
        if name == "band":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(band_color(self._color))
            painter.drawRoundedRect(QRectF(rect.left(), y - 5, rect.width(), 10), 3, 3)
            return
        pen = QPen(self._color, 2.2)
        if name != "tracked":
            pen = QPen(self._color if name == "forecast" else QColor(painting.tokens().faint), 1.8)
            pen.setDashPattern([3.0, 2.0])
        painter.setPen(pen)
        painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))


class BurnUpCard(TitledCard):
    """Chart and legend."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("BurnUpCard", "Burn-up"), parent)
        self.chart, self.legend = BurnUpChart(), BurnUpLegend()
        self.head.addWidget(self.legend)
        self._empty = empty_line(
            self.tr(
                "With an estimate and a due date you see here how the work grows, and when it is likely to be done."
            )
        )
        self.body.setContentsMargins(0, 0, 0, 8)
        self.body.addWidget(self._empty)
        self.body.addWidget(self.chart)
        self._show(is_empty=True)

    def clear(self) -> None:
        """Show nothing of what was shown before, with its room kept."""
        self.chart.clear()

    def show_view(self, view: "BurnUp") -> None:
        """Show a project's burn-up."""
        self._show(is_empty=view.is_empty)
        self.legend.show_view(view)
        self.chart.show_view(view)

    def _show(self, *, is_empty: bool) -> None:
        self._empty.setVisible(is_empty)
        self.chart.setVisible(not is_empty)
        self.legend.setVisible(not is_empty)
