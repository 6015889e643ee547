"""One picture of the timeline: only what lies in the area that has to be painted."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from app.ui.timeline.grid_painter import paint_ground, paint_today
from app.ui.timeline.head_painter import HeadPainter
from app.ui.timeline.lines import HeadLine, Line
from app.ui.timeline.looks import Looks
from app.ui.timeline.name_painter import NamePainter
from app.ui.timeline.row_painter import RowPainter
from app.ui.timeline.scale import Column, Unit
from app.ui.timeline.scene import HEADER, LOADS, Scene
from app.ui.widgets.painting import RADIUS

# What stands out of its column: grips, flags, rings, and the words of narrow columns.
_REACH = 12


def paint(painter: QPainter, scene: Scene, looks: Looks, area: QRect) -> None:
    """Paint what lies in an area of the view."""
    painter.setClipRect(area)
    painter.fillRect(area, looks.panel)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    left = max(area.left(), scene.names)
    columns = list(scene.scale.columns(left - scene.names - _REACH, area.right() + _REACH - scene.names))
    body = scene.body.intersected(area)
    if not body.isEmpty():
        _paint_body(painter, scene, looks, columns, body)
    head = QRect(0, 0, scene.width, scene.body_top).intersected(area)
    if not head.isEmpty():
        _paint_head(painter, scene, looks, columns, head)
    painter.setClipRect(area)
    if area.left() < scene.names:
        painter.fillRect(QRectF(scene.names - 1, HEADER, looks.hair, scene.height), looks.line)
    _paint_frame(painter, scene, looks, area)


def _paint_body(painter: QPainter, scene: Scene, looks: Looks, columns: list[Column], body: QRect) -> None:
    grid = body.intersected(scene.grid)
    rows = [(scene.shown(scene.shelf.lines[place]), scene.row(place)) for place in scene.seen()]
    rows = [(line, row) for line, row in rows if row.intersects(body)]
    if not grid.isEmpty():
        painter.setClipRect(grid)
        paint_ground(painter, scene, looks, columns, grid)
        _paint_bands(painter, looks, rows, grid)
        # In a week's or month's cell the line would cross figures, and days are not told apart there anyway.
        is_by_day = scene.scale.unit is Unit.DAY
        if not is_by_day:
            paint_today(painter, scene, looks, grid)
        made = RowPainter(painter, scene, looks, columns)
        for line, row in rows:
            made.paint(line, row)
        if is_by_day:
            paint_today(painter, scene, looks, grid)
    names = body.intersected(QRect(0, body.top(), scene.names, body.height()))
    if not names.isEmpty():
        painter.setClipRect(names)
        painter.fillRect(names, looks.panel)
        _paint_bands(painter, looks, rows, names)
        painted = NamePainter(painter, scene, looks)
        for line, row in rows:
            painted.paint(line, row)


def _paint_bands(painter: QPainter, looks: Looks, rows: list[tuple[Line, QRect]], area: QRect) -> None:
    """Paint the heads' grounds and the hairlines under rows."""
    for line, row in rows:
        if isinstance(line, HeadLine):
            painter.fillRect(row, looks.window)
        looks.line_across(painter, area.left(), row.bottom(), area.right() + 1)


def _paint_head(painter: QPainter, scene: Scene, looks: Looks, columns: list[Column], head: QRect) -> None:
    days = QRect(scene.names, 0, scene.days_width, scene.body_top).intersected(head)
    if not days.isEmpty():
        painter.setClipRect(days)
        _paint_head_days(painter, scene, looks, columns, days)
    corner = QRect(0, 0, scene.names, scene.body_top).intersected(head)
    if not corner.isEmpty():
        painter.setClipRect(corner)
        names = NamePainter(painter, scene, looks)
        names.paint_corner(scene.title)
        if scene.ghost is not None:
            names.paint(scene.ghost, scene.ghost_row())
    painter.setClipRect(head)
    lines = [HEADER - 1, HEADER + LOADS - 1]
    for y in [*lines, scene.body_top - 1] if scene.ghost is not None else lines:
        looks.line_across(painter, head.left(), y, head.right() + 1)


def _paint_head_days(painter: QPainter, scene: Scene, looks: Looks, columns: list[Column], days: QRect) -> None:
    if days.top() < HEADER:
        # What the first of all columns is called depends on where the view begins.
        every = list(scene.scale.columns(-1, scene.days_width + 1))
        HeadPainter(painter, scene, looks, every).paint_header()
    below = days.intersected(QRect(0, HEADER, scene.width, scene.body_top))
    if below.isEmpty():
        return
    paint_ground(painter, scene, looks, columns, below)
    HeadPainter(painter, scene, looks, columns).paint_loads()
    if scene.ghost is not None:
        RowPainter(painter, scene, looks, columns).paint(scene.ghost, scene.ghost_row())
    paint_today(painter, scene, looks, below)


def _paint_frame(painter: QPainter, scene: Scene, looks: Looks, area: QRect) -> None:
    """Round the corners of the card; what lies outside is the page's ground."""
    width, height, side = scene.width, scene.height, RADIUS
    for x, y in ((0, 0), (width, 0), (0, height), (width, height)):
        corner = QRect(x - side if x else 0, y - side if y else 0, side, side)
        if corner.intersects(area):
            outside, inside = QPainterPath(), QPainterPath()
            outside.addRect(QRectF(corner))
            inside.addEllipse(QRectF(x - 2 * side if x else 0, y - 2 * side if y else 0, 2 * side, 2 * side))
            painter.fillPath(outside.subtracted(inside), looks.window)
    painter.setPen(QPen(looks.line, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1, height - 1), side, side)
