"""Paints what lies behind the rows: days without work, days off, the borders of weeks and months, today."""

from PySide6.QtCore import QLineF, QRect, QRectF
from PySide6.QtGui import QPainter, QPen

from app.ui.timeline.looks import Looks
from app.ui.timeline.scale import Column, Unit, as_date, first_of
from app.ui.timeline.scene import Scene


def paint_ground(painter: QPainter, scene: Scene, looks: Looks, columns: list[Column], area: QRect) -> None:
    """Paint the columns' grounds and borders inside an area of the days."""
    left, right = scene.x(scene.today), scene.x(scene.today + 1)
    if scene.today and right - left >= 4 and right > area.left() and left <= area.right():
        painter.fillRect(QRect(left, area.top(), right - left, area.height()), looks.today)
    if scene.scale.unit is Unit.DAY:
        _paint_rest(painter, scene, looks, columns, area)
    _paint_off(painter, scene, looks, area)
    _paint_borders(painter, scene, looks, columns, area)


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
        if load is not None and not load.capacity and column.first not in scene.off and column.first != scene.today:
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
        painter.setBrushOrigin(scene.x(0) % 6, (scene.body_top - scene.top) % 6)
        painter.fillRect(QRect(left, area.top(), scene.x(end) - left, area.height()), looks.rest_hatch)
        day = end


def _paint_borders(painter: QPainter, scene: Scene, looks: Looks, columns: list[Column], area: QRect) -> None:
    unit, week_start = scene.scale.unit, scene.scale.week_start
    for column in columns:
        strong = _is_border(column.first, unit)
        if strong or unit is not Unit.DAY or first_of(column.first, Unit.WEEK, week_start) == column.first:
            line = QRectF(scene.names + column.left, area.top(), looks.hair, area.height())
            painter.fillRect(line, looks.line if strong else looks.quiet_line)


def _is_border(day: int, unit: Unit) -> bool:
    date = as_date(day)
    if unit is Unit.DAY:
        return date.day == 1
    return date.day <= 7 if unit is Unit.WEEK else date.month == 1
