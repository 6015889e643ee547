"""Where things are in the week grid: a row a day, hours from left to right."""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPoint, QRect, QRectF

from app.ui.settings.work_hours.spans import DAY, Spans, WeekSpan, of_day

HEAD, ROW, ROW_COMPACT = 26, 42, 34
LABEL, SUM, MENU = 118, 52, 34
_NARROW_LABEL, _NARROW = 60, 620
_EDGE = 7
_INSET = 6


class Part(Enum):
    """What lies under the pointer."""

    SPAN = "span"
    START = "start"
    END = "end"
    FREE = "free"
    MENU = "menu"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Hit:
    """What was pointed at: the part, the day, the span where there is one, and the minute."""

    part: Part
    weekday: int = 0
    span: WeekSpan | None = None
    minute: int = 0


@dataclass(frozen=True, slots=True)
class Places:
    """The grid at a size; ``week_start`` is the weekday of the first row."""

    width: int
    row: int = ROW
    week_start: int = 0

    @property
    def is_narrow(self) -> bool:
        """Whether there is only room for short names."""
        return self.width < _NARROW

    @property
    def track(self) -> tuple[int, int]:
        """The left and right ends of the hours."""
        return (_NARROW_LABEL if self.is_narrow else LABEL), self.width - SUM - MENU

    @property
    def height(self) -> int:
        """The height of head and rows."""
        return HEAD + 7 * self.row

    def x(self, minute: float) -> float:
        """Return where a minute of a day lies."""
        left, right = self.track
        return left + (right - left) * minute / DAY

    def minute(self, x: float, snap: int) -> int:
        """Return the minute at a place, at the nearest step."""
        left, right = self.track
        exact = (x - left) * DAY / max(1, right - left)
        return min(DAY, max(0, round(exact / snap) * snap))

    def weekday(self, y: float) -> int:
        """Return the weekday of the row at a height, the nearest one outside."""
        place = min(6, max(0, int(y - HEAD) // self.row))
        return (place + self.week_start) % 7

    def row_of(self, weekday: int) -> QRect:
        """Return a day's row."""
        return QRect(0, HEAD + (weekday - self.week_start) % 7 * self.row, self.width, self.row)

    def menu_of(self, weekday: int) -> QRect:
        """Return the place of a day's menu button."""
        row = self.row_of(weekday)
        return QRect(row.right() - MENU + 2, row.center().y() - 13, 28, 27)

    def track_of(self, weekday: int) -> QRect:
        """Return the place of a day's hours."""
        left, right = self.track
        row = self.row_of(weekday)
        return QRect(left, row.top(), right - left, row.height())

    def bar_of(self, span: WeekSpan) -> QRectF:
        """Return the place of a span."""
        weekday, start, end = span
        row = self.row_of(weekday)
        return QRectF(self.x(start), row.top() + _INSET, self.x(end) - self.x(start), row.height() - 2 * _INSET)

    def hit(self, point: QPoint, spans: Spans) -> Hit:
        """Return what lies at a point."""
        weekday = self.weekday(point.y())
        left, right = self.track
        if not HEAD <= point.y() < self.height:
            return Hit(Part.NOTHING)
        if self.menu_of(weekday).contains(point):
            return Hit(Part.MENU, weekday)
        if not left - _EDGE <= point.x() <= right + _EDGE:
            return Hit(Part.NOTHING, weekday)
        minute = self.minute(point.x(), 1)
        for span in of_day(spans, weekday):
            part = self._part_of(span, point.x())
            if part is not None:
                return Hit(part, weekday, span, minute)
        return Hit(Part.FREE, weekday, None, minute)

    def _part_of(self, span: WeekSpan, x: int) -> Part | None:
        bar = self.bar_of(span)
        if not bar.left() - 2 <= x <= bar.right() + 2:
            return None
        edge = min(_EDGE, bar.width() / 3)
        if x < bar.left() + edge:
            return Part.START
        return Part.END if x > bar.right() - edge else Part.SPAN
