"""One picture of the timeline: only what lies in the area that has to be painted."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from app.ui.timeline import words
from app.ui.timeline.grid_painter import paint_ground, paint_today
from app.ui.timeline.head_painter import HeadPainter
from app.ui.timeline.lines import HeadLine, Line
from app.ui.timeline.looks import Looks
from app.ui.timeline.name_painter import NamePainter
from app.ui.timeline.row_painter import RowPainter
from app.ui.timeline.scale import Column
from app.ui.timeline.scene import HEADER, LOADS, Scene
from app.ui.widgets.painting import RADIUS


def paint(painter: QPainter, scene: Scene, looks: Looks, area: QRect) -> None:
    """Paint what lies in an area of the view."""
    painter.fillRect(area, looks.panel)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    left = max(area.left(), scene.names)
    columns = list(scene.scale.columns(left - scene.names - 1, area.right() + 1 - scene.names))
    body = scene.body.intersected(area)
    if not body.isEmpty():
        _paint_body(painter, scene, looks, columns, body)
    if area.top() < scene.body_top:
        _paint_head(painter, scene, looks, columns, area)
    painter.setPen(QPen(looks.line, 0))
    painter.drawLine(scene.names - 1, HEADER, scene.names - 1, scene.height)
    _paint_frame(painter, scene, looks)


def _paint_body(painter: QPainter, scene: Scene, looks: Looks, columns: list[Column], body: QRect) -> None:
    grid = body.intersected(scene.grid)
    rows = [(scene.shown(scene.shelf.lines[place]), scene.row(place)) for place in scene.seen()]
    rows = [(line, row) for line, row in rows if row.intersects(body)]
    if not grid.isEmpty():
        painter.setClipRect(grid)
        paint_ground(painter, scene, looks, columns, grid)
        _paint_bands(painter, looks, rows, body)
        made = RowPainter(painter, scene, looks, columns)
        for line, row in rows:
            made.paint(line, row)
        paint_today(painter, scene, looks, grid)
    if body.left() < scene.names:
        painter.setClipRect(QRect(0, body.top(), scene.names, body.height()))
        painter.fillRect(QRect(0, body.top(), scene.names, body.height()), looks.panel)
        _paint_bands(painter, looks, rows, body)
        names = NamePainter(painter, scene, looks)
        for line, row in rows:
            names.paint(line, row)
    painter.setClipping(False)


def _paint_bands(painter: QPainter, looks: Looks, rows: list[tuple[Line, QRect]], body: QRect) -> None:
    """Paint the heads' grounds and the hairlines under rows."""
    painter.setPen(QPen(looks.line, 0))
    for line, row in rows:
        if isinstance(line, HeadLine):
            painter.fillRect(row, looks.window)
        painter.drawLine(body.left(), row.bottom(), body.right(), row.bottom())


def _paint_head(painter: QPainter, scene: Scene, looks: Looks, columns: list[Column], area: QRect) -> None:
    days = QRect(scene.names, 0, scene.days_width, scene.body_top).intersected(area)
    if not days.isEmpty():
        painter.setClipRect(days)
        painter.fillRect(days, looks.panel)
        paint_ground(painter, scene, looks, columns, days.adjusted(0, HEADER, 0, 0))
        head = HeadPainter(painter, scene, looks, columns)
        head.paint_header()
        head.paint_loads()
        if scene.ghost is not None:
            RowPainter(painter, scene, looks, columns).paint(scene.ghost, scene.ghost_row())
        paint_today(painter, scene, looks, days.intersected(QRect(0, HEADER, scene.width, scene.body_top)))
        painter.setClipping(False)
    names = NamePainter(painter, scene, looks)
    painter.setClipRect(QRect(0, 0, scene.names, scene.body_top))
    first, last = scene.scale.days(scene.days_width)
    names.paint_corner(words.range_title(first, last - 1))
    if scene.ghost is not None:
        names.paint(scene.ghost, scene.ghost_row())
    painter.setClipping(False)
    painter.setPen(QPen(looks.line, 0))
    lines = [HEADER - 1, HEADER + LOADS - 1]
    for y in [*lines, scene.body_top - 1] if scene.ghost is not None else lines:
        painter.drawLine(area.left(), y, area.right(), y)


def _paint_frame(painter: QPainter, scene: Scene, looks: Looks) -> None:
    """Round the corners of the card; what lies outside is the page's ground."""
    whole = QRectF(0, 0, scene.width, scene.height)
    outside = QPainterPath()
    outside.addRect(whole)
    inside = QPainterPath()
    inside.addRoundedRect(whole.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(looks.window)
    painter.drawPath(outside.subtracted(inside))
    painter.setPen(QPen(looks.line, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(inside)
