"""The keyboard on the timeline: arrows go over rows and days; with Shift they move the due date, with Alt the start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from app.ui.timeline.lines import HeadLine, Line, MilestoneLine, ProjectLine
from app.ui.timeline.moves import Edge
from app.ui.timeline.places import folds
from app.ui.timeline.scale import number_of, step

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from app.ui.timeline.view import TimelineView

_Key, _Mod = Qt.Key, Qt.KeyboardModifier
_SIDEWAYS = {_Key.Key_Left: -1, _Key.Key_Right: 1}
_ZOOM = 1.25
_HOLDS = (_Mod.ShiftModifier, _Mod.AltModifier)


class Keyboard:
    """Reads keys; a move begun with Shift or Alt held is dropped when they are let go."""

    def __init__(self, view: TimelineView) -> None:
        self._view = view
        self._is_moving = False
        page: Callable[[], int] = lambda: max(1, view.scene.body.height() // view.scene.row_height - 1)  # noqa: E731
        self._keys: dict[int, Callable[[], object]] = {
            _Key.Key_Up: lambda: self._go(-1),
            _Key.Key_Down: lambda: self._go(1),
            _Key.Key_PageUp: lambda: self._go(-page()),
            _Key.Key_PageDown: lambda: self._go(page()),
            _Key.Key_Home: lambda: self._go(-len(view.scene.shelf.lines)),
            _Key.Key_End: lambda: self._go(len(view.scene.shelf.lines)),
            _Key.Key_Left: lambda: self._along(-1),
            _Key.Key_Right: lambda: self._along(1),
            _Key.Key_T: self.go_to_today,
            _Key.Key_M: self._next_milestone,
            _Key.Key_O: self.go_to_too_full,
            _Key.Key_Space: self._fold,
            _Key.Key_Return: self._open,
            _Key.Key_Enter: self._open,
            _Key.Key_Plus: lambda: view.zoom_by(_ZOOM),
            _Key.Key_Equal: lambda: view.zoom_by(_ZOOM),
            _Key.Key_Minus: lambda: view.zoom_by(1 / _ZOOM),
            _Key.Key_Escape: self._give_up,
        }

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key means; return whether it means anything here."""
        key, modifiers = event.key(), event.modifiers() & ~_Mod.KeypadModifier
        if key in _SIDEWAYS and modifiers in _HOLDS:
            edge = Edge.DUE if modifiers == _Mod.ShiftModifier else Edge.START
            self._move(edge, _SIDEWAYS[_Key(key)])
            return True
        if self._is_moving and key in (_Key.Key_Return, _Key.Key_Enter):
            self._settle()
            return True
        if key == _Key.Key_Escape and self._view.scene.move is None:
            return False
        act = self._keys.get(key)
        # A plus needs Shift on many keyboards.
        if act is None or (modifiers and key not in (_Key.Key_Plus, _Key.Key_Equal, _Key.Key_Minus)):
            return False
        act()
        return True

    def release(self, event: QKeyEvent) -> None:
        """Letting go of what held the move drops it."""
        if event.key() in (_Key.Key_Shift, _Key.Key_Alt) and not event.isAutoRepeat():
            self._settle()

    def leave(self) -> None:
        """The keyboard is elsewhere: a move that was not dropped is given up."""
        if self._is_moving:
            self._give_up()

    def go_to_today(self) -> None:
        """Bring today into view, and the keyboard to it."""
        scene = self._view.scene
        scene.day = scene.today
        self._view.go_to(scene.today)
        self._view.tell_here()

    def go_to_too_full(self) -> None:
        """Go to the next week that holds too much; after the last, to the first."""
        view, scene = self._view, self._view.scene
        weeks = [number_of(load.day) for load in scene.loads.overcommitted()]
        if weeks:
            scene.day = next((week for week in weeks if week > scene.day), weeks[0])
            view.reveal_day(scene.scale.end_of(scene.day))
            view.put_on(scene.here, scene.day)

    def _here(self) -> Line | None:
        return self._view.scene.line(self._view.scene.here)

    def _go(self, rows: int) -> None:
        shelf = self._view.scene.shelf
        if not shelf.lines:
            return
        place = shelf.places.get(self._view.scene.here, 0) + rows
        self._view.put_on(shelf.lines[min(max(0, place), len(shelf.lines) - 1)].key)

    def _along(self, columns: int) -> None:
        scene = self._view.scene
        line = self._here()
        if isinstance(line, HeadLine) and line.is_open is (columns < 0):
            self._view.folded.emit(line.key)
            return
        self._view.put_on(scene.here, step(scene.day, scene.scale.unit, columns))

    def _fold(self) -> None:
        line = self._here()
        if isinstance(line, MilestoneLine):
            self._view.put_on(line.row.project.id)
            self._view.folded.emit(line.row.project.id)
        elif line is not None and folds(line):
            self._view.folded.emit(line.key)

    def _open(self) -> None:
        line = self._here()
        if isinstance(line, HeadLine):
            self._view.folded.emit(line.key)
        elif line is not None:
            self._view.opened.emit(line.row.project.id)

    def _next_milestone(self) -> None:
        """Go to the next milestone of the row's project after the day one is on; after the last, to the first."""
        line = self._here()
        if not isinstance(line, ProjectLine | MilestoneLine):
            return
        days = sorted(number_of(stage.last_day) for stage in line.row.milestones)
        if days:
            self._view.put_on(line.key, next((day for day in days if day > self._view.scene.day), days[0]))

    def _move(self, edge: Edge, columns: int) -> None:
        view = self._view
        if view.mouse.is_held:
            return
        line = self._here()
        if not self._is_moving:
            if line is None or not view.held.begin(line, edge):
                return
            self._is_moving = True
        move = view.scene.move
        if move is None or move.edge is not edge:
            return
        held = (move.due if edge is Edge.DUE else move.start) or 0
        there = step(held + move.days, view.scene.scale.unit, columns)
        view.held.move_by(there - held)
        moved = view.scene.move
        if moved is not None:
            view.reveal_day((moved.after[1] if edge is Edge.DUE else moved.after[0]) or there)

    def _settle(self) -> None:
        if self._is_moving:
            self._is_moving = False
            self._view.held.drop()

    def _give_up(self) -> None:
        self._is_moving = False
        self._view.mouse.give_up()
        self._view.held.release()
