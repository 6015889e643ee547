"""Where the parts of a row stand: for painting and for the mouse alike."""

from PySide6.QtCore import QPoint, QRect

from app.ui.timeline.hits import NOWHERE, Hit, Part
from app.ui.timeline.lines import ROW, STAGE, HeadLine, Line, MilestoneLine, ProjectLine
from app.ui.timeline.scale import number_of
from app.ui.timeline.scene import CELL, CELL_COMPACT, HEADER, LOADS, SPAN, Scene

FOLD = 32
_GRIP, _OUTSIDE, _FLAG, _FLAG_HIGH = 5, 7, 8, 12


def cell_place(row: QRect) -> tuple[int, int]:
    """Return where a row's cells begin and how high they are."""
    if row.height() <= STAGE:
        return row.top() + 5, row.height() - 10
    height = CELL if row.height() >= ROW else CELL_COMPACT
    return row.top() + (row.height() - height) // 2 - 1, height


def flag_x(scene: Scene, due: int) -> float:
    """Return where a flag hangs: in the middle of its day."""
    return (scene.x(due) + scene.x(due + 1)) / 2


def hit(scene: Scene, point: QPoint) -> Hit:
    """Return what is at a point of the view."""
    day = scene.scale.day_at(point.x() - scene.names)
    is_name = point.x() < scene.names
    if point.y() < HEADER + LOADS:
        if is_name:
            return Hit(Part.OVER if scene.over and point.y() >= HEADER else Part.NONE)
        return Hit(Part.HEADER if point.y() < HEADER else Part.LOAD, day=day)
    place = scene.shelf.at(point.y() - scene.body_top + scene.top) if point.y() >= scene.body_top else None
    if place is None:
        return NOWHERE
    line, row = scene.shelf.lines[place], scene.row(place)
    if is_name:
        return Hit(Part.FOLD if folds(line) and _is_on_fold(line, point) else Part.NAME, line.key, day)
    if isinstance(line, HeadLine):
        return Hit(Part.NONE, line.key, day)
    return _in_days(scene, line, row, point, day)


def folds(line: Line) -> bool:
    """Return whether a row can be folded."""
    return isinstance(line, HeadLine) or (isinstance(line, ProjectLine) and line.is_open is not None)


def _is_on_fold(line: Line, point: QPoint) -> bool:
    return isinstance(line, HeadLine) or point.x() < FOLD


def _in_days(scene: Scene, line: ProjectLine | MilestoneLine, row: QRect, point: QPoint, day: int) -> Hit:
    if isinstance(line, MilestoneLine):
        milestone = line.stage.milestone.id
        part = _on_bar(scene, line, point)
        return Hit(part or Part.CELL, line.key, day, milestone)
    if point.y() <= row.top() + _FLAG_HIGH:
        for stage in reversed(line.row.milestones):
            if abs(point.x() - flag_x(scene, number_of(stage.last_day))) <= _FLAG:
                return Hit(Part.FLAG, line.key, day, stage.milestone.id)
    if point.y() >= row.bottom() - SPAN:
        return Hit(_on_bar(scene, line, point) or Part.CELL, line.key, day)
    return Hit(Part.CELL, line.key, day)


def _on_bar(scene: Scene, line: ProjectLine | MilestoneLine, point: QPoint) -> Part | None:
    """Return which part of the bar of dates is at a point; its ends reach a little beyond it."""
    start, due = scene.dates(line)
    x = point.x()
    left = scene.x(start) if start is not None else None
    right = scene.x(due + 1) if due is not None else None
    inside = _GRIP if left is None or right is None else min(_GRIP, (right - left) // 3)
    if right is not None and right - inside <= x <= right + _OUTSIDE:
        return Part.DUE
    if left is not None and left - _OUTSIDE <= x <= left + inside:
        return Part.START
    after_start = left is None or x > left
    before_due = right is None or x < right
    return Part.BAR if after_start and before_due and (left, right) != (None, None) else None
