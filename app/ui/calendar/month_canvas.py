"""The month as it is shown: whole weeks of days, each with its figures and thin bars; and where the keyboard is."""

from PySide6.QtCore import QElapsedTimer, QEvent, QLocale, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPainterPath, QPaintEvent, QPixmap, QShowEvent
from PySide6.QtWidgets import QWidget

from app.domain.days import month_of, weekday
from app.orchestrators.planning.calendar_span import CalendarDay, CalendarSpan
from app.ui.calendar.blocks import days_of
from app.ui.calendar.month_days import Bar, bars_of
from app.ui.calendar.month_layout import COLUMNS, HEAD, MonthLayout
from app.ui.calendar.month_painter import MonthPainter
from app.ui.calendar.month_words import bar_time, bar_words, day_words
from app.ui.calendar.view import CalendarView
from app.ui.calendar.words import tr
from app.ui.widgets import painting

_TICK_MS, _FOOT = 20_000, 8


class MonthCanvas(CalendarView):
    """Shows a month. ``current`` is the number of the day the keyboard is on, ``chosen`` the place of a bar in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Month"))
        self.span: CalendarSpan | None = None
        self.days: list[str] = []
        self.bars: dict[str, list[Bar]] = {}
        self.current, self.chosen = 0, -1
        self.dragged: Bar | None = None
        self.target: int | None = None
        self.cursor_at = QPointF()
        self.following: tuple[str, str] | None = None
        """Where an event is about to be: its day, and its title."""
        self._month = ""
        self._painter = MonthPainter(self.font())
        self._picture: QPixmap | None = None
        self._clock = QElapsedTimer()
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self.tick)

    def show_span(self, span: CalendarSpan, day: str) -> None:
        """Show the weeks of a span around a day; the keyboard stays on its day while that is here."""
        before = self.days[self.current] if self.days else ""
        is_same = self.days == days_of(span) and self._month == month_of(day)
        self.span, self.days, self._month = span, days_of(span), month_of(day)
        self._clock.start()
        self.bars = bars_of(span, span.now)
        self.let_go()
        self.current = self.days.index(before if is_same else day)
        self.chosen = min(self.chosen, len(self.bars_on(self.current)) - 1) if is_same else -1
        self._follow()
        self.tell()
        self._paint_anew()

    def _follow(self) -> None:
        """Stay on an event that was moved by the keyboard; of a series it is another event now, with the same title."""
        if self.following is None:
            return
        (day, title), self.following = self.following, None
        number = self.days.index(day) if day in self.days else -1
        places = [place for place, bar in enumerate(self.bars_on(number)) if bar.is_movable and bar.title == title]
        if places:
            self.current, self.chosen = number, places[-1]

    def restyle(self) -> None:
        """Follow the colours."""
        self._painter = MonthPainter(self.font())
        self._paint_anew()

    def _paint_anew(self) -> None:
        self._picture = None
        self.update()

    @property
    def layout_(self) -> MonthLayout:
        """Where everything lies at the present size."""
        return MonthLayout(self.width(), self.height() - _FOOT, len(self.days) // COLUMNS)

    def bar_at(self, point: QPointF) -> tuple[int, Bar] | None:
        """Return the bar at a point and its place in its day."""
        number = self.layout_.day_at(point)
        if number is None:
            return None
        bars = self.bars_on(number)
        rects = self.layout_.places(number, len(bars)).bars
        return next(((place, bars[place]) for place, rect in enumerate(rects) if rect.contains(point)), None)

    def bars_on(self, number: int) -> list[Bar]:
        """Return the bars of a day."""
        return self.bars.get(self.days[number], []) if 0 <= number < len(self.days) else []

    def showEvent(self, event: QShowEvent) -> None:
        """Time goes on where one looks."""
        super().showEvent(event)
        self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: nothing ticks."""
        super().hideEvent(event)
        self._tick.stop()

    def tick(self) -> None:
        """Let what runs grow."""
        if self.span is not None and any(bar.is_running for bars in self.bars.values() for bar in bars):
            self.bars = bars_of(self.span, self.span.now + self.passed)
            self._paint_anew()

    @property
    def passed(self) -> int:
        """Seconds since the span was read."""
        return self._clock.elapsed() // 1000 if self._clock.isValid() else 0

    def chosen_bar(self) -> Bar | None:
        """Return the bar the keyboard is on."""
        bars = self.bars_on(self.current)
        return bars[self.chosen] if 0 <= self.chosen < len(bars) else None

    def go_to(self, number: int, place: int) -> None:
        """Put the keyboard on a day, or on a bar in it."""
        self.current, self.chosen, self.following = number, place, None
        self.tell()
        self.update()

    def tell(self) -> None:
        """Say to a screen reader where the keyboard is."""
        if self.span is None:
            return
        bar = self.chosen_bar()
        words = bar_words(bar, self.span.zone) if bar is not None else day_words(self.span.days[self.current])
        self.setAccessibleDescription(words)

    def let_go(self) -> None:
        """Nothing is dragged."""
        self.dragged, self.target = None, None
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Paint all anew in another font or palette."""
        super().changeEvent(event)
        self._picture = None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the month, which is kept as a picture, and over it where the keyboard and a dragged event are."""
        size, ratio = self.size(), self.devicePixelRatioF()
        if self._picture is None or self._picture.deviceIndependentSize().toSize() != size:
            self._picture = QPixmap(size * ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            with QPainter(self._picture) as painter:
                self._paint_all(painter)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus() and self.days:
            self._paint_keyboard(painter)
        if self.dragged is not None and self.span is not None:
            self._paint_dragged(painter, self.dragged, self.span)

    def _paint_all(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = self.rect().adjusted(0, 0, 0, -_FOOT)
        painting.card(painter, card)
        if self.span is None:
            return
        inside = QPainterPath()
        inside.addRoundedRect(QRectF(card).adjusted(1, 1, -1, -1), painting.RADIUS - 1, painting.RADIUS - 1)
        painter.setClipPath(inside)
        for column, day in enumerate(self.days[:COLUMNS]):
            cell = self.layout_.cell(column)
            name = QLocale().dayName(weekday(day) + 1, QLocale.FormatType.ShortFormat)
            self._painter.weekday(painter, QRectF(cell.left(), 0, cell.width(), HEAD), name)
        for number, day_ in enumerate(self.span.days):
            self._paint_day(painter, number, day_, self.span)

    def _paint_day(self, painter: QPainter, number: int, day: CalendarDay, span: CalendarSpan) -> None:
        layout, bars = self.layout_, self.bars_on(number)
        is_beside, is_today = month_of(day.day) != self._month, day.day == span.today
        is_growing = is_today and any(bar.is_running for bar in bars)
        tracked, is_ahead = day.tracked_seconds + (self.passed if is_growing else 0), day.day >= span.today
        self._painter.ground(painter, layout.cell(number), day, is_beside=is_beside)
        name = QLocale().toString(int(day.day[8:]))
        self._painter.head(painter, layout.top(number), day, number=name, is_today=is_today, is_beside=is_beside,
                           is_ahead=is_ahead, tracked=tracked)  # fmt: skip
        self._painter.meter(painter, layout.meter(number), day, tracked, is_ahead=is_ahead)
        places = layout.places(number, len(bars))
        for bar, rect in zip(bars, places.bars, strict=False):
            self._painter.bar(painter, rect, bar, bar_time(bar, span.zone))
        if not places.more.isEmpty():
            self._painter.more(painter, places.more, len(bars) - len(places.bars))

    def _paint_keyboard(self, painter: QPainter) -> None:
        rects = self.layout_.places(self.current, len(self.bars_on(self.current))).bars
        if 0 <= self.chosen < len(rects):
            painting.focus_ring(painter, rects[self.chosen].adjusted(-0.5, -0.5, 0.5, 0.5), radius=6)
        else:
            painting.focus_ring(painter, self.layout_.cell(self.current).adjusted(3, 3, -2, -2))

    def _paint_dragged(self, painter: QPainter, bar: Bar, span: CalendarSpan) -> None:
        if self.target is not None:
            painting.focus_ring(painter, self.layout_.cell(self.target).adjusted(2, 2, -1, -1))
        width = self.layout_.cell(0).width() - 10
        rect = QRectF(self.cursor_at.x() - width / 2, self.cursor_at.y() - 10, width, 20)
        self._painter.bar(painter, rect, bar, bar_time(bar, span.zone))
