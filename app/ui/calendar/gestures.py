"""Dragging in the grid: what a press takes hold of, what a move makes of it, what is dropped. Pure but for points."""

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum

from PySide6.QtCore import QPointF

from app.domain.days import resolve_local, wall_clock
from app.ui.calendar.blocks import Block, Sort
from app.ui.calendar.layout import Grid, Part

_THRESHOLD, _MINUTE = 4.0, 60
SNAPS = (1, 5, 15)


class Deed(Enum):
    """What a drag does."""

    CREATE = "create"
    MOVE = "move"
    RESIZE = "resize"
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class Draft:
    """What would be if it were dropped now; ``sort`` is what it would become."""

    deed: Deed
    since: int
    until: int
    sort: Sort
    block: Block | None = None
    is_waiting: bool = False
    """Dropped, and not known yet whether it may stay."""

    @property
    def is_changed(self) -> bool:
        """Whether the drop would change anything."""
        block = self.block
        if block is None or self.deed is Deed.COPY or block.sort is Sort.ESTIMATE:
            return True
        return (self.since, self.until) != (block.begins, block.ends)


@dataclass(slots=True)
class _Hold:
    """What was pressed: where, when, and which block and part of it, if any."""

    point: QPointF
    instant: int
    block: Block | None
    part: Part | None
    is_drag: bool = False


class Gestures:
    """One press at a time."""

    def __init__(self) -> None:
        self.snap_minutes = 5
        self.draft: Draft | None = None
        self._hold: _Hold | None = None

    @property
    def is_held(self) -> bool:
        """Whether the mouse is down on something."""
        return self._hold is not None

    @property
    def is_drag(self) -> bool:
        """Whether what is held has been moved."""
        return self._hold is not None and self._hold.is_drag

    def press(self, grid: Grid, point: QPointF) -> Block | None:
        """Take hold of what is at a point."""
        found = grid.under(point)
        block, part = found or (None, None)
        instant = grid.instant_at(grid.day_at(point.x()), point.y())
        self._hold = _Hold(point, instant, block, part)
        return block

    def move(
        self, grid: Grid, point: QPointF, now: int, *, is_fine: bool = False, is_copy: bool = False, plans: bool = False
    ) -> Draft | None:
        """Follow the mouse; ``is_fine`` snaps to single minutes, ``plans`` makes a plan also of the past."""
        hold = self._hold
        if hold is None:
            return None
        if not hold.is_drag and (point - hold.point).manhattanLength() < _THRESHOLD:
            return None
        hold.is_drag = True
        snap = (1 if is_fine else self.snap_minutes) * _MINUTE
        # What is made or made longer stays on the day it was taken hold of, however far to the side the hand goes.
        instant = grid.instant_at(grid.day_at(hold.point.x()), point.y())
        self.draft = self._draft(hold, grid, instant, point, now, snap=snap, is_copy=is_copy, plans=plans)
        return self.draft

    def release(self) -> Draft | None:
        """Let go; return what is dropped, if anything changes by it."""
        draft, self.draft, self._hold = self.draft, None, None
        return draft if draft is not None and draft.is_changed else None

    def cancel(self) -> None:
        """Let go, and leave everything as it was."""
        self.draft = self._hold = None

    def _draft(
        self, hold: _Hold, grid: Grid, instant: int, point: QPointF, now: int, *, snap: int, is_copy: bool, plans: bool
    ) -> Draft | None:
        if hold.block is None:
            return _created(hold, instant, snap, now, plans=plans)
        if hold.part is not Part.BODY and not is_copy and is_resizable(hold.block, hold.part):
            return _resized(hold.block, hold.part, _snapped(instant, snap), snap)
        if not hold.block.is_movable and not (is_copy and hold.block.sort is Sort.IMPORTED):
            return None
        return _moved(hold.block, _begin(grid, hold, hold.block, point, snap), is_copy=is_copy)


def _begin(grid: Grid, hold: _Hold, block: Block, point: QPointF, snap: int) -> int:
    """Return the start of a moved block: as far above the mouse as when it was taken hold of, by the clock."""
    day = grid.day_at(point.x())
    if block.is_first:
        grabbed = hold.point.y() - grid.y(block.day, block.begins)
        return _snapped(grid.instant_at(day, point.y() - grabbed), snap)
    return _snapped(grid.instant_at(day, point.y()) - (hold.instant - block.begins), snap)


def _snapped(instant: int, snap: int) -> int:
    return (instant + snap // 2) // snap * snap


def is_resizable(block: Block, part: Part | None) -> bool:
    """Return whether an edge of a block can be dragged."""
    if block.is_aside or block.sort is Sort.ESTIMATE:
        return False
    return part is Part.TOP or not block.is_running


def _created(hold: _Hold, instant: int, snap: int, now: int, *, plans: bool) -> Draft:
    since, until = sorted((hold.instant // snap * snap, _snapped(instant, snap)))
    until = max(until, since + snap)
    is_plan = plans or until > now
    return Draft(Deed.CREATE, since, until, Sort.PLANNED if is_plan else Sort.TRACKED)


def _resized(block: Block, part: Part | None, instant: int, snap: int) -> Draft:
    if part is Part.TOP:
        return Draft(
            Deed.RESIZE, min(instant, block.ends - (0 if block.is_running else snap)), block.ends, block.sort, block
        )
    return Draft(Deed.RESIZE, block.begins, max(instant, block.begins + snap), block.sort, block)


def _moved(block: Block, begin: int, *, is_copy: bool) -> Draft:
    deed = Deed.COPY if is_copy and block.sort is not Sort.ESTIMATE else Deed.MOVE
    sort = block.sort if block.sort is Sort.TRACKED else Sort.PLANNED
    return Draft(deed, begin, begin + block.seconds, sort, block)


def nudged(block: Block, before: Draft | None, *, seconds: int = 0, growth: int = 0) -> Draft:
    """Return a block moved or made longer by the keyboard, on top of what was done to it so far."""
    start = before or Draft(Deed.MOVE, block.begins, block.ends, block.sort, block)
    until = max(start.since + _MINUTE, start.until + growth) + seconds
    deed = Deed.RESIZE if growth or start.deed is Deed.RESIZE else Deed.MOVE
    return replace(start, deed=deed, since=start.since + seconds, until=until)


def same_clock(instant: int, days: int, zone: str) -> int:
    """Return the instant at which clocks show the same some days later; the first of two, just after a time they skip."""
    return resolve_local(wall_clock(instant, zone) + timedelta(days=days), zone).instants[0]
