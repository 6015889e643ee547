"""Paints what stands still above the rows: weeks and days, and the row of capacity."""

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygon

from app.domain.work_hours import Load
from app.ui.timeline import words
from app.ui.timeline.loads import used_minutes
from app.ui.timeline.looks import Looks, mixed
from app.ui.timeline.scale import Column, Unit, as_date, first_of
from app.ui.timeline.scene import HEADER, LOADS, Scene
from app.ui.widgets import painting

_UPPER, _LOWER, _PAD = 20, 20, 6
_TRACK, _GAP = 24, 3
_FULL = 0.9
_CENTER = int(Qt.AlignmentFlag.AlignCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class HeadPainter:
    """Paints the header and the capacity row over the days."""

    def __init__(self, painter: QPainter, scene: Scene, looks: Looks, columns: list[Column]) -> None:
        self._painter, self._scene, self._looks, self._columns = painter, scene, looks, columns
        self._unit = scene.scale.unit

    def paint_header(self) -> None:
        """Paint two lines: months and weeks above, days below; or what is coarser at a wider view."""
        for column in self._columns:
            self._paint_column(column)
        self._paint_upper()

    def _paint_column(self, column: Column) -> None:
        painter, looks = self._painter, self._looks
        place = QRect(self._scene.names + column.left, HEADER - _LOWER - 1, column.width, _LOWER)
        is_now = column.first <= self._scene.today < column.end
        if is_now:
            wide = min(max(place.width() - 2, 20), 64)
            pill = QRectF(place.center().x() - wide / 2 + 0.5, place.top(), wide, 17)
            painting.ground(painter, pill, painting.tokens().accent_ground, radius=8)
        painter.setFont(looks.figure_strong if is_now else looks.figure)
        rests = self._unit is Unit.DAY and self._rests(column.first)
        painter.setPen(looks.accent if is_now else looks.faint if rests else looks.dim)
        painter.drawText(place.adjusted(-8, -2, 8, 0), _CENTER, self._label(column))

    def _rests(self, day: int) -> bool:
        load = self._scene.loads.by(Unit.DAY).get(day)
        return load is not None and not load.capacity

    def _label(self, column: Column) -> str:
        if self._unit is Unit.DAY:
            return _weekday_and_day(column) if column.width >= 44 else words.short_day(column.first)
        if self._unit is Unit.MONTH:
            return words.month_name(column.first, long=column.width >= 84)
        if column.width >= 50:
            return words.week(column.first, self._scene.scale.week_start)
        return str(words.week_number(column.first, self._scene.scale.week_start))

    def _paint_upper(self) -> None:
        """Paint the coarser line; what begins left of the edge is told at the edge."""
        painter, looks = self._painter, self._looks
        right_edge = self._scene.width
        pieces = self._pieces()
        for place, (x, title, is_strong) in enumerate(pieces):
            end = pieces[place + 1][0] if place + 1 < len(pieces) else right_edge
            left = max(x, self._scene.names) + _PAD
            room = QRect(left, 1, end - left - 4, _UPPER)
            if room.width() < 18:
                continue
            painter.setFont(looks.figure_strong if is_strong else looks.figure)
            painter.setPen(looks.text if is_strong else looks.dim)
            shown = next((one for one in (title, title.split(" · ")[0]) if self._fits(one, room.width())), "")
            painter.drawText(room, _LEFT, shown)

    def _fits(self, title: str, width: int) -> bool:
        return self._painter.fontMetrics().horizontalAdvance(title) <= width

    def _pieces(self) -> list[tuple[int, str, bool]]:
        """Return where each piece of the upper line begins, its words, and whether it is a new month or year."""
        scene, found = self._scene, list[tuple[int, str, bool]]()
        coarse = {Unit.DAY: Unit.WEEK, Unit.WEEK: Unit.MONTH}.get(self._unit)
        last = 0
        for column in self._columns:
            if coarse is None:
                first = as_date(column.first).replace(month=1, day=1).toordinal()
            else:
                # A week belongs to the month its first day is in.
                first = first_of(column.first, coarse, scene.scale.week_start)
            if first != last:
                title = self._title(first, is_first=not found)
                found.append((scene.x(first), title, coarse is not Unit.WEEK))
                last = first
        return found

    def _title(self, first: int, *, is_first: bool) -> str:
        if self._unit is Unit.MONTH:
            return str(as_date(first).year)
        if self._unit is Unit.WEEK:
            date = as_date(first)
            return f"{words.month_name(first)} {date.year}" if is_first or date.month == 1 else words.month_name(first)
        week = words.week(first, self._scene.scale.week_start)
        begins = next((day for day in range(first, first + 7) if as_date(day).day == 1), None)
        if begins is not None:
            return f"{week} · {words.month_name(begins)}"
        return f"{week} · {words.month_name(first)}" if is_first else week

    def paint_loads(self) -> None:
        """Paint how full each column is: a level in a track, another colour when full, the surplus as a figure."""
        loads = self._scene.loads.by(self._unit)
        top = HEADER + (LOADS - _TRACK) // 2
        for column in self._columns:
            load = loads.get(column.first)
            if load is not None:
                width = max(2, column.width - (_GAP if column.width > 6 else 1))
                self._paint_load(load, QRect(self._scene.names + column.left + 1, top, width, _TRACK))

    def _paint_load(self, load: Load, place: QRect) -> None:
        used = used_minutes(load)
        if not load.capacity and not used:
            return
        share = min(1.0, used / load.capacity) if load.capacity else 1.0
        height = max(3, round(place.height() * share)) if share else 0
        color = load_color(load, self._looks)
        self._painter.drawPixmap(place.topLeft(), self._looks.level(color, place.width(), height, place.height()))
        if load.overcommitted:
            self._paint_over(load, place)

    def _paint_over(self, load: Load, place: QRect) -> None:
        painter = self._painter
        words_ = f"+{words.whole_hours(-load.availability / 60)}"
        ink = QColor(painting.tokens().on_danger)
        painter.setFont(self._looks.figure_strong)
        if self._fits(words_, place.width() - 1):
            painter.setPen(ink)
            painter.drawText(place, _CENTER, words_)
        elif place.width() >= 6:
            x, y = place.center().x(), place.center().y()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            painter.drawPolygon(QPolygon([QPoint(x - 2, y + 2), QPoint(x + 3, y + 2), QPoint(x, y - 3)]))


def load_color(load: Load, looks: Looks) -> QColor:
    """Return the colour of a level: calm, nearly full, too full."""
    if load.overcommitted:
        return looks.danger
    ahead = load.planned + load.auto
    if load.capacity and ahead >= load.capacity * _FULL:
        return mixed(looks.panel, looks.warning, 0.8)
    share = min(1.0, used_minutes(load) / load.capacity) if load.capacity else 1.0
    # In tenths, so that a few pictures serve all days.
    return mixed(looks.panel, looks.accent, 0.45 + 0.03 * round(10 * share))


def _weekday_and_day(column: Column) -> str:
    return words.weekday_and_day(column.first)
