"""The keys of the week grid."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from app.ui.settings.work_hours import spans as week
from app.ui.settings.work_hours.day_menu import add_span, delete_span
from app.ui.settings.work_hours.drags import Drag
from app.ui.settings.work_hours.places import Hit, Part

if TYPE_CHECKING:
    from app.ui.settings.work_hours.grid import WeekGrid

_STEP = 15
_SIDEWAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_UPRIGHT = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_CONTROL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def week_keys() -> tuple[tuple[str, str], ...]:
    """Return the keys of the week grid and what they do."""
    return (
        ("Return", _tr("Type the times of the day")),
        ("Ins", _tr("Add working time")),
        ("Del", _tr("Delete the working time")),
        ("Right", _tr("Go to the next working time of the day")),
        ("Ctrl+Right", _tr("Move the working time")),
        ("Shift+Right", _tr("Move its end")),
        ("Ctrl+Shift+Right", _tr("Move its start")),
        ("Ctrl+C", _tr("Copy the day")),
        ("Ctrl+V", _tr("Give the day the copied times")),
    )


class GridKeys:
    """Arrows go from day to day and from span to span; with Ctrl they move the span, with Shift its end.

    With both they move its start. Enter types the day's times, Insert adds, Delete takes away, Ctrl+C and Ctrl+V copy a
    day to another.
    """

    def __init__(self, grid: "WeekGrid") -> None:
        self._grid = grid
        self._plain: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Return: lambda: grid.type_day(grid.weekday),
            Qt.Key.Key_Enter: lambda: grid.type_day(grid.weekday),
            Qt.Key.Key_F2: lambda: grid.type_day(grid.weekday),
            Qt.Key.Key_Insert: lambda: add_span(grid),
            Qt.Key.Key_Plus: lambda: add_span(grid),
            Qt.Key.Key_Delete: lambda: delete_span(grid),
            Qt.Key.Key_Backspace: lambda: delete_span(grid),
        }

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key says; returns whether it says anything here."""
        key, grid = event.key(), self._grid
        if key == Qt.Key.Key_Escape:
            return self._leave()
        if event.matches(QKeySequence.StandardKey.Copy):
            grid.copied = week.times_of(grid.spans, grid.weekday)
        elif event.matches(QKeySequence.StandardKey.Paste):
            if grid.copied is not None:
                grid.put(week.with_day(grid.spans, grid.weekday, grid.copied))
        elif key in _SIDEWAYS or key in _UPRIGHT:
            self._arrow(Qt.Key(key), event.modifiers())
        elif key in self._plain:
            self._plain[key]()
        else:
            return False
        return True

    def _leave(self) -> bool:
        """Give up a drag, else let go of the span; with neither the key is for somebody else."""
        grid = self._grid
        if grid.cancel():
            return True
        if grid.chosen is None:
            return False
        grid.choose(grid.weekday, None)
        return True

    def _arrow(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
        grid = self._grid
        if not modifiers & (_CONTROL | _SHIFT):
            self._go(key)
        elif grid.chosen is not None:
            self._push(key, modifiers)

    def _go(self, key: Qt.Key) -> None:
        grid = self._grid
        if key in _UPRIGHT:
            first = grid.places().week_start
            place = min(6, max(0, (grid.weekday - first) % 7 + _UPRIGHT[key]))
            grid.choose((place + first) % 7, None)
            return
        day = list(week.of_day(grid.spans, grid.weekday))
        if not day:
            return
        if grid.chosen in day:
            at = day.index(grid.chosen) + _SIDEWAYS[key]
        else:
            at = 0 if _SIDEWAYS[key] > 0 else len(day) - 1
        grid.choose(grid.weekday, day[min(len(day) - 1, max(0, at))])

    def _push(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
        """Do with the span what a drag by one step would do."""
        grid, span = self._grid, self._grid.chosen
        if span is None:
            return
        weekday, start, end = span
        if modifiers & _SHIFT and key in _SIDEWAYS:
            part, minute = (Part.START, start) if modifiers & _CONTROL else (Part.END, end)
        elif modifiers & _CONTROL:
            part, minute = Part.SPAN, start
        else:
            return
        first = grid.places().week_start
        row = min(6, max(0, (weekday - first) % 7 + _UPRIGHT.get(key, 0)))
        drag = Drag(Hit(part, weekday, span, minute), grid.spans)
        pushed = drag.at((row + first) % 7, minute + _SIDEWAYS.get(key, 0) * _STEP, snap=_STEP)
        grid.put(pushed.spans, pushed.span)


def _tr(text: str) -> str:
    return QCoreApplication.translate("WeekKeys", text)
