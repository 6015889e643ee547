"""Days side by side: their heads, what takes whole days, and the hours, in one card."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.orchestrators.planning.calendar_span import CalendarSpan
from app.ui.calendar.hands import GridHands
from app.ui.calendar.heads import DayHeads
from app.ui.calendar.hint import EmptyHint
from app.ui.calendar.strip import AllDayStrip
from app.ui.calendar.view import CalendarView
from app.ui.calendar.words import tr
from app.ui.widgets import painting

_TICK_MS, _FRESH_S = 1000, 300


class DayGrid(CalendarView):
    """One day, a work week or a week."""

    outdated = Signal()
    """So much time went by that what is shown has to be read anew: the day is over, or forecasts lie in the past."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Days by the hour"))
        self.heads, self.strip, self.body = DayHeads(), AllDayStrip(), GridHands()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 9)
        column.setSpacing(0)
        for widget in (self.heads, self.strip, self.body):
            column.addWidget(widget)
        column.setStretch(2, 1)
        self.hint = EmptyHint(self)
        self.hint.new_wanted.connect(lambda: self.body.new_wanted.emit(0))
        self.setFocusProxy(self.body)
        self.heads.day_wanted.connect(self.day_wanted)
        self.strip.event_wanted.connect(self.event_wanted)
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._on_tick)

    def show_span(self, span: CalendarSpan, day: str) -> None:  # noqa: ARG002 - every view is told
        """Show the days of a span."""
        self.heads.show_span(span)
        self.strip.show_span(span)
        self.body.show_span(span)
        self.hint.setVisible(not (span.entries or span.events or span.estimates))
        self.hint.place()

    def restyle(self) -> None:
        """Follow the colours."""
        self.body.restyle()
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        """Time goes on where one looks."""
        super().showEvent(event)
        self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: nothing ticks."""
        super().hideEvent(event)
        self._tick.stop()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card that holds the days."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painting.card(painter, self.rect())

    def _on_tick(self) -> None:
        self.body.tick()
        self.heads.grow(self.body.passed)
        if self._is_outdated():
            self.outdated.emit()

    def _is_outdated(self) -> bool:
        span = self.body.span
        today = span.day(span.today) if span is not None else None
        if span is None or today is None:
            return False
        return self.body.now >= today.until or (bool(span.estimates) and self.body.passed >= _FRESH_S)
