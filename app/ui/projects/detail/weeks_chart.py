"""Twelve weeks of hours as quiet bars, painted by hand: a chart library would cost half a second."""

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.ui.formats import hours
from app.ui.projects.detail.lines import WeekBar
from app.ui.widgets import dates, painting

_LABEL, _TOP, _SIDE = 20, 22, 4


class WeeksChart(QWidget):
    """Bars of equal width, the tallest as high as there is room; hours above, first days below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._weeks: tuple[WeekBar, ...] = ()
        self._color = QColor()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)

    def show_weeks(self, weeks: tuple[WeekBar, ...], color: str) -> None:
        """Replace the bars."""
        self._weeks, self._color = weeks, painting.project_color(color)
        total = hours(sum(week.seconds for week in weeks))
        self.setAccessibleName(self.tr("Hours of the last {count} weeks").format(count=len(weeks)))
        self.setAccessibleDescription(self.tr("{hours} in all").format(hours=total))
        self.update()

    @property
    def weeks(self) -> tuple[WeekBar, ...]:
        """Return what is shown."""
        return self._weeks

    def sizeHint(self) -> QSize:
        """Prefer a low, wide strip."""
        return QSize(480, 148)

    def minimumSizeHint(self) -> QSize:
        """Twelve bars can still be told apart."""
        return QSize(260, 148)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint all bars."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tallest = max((week.seconds for week in self._weeks), default=0)
        for place, week in enumerate(self._weeks):
            self._paint_week(painter, self._slot(place), week, tallest, labelled=self._is_labelled(place))

    def _slot(self, place: int) -> QRect:
        step = (self.width() - 2 * _SIDE) / len(self._weeks)
        left = round(_SIDE + place * step)
        return QRect(left, 0, round(_SIDE + (place + 1) * step) - left, self.height())

    def _is_labelled(self, place: int) -> bool:
        """Every bar has its date when there is room, else every other one, the latest always."""
        room = self.width() / max(1, len(self._weeks)) >= 56
        return room or (len(self._weeks) - 1 - place) % 2 == 0

    def _paint_week(self, painter: QPainter, slot: QRect, week: WeekBar, tallest: int, *, labelled: bool) -> None:
        tokens = painting.tokens()
        room = slot.height() - _TOP - _LABEL
        height = round(room * week.seconds / tallest) if tallest else 0
        width = min(34, slot.width() - 8)
        left = slot.center().x() - width / 2
        base = slot.height() - _LABEL
        painting.ground(painter, QRectF(left, base - 2, width, 2), tokens.line, radius=1)
        if week.seconds:
            height = max(height, 4)
            painting.ground(painter, QRectF(left, base - height, width, height), self._color.name(), radius=3)
        painter.setFont(painting.font(self.font(), 11, tabular=True))
        middle = Qt.AlignmentFlag.AlignHCenter
        if labelled:
            label = QRect(slot.left() - 12, base + 4, slot.width() + 24, _LABEL - 4)
            painting.text(painter, label, dates.short_day(week.first_day), tokens.dim, align=middle)
        if week.seconds and slot.width() >= 34:
            above = QRect(slot.left(), base - height - 17, slot.width(), 15)
            painting.text(painter, above, hours(week.seconds), tokens.text, align=middle)

    def event(self, event: QEvent) -> bool:
        """Say a bar's week and hours under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._weeks:
            week = self._week_at(event.pos())
            tip = self.tr("Week of {day}: {hours}").format(
                day=dates.short_day(week.first_day), hours=hours(week.seconds)
            )
            QToolTip.showText(event.globalPos(), tip, self)
            return True
        return super().event(event)

    def _week_at(self, point: QPoint) -> WeekBar:
        place = (point.x() - _SIDE) * len(self._weeks) // max(1, self.width() - 2 * _SIDE)
        return self._weeks[min(max(0, place), len(self._weeks) - 1)]
