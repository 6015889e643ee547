"""The menu of a day: type its times, copy it to other days, clear it."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale, QPoint
from PySide6.QtWidgets import QMenu

from app.ui.settings.work_hours import spans as week

if TYPE_CHECKING:
    from app.ui.settings.work_hours.grid import WeekGrid

_DAYS, _WORKING_DAYS = range(7), range(5)


class DayMenu:
    """Made anew each time it is opened, for the day the keyboard is on."""

    def __init__(self, grid: "WeekGrid") -> None:
        self._grid = grid
        self.menu = QMenu(grid)

    def open(self, at: QPoint) -> None:
        """Open it at a place of the screen."""
        self.fill()
        self.menu.popup(at)

    def fill(self) -> None:
        """Offer what can be done with the day."""
        grid, menu, weekday = self._grid, self.menu, self._grid.weekday
        menu.clear()
        menu.addAction(_tr("Type the times…"), partial(grid.type_day, weekday))
        menu.addAction(_tr("Add working time"), partial(add_span, grid))
        if grid.chosen is not None:
            name = _tr("Delete {times}").format(times=week.written([grid.chosen[1:]]))
            menu.addAction(name, partial(delete_span, grid))
        menu.addSeparator()
        to = menu.addMenu(_tr("Copy {day} to").format(day=_name(weekday)))
        to.addAction(_tr("Monday to Friday"), partial(copy_day, grid, list(_WORKING_DAYS)))
        to.addAction(_tr("Every day"), partial(copy_day, grid, list(_DAYS)))
        to.addSeparator()
        for other in _DAYS:
            if other != weekday:
                to.addAction(_name(other), partial(copy_day, grid, [other]))
        clear = menu.addAction(_tr("No work on {day}").format(day=_name(weekday)), partial(clear_day, grid))
        clear.setEnabled(bool(week.of_day(grid.spans, weekday)))


def add_span(grid: "WeekGrid") -> None:
    """Add a working time to the day the keyboard is on."""
    made = week.next_free(grid.spans, grid.weekday, 60)
    if made is not None:
        grid.put(week.replaced(grid.spans, None, made), made)


def delete_span(grid: "WeekGrid") -> None:
    """Delete the working time the keyboard is on, or the day's only one."""
    day = week.of_day(grid.spans, grid.weekday)
    gone = grid.chosen or (day[0] if len(day) == 1 else None)
    if gone is not None:
        grid.put(week.replaced(grid.spans, gone, None))


def copy_day(grid: "WeekGrid", weekdays: list[int]) -> None:
    """Give some weekdays the times of the day the keyboard is on."""
    grid.put(week.with_days(grid.spans, weekdays, week.times_of(grid.spans, grid.weekday)))


def clear_day(grid: "WeekGrid") -> None:
    """Let the day the keyboard is on have no working time."""
    grid.put(week.with_day(grid.spans, grid.weekday, ()))


def _name(weekday: int) -> str:
    return QLocale().standaloneDayName(weekday + 1)


def _tr(text: str) -> str:
    return QCoreApplication.translate("DayMenu", text)
