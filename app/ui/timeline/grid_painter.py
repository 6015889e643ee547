"""Paints what lies behind the rows: days without work, days off, the borders of weeks and months, today."""

from PySide6.QtCore import QLineF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.ui.timeline.looks import Looks
from app.ui.timeline.scale import Column, Unit, as_date, first_of
from app.ui.timeline.scene import Scene


def paint_ground(painter: QPainter, scene: Scene, looks: Looks, columns: list[Column], area: QRect) -> None:
    """Paint the columns' grounds and borders inside an area of the days."""
    if scene.scale.unit is Unit.DAY:
        _paint_rest(painter, scene, looks, columns, area)
    _paint_off(painter, scene, looks, area)
    _paint_borders(painter, scene, looks, columns, area)
    left, right = scene.x(scene.today), scene.x(scene.today + 1)
    if scene.today and right - left >= 4:
        painter.fillRect(QRect(left, area.top(), right - left, area.height()), looks.today)


def paint_today(painter: QPainter, scene: Scene, looks: Looks, area: QRect) -> None:
    """Paint the line between what was and what comes, over the rows."""
    x = scene.x(scene.today)
    if scene.today and area.left() - 2 <= x <= area.right() + 2:
        painter.setPen(QPen(looks.accent, 1.6))
        painter.drawLine(QLineF(x, area.top(), x, area.bottom() + 1))


def _paint_rest(painter: QPainter, scene: Scene, looks: Looks, columns: list[Column], area: QRect) -> None:
    loads = scene.loads.by(Unit.DAY)
    for column in columns:
        load = loads.get(column.first)
        if load is not None and not load.capacity and column.first not in scene.off:
            place = QRect(scene.names + column.left, area.top(), column.width, area.height())
            painter.fillRect(place, looks.rest)


def _paint_off(painter: QPainter, scene: Scene, looks: Looks, area: QRect) -> None:
    first, last = scene.scale.day_at(area.left() - scene.names), scene.scale.day_at(area.right() - scene.names)
    day = first
    while day <= last:
        if day not in scene.off:
            day += 1
            continue
        end = day
        while end in scene.off and end <= last:
            end += 1
        left = scene.x(day)
        painter.setBrushOrigin(scene.x(0) % 6, 0)
        painter.fillRect(QRect(left, area.top(), scene.x(end) - left, area.height()), looks.rest_hatch)
        day = end


def _paint_borders(painter: QPainter, scene: Scene, looks: Looks, columns: list[Column], area: QRect) -> None:
    unit = scene.scale.unit
    quiet = QColor(looks.line)
    quiet.setAlphaF(0.55)
    lines, strong = [], []
    for column in columns:
        x = scene.names + column.left
        if _is_border(column.first, unit):
            strong.append(QLineF(x, area.top(), x, area.bottom() + 1))
        elif unit is not Unit.DAY or first_of(column.first, Unit.WEEK, scene.scale.week_start) == column.first:
            lines.append(QLineF(x, area.top(), x, area.bottom() + 1))
    painter.setPen(QPen(quiet, 0, Qt.PenStyle.SolidLine))
    painter.drawLines(lines)
    painter.setPen(looks.hair)
    painter.drawLines(strong)


def _is_border(day: int, unit: Unit) -> bool:
    date = as_date(day)
    if unit is Unit.DAY:
        return date.day == 1
    return date.day <= 7 if unit is Unit.WEEK else date.month == 1
