"""The hours of the days: one painted widget that scrolls and zooms, with the keyboard inside it. Decides nothing."""

from PySide6.QtCore import QElapsedTimer, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QScrollBar, QWidget

from app.orchestrators.planning.calendar_span import CalendarSpan
from app.ui.calendar.axis import Axis
from app.ui.calendar.blocks import Block, blocks_of, days_of
from app.ui.calendar.gestures import Draft
from app.ui.calendar.layout import Grid
from app.ui.calendar.looks import Looks
from app.ui.calendar.overlay import OverlayPainter, Seen, draft_rects, lifted_places, now_rect
from app.ui.calendar.painter import GridPainter
from app.ui.calendar.tiles import Tiles
from app.ui.calendar.words import told, tr
from app.ui.today.scroll_handle import ScrollHandle

HOUR, LOWEST_HOUR, HIGHEST_HOUR = 48.0, 18.0, 320.0
_ABOVE_MINUTES, _MORNING, _GROWTH_S = 30, 8 * 60, 15
_MINUTE_S = 60


class GridBody(QAbstractScrollArea):
    """Shows the blocks of a span; ``seen`` is what of them is special: focused, hovered, dragged."""

    focused = Signal(object)
    """The block the keyboard is on, or None."""
    zoomed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(tr("Calendar"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setViewport(QWidget())
        self.setVerticalScrollBar(QScrollBar(Qt.Orientation.Vertical))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setMouseTracking(True)
        self.handle = ScrollHandle(self)
        self.span: CalendarSpan | None = None
        self._paint_with(Looks.of(self.font()))
        self.tiles = Tiles(self._paint_strip)
        self.seen = Seen()
        self.grid = Grid([], Axis([], "UTC"), 1, HOUR)
        self.hour = HOUR
        self._axis = self.grid.axis
        self._blocks: list[Block] = []
        self._since_read = QElapsedTimer()
        self._is_placed = False
        self._expected, self._at = "", 0

    @property
    def now(self) -> int:
        """The clock as of the last reading, carried on."""
        return self.span.now + self.passed if self.span is not None else 0

    @property
    def passed(self) -> int:
        """Seconds since the span was read."""
        return int(self._since_read.elapsed()) // 1000 if self._since_read.isValid() else 0

    def show_span(self, span: CalendarSpan) -> None:
        """Show what a span holds; one goes on looking at the same hours."""
        before, self.span = self.span, span
        self._since_read.start()
        is_same = before is not None and (before.since, before.until) == (span.since, span.until)
        if not is_same:
            self.seen.hover = ""
        self._at = next((n for n, place in enumerate(self.grid.places) if place.block.key == self.seen.focus), 0)
        self._axis = Axis(days_of(span), span.zone, span.settings.day_starts_at)
        self._blocks = blocks_of(span, self.now)
        self.painter.blocks.begin(span.zone)
        self.seen.now = self.now
        if self.seen.draft is not None and self.seen.draft.is_waiting:
            self.show_draft(None)
        self.measure()
        if not self._is_placed and self.viewport().height() > 0:
            self._is_placed = True
            self.look_at_work()
        self._keep_focus(is_same=is_same)

    def measure(self) -> None:
        """Place everything anew: what is shown, the width or the zoom changed."""
        if self.span is None:
            return
        # A tall window shows the whole day, without a rest below it.
        hour = max(self.hour, self.viewport().height() / (self._axis.length / 60))
        self.grid = Grid(days_of(self.span), self._axis, self.viewport().width(), hour)
        self.grid.show(self._blocks)
        self.tiles.forget()
        bar = self.verticalScrollBar()
        # The handle over the grid learns all of it when the range changes.
        bar.setPageStep(max(1, self.viewport().height()))
        bar.setSingleStep(max(8, round(hour / 2)))
        bar.setRange(0, max(0, round(self.grid.height) - self.viewport().height()))
        self.viewport().update()

    def look_at_work(self) -> None:
        """Scroll to where the days begin: the first working hour, or what is earlier than that."""
        span = self.span
        if span is None:
            return
        starts = [self._axis.place(day.day, since) for day in span.days for since, _ in day.slots]
        starts += [self._axis.place(block.day, block.since) for block in self._blocks if block.is_first]
        first = min(starts, default=float(_MORNING))
        self.verticalScrollBar().setValue(round(self.grid.y_of(first - _ABOVE_MINUTES)))

    def zoom(self, factor: float, at: float | None = None) -> None:
        """Make hours higher or lower; what is at a height of the viewport (its middle) stays there."""
        anchor = self.viewport().height() / 2 if at is None else at
        hours = (self.verticalScrollBar().value() + anchor) / self.grid.hour
        self.hour = min(HIGHEST_HOUR, max(LOWEST_HOUR, self.grid.hour * factor))
        self.measure()
        self.verticalScrollBar().setValue(round(hours * self.grid.hour - anchor))
        self.zoomed.emit(self.hour)

    def tick(self) -> None:
        """Time went on: move the now-line, and let what runs grow."""
        if self.span is None or self.now == self.seen.now:
            return
        before, self.seen.now = self.seen.now, self.now
        rects = [now_rect(self.grid, self.span, moment) for moment in (before, self.now)]
        if rects[0] != rects[1] or before // _MINUTE_S != self.now // _MINUTE_S:
            for rect in rects:
                if rect is not None:
                    self.repaint_area(rect)
        if self.now // _GROWTH_S != before // _GROWTH_S and any(block.is_running for block in self._blocks):
            self._blocks = blocks_of(self.span, self.now)
            self.grid.show(self._blocks)
            self.tiles.forget()
            self.viewport().update()

    def block(self, key: str) -> Block | None:
        """Return a block by its key."""
        place = self.grid.place(key)
        return place.block if place else None

    @property
    def current(self) -> Block | None:
        """The block the keyboard is on."""
        return self.block(self.seen.focus)

    def put_on(self, block: Block | None, *, is_scrolled: bool = True) -> None:
        """Put the keyboard on a block, and bring it into view."""
        self._repaint_focus()
        self.seen.focus = block.key if block is not None else ""
        self._repaint_focus()
        if block is not None:
            if self.span is not None:
                self.setAccessibleDescription(", ".join(told(block, self.span.zone)))
            place = self.grid.place(block.key)
            if is_scrolled and place is not None:
                self.bring_into_view(place.rect)
        self.focused.emit(block)

    def _repaint_focus(self) -> None:
        place = self.grid.place(self.seen.focus)
        if place is not None:
            self.repaint_area(place.rect)

    def bring_into_view(self, rect: QRectF) -> None:
        """Scroll as little as shows a place."""
        bar, height = self.verticalScrollBar(), self.viewport().height()
        if rect.top() < bar.value() + 8:
            bar.setValue(round(rect.top()) - 8)
        elif rect.bottom() > bar.value() + height - 8:
            bar.setValue(min(round(rect.bottom()) - height + 8, round(rect.top()) - 8))

    def show_draft(self, draft: Draft | None) -> None:
        """Show what a drop would make; None takes it away."""
        if draft == self.seen.draft or self.span is None:
            self.seen.draft = draft
            return
        self._repaint_draft()
        self.seen.draft = draft
        self._repaint_draft()

    def _repaint_draft(self) -> None:
        if self.span is not None:
            for rect in draft_rects(self.grid, self.span, self.seen.draft):
                self.repaint_area(rect)
        for place in lifted_places(self.grid, self.seen.lifted):
            self.repaint_area(place.rect)

    def hover(self, key: str) -> None:
        """Show which block the mouse is over."""
        if key == self.seen.hover:
            return
        for one in (self.seen.hover, key):
            place = self.grid.place(one)
            if place is not None:
                self.repaint_area(place.rect)
        self.seen.hover = key

    def at(self, point: QPointF) -> QPointF:
        """Return a point of the viewport in the grid's own coordinates."""
        return QPointF(point.x(), point.y() + self.verticalScrollBar().value())

    def repaint_area(self, rect: QRectF) -> None:
        """Paint anew what lies in a place of the grid."""
        shown = rect.translated(0, -self.verticalScrollBar().value()).adjusted(-3, -3, 3, 3)
        self.viewport().update(shown.toAlignedRect())

    def restyle(self) -> None:
        """Follow the colours."""
        self._paint_with(Looks.of(self.font()))
        self.tiles.forget()
        self.viewport().update()

    def _paint_with(self, looks: Looks) -> None:
        self.painter, self.overlay = GridPainter(looks), OverlayPainter(looks)
        if self.span is not None:
            self.painter.blocks.begin(self.span.zone)

    def _paint_strip(self, painter: QPainter, area: QRectF) -> None:
        if self.span is not None:
            self.painter.paint(painter, area, self.grid, self.span)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is seen."""
        painter = QPainter(self.viewport())
        area = QRectF(event.rect())
        if self.span is None:
            painter.fillRect(area, self.painter.looks.panel)
            return
        offset = self.verticalScrollBar().value()
        painter.translate(0, -offset)
        width, ratio = self.viewport().width(), self.viewport().devicePixelRatioF()
        painter.setClipRegion(event.region().translated(0, offset))
        self.tiles.draw(painter, area.translated(0, offset), width, ratio)
        self.seen.has_focus = self.hasFocus()
        self.overlay.paint(painter, self.grid, self.span, self.seen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the days into the width."""
        super().resizeEvent(event)
        self.measure()
        if self.span is not None and not self._is_placed:
            self._is_placed = True
            self.look_at_work()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: the pictures go."""
        super().hideEvent(event)
        self.tiles.forget()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Move what is painted; only what comes into view is painted anew."""
        self.viewport().scroll(dx, dy)

    def expect(self, id_: str) -> None:
        """Put the keyboard on what has this id as soon as it is shown."""
        self._expected = id_

    def _keep_focus(self, *, is_same: bool) -> None:
        """Stay on what the keyboard is on, also where it was moved to; of what is gone, on what stands in its place."""
        places = self.grid.places
        expected = next((place for place in places if self._expected and place.block.thing_id == self._expected), None)
        if expected is not None:
            self._expected = ""
            self.put_on(expected.block)
            return
        was = self.seen.focus.partition("@")[0].partition(":")[0]
        if not was or (self.current is not None and self.current.thing_id == was):
            return
        found = [place.block for place in places if place.block.thing_id == was]
        beside = [place.block for place in places[: self._at + 1][-1:]] if is_same else []
        self.seen.focus = next((block.key for block in (*found, *beside)), "")
