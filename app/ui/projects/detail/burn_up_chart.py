"""The burn-up of a project: tracked, ideal, forecast and its band, milestones as flags; read by mouse and keys."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.formats import hours
from app.ui.projects.detail.burn_up_painting import BurnUpPainter
from app.ui.projects.detail.burn_up_plot import Plot, more_room
from app.ui.widgets import dates, painting

if TYPE_CHECKING:
    from app.orchestrators.projects.burn_up import BurnUp, BurnUpDay

HEIGHT = 272
_LEFT, _TOP, _RIGHT, _BOTTOM = 58, 34, 18, 26
_PAGE = 14
_STEPS = {
    Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageUp: -_PAGE, Qt.Key.Key_PageDown: _PAGE,
}  # fmt: skip


class BurnUpChart(QWidget):
    """Paints a BurnUp; a cursor says the figures of the day under the mouse, or of the one the keys go to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: BurnUp | None = None
        self._picture: QPixmap | None = None
        self._cursor: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Burn-up"))

    def show_view(self, view: "BurnUp") -> None:
        """Replace what is shown; the cursor stays on its day."""
        day = self.day
        self._view, self._picture = view, None
        days = [found.day for found in view.days]
        self._cursor = days.index(day.day) if day is not None and day.day in days else None
        self._describe()
        self.update()

    def clear(self) -> None:
        """Show nothing until there is something again."""
        self._view, self._picture, self._cursor = None, None, None
        self.update()

    @property
    def day(self) -> "BurnUpDay | None":
        """The day the cursor is on."""
        view, place = self._view, self._cursor
        return view.days[place] if view is not None and place is not None else None

    def sizeHint(self) -> QSize:
        """Prefer a wide, calm strip."""
        return QSize(640, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """A few labels still fit."""
        return QSize(320, HEIGHT)

    def plot(self) -> Plot | None:
        """Return where everything stands now."""
        if self._view is None:
            return None
        area = QRectF(self.rect()).adjusted(_LEFT, _TOP, -_RIGHT, -_BOTTOM)
        plot = Plot(self._view, area)
        return Plot(self._view, area.adjusted(more_room(self.font(), plot.top_seconds, _LEFT), 0, 0, 0))

    def say(self) -> list[tuple[str, str]]:
        """Return names and figures of the cursor's day."""
        day = self.day
        if day is None or self._view is None:
            return []
        told = [
            (self.tr("Tracked"), day.tracked),
            (self.tr("Ideal"), day.ideal),
            (self.tr("Forecast"), day.forecast),
        ]
        lines = [(name, hours(seconds)) for name, seconds in told if seconds is not None]
        if day.low is not None and day.high is not None:
            lines.append((self.tr("Likely"), f"{hours(day.low)} – {hours(day.high)}"))
        lines += [(self.tr("Milestone"), flag.name) for flag in self._view.flags if flag.day == day.day]
        return lines

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the chart from its picture, and the cursor over it."""
        plot = self.plot()
        if plot is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._painted(plot))
        brush = BurnUpPainter(painter, plot, self.font())
        day = self.day
        if day is not None:
            brush.cursor(day, dates.full_day(day.day), self.say())
        if self.hasFocus():
            painting.focus_ring(painter, QRectF(self.rect()).adjusted(6, 2, -6, -2))

    def _painted(self, plot: Plot) -> QPixmap:
        ratio = self.devicePixelRatioF()
        wanted = QSize(round(self.width() * ratio), round(self.height() * ratio))
        if self._picture is None or self._picture.size() != wanted:
            self._picture = QPixmap(wanted)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            BurnUpPainter(painter, plot, self.font()).all()
            painter.end()
        return self._picture

    def changeEvent(self, event: QEvent) -> None:
        """Paint anew in other colours or another font."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._picture = None
        super().changeEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Put the cursor on the day under the mouse."""
        plot = self.plot()
        if plot is not None:
            self._move(plot.place_at(event.position().x()))

    def leaveEvent(self, event: QEvent) -> None:
        """Take the cursor away, unless the keys hold it."""
        super().leaveEvent(event)
        if not self.hasFocus():
            self._move(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin today when the keyboard comes."""
        super().focusInEvent(event)
        if self._cursor is None and self._view is not None:
            self._move(self._place_of_today())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the cursor away."""
        super().focusOutEvent(event)
        self._move(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go a day, page keys two weeks, Home and End to the ends, T to today, Esc takes the cursor away."""
        key = Qt.Key(event.key())
        if self._view is None:
            super().keyPressEvent(event)
            return
        last = len(self._view.days) - 1
        here = self._place_of_today() if self._cursor is None else self._cursor
        places: dict[Qt.Key, int] = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: last, Qt.Key.Key_T: self._place_of_today()}
        if key in _STEPS:
            places[key] = min(last, max(0, here + _STEPS[key]))
        if key in places:
            self._move(places[key])
        elif key == Qt.Key.Key_Escape and self._cursor is not None:
            self._move(None)
        else:
            super().keyPressEvent(event)

    def _place_of_today(self) -> int:
        if self._view is None:
            return 0
        days = [day.day for day in self._view.days]
        return max((place for place, day in enumerate(days) if day <= self._view.today), default=0)

    def _move(self, place: int | None) -> None:
        if place != self._cursor:
            self._cursor = place
            self._describe()
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
            self.update()

    def _describe(self) -> None:
        """Say the day's figures, or how the whole stands."""
        day, view = self.day, self._view
        if view is None:
            return
        if day is not None:
            figures = ", ".join(f"{name} {figure}" for name, figure in self.say())
            self.setAccessibleDescription(f"{dates.full_day(day.day)}: {figures}")
            return
        tracked = max((found.tracked or 0 for found in view.days), default=0)
        told = [self.tr("{hours} tracked").format(hours=hours(tracked))]
        if view.estimate_seconds:
            told.append(self.tr("of {hours} estimated").format(hours=hours(view.estimate_seconds)))
        if view.project.due_date:
            told.append(self.tr("due {day}").format(day=dates.full_day(view.project.due_date)))
        self.setAccessibleDescription(", ".join(told))

    def point_of(self, day: str) -> QPointF:
        """Return where a day stands, in the middle of the chart's height."""
        plot = self.plot()
        return QPointF(plot.x(day) if plot is not None else 0.0, self.height() / 2)
