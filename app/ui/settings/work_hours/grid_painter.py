"""Paints the week grid: the hours, a row a day, the spans, and what has the focus."""

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QLineF, QLocale, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from app.ui import icons
from app.ui.formats import budget
from app.ui.settings.work_hours import spans as week
from app.ui.settings.work_hours.places import HEAD, MENU, SUM, Places
from app.ui.settings.work_hours.spans import Spans, WeekSpan
from app.ui.theme.tokens import Tokens
from app.ui.widgets import painting

_DAYS = 7
_MIDDLE, _RIGHT = Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight
_MARK_EVERY_H, _BAR_RADIUS, _MARGIN = 3, 7, 5


@dataclass(frozen=True, slots=True)
class Look:
    """What is to be seen: the spans, whether nobody has set them yet, what is in hand, and where the keyboard is."""

    spans: Spans
    usual: bool
    weekday: int
    chosen: WeekSpan | None
    has_focus: bool
    held: WeekSpan | None = None
    fits: bool = True
    hovered: WeekSpan | None = None
    hovered_menu: int | None = None


class GridPainter:
    """Paints one look at one size."""

    def __init__(self, painter: QPainter, places: Places, look: Look, font: QFont) -> None:
        self._painter, self._places, self._look, self._font = painter, places, look, font
        self._colors = painting.tokens()

    def paint(self, area: QRect) -> None:
        """Paint what lies in an area."""
        if area.top() <= HEAD:
            self._hours()
        for weekday in range(_DAYS):
            if self._places.row_of(weekday).intersects(area):
                self._day(weekday)
        # What is in hand lies above everything.
        if self._look.held is not None:
            self._bar(self._look.held, is_held=True)

    def _hours(self) -> None:
        painter, places = self._painter, self._places
        painter.setFont(painting.font(self._font, 11, tabular=True))
        step = _MARK_EVERY_H * (2 if places.is_narrow else 1)
        for hour in range(0, 25, step):
            x = round(places.x(hour * 60))
            words = _hour(hour)
            painting.text(painter, QRect(x - 26, 4, 52, HEAD - 6), words, self._colors.dim, align=_MIDDLE)

    def _day(self, weekday: int) -> None:
        painter, colors, row = self._painter, self._colors, self._places.row_of(weekday)
        painting.hairline(painter, 0, row.right(), row.top())
        self._lines(row)
        day = week.of_day(self._look.spans, weekday)
        is_here = self._look.has_focus and weekday == self._look.weekday and self._look.held is None
        painter.setFont(painting.font(self._font, 13, bold=bool(day)))
        label = row.adjusted(14, 0, 0, 0)
        label.setRight(self._places.track[0] - 8)
        form = QLocale.FormatType.ShortFormat if self._places.is_narrow else QLocale.FormatType.LongFormat
        name = QLocale().standaloneDayName(weekday + 1, form)
        painting.text(painter, label, name, colors.text if day else colors.dim)
        for span in day:
            if span != self._look.held:
                self._bar(span)
        self._sum(row, week.minutes(day))
        if is_here and self._look.chosen is None:
            painting.focus_ring(painter, QRectF(row).adjusted(3, 3, -3, -2.5))

    def _lines(self, row: QRect) -> None:
        for strength, hours in ((0.45, range(25)), (1.0, range(0, 25, 2 * _MARK_EVERY_H))):
            color = QColor(self._colors.line)
            color.setAlphaF(strength)
            self._painter.setPen(QPen(color, 1))
            places = [round(self._places.x(hour * 60)) + 0.5 for hour in hours]
            self._painter.drawLines([QLineF(x, row.top() + 1, x, row.bottom()) for x in places])

    def _sum(self, row: QRect, minutes: int) -> None:
        painter, colors = self._painter, self._colors
        painter.setFont(painting.font(self._font, 13, tabular=True))
        place = QRect(row.right() - MENU - SUM, row.top(), SUM - 4, row.height())
        painting.text(painter, place, budget(minutes) if minutes else "–", colors.dim, align=_RIGHT)
        weekday = self._places.weekday(row.center().y())
        menu = QRectF(self._places.menu_of(weekday))
        if self._look.hovered_menu == weekday:
            painting.ground(painter, menu, colors.hover, radius=6)
        icons.paint(painter, "more", menu.adjusted(5, 4.5, -5, -4.5), colors.dim)

    def _bar(self, span: WeekSpan, *, is_held: bool = False) -> None:
        painter, colors, bar = self._painter, self._colors, self._places.bar_of(span)
        ground, edge, words = self._tones(colors, refused=is_held and not self._look.fits)
        pen = QPen(QColor(edge), 1.2, Qt.PenStyle.DashLine if self._look.usual else Qt.PenStyle.SolidLine)
        painter.setPen(pen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(bar.adjusted(0.5, 0.5, -0.5, -0.5), _BAR_RADIUS, _BAR_RADIUS)
        if is_held or span == self._look.hovered:
            self._grips(bar, edge)
        self._times(bar, span, words)
        is_chosen = self._look.has_focus and span == self._look.chosen and not is_held
        if is_chosen:
            painting.focus_ring(painter, bar.adjusted(-2, -2, 2, 2), radius=_BAR_RADIUS + 2)

    def _tones(self, colors: Tokens, *, refused: bool) -> tuple[str, str, str]:
        if refused:
            return colors.danger_ground, colors.danger, colors.danger
        if self._look.usual:
            return colors.hover, colors.faint, colors.dim
        return colors.accent_ground, colors.accent, colors.accent

    def _grips(self, bar: QRectF, color: str) -> None:
        for x in (bar.left() + 4, bar.right() - 6):
            painting.ground(self._painter, QRectF(x, bar.center().y() - 6, 2, 12), color, radius=1)

    def _times(self, bar: QRectF, span: WeekSpan, color: str) -> None:
        """Write when it begins and ends: in a line, else one above the other, else not at all."""
        inner = bar.toRect().adjusted(_MARGIN, 0, -_MARGIN, 0)
        lines, pixels = _fitting(*(week.clock_of(minute) for minute in span[1:]), inner.width(), self._font.toString())
        if not lines:
            return
        self._painter.setFont(painting.font(self._font, pixels, bold=True, tabular=True))
        height = inner.height() // len(lines)
        for place, line in enumerate(lines):
            row = QRect(inner.left(), inner.top() + place * height, inner.width(), height)
            painting.text(self._painter, row, line, color, align=_MIDDLE)


@lru_cache(maxsize=256)
def _fitting(start: str, end: str, width: int, font: str) -> tuple[tuple[str, ...], int]:
    """Return the lines for the times of a bar and how large they are written; none where there is no room."""
    base = QFont()
    base.fromString(font)
    for lines, pixels in (((f"{start} – {end}",), 12), ((f"{start}–{end}",), 12), ((start, end), 11)):
        metrics = QFontMetrics(painting.font(base, pixels, bold=True, tabular=True))
        if max(metrics.horizontalAdvance(line) for line in lines) <= width:
            return lines, pixels
    return (), 0


def _hour(hour: int) -> str:
    shown = week.clock_of(hour * 60)
    # 9 am needs no minutes; 09:00 looks odd without.
    return shown.replace(":00", "") if "m" in shown.lower() else str(hour)
